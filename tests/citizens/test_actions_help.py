"""Recurring help: agreed, changed from a day on, ended. The past stays as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from handlekraft.access.frame import Refused
from handlekraft.citizens.actions import agree_help, change_help, end_help
from handlekraft.citizens.models import AgreedHelp
from handlekraft.citizens.terms import Terms
from handlekraft.demo.makers import make_competence, make_help
from handlekraft.demo.world import World
from tests.citizens.log import events, last_event

TODAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
AGREE = "aftale hjælp med borgeren"


def terms(**changes: Any) -> Terms:
    """Half an hour every morning, changed."""
    return Terms(**{"title": "Morgenhjælp", "weekdays": "1234567", "minutes": 30, "allowed_until": time(11), **changes})


def rows(world: World) -> list[tuple[str, date, date | None, int]]:
    """Title, period and minutes of all help of Ella."""
    found = world.ella.agreed_help.order_by("title", "starts_on")
    return [(row.title, row.starts_on, row.ends_on, row.minutes) for row in found]


def test_help_is_agreed_with_everything_it_takes(world: World) -> None:
    medicine = make_competence("Medicin")
    row = agree_help(
        world.mette,
        world.ella,
        terms=terms(competences=(medicine,), preferred=(world.mette.employee,), unwanted=(world.christina.employee,)),
        external_id="H1",
    )
    assert (row.starts_on, row.external_id, row.citizen) == (TODAY, "H1", world.ella)
    assert [*row.competences.all(), *row.preferred.all(), *row.unwanted.all()] == [
        medicine,
        world.mette.employee,
        world.christina.employee,
    ]
    assert last_event() == ("help agreed", world.mette.pk, [world.ella.pk])


def test_help_is_refused(world: World) -> None:
    seen = events()
    with pytest.raises(Refused, match="mindst én ugedag"):
        agree_help(world.mette, world.ella, terms=terms(weekdays=""))
    with pytest.raises(Refused, match="til den samme borger"):
        agree_help(world.mette, world.ella, terms=terms(after=make_help(world.karl)))
    with pytest.raises(Refused, match="ikke ligge før den første"):
        agree_help(world.mette, world.ella, terms=terms(ends_on=TODAY), starts_on=FRIDAY)
    with pytest.raises(Refused, match=AGREE):
        agree_help(world.tove, world.ella, terms=terms())
    assert (rows(world), events()) == ([], seen)


def test_changed_help_ends_and_goes_on_as_a_new_row(world: World) -> None:
    old = agree_help(world.mette, world.ella, terms=terms(), starts_on=date(2026, 10, 1), external_id="H1")
    new = change_help(world.mette, old, terms=terms(minutes=45), from_on=FRIDAY)
    assert rows(world) == [
        ("Morgenhjælp", date(2026, 10, 1), date(2026, 11, 26), 30),
        ("Morgenhjælp", FRIDAY, None, 45),
    ]
    old.refresh_from_db()
    assert (old.external_id, new.external_id, new.replaces) == ("", "H1", old)
    assert last_event() == ("help changed", world.mette.pk, [world.ella.pk])


def test_help_that_has_not_begun_is_changed_in_its_place(world: World) -> None:
    row = agree_help(world.mette, world.ella, terms=terms(), starts_on=FRIDAY)
    assert change_help(world.mette, row, terms=terms(minutes=45)).pk == row.pk
    assert rows(world) == [("Morgenhjælp", FRIDAY, None, 45)]


def test_help_that_follows_goes_along(world: World) -> None:
    first = agree_help(world.mette, world.ella, terms=terms(), starts_on=date(2026, 10, 1))
    later = terms(title="Øjendråber", after=first, gap_minutes=240, allowed_until=time(20))
    agree_help(world.mette, world.ella, terms=later, starts_on=date(2026, 10, 1))
    agree_help(world.mette, world.ella, terms=replace(later, title="Øvelser"), starts_on=date(2026, 12, 1))
    agree_help(
        world.mette,
        world.ella,
        terms=replace(later, title="Bad", ends_on=date(2026, 11, 1)),
        starts_on=date(2026, 10, 1),
    )
    new = change_help(world.mette, first, terms=terms(minutes=45), from_on=FRIDAY)
    assert rows(world) == [
        ("Bad", date(2026, 10, 1), date(2026, 11, 1), 30),
        ("Morgenhjælp", date(2026, 10, 1), date(2026, 11, 26), 30),
        ("Morgenhjælp", FRIDAY, None, 45),
        ("Øjendråber", date(2026, 10, 1), date(2026, 11, 26), 30),
        ("Øjendråber", FRIDAY, None, 30),
        ("Øvelser", date(2026, 12, 1), None, 30),
    ]
    assert set(new.followed_by.values_list("title", "gap_minutes")) == {("Øjendråber", 240), ("Øvelser", 240)}
    assert set(first.followed_by.values_list("title", flat=True)) == {"Øjendråber", "Bad"}


def test_a_change_is_refused(world: World) -> None:
    row = agree_help(world.mette, world.ella, terms=terms(), starts_on=date(2026, 10, 1))
    with pytest.raises(Refused, match="fra i dag eller senere"):
        change_help(world.mette, row, terms=terms(), from_on=date(2026, 11, 22))
    with pytest.raises(Refused, match=AGREE):
        change_help(world.tove, row, terms=terms())
    second = agree_help(world.mette, world.ella, terms=terms(title="Bad", after=row), starts_on=date(2026, 10, 1))
    third = agree_help(world.mette, world.ella, terms=terms(title="Tur", after=second), starts_on=date(2026, 10, 1))
    with pytest.raises(Refused, match="ikke begge komme efter hinanden"):
        change_help(world.mette, row, terms=terms(after=third))
    end_help(world.mette, third, on=TODAY)
    with pytest.raises(Refused, match="allerede slut"):
        change_help(world.mette, third, terms=terms(), from_on=FRIDAY)


def test_help_ends_and_what_followed_stands_alone(world: World) -> None:
    first = agree_help(world.mette, world.ella, terms=terms(), starts_on=date(2026, 10, 1))
    follower = agree_help(
        world.mette, world.ella, terms=terms(title="Bad", after=first, gap_minutes=60), starts_on=TODAY
    )
    end_help(world.mette, first, on=date(2026, 11, 26))
    assert last_event() == ("help ended", world.mette.pk, [world.ella.pk])
    follower.refresh_from_db()
    alone = AgreedHelp.objects.get(replaces=follower)
    assert (follower.ends_on, follower.after) == (date(2026, 11, 26), first)
    assert (alone.starts_on, alone.after, alone.gap_minutes) == (FRIDAY, None, 0)


def test_an_end_is_refused(world: World) -> None:
    row = agree_help(world.mette, world.ella, terms=terms(), starts_on=date(2026, 10, 1))
    with pytest.raises(Refused, match="tidligst være i går"):
        end_help(world.mette, row, on=date(2026, 11, 21))
    with pytest.raises(Refused, match=AGREE):
        end_help(world.tove, row, on=FRIDAY)
    end_help(world.mette, row, on=date(2026, 11, 22))
    with pytest.raises(Refused, match="allerede slut"):
        end_help(world.mette, row, on=FRIDAY)


@pytest.mark.parametrize(
    ("day", "falls"),
    [
        (date(2026, 11, 22), False),
        (date(2026, 11, 25), True),
        (date(2026, 11, 26), False),
        (date(2026, 12, 2), False),
        (date(2026, 12, 9), True),
        (date(2026, 12, 23), False),
    ],
)
def test_the_rhythm_counts_from_the_week_it_began(world: World, day: date, falls: bool) -> None:
    row = agree_help(world.mette, world.ella, terms=terms(weekdays="3", every_weeks=2, ends_on=date(2026, 12, 20)))
    assert row.falls_on(day) is falls
    assert (row.rhythm, row.minutes_per_week) == ("Onsdag hver 2. uge", 15)


def test_changed_help_keeps_its_weeks(world: World, at: Callable[[str], None]) -> None:
    bath = make_help(world.ella, weekdays="4", every_weeks=2)
    AgreedHelp.objects.filter(pk=bath.pk).update(starts_on=date(2026, 11, 9))  # weeks 46, 48, 50
    bath.refresh_from_db()
    at("2026-11-30 10:00")
    changed = change_help(world.mette, bath, terms=replace(Terms.of(bath), text="Husk hue."))
    at("2026-12-08 10:00")
    again = change_help(world.mette, changed, terms=replace(Terms.of(changed), text="Husk vanter."))
    thursdays = [date(2026, 11, 26) + timedelta(weeks=week) for week in range(5)]
    fallen = [day for day in thursdays if any(row.falls_on(day) for row in (bath, changed, again))]
    assert fallen == [date(2026, 11, 26), date(2026, 12, 10), date(2026, 12, 24)]
