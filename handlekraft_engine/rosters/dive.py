"""From shares to whole periods: decide for the clearest days, generate again for what is left, go back where it harms.

A decision is the option of one employee on one day. It bars all other options there from the dynamic program, so that
the periods generated afterwards fit it; a whole column would decide for eight weeks at once and leave the others none
that fit. A decision after which the proven bound lies above the target was wrong, and fewer are made at a time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from handlekraft_engine.rosters.arrays import Floats
from handlekraft_engine.rosters.generate import Generation
from handlekraft_engine.rosters.master import Column

PART = 40
"""Days are decided in batches of at most one of so many of all undecided, at least ``BATCH``."""

BATCH = 4

WHOLE = 1 - 1e-4
"""A share from which a day is decided for nothing."""

ROUNDS = 30
"""Rounds of generation after which a batch is accepted although neither the target nor the bound is reached."""

SLACK = 0.002
"""How far above its beginning the program's value may rise before a decision counts as wrong."""


class Cell(NamedTuple):
    """One employee's day, with the option that is decided for."""

    person: int
    day: int
    option: int


def dive(
    generation: Generation,
    most: float,
    goes_on: Callable[[], bool],
    patience: float = math.inf,
) -> list[Column] | None:
    """One column per employee at ``most`` points at most; ``None`` when none was found or time was over.

    ``patience``: how many wrong decisions are borne.
    Bars and master are left as they were.
    """
    company, before = generation.company, [bars.copy() for bars in generation.company.bars]
    try:
        return Dive(generation, most).run(goes_on, patience)
    finally:
        company.bars = before
        generation.master.release()


class Dive:
    """The days decided so far, as bars in the company."""

    def __init__(self, generation: Generation, most: float) -> None:
        self.generation, self.most = generation, most
        self.master, self.company = generation.master, generation.company
        self.people = list(self.master.people)
        value = max(generation.duals.value, 0.0)
        self.slack = max(SLACK * value, 0.5)
        self.target = min(value + self.slack, most)
        days = self.company.layout.problem.days
        self.decided = np.zeros((len(self.people), days), dtype=bool)
        self.batch = max(self.decided.size // PART, BATCH)

    def run(self, goes_on: Callable[[], bool], patience: float) -> list[Column] | None:
        """Decide until every day is whole."""
        size = self.batch
        while goes_on() and patience > 0:
            shares = self._shares()
            if shares.max(axis=2).min() > WHOLE:
                return self._chosen()
            cells = self._cells(shares, size)
            if self._decide(cells):
                size = min(2 * size, self.batch)
                continue
            patience -= 1
            if size == 1 and not self._refuse(cells[0]):
                return None
            size = max(size // 4, 1)
        return None

    def _shares(self) -> Floats:
        """Share of each employee, day and option in the program's solution."""
        days = self.decided.shape[1]
        found = np.zeros((*self.decided.shape, len(self.company.layout.problem.shifts) + 1))
        place = {person: i for i, person in enumerate(self.people)}
        shares = self.master.shares()
        for at in np.flatnonzero(shares > 0):
            column = self.master.columns[int(at)]
            found[place[column.person], np.arange(days), column.options] += shares[at]
        return found

    def _chosen(self) -> list[Column]:
        """The columns of a solution in which every day is whole."""
        shares = self.master.shares()
        greatest: dict[int, int] = {}
        for at in np.argsort(shares, kind="stable").tolist():
            greatest[self.master.columns[at].person] = at
        return [self.master.columns[greatest[person]] for person in self.people]

    def _cells(self, shares: Floats, size: int) -> list[Cell]:
        """The clearest days that are not whole, at most ``size``, and then all whole ones if it is not alone."""
        options, share = shares.argmax(axis=2), shares.max(axis=2)
        share[self.decided] = 2.0
        whole = share > WHOLE
        liking = np.where(whole, -1.0, share)
        order = np.argsort(-liking, axis=None, kind="stable")[: min(size, int((~whole).sum()))]
        places = [*order.tolist(), *(np.flatnonzero(whole & ~self.decided).tolist() if size > 1 else ())]
        days = share.shape[1]
        return [Cell(at // days, at % days, int(options.flat[at])) for at in places]

    def _decide(self, cells: Iterable[Cell]) -> bool:
        """Bar all other options of these days; false = that was wrong, and it is undone."""
        before = {(cell.person, cell.day): self._bars(cell).copy() for cell in cells}
        for cell in cells:
            self._bars(cell)[np.arange(len(self._bars(cell))) != cell.option] = np.inf
        people = sorted({cell.person for cell in cells})
        if self.follow(people):
            for cell in cells:
                self.decided[cell.person, cell.day] = True
            return True
        for cell in cells:
            self._bars(cell)[:] = before[cell.person, cell.day]
        self._sort_out(people)
        self.generation.restart()
        return False

    def _refuse(self, cell: Cell) -> bool:
        """One option alone was wrong: bar it. Where that is wrong too, the target was; false = nothing is left."""
        bars = self._bars(cell)
        bars[cell.option] = np.inf
        if not self.follow([cell.person]):
            bars[cell.option] = 0.0
            self._sort_out([cell.person])
            self.generation.restart()
            if self.target >= self.most:
                return False
            self.slack *= 2
            self.target = min(self.target + self.slack, self.most)
        return True

    def _bars(self, cell: Cell) -> Floats:
        bars: Floats = self.company.bars[self.people[cell.person]][cell.day]
        return bars

    def follow(self, places: list[int]) -> bool:
        """Generate for what is left until the target is reached; false = it cannot be, or somebody has no period."""
        generation = self.generation
        for place in places:
            found = self.company.cheapest(self.people[place], generation.duals.worth)
            if found is None:
                return False
            self.master.add(found[0])
        self._sort_out(places)
        generation.restart()
        rounds, missing = ROUNDS, True
        while rounds and missing and generation.bound <= self.target < generation.duals.value:
            missing = generation.round()
            rounds -= 1
        return generation.bound <= self.target and (missing or generation.duals.value <= self.target)

    def _sort_out(self, places: Iterable[int]) -> None:
        """Columns of these employees are in the program if no bar forbids them."""
        for place in places:
            person = self.people[place]
            at, options = self.master.options_of(person)
            fits = np.isfinite(self.company.bars[person][np.arange(options.shape[1]), options]).all(axis=1)
            self.master.admit(at, fits)
