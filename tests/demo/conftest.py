"""The small sample municipality, made once for a whole module: making it takes seconds, looking at it none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from handlekraft.demo import sample
from handlekraft.demo.makers import local
from handlekraft.people.models import Profession, Team, User

PROFESSIONS = import_module("handlekraft.people.migrations.0002_professions").PROFESSIONS
# A Wednesday morning: some visits are given, one is under way, the evening is to come.
NOW = "2026-11-25 10:30"


@dataclass
class Made:
    """A sample municipality and what was told while it was made."""

    heads: Path
    told: list[str] = field(default_factory=list)

    def user(self, username: str) -> User:
        """Somebody of the cast."""
        return User.objects.get_by_natural_key(username)

    def team(self, name: str) -> Team:
        """A team by the end of its name."""
        return Team.objects.get(name__endswith=name)


@contextmanager
def made(size: sample.Size, now: str, heads: Path) -> Iterator[Made]:
    """A sample municipality that is gone afterwards."""
    with override_settings(AUDIT_HEADS=heads), transaction.atomic():
        # Tests with transactions of their own empty the tables; an installation has what the migration brought.
        for order, (code, name, short) in enumerate(PROFESSIONS):
            Profession.objects.get_or_create(code=code, defaults={"name": name, "short": short, "order": order})
        found = Made(heads)
        with time_machine.travel(local(now), tick=False):
            sample.begin(size, local(now), found.told.append)
        yield found
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def small(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Made]:
    """`handlekraft demo --small` on a Wednesday. Tests that change something undo it: see `untouched`."""
    with django_db_blocker.unblock(), made(sample.SMALL, NOW, tmp_path_factory.mktemp("log") / "heads.txt") as found:
        yield found


@pytest.fixture
def untouched(small: Made, settings: object) -> Iterator[Made]:
    """The small sample municipality, put back afterwards."""
    settings.AUDIT_HEADS = small.heads.with_name("copy.txt")  # type: ignore[attr-defined]
    settings.AUDIT_HEADS.write_bytes(small.heads.read_bytes())  # type: ignore[attr-defined]
    with time_machine.travel(local(NOW), tick=False), transaction.atomic():
        yield small
        transaction.set_rollback(True)
