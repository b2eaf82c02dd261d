"""Worker and clock: what waits is done, and a sign of life is left."""

import pytest
from django.core.management import call_command

from handlekraft.config.models import WorkerBeat
from handlekraft.visits.planning.warmth import warm_engine


@pytest.mark.django_db(transaction=True)
def test_once_round_does_what_waits_and_stops() -> None:
    call_command("work", "--once")
    assert WorkerBeat.objects.count() == 1


def test_the_engine_warms_up() -> None:
    warm_engine()
