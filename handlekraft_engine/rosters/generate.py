"""Column generation: the linear program asks, the dynamic program answers with periods, until none is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from handlekraft_engine.rosters.arrays import Floats, Ints, Layout
from handlekraft_engine.rosters.automaton import Automaton
from handlekraft_engine.rosters.employees import Before, Terms
from handlekraft_engine.rosters.habits import Habits
from handlekraft_engine.rosters.master import Column, Duals, Master
from handlekraft_engine.rosters.pricing import SMALL_SUMS, Pricer, Workspace

WORTH_ADDING = 1e-6
"""A period must beat its employee's price by so many points to be taken in."""

SMOOTH = 0.6
"""Share of the best duals so far in those at which periods are priced: raw duals jump to and fro."""


FINEST = 1 << 16
COARSEST = 1 << 6
"""Parts of a point between which the grid of prices lies."""


def _grid(layout: Layout) -> int:
    """Parts of a point on which prices are exact: a power of 2, so many that most sums still fit in 32 bits."""
    greatest = np.maximum(layout.rows.short, layout.rows.over)
    sums = [float(np.where(np.isfinite(one.own), one.prices(-greatest), 0).max(axis=1).sum()) for one in layout.people]
    parts = FINEST
    while parts > COARSEST and parts * max(sums) * 2 >= SMALL_SUMS:
        parts //= 2
    return parts


class Company:
    """The employees as the solver sees them: what is wanted of all, and a pricer for each.

    ``bars``: by employee, day x option: ``inf`` = not for now, 0 = as always.
    """

    def __init__(self, layout: Layout) -> None:
        workspace = Workspace()
        self.layout = layout
        self.grid = _grid(layout)
        self.bars = [np.zeros(person.own.shape) for person in layout.people]
        known: dict[tuple[Terms, Habits, Before | None], Automaton] = {}
        self.pricers = []
        for person in layout.people:
            terms = (person.employee.terms, person.employee.habits, person.employee.before)
            self.pricers.append(Pricer(layout.problem, person, workspace, self.grid, known.get(terms)))
            known[terms] = self.pricers[-1].automaton

    def column(self, person: int, options: Ints) -> Column:
        """A period of options as a column."""
        return Column(
            person, options, self.pricers[person].own_price(options), self.layout.people[person].counted(options)
        )

    def cheapest(self, person: int, worth: Floats) -> tuple[Column, float] | None:
        """The employee's cheapest period when one more in each row is worth so much, and the floor of all of them."""
        found = self.pricers[person].cheapest(self.layout.people[person].prices(worth) + self.bars[person])
        return None if found is None else (self.column(person, found.options), found.floor)

    def price(self, columns: Sequence[Column]) -> float:
        """The price of one column per employee."""
        return sum(one.cost for one in columns) + self.layout.rows.points(self.there(columns))

    def there(self, columns: Sequence[Column]) -> Ints:
        """How many are there in each row."""
        there = np.zeros(self.layout.size, dtype=np.int64)
        for one in columns:
            there[one.rows] += 1
        return there


class Generation:
    """Column generation for one master. ``bound`` is Lagrange's: worth times wanted plus each employee's floor.

    It holds for any worth between -over and short, whatever the tolerances of the linear program are; where something
    is barred in the company, for all that is not barred.
    """

    def __init__(self, company: Company, master: Master) -> None:
        self.company, self.master = company, master
        self.restart()

    def restart(self) -> None:
        """Solve the master as it stands and begin with a new bound."""
        self.bound = -np.inf
        self.duals = self.master.solve()
        self._center = self.duals.worth
        self._smooth = SMOOTH

    def round(self) -> bool:
        """Price everybody once and solve again; false = nothing is missing, ``duals.value`` is the program's value."""
        worth = self._smooth * self._center + (1 - self._smooth) * self.duals.worth
        bound, added = self._price(worth)
        if bound > self.bound:
            self.bound, self._center = bound, worth
        if not added and self._smooth > 0:
            self._smooth = 0.0
            return True
        self._smooth = SMOOTH
        if added:
            self.duals = self.master.solve()
        return bool(added) and self.gap > WORTH_ADDING

    @property
    def gap(self) -> float:
        """Points between the program's value and the proven bound."""
        return self.duals.value - self.bound

    def _price(self, worth: Floats) -> tuple[float, int]:
        worth = np.rint(worth * self.company.grid) / self.company.grid
        bound, added = float(worth @ self.master.wanted), 0
        for place, person in enumerate(self.master.people):
            found = self.company.cheapest(person, worth)
            if found is None:
                bound = -np.inf
                continue
            one, floor = found
            bound += floor
            if one.cost - float(self.duals.worth[one.rows].sum()) < self.duals.people[place] - WORTH_ADDING:
                added += self.master.add(one)
        return bound, added

    def run(self, goes_on: Callable[[], bool], tolerance: float = WORTH_ADDING) -> Duals:
        """Rounds until nothing is missing, the gap is below ``tolerance`` or ``goes_on`` says no."""
        while goes_on() and self.gap > tolerance and self.round():
            pass
        return self.duals
