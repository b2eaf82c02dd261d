"""Visits are made once, whatever was done to them meanwhile; and whoever was let in for one sees no longer than it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

from django.utils import timezone

from handlekraft.citizens.actions import change_help, end_help
from handlekraft.citizens.models import AgreedHelp, Away, Citizen
from handlekraft.citizens.terms import Terms
from handlekraft.demo.makers import local, make_help, make_shift
from handlekraft.demo.world import World
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.making import make_visits
from handlekraft.visits.actions.visits import cancel_visit, hand_over_visit, move_visit, undo_visit_change
from handlekraft.visits.models import Visit, VisitChange

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


def lent(world: World) -> Visit:
    """A visit to Ella that Ali, who sees nobody here otherwise, is to give."""
    make_help(world.ella, weekdays="2")
    made(world)
    for user in (world.mette, world.ali):
        make_shift(user, TUESDAY, "07:00-15:00")
    visit = Visit.objects.get()
    hand_over_visit(world.mette, visit, to=world.ali.employee)
    VisitChange.objects.all().delete()  # as if a plan had given it to him: what a person shaped by hand is kept
    return visit


def sees(world: World, at: Callable[[str], None]) -> bool:
    """Whether Ali would see Ella on the day of the visit."""
    now = timezone.now()
    at("2026-12-01 08:00")
    seen = Citizen.objects.visible_to(world.ali).filter(pk=world.ella.pk).exists()
    at(timezone.localtime(now).strftime("%Y-%m-%d %H:%M:%S"))
    return seen


def test_who_was_let_in_for_a_visit_sees_nobody_while_it_is_paused(world: World, at: Callable[[str], None]) -> None:
    visit = lent(world)
    assert sees(world, at)
    away = Away.objects.create(citizen=world.ella, starts_at=local("2026-11-30 08:00"))
    assert made(world) == 1
    assert not sees(world, at)
    assert made(world) == 0, "he is still who is to come"
    away.delete()
    assert made(world) == 1
    visit.refresh_from_db()
    assert visit.carer == world.ali.employee
    assert sees(world, at)
    end_help(world.mette, AgreedHelp.objects.get(), on=date(2026, 11, 30))
    assert made(world) == 1
    assert not sees(world, at)


def test_nor_once_other_terms_take_the_visit_from_him(world: World, at: Callable[[str], None]) -> None:
    lent(world)
    help_ = AgreedHelp.objects.get()
    change_help(world.mette, help_, terms=replace(Terms.of(help_), fixed_start=time(10), minutes=20))
    assert made(world) == 1
    assert not sees(world, at)


def test_nor_once_it_is_cancelled_until_that_is_undone(world: World, at: Callable[[str], None]) -> None:
    cancel_visit(world.mette, lent(world), reason="Ella er på tur")
    assert not sees(world, at)
    undo_visit_change(world.mette, VisitChange.objects.latest("pk"))
    assert sees(world, at)
