"""`handlekraft demo` in a database that is not the sample municipality's, or not yet wholly."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from handlekraft.access.installation import Installation
from handlekraft.demo.actions import note_begun
from handlekraft.demo.emptying import NotASample, empty
from handlekraft.demo.management.commands import demo
from handlekraft.demo.world import World
from handlekraft.people.models import Employee, Organisation, Profession


def told(**options: Any) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Stands in for the making: which size was asked for, and how many employees stood in its way."""
    made: list[tuple[int, int]] = []
    monkeypatch.setattr(demo, "begin", lambda size, now, tell: made.append((len(size.teams), Employee.objects.count())))
    return made


def test_an_empty_database_is_filled(db: None, begun: list[tuple[int, int]]) -> None:
    assert "Tømmer" not in told()
    assert "Tømmer" not in told(small=True, again=True)
    assert begun == [(5, 0), (2, 0)]


def test_one_that_was_broken_off_begins_again(world: World, begun: list[tuple[int, int]]) -> None:
    note_begun(Installation(), world.organisation)
    professions = Profession.objects.count()
    assert "Tømmer" in told()
    assert begun == [(5, 0)]
    assert Profession.objects.count() == professions > 0


@pytest.mark.parametrize("again", [False, True])
def test_nobody_elses_data_is_touched(world: World, begun: list[tuple[int, int]], *, again: bool) -> None:
    with pytest.raises(CommandError, match="Åby Kommune"):
        told(again=again)
    with pytest.raises(NotASample):
        empty()
    assert Organisation.objects.get() == world.organisation
    assert begun == []
