"""Seeded problems in the image of a Danish home-care team: homes around a town, day and evening shifts, bicycles, cars.

All numbers are assumptions: 12 carers of whom eight or nine are on shift a day, 60 visits a day to about 34 citizens,
day shifts 07-15 and evening shifts 15-23.30 with a break, three nurses, half of the carers assistants, wishes of half
an hour inside windows of two hours, one visit in ten by two carers, one in ten three to five hours from another one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handlekraft_engine.travel.crow_fly import travel_tables
from handlekraft_engine.visits.plan import Plan
from handlekraft_engine.visits.problem import (
    Block,
    Break,
    Carer,
    Citizen,
    Link,
    Need,
    Place,
    Problem,
    Published,
    Shift,
    Window,
)

DAY = 1440
"""Minutes of an ordinary day; minute 0 is the first midnight."""

ORIGIN = "2026-11-23T00:00:00+00:00"

OFFICE = Place(56.4607, 10.0364)

MODES = ("bicycle", "car", "bicycle", "walk", "car", "bicycle", "bicycle", "car", "car", "bicycle", "bicycle", "car")

MORNING, NOON, EVENING = (7 * 60 + 30, 10 * 60 + 45), (11 * 60, 13 * 60 + 30), (16 * 60, 22 * 60)
"""Between which minutes of the day the middle of a wish lies."""


@dataclass(frozen=True)
class Team:
    """What the generator is asked for; equal teams give equal problems."""

    seed: int
    days: int = 1
    carers: int = 12
    visits_a_day: int = 60
    doubles: float = 0.1
    """Share of visits with two carers at once."""
    links: float = 0.1
    """Share of visits that keep a gap of three to five hours to another visit of the same citizen."""


def make_problem(team: Team) -> Problem:
    """The days of a team, one visit list that comes back every day."""
    dice = random.Random(team.seed)  # noqa: S311 - repeatable, not secret
    citizens = max(round(team.visits_a_day / 1.75), 1)
    places = (OFFICE, *(_home(dice) for _ in range(citizens)))
    carers = tuple(_carer(number, team) for number in range(team.carers))
    known = tuple(Citizen(f"citizen {i}", frozenset(_faces(dice, carers, 3, 3))) for i in range(1, len(places)))
    agreed = [_agreed(dice, i, known, carers, team) for i in range(team.visits_a_day)]
    return Problem(
        origin=ORIGIN,
        places=places,
        travel=travel_tables(places, [carer.mode for carer in carers]),
        carers=carers,
        citizens=known,
        visits=tuple(_on_day(need, day) for day in range(team.days) for need in agreed),
        links=tuple(_on_each_day(_gaps(agreed, team), team.days)),
    )


def without(problem: Problem, carer: str, day: int, at: int, published: Plan) -> Problem:
    """The problem after ``carer`` has called in sick for ``day`` at minute ``at``; ``published`` is what was told."""
    told = published.by_visit
    visits = [
        replace(need, published=Published(told[need.id].carers, told[need.id].start)) if need.id in told else need
        for need in problem.visits
    ]
    there = range(day * DAY, (day + 1) * DAY)
    carers = [
        replace(one, shifts=tuple(shift for shift in one.shifts if one.id != carer or shift.starts not in there))
        for one in problem.carers
    ]
    return replace(problem, visits=tuple(visits), carers=tuple(carers), now=at)


def _home(dice: random.Random) -> Place:
    """Most homes within some 3 km of the office (one degree of latitude is 111 km)."""
    return Place(round(OFFICE.lat + dice.gauss(0, 0.014), 5), round(OFFICE.lon + dice.gauss(0, 0.025), 5))


def _is_evening(number: int, team: Team) -> bool:
    return number >= team.carers * 7 // 12


def _carer(number: int, team: Team) -> Carer:
    """Works five days of seven, days off staggered so that every day has a nurse and an assistant day and evening."""
    assistant = {"assistant"} if number % 2 == 0 or number == 7 else set()
    competences = {"care"} | assistant | ({"nurse"} if number in (0, 2, 4) else set())
    days = [day for day in range(team.days) if (day - 2 * number) % 7 not in (0, 1)]
    shifts = tuple(_shift(day, evening=_is_evening(number, team)) for day in days)
    meetings = [Block(day * DAY + 14 * 60, day * DAY + 14 * 60 + 45, place=0) for day in days if day % 7 == 2]
    blocks = () if _is_evening(number, team) else tuple(meetings)
    return Carer(f"carer {number}", MODES[number % len(MODES)], frozenset(competences), shifts, blocks)


def _shift(day: int, *, evening: bool) -> Shift:
    starts, ends, pause = (15 * 60, 23 * 60 + 30, 18 * 60) if evening else (7 * 60, 15 * 60, 11 * 60)
    begin = day * DAY
    rest = Break(begin + pause, begin + pause + 105, 30)
    return Shift(begin + starts, begin + ends, (rest,), start_place=0, end_place=0, max_overtime=15)


def _faces(dice: random.Random, carers: Sequence[Carer], by_day: int, by_evening: int) -> list[str]:
    """Some carers of the day and some of the evening, of each at least one assistant."""
    half = len(carers) * 7 // 12
    groups = ((carers[:half], by_day), (carers[half:], by_evening))
    return [one.id for group, count in groups for one in dice.sample(group, min(count, len(group)))]


def _agreed(dice: random.Random, number: int, citizens: Sequence[Citizen], carers: Sequence[Carer], team: Team) -> Need:
    """One agreed visit of the day; its id ends with the day (0)."""
    whose = number % len(citizens)
    again = number // len(citizens)
    low, high = dice.choice((MORNING, MORNING, MORNING, EVENING) if again == 0 else (NOON, EVENING))
    late = low == EVENING[0]
    middle = dice.randrange(low, high, 5)
    medicine = dice.random() < 0.15
    room = 20 if medicine else 60
    skill = "care" if dice.random() < (0.85 if late else 0.7) else "assistant"
    skill = "nurse" if dice.random() < 0.06 and not late else skill
    two = dice.random() < team.doubles
    return Need(
        id=f"{number} on 0",
        citizen=citizens[whose].id,
        place=whose + 1,
        minutes=dice.choice((10, 10, 15, 15, 20, 25, 30) if late else (10, 15, 15, 20, 25, 30, 30, 40, 50)),
        windows=(Window(middle - room, middle + room),),
        wished=Window(middle - 15, middle + 15),
        tasks=(frozenset({skill}), frozenset({"care"})) if two else (frozenset({skill}),),
        preferred=frozenset(dice.sample(sorted(citizens[whose].known), 4))
        if len(citizens[whose].known) > 4
        else frozenset(),
        unwanted=frozenset({dice.choice(carers).id}) if dice.random() < 0.05 else frozenset(),
        priority=2 if medicine else dice.choice((0, 1, 1)),
    )


def _on_day(need: Need, day: int) -> Need:
    """The agreed visit of day 0 on another day."""

    def later(window: Window) -> Window:
        return Window(window.earliest + day * DAY, window.latest + day * DAY)

    wishes = tuple(map(later, need.wishes)) or (None,)
    windows = tuple(map(later, need.windows))
    return replace(need, id=_name(need.id, day), windows=windows, wished=wishes[0], also_wished=wishes[1:])


def _name(first: str, day: int) -> str:
    return f"{first.removesuffix(' 0')} {day}"


def _gaps(agreed: Sequence[Need], team: Team) -> list[Link]:
    """Gaps between the two visits of citizens whose wishes lie three to five hours apart or nearly so."""
    links = []
    for i, first in enumerate(agreed):
        for second in agreed[i + 1 :]:
            early, late = sorted((first, second), key=lambda need: need.windows[0].earliest)
            apart = late.windows[0].earliest - early.windows[0].earliest
            if early.citizen == late.citizen and 150 <= apart <= 330:
                links.append(Link(early.id, late.id, 180, 300))
    return links[: round(team.links * len(agreed) / 2)]


def _on_each_day(links: Sequence[Link], days: int) -> Iterator[Link]:
    for day in range(days):
        yield from (replace(link, first=_name(link.first, day), second=_name(link.second, day)) for link in links)
