"""Ruin and recreate: a few employees give up their periods and get better ones, alone in turn or exactly together."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from handlekraft_engine.rosters.arrays import Flags, Floats
from handlekraft_engine.rosters.dive import dive
from handlekraft_engine.rosters.generate import Company, Generation
from handlekraft_engine.rosters.master import Column, Master

SUBSET_ROUNDS = 30
"""Rounds of generation for one subset; what they have not found by then is left to another subset."""

AIMED = 0.7
"""How often a part is drawn around what costs."""

BY_DAYS = 0.5
"""How often a part is days in a row of everybody instead of the whole period of some."""

KNOWN_OF_EACH = 40
"""Periods of each employee that are brought into a subset's program from the pool."""


CLOSE = 0.5
"""Points between value and bound of a subset's program at which no more periods are sought."""


class Pool:
    """Every period that was ever found, by employee, latest last."""

    def __init__(self, people: int) -> None:
        self.of: list[dict[tuple[int, bytes], Column]] = [{} for _ in range(people)]

    def add(self, columns: Sequence[Column]) -> None:
        """Take them in; one that is found again becomes the latest."""
        for one in columns:
            self.of[one.person].pop(one.key, None)
            self.of[one.person][one.key] = one

    def latest(self, person: int, count: int) -> list[Column]:
        """The latest periods of one employee."""
        return list(self.of[person].values())[-count:]

    def near(self, worth: Floats, people: Floats, room: float) -> list[Column]:
        """Periods whose price at these duals lies less than ``room`` above their employee's: no other can be better."""
        return [
            one
            for person, found in enumerate(self.of)
            for one in found.values()
            if one.cost - float(worth[one.rows].sum()) - people[person] < room
        ]


def in_turn(company: Company, columns: list[Column], order: Sequence[int]) -> list[Column]:
    """Each employee in ``order`` gets the period that is best beside the others' periods. Never dearer."""
    columns = list(columns)
    there = company.there(columns)
    for person in order:
        there[columns[person].rows] -= 1
        found = company.cheapest(person, company.layout.rows.gains(there))
        columns[person] = found[0] if found else columns[person]
        there[columns[person].rows] += 1
    return columns


@dataclass(frozen=True)
class Part:
    """What of a roster is planned again: these employees, on these days (day -> whether)."""

    people: Sequence[int]
    days: Flags


def again(
    company: Company, pool: Pool, columns: list[Column], part: Part, goes_on: Callable[[], bool], patience: int
) -> list[Column]:
    """A better roster that differs in this part only, by a program of its own and a dive; else the same one."""
    rows = company.layout.rows
    own = [columns[person] for person in part.people]
    there = company.there([one for one in columns if one.person not in part.people])
    master = Master(rows, rows.wanted - there, part.people)
    most = sum(one.cost for one in own) + _gap_points(company, master.wanted, own) - 1
    before, company.bars = company.bars, _kept(company, columns, part)
    try:
        for one in own:
            for known in (one, *pool.latest(one.person, KNOWN_OF_EACH)):
                if np.array_equal(known.options[~part.days], one.options[~part.days]):
                    master.add(known)
        generation = Generation(company, master)
        rounds = iter(range(SUBSET_ROUNDS))
        generation.run(lambda: goes_on() and generation.bound <= most and next(rounds, None) is not None, CLOSE)
        found = dive(generation, most, goes_on, patience) if generation.bound <= most else None
    finally:
        company.bars = before
    pool.add(master.columns)
    after = list(columns)
    for one in found or ():
        after[one.person] = one
    return after


def _kept(company: Company, columns: Sequence[Column], part: Part) -> list[Floats]:
    """Bars that keep the employees of a part as they are on all other days."""
    bars = [one.copy() for one in company.bars]
    kept = np.flatnonzero(~part.days)
    for person in part.people:
        options = columns[person].options[kept]
        bars[person][kept] = np.inf
        bars[person][kept, options] = 0.0
    return bars


def _gap_points(company: Company, wanted: Floats, columns: Sequence[Column]) -> float:
    gap = wanted - company.there(columns)
    rows = company.layout.rows
    return float(np.sum(np.maximum(gap, 0) * rows.short + np.maximum(-gap, 0) * rows.over))


def draw_part(company: Company, columns: Sequence[Column], share: float, dice: random.Random) -> Part:
    """What is planned again together: some employees on all days, or everybody on some days in a row.

    ``share``: how large a part. Most of the time those who could mend a row that costs, or the days around it.
    """
    days = company.layout.problem.days
    row = _costly_row(company, columns, dice) if dice.random() < AIMED else None
    if dice.random() < BY_DAYS:
        length = min(max(round(share * days), 2), days)
        middle = dice.randrange(days) if row is None else _day_of(company, row)
        first = min(max(middle - dice.randrange(length), 0), days - length)
        return Part(range(len(columns)), (np.arange(days) >= first) & (np.arange(days) < first + length))
    return Part(_draw_people(company, row, max(round(share * len(columns)), 2), dice), np.ones(days, dtype=bool))


def _day_of(company: Company, row: int) -> int:
    """The day of a row of cover or of known faces."""
    person = next(one for one in company.layout.people if row in one.rows)
    return int(person.cells[np.flatnonzero(person.rows == row)[0]]) // person.own.shape[1]


def _costly_row(company: Company, columns: Sequence[Column], dice: random.Random) -> int | None:
    """A row that costs and that somebody can mend, dear ones more often; ``None`` = there is none."""
    rows = company.layout.rows
    gap = rows.wanted - company.there(columns)
    points = np.maximum(gap, 0) * rows.short + np.maximum(-gap, 0) * rows.over
    able = np.unique(np.concatenate([person.rows for person in company.layout.people]))
    costly = able[points[able] > 0]
    return int(dice.choices(costly.tolist(), points[costly].tolist())[0]) if costly.size else None


def _draw_people(company: Company, row: int | None, size: int, dice: random.Random) -> list[int]:
    """Half of them from those who count in the row."""
    people = len(company.layout.people)
    size = min(size, people)
    able = [person for person in range(people) if row in company.layout.people[person].rows]
    first = dice.sample(able, min(len(able), (size + 1) // 2))
    rest = [person for person in range(people) if person not in first]
    return sorted(first + dice.sample(rest, size - len(first)))
