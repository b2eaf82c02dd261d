"""Visits are made once, whatever was done to them meanwhile; and whoever was let in for one sees no longer than it."""

from dataclasses import replace
from datetime import date

from handlekraft.citizens.actions import change_help
from handlekraft.citizens.terms import Terms
from handlekraft.demo.makers import local, make_help
from handlekraft.demo.world import World
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.making import make_visits
from handlekraft.visits.actions.visits import move_visit
from handlekraft.visits.models import Visit

NEXT = Week(2026, 49)
TUESDAY = date(2026, 12, 1)


def made(world: World) -> int:
    return make_visits(world.mette, world.aaparken, week=NEXT)


def test_a_moved_visit_is_not_made_again_when_its_help_changes(world: World) -> None:
    help_ = make_help(world.ella, weekdays="2")
    made(world)
    move_visit(world.mette, Visit.objects.get(), starts_at=local("2026-12-03 09:00"))
    for text in ("Husk hue.", "Husk vanter."):
        help_ = change_help(world.mette, help_, terms=replace(Terms.of(help_), text=text))
        made(world)
    assert [visit.day for visit in Visit.objects.all()] == [date(2026, 12, 3)]


def test_nor_when_it_was_moved_far_away(world: World) -> None:
    make_help(world.ella, weekdays="2", ends_on=date(2026, 12, 2))
    made(world)
    move_visit(world.mette, Visit.objects.get(), starts_at=local("2027-01-05 09:00"))
    assert made(world) == 0
    assert Visit.objects.count() == 1
