"""Ruin and recreate: a few employees give up their periods and get better ones, alone in turn or exactly together."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np

from handlekraft_engine.rosters.arrays import Floats
from handlekraft_engine.rosters.generate import Company, Generation
from handlekraft_engine.rosters.master import Column, Master, select

SUBSET_ROUNDS = 30
"""Rounds of generation for one subset; what they have not found by then is left to another subset."""

SUBSET_NODES = 60
"""Nodes of branch and bound for one subset."""

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


def together(
    company: Company,
    pool: Pool,
    columns: list[Column],
    subset: Sequence[int],
    goes_on: Callable[[], bool],
    seconds: float,
) -> list[Column]:
    """The employees of ``subset`` get the best periods that a program of their own finds for all of them at once."""
    rows = company.layout.rows
    own = [columns[person] for person in subset]
    there = company.there([one for one in columns if one.person not in subset])
    master = Master(rows, rows.wanted - there, subset)
    for person in subset:
        for one in (columns[person], *pool.latest(person, KNOWN_OF_EACH)):
            master.add(one)
    price = sum(one.cost for one in own) + _gap_points(company, master.wanted, own)
    generation = Generation(company, master)
    hopeless = price - 1 + 1e-6
    rounds = iter(range(SUBSET_ROUNDS))
    generation.run(lambda: goes_on() and generation.bound <= hopeless and next(rounds, None) is not None, CLOSE)
    pool.add(master.columns)
    if generation.bound > hopeless:
        return columns
    room = hopeless - generation.bound
    duals = generation.duals
    prices = dict(zip(subset, duals.people, strict=True))
    good = [one for one in master.columns if one.cost - float(duals.worth[one.rows].sum()) - prices[one.person] < room]
    chosen = select(master, good, own, SUBSET_NODES, seconds)
    after = list(columns)
    for one in chosen:
        after[one.person] = one
    return after


def _gap_points(company: Company, wanted: Floats, columns: Sequence[Column]) -> float:
    gap = wanted - company.there(columns)
    rows = company.layout.rows
    return float(np.sum(np.maximum(gap, 0) * rows.short + np.maximum(-gap, 0) * rows.over))


def draw_subset(company: Company, columns: Sequence[Column], size: int, dice: random.Random) -> list[int]:
    """Who is replanned together: half of the time those who could mend a row that costs, else anybody."""
    people = len(columns)
    size = min(size, people)
    rows = company.layout.rows
    gap = rows.wanted - company.there(columns)
    points = np.maximum(gap, 0) * rows.short + np.maximum(-gap, 0) * rows.over
    costly = np.flatnonzero(points > 0)
    if not costly.size or dice.random() < 0.3:
        return sorted(dice.sample(range(people), size))
    row = dice.choices(costly.tolist(), points[costly].tolist())[0]
    able = [person for person in range(people) if row in company.layout.people[person].rows]
    first = dice.sample(able, min(len(able), (size + 1) // 2))
    rest = [person for person in range(people) if person not in first]
    return sorted(first + dice.sample(rest, size - len(first)))
