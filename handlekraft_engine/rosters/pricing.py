"""The cheapest period of one employee at given prices: exact, or with a proven floor where a limit is dear to count.

Limits of shifts enter the state only once a cheapest period has broken them (decremental relaxation of the state).
"""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

import numpy as np

from handlekraft_engine.rosters import kernels
from handlekraft_engine.rosters.arrays import Flags, Floats, Ints, Person
from handlekraft_engine.rosters.automaton import Automaton, succession
from handlekraft_engine.rosters.counters import (
    Blocks,
    Counter,
    burden_counter,
    limit_counters,
    minutes_counter,
    shifts_counter,
    weekend_steps,
)  # fmt: skip
from handlekraft_engine.rosters.problem import Problem

MOST_CELLS = 6_000_000
"""States of one dynamic program up to which a limit is counted; beyond them it is kept by a toll instead."""

TOLLS = 14
"""How many tolls are tried: raised until a period is legal, then halved in between, as a limit is worth that much."""

SMALL_SUMS = 1 << 28
"""Sums of prices on the grid below which numbers of 32 bits hold them."""

CLOSE = 0.01
"""Points between a legal period and the floor at which the tolls are good enough."""


class Period(NamedTuple):
    """A period: options by day, its price, and a floor: no period of the employee costs less at these prices."""

    options: Ints
    price: float
    floor: float


def _reach_of(prices: Floats) -> float:
    """How far a sum with one of each row can be from 0."""
    return float(np.where(np.isfinite(prices), np.abs(prices), 0).max(axis=1).sum())


def _whole(prices: Floats, kind: Any) -> Any:
    return np.where(np.isfinite(prices), prices, kernels.BARRED[kind]).astype(kind)


def _by_kind(rows: Ints, group: int, kind: int) -> Ints:
    """The edges of a group with a kind in its place."""
    chosen = rows[rows[:, 2] == group].copy()
    chosen[:, 2] = kind
    return chosen


class Tables:
    """The dynamic program's tables for one choice of counted limits."""

    def __init__(self, pricer: Pricer, counted: list[Counter]) -> None:
        person, minutes = pricer.person, pricer.minutes
        self.blocks = Blocks(counted, pricer.weekends)
        self._name_kinds(pricer, counted)
        self.edges, self.habits, self.first = self._edges(pricer)
        opens = weekend_steps(pricer.problem)
        kinds = range(len(self.option_of))
        days = range(len(person.own))
        self.dearest = float(self.habits.max() * len(person.own) + pricer.automaton.ends.max())
        self.units = np.array([[minutes.steps[day, self.option_of[kind]] for kind in kinds] for day in days])
        self.shift_of = np.array(
            [
                [
                    [self.blocks.change(day, self.option_of[k], int(opens[day, y] if k else 0)) for y in (0, 1)]
                    for k in kinds
                ]
                for day in days
            ]
        )
        self.after = self.blocks.after()
        self.reach = self._reach()
        self.last = self._leave_out(self.reach.any(axis=(0, 1)))[:, None] + minutes.prices[None, :]
        longest = self.units.max(axis=1)
        behind = np.concatenate([[0], np.cumsum(longest)])
        least = int(np.argmax(np.isfinite(minutes.prices)))
        self.low = np.maximum(least - (behind[-1] - behind), 0)
        self.high = np.minimum(behind, minutes.most)

    def reach_of(self, prices: Floats) -> float:
        """How far the price of any period can be from 0."""
        return _reach_of(prices) + _reach_of(self.last) + self.dearest

    def _leave_out(self, reached: Flags) -> Floats:
        """Blocks that no period reaches get no room; the prices of the others."""
        number = np.append(np.where(reached, np.cumsum(reached) - 1, -1), -1)
        self.after = number[self.after[:, reached]]
        self.reach = self.reach[:, :, reached].copy()
        return self.blocks.prices()[reached]

    def _reach(self) -> Ints:
        """Day x yesterday off x block: whether it can be reached by then. Kind 0 is the day off."""
        reach = np.zeros((len(self.shift_of) + 1, 2, self.after.shape[1]), dtype=np.int64)
        reach[0, :, 0] = 1
        for day, changes in enumerate(self.shift_of):
            for was_off in (0, 1):
                then = self.after[changes[:, was_off]][:, np.flatnonzero(reach[day, was_off])]
                reach[day + 1, 1, then[0]] = 1
                reach[day + 1, 0, then[1:][then[1:] >= 0]] = 1
        return reach

    def _name_kinds(self, pricer: Pricer, counted: list[Counter]) -> None:
        """Options that differ in nothing but their price are one kind."""
        groups = pricer.groups
        seen: dict[tuple[int, bytes], int] = {}
        steps = [pricer.minutes.steps, *(counter.steps for counter in counted)]
        names = [(int(groups[o]), b"".join(one[:, o].tobytes() for one in steps)) for o in range(len(groups))]
        self.kind_of = np.array([seen.setdefault(name, len(seen)) for name in names])
        self.option_of = [int(np.argmax(self.kind_of == kind)) for kind in range(len(seen))]
        self.group_of = [group for group, _ in seen]

    def _edges(self, pricer: Pricer) -> tuple[Ints, Floats, Ints]:
        """The automaton's edges by kind instead of group, the points of each, and where those of each day begin."""
        pairs = sorted((group, kind) for kind, group in enumerate(self.group_of))
        found = []
        for day in range(len(pricer.person.own)):
            rows = pricer.automaton.on(day, pricer.problem.weekday(day))
            found.append(np.concatenate([_by_kind(rows, group, kind) for group, kind in pairs]))
        first = np.cumsum([0, *(len(rows) for rows in found)])
        table = np.concatenate(found)
        return table[:, :4].copy(), table[:, 4].astype(np.float64), first

    def cells(self, nodes: int) -> int:
        """How many states there are."""
        return (len(self.units) + 1) * nodes * self.last.size


class Workspace(threading.local):
    """Memory for the values of one dynamic program at a time in each thread, handed from employee to employee."""

    def __init__(self) -> None:
        self._memory = np.empty(1, dtype=np.int32)

    def view(self, shape: tuple[int, ...], kind: Any) -> Any:
        """A contiguous array of that shape and kind of number; what stands in it is of no meaning."""
        size = int(np.prod(shape)) * (kind.itemsize // 4)
        if self._memory.size < size:
            self._memory = np.empty(size, dtype=np.int32)
        return self._memory[:size].view(kind).reshape(shape)


class Pricer:
    """Finds cheapest periods of one employee. Remembers which limits were ever broken.

    ``sure``: false = the latest answer "there is none" is not proven: no toll was found that keeps a limit.
    """

    def __init__(
        self,
        problem: Problem,
        person: Person,
        workspace: Workspace,
        grid: float = 1.0,
        automaton: Automaton | None = None,
    ) -> None:
        self.problem, self.person, self.workspace, self.grid = problem, person, workspace, grid
        employee = person.employee
        open_cells = np.isfinite(person.own)
        self.automaton = automaton or Automaton(problem, employee, succession(problem, employee))
        self.groups = self.automaton.order.groups
        minutes: Counter = minutes_counter(problem, employee, open_cells)
        shifts = shifts_counter(problem, employee)
        self.minutes = shifts if shifts and not minutes.most else minutes
        self.weekends = employee.terms.most_weekends
        burden = burden_counter(problem, employee, open_cells)
        self.always = [one for one in (burden, shifts) if one and one is not self.minutes]
        self.limits = [one for one in limit_counters(problem, employee) if self._can_break(one, open_cells)]
        self.likely: frozenset[int] = frozenset()
        self.sure = True
        self.toll = np.zeros(len(self.limits))
        self._tables: dict[frozenset[int], Tables] = {}

    @staticmethod
    def _can_break(limit: Counter, open_cells: Ints) -> bool:
        return int((limit.steps * open_cells).max(axis=1).sum()) > limit.most

    def tables(self, counted: frozenset[int]) -> Tables:
        """The tables that count these limits, made when first asked for."""
        if counted not in self._tables:
            self._tables[counted] = Tables(self, [*self.always, *(self.limits[i] for i in sorted(counted))])
        return self._tables[counted]

    def cheapest(self, prices: Floats) -> Period | None:
        """The cheapest period at ``prices`` (day x option, own prices included); ``None`` = there is no legal one.

        Begins with the limits that were tight last time and counts more of them as they are broken.
        """
        counted, floor, self.sure = self.likely, -np.inf, True
        while True:
            found = self._run(prices, counted)
            if found is None:
                return None
            floor = max(floor, found.price)
            broken = self._broken(found.options)
            if not broken:
                self.likely = frozenset(i for i in counted if self._excess(self.limits[i], found.options) == 0)
                return Period(found.options, found.price, floor)
            more = self._with_one_more(counted, broken)
            if more == counted:
                return self._priced_out(prices, counted, floor)
            counted = more

    def _excess(self, limit: Counter, options: Ints) -> int:
        return int(limit.steps[np.arange(len(options)), options].sum()) - limit.most

    def _broken(self, options: Ints) -> list[int]:
        return [i for i, limit in enumerate(self.limits) if self._excess(limit, options) > 0]

    def _with_one_more(self, counted: frozenset[int], broken: list[int]) -> frozenset[int]:
        """One broken limit more, if the states it needs are not too many."""
        size = self.tables(counted).cells(len(self.automaton.nodes))
        fitting = (i for i in broken if (self.limits[i].most + 1) * size <= MOST_CELLS)
        return counted | frozenset([chosen]) if (chosen := next(fitting, None)) is not None else counted

    def _priced_out(self, prices: Floats, counted: frozenset[int], floor: float) -> Period | None:
        """Keep the uncounted limits by prices of their own: a legal period, and the best floor that was seen.

        Why it is a floor: a legal period has at most ``most`` of each limit, so tolls of 0 and more make it dearer by
        at most ``most @ toll``; the cheapest of all at the tolls, less that, is never above it. Sums are exact: tolls
        stand on the grid of prices and rise no higher than all prices together, however often they are raised.
        """
        most = np.array([one.most for one in self.limits], dtype=np.float64)
        best: Period | None = None
        low, high = np.zeros(len(most)), np.full(len(most), np.inf)
        highest = np.ceil(2 * self.tables(counted).reach_of(prices))
        tries = TOLLS
        while tries and (found := self._run(self._with_tolls(prices), counted)):
            tries -= 1
            floor = max(floor, found.price - float(most @ self.toll))
            excess = np.array([self._excess(one, found.options) for one in self.limits], dtype=np.float64)
            price = found.price - float((most + excess) @ self.toll)
            if not (excess > 0).any() and (best is None or price < best.price):
                best = Period(found.options, price, floor)
            if best and best.price - floor < CLOSE:
                break
            low = np.where(excess > 0, self.toll, low)
            high = np.where(excess > 0, high, self.toll)
            toll = np.where(np.isfinite(high), (low + high) / 2, np.minimum(4 * self.toll + 1, highest))
            self.toll = np.floor(toll * self.grid) / self.grid
        self.sure = best is not None
        return best and Period(best.options, best.price, floor)

    def _with_tolls(self, prices: Floats) -> Floats:
        steps = (one.steps * each for one, each in zip(self.limits, self.toll, strict=True))
        return sum(steps, prices)

    def _run(self, prices: Floats, counted: frozenset[int]) -> Period | None:
        """The cheapest period that keeps what is counted. Prices off the grid are rounded down: it is a floor."""
        tables = self.tables(counted)
        exact, last = np.floor(prices * self.grid), tables.last * self.grid
        kind = np.dtype(np.int32 if self.grid * tables.reach_of(prices) < SMALL_SUMS else np.int64)
        barred = kernels.BARRED[kind]
        values = self.workspace.view((len(prices) + 1, len(self.automaton.nodes), *last.shape), kind)
        best = np.empty((len(prices), len(tables.option_of)), dtype=kind)
        choice = np.zeros(best.shape, dtype=np.int64)
        kernels.cheapest(_whole(exact, kind), tables.kind_of, barred, best, choice)
        values[-1] = _whole(last, kind) + _whole(self.automaton.ends * self.grid, kind)[:, None, None]
        habits = (tables.habits * self.grid).astype(kind)
        change = (tables.edges, tables.first, habits, tables.units, tables.shift_of, tables.after)
        kernels.fill(best, barred, *change, tables.reach, tables.low, tables.high, values)
        price = int(values[0, 0, 0, 0])
        if price >= barred // 2:
            return None
        options = np.zeros(len(prices), dtype=np.int64)
        kernels.read(best, barred, choice, *change, values, 0, options)
        return Period(options, price / self.grid, price / self.grid)

    def own_price(self, options: Ints) -> float:
        """What a legal period costs the employee alone: wishes, changes, norm and ledger, exact in whole points."""
        days = np.arange(len(options))
        sums = [float(one.prices[int(one.steps[days, options].sum())]) for one in (self.minutes, *self.always)]
        habits = self.automaton.points(options, self.problem.weekday(0))
        return float(self.person.own[days, options].sum()) + sum(sums) + habits
