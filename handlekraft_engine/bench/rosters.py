"""Seeded rosters of Danish home-care teams: eight weeks, part-time norms, wishes, absence, a ledger, known faces."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from handlekraft_engine.rosters.problem import (
    DAY,
    Before,
    Cover,
    Employee,
    Face,
    Ledger,
    Period,
    Problem,
    ShiftType,
    Terms,
    Wish,
)  # fmt: skip

ORIGIN = "2026-11-23"

SHIFTS = (
    ShiftType("day", 7 * 60, 15 * 60, 480, weekend_burden=2),
    ShiftType("short", 8 * 60, 14 * 60, 360, weekend_burden=2),
    ShiftType("evening", 15 * 60, 23 * 60, 480, burden=0, weekend_burden=2),
)

NORMS = (37, 32, 30, 37, 28, 32, 37, 34, 37, 30, 32, 37)
"""Hours a week."""


@dataclass(frozen=True)
class Team:
    """What a roster is made from: the same values give the same roster."""

    seed: int
    weeks: int = 8
    employees: int = 12
    citizens: int = 0


def make_problem(team: Team) -> Problem:
    """The roster of one team. Cover asks for about nine tenths of the hours that there are."""
    dice = random.Random(team.seed)  # noqa: S311 - chance of an example, not of a secret
    days = 7 * team.weeks
    people = tuple(_employee(dice, number, days) for number in range(team.employees))
    covers = tuple(cover for day in range(days) for cover in _covers(day, team.employees))
    return Problem(ORIGIN, days, SHIFTS, people, covers, faces=tuple(_faces(dice, team, people, days)))


def _employee(dice: random.Random, number: int, days: int) -> Employee:
    norm = NORMS[number % len(NORMS)] * 60 * days // 7
    evenings = number % 3 != 0
    terms = Terms(
        most_in_row=5,
        least_off=1,
        most_weekends=(days // 7 + 1) // 2,
    )
    return Employee(
        f"employee {number}",
        skills=frozenset({"assistant"}) if number % 2 == 0 else frozenset(),
        shifts=frozenset({"day", "short", "evening"} if evenings else {"day", "short"}),
        norm=norm,
        least_minutes=norm - 16 * 60,
        most_minutes=norm + 16 * 60,
        terms=terms,
        away=_away(dice, days),
        wishes=_wishes(dice, days),
        before=dice.choice((Before(off=2), Before(in_row=2, last="day"), Before(in_row=1, last="day"))),
        ledger=Ledger(dice.randrange(5), days // 7 + 4),
    )


def _away(dice: random.Random, days: int) -> tuple[Period, ...]:
    """A few days of holiday for some, a course day for others."""
    first = dice.randrange(days - 4) * DAY
    length = dice.choice((0, 0, 1, 4))
    return (Period(first, first + length * DAY),) if length else ()


def _wishes(dice: random.Random, days: int) -> tuple[Wish, ...]:
    """Days off, and shifts one would like; each day at most once."""
    chosen = sorted(dice.sample(range(days), days // 8))
    off = [Wish(day, dice.choice((20, 40, 80))) for day in chosen[::2]]
    on = [Wish(day, dice.choice((10, 20)), frozenset({"day"}), work=True) for day in chosen[1::2]]
    return (*off, *on)


def _covers(day: int, employees: int) -> Iterator[Cover]:
    weekend = day % 7 >= 5
    by_day = max(employees * (3 if weekend else 5) // 12, 1)
    evening = max(employees * 2 // 12, 1)
    yield Cover(day, ("day", "short"), by_day, 600, 60)
    yield Cover(day, ("evening",), evening, 600, 200)
    yield Cover(day, ("day", "short"), 1, 300, skill="assistant")
    yield Cover(day, ("evening",), 1, 300, skill="assistant")


def _faces(dice: random.Random, team: Team, people: tuple[Employee, ...], days: int) -> Iterator[Face]:
    ids = [one.id for one in people]
    for citizen in range(team.citizens):
        known = frozenset(dice.sample(ids, min(5, len(ids))))
        for day in range(days):
            yield Face(f"citizen {citizen}", day, ("day", "short"), known, 10)
            yield Face(f"citizen {citizen}", day, ("evening",), known, 10)
