"""`/sundhed/` says whether the installation lives, and nothing about anybody."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from handlekraft.config.clock import beat
from handlekraft.config.models import WorkerBeat


@pytest.mark.django_db
def test_healthy_with_a_living_worker() -> None:
    beat("nord")
    response = Client().get("/sundhed/")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "arbejder": "ok"})


@pytest.mark.django_db
def test_a_silent_worker_is_told() -> None:
    WorkerBeat.objects.create(worker="nord", at=timezone.now() - timedelta(minutes=4))
    response = Client().get("/sundhed/")
    assert (response.status_code, response.json()["arbejder"]) == (503, "kører ikke")


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told() -> None:
    with mock.patch.object(connection, "cursor", side_effect=DatabaseError):
        response = Client().get("/sundhed/")
    assert (response.status_code, response.json()["database"]) == (503, "svarer ikke")
