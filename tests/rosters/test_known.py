"""The roster says whether a known face is at work on each part of each day."""

from collections.abc import Callable
from datetime import date, time

import pytest
from django.test import Client

from handlekraft.demo.makers import make_help, make_shift
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.rosters.known import known_faces_at_work
from handlekraft.rosters.models import Shift
from handlekraft.rosters.week import Week

WEEK = Week(2026, 49)
MONDAY = date(2026, 11, 30)
type Login = Callable[[User], Client]


def row(world: World, evening: bool) -> list[tuple[int, int]]:
    parts = known_faces_at_work(world.aaparken, WEEK, Shift.objects.filter(team=world.aaparken))
    return [(cell.known, cell.whole) for cell in parts[evening].cells]


@pytest.mark.requirement("R-046", "R-050")
def test_each_part_of_the_day_counts_who_meets_somebody_known(world: World, login: Login) -> None:
    make_help(world.ella, weekdays="1", window="08:00-10:00")
    make_help(world.karl, weekdays="1", window="07:00-23:00", wished_from=time(18, 0), wished_until=time(20, 0))
    make_help(world.ella, weekdays="12", window="07:00-23:00", fixed_start=time(19, 0))
    assert row(world, evening=False) == [(0, 1)] + [(0, 0)] * 6
    make_shift(world.mette, MONDAY, "07:00-15:00")
    assert row(world, evening=False)[0] == (1, 1), "Ella knows Mette"
    assert row(world, evening=True)[:2] == [(0, 2), (0, 1)], "in the evening she is at home"
    make_shift(world.mette, MONDAY, "15:00-23:30")
    assert row(world, evening=True)[:2] == [(1, 2), (0, 1)], "nobody knows Karl"
    page = login(world.mette).get(f"/team/{world.aaparken.pk}/vagter/{WEEK}/").text
    assert "kendt ansigt på arbejde" in page
    assert '<span class="chip sun num">1 af 2</span>' in page
    assert login(world.tove).get(f"/team/{world.aaparken.pk}/vagter/{WEEK}/").status_code == 404
    Shift.objects.update(sick_at=Shift.objects.first().starts_at)
    assert row(world, evening=False)[0] == (0, 1), "whoever is away is no known face at work"
