"""Sums over an employee's period that have a limit or a price: minutes, weekends, burden, limits of shifts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np

from handlekraft_engine.rosters.arrays import Flags, Floats, Ints
from handlekraft_engine.rosters.problem import SATURDAY, Employee, Problem


@dataclass(frozen=True, eq=False)
class Counter:
    """``steps``: day x option; ``most``: the sum may not pass it; ``prices``: points for each sum up to ``most``."""

    steps: Ints
    most: int
    prices: Floats


@dataclass(frozen=True, eq=False)
class Minutes(Counter):
    """Working time in units of ``unit`` minutes (the greatest that divides all hours)."""

    unit: int = 1


def _over_cells(problem: Problem, amount: dict[tuple[int, int], int]) -> Ints:
    steps = np.zeros((problem.days, len(problem.shifts) + 1), dtype=np.int64)
    for (day, option), value in amount.items():
        steps[day, option] = value
    return steps


def minutes_counter(problem: Problem, employee: Employee, open_cells: Flags) -> Minutes:
    """Hard limits and the norm's price. Without either there is one state: nothing is counted."""
    raw = _over_cells(
        problem,
        {
            (day, i + 1): shift.on(day).minutes if open_cells[day, i + 1] else 0
            for day in range(problem.days)
            for i, shift in enumerate(problem.shifts)
        },
    )
    allowed = employee.minutes_allowed(problem.days)
    reachable = int(raw.max(axis=1).sum())
    priced = employee.norm is not None and (problem.prices.under or problem.prices.over)
    if not priced and employee.least_minutes == 0 and (allowed is None or allowed >= reachable):
        return Minutes(np.zeros_like(raw), 0, np.zeros(1))
    unit = math.gcd(*map(int, np.unique(raw))) or 1
    most = min(reachable, reachable if allowed is None else allowed) // unit
    worked = np.arange(most + 1) * unit
    prices = np.where(worked < employee.least_minutes, np.inf, 0.0)
    if employee.norm is not None:
        prices += np.maximum(employee.norm - worked, 0) * problem.prices.under
        prices += np.maximum(worked - employee.norm, 0) * problem.prices.over
    return Minutes(raw // unit, most, prices, unit)


def burden_counter(problem: Problem, employee: Employee, open_cells: Flags) -> Counter | None:
    """The ledger of fairness: the square of what lies above the fair share; ``None`` where nothing can."""
    raw = _over_cells(
        problem,
        {
            (day, i + 1): problem.burden(shift.id, day) if open_cells[day, i + 1] else 0
            for day in range(problem.days)
            for i, shift in enumerate(problem.shifts)
        },
    )
    ends = np.array([problem.is_weekend(day) for day in range(problem.days)])
    at_weekends = raw[ends].max(axis=1)
    if employee.terms.most_weekends is not None:
        at_weekends = np.sort(at_weekends)[::-1][: 2 * employee.terms.most_weekends]
    reachable = int(raw[~ends].max(axis=1).sum() + at_weekends.sum())
    ahead = employee.ledger.carried - employee.ledger.share
    if not problem.prices.burden or reachable == 0 or reachable + ahead <= 0:
        return None
    unit = math.gcd(*map(int, np.unique(raw)))
    earned = np.arange(reachable // unit + 1) * unit
    return Counter(raw // unit, reachable // unit, np.maximum(earned + ahead, 0) ** 2.0 * problem.prices.burden)


def shifts_counter(problem: Problem, employee: Employee) -> Counter | None:
    """The number of shifts that is liked; ``None`` where any is."""
    wanted = employee.habits.shifts
    if not wanted.matters:
        return None
    steps = np.ones((problem.days, len(problem.shifts) + 1), dtype=np.int64)
    steps[:, 0] = 0
    counts = range(problem.days + 1)
    points = [wanted.missing(n) * wanted.below + wanted.excess(n) * wanted.above for n in counts]
    return Counter(steps, problem.days, np.array(points, dtype=np.float64))


def limit_counters(problem: Problem, employee: Employee) -> list[Counter]:
    """One counter per limit of shifts."""
    found = []
    for limit in employee.terms.limits:
        cells = {
            (day, i + 1): int(limit.counts(shift.id, day))
            for day in range(problem.days)
            for i, shift in enumerate(problem.shifts)
        }
        found.append(Counter(_over_cells(problem, cells), limit.most, np.zeros(limit.most + 1)))
    return found


def weekend_steps(problem: Problem) -> Ints:
    """Day x (yesterday was work, yesterday was off): whether a shift on the day opens another weekend with work."""
    steps = np.zeros((problem.days, 2), dtype=np.int64)
    for day in range(problem.days):
        if problem.weekday(day) == SATURDAY or (day == 0 and problem.is_weekend(day)):
            steps[day] = 1
        elif problem.is_weekend(day):
            steps[day, 1] = 1
    return steps


class Blocks:
    """All counts but minutes, joined into one number; ``after[change, block]`` is the block after a change, or -1."""

    def __init__(self, counters: list[Counter], weekends: int | None) -> None:
        self.counters = counters
        self.most = [counter.most for counter in counters] + ([] if weekends is None else [weekends])
        self.counts_weekends = weekends is not None
        self.combinations = list(product(*(range(most + 1) for most in self.most)))
        self.number = {combination: i for i, combination in enumerate(self.combinations)}
        self.changes: dict[tuple[int, ...], int] = {}

    def change(self, day: int, option: int, weekend: int) -> int:
        """The number of the change that the option brings on the day; ``weekend`` = it opens another weekend."""
        steps = tuple(int(counter.steps[day, option]) for counter in self.counters)
        return self.changes.setdefault((*steps, weekend) if self.counts_weekends else steps, len(self.changes))

    def after(self) -> Ints:
        """The table of all changes asked for so far."""
        rows = [
            [self.number.get(tuple(a + b for a, b in zip(one, change, strict=True)), -1) for one in self.combinations]
            for change in self.changes
        ]
        return np.array(rows, dtype=np.int64)

    def prices(self) -> Floats:
        """Points of each combination at the end."""
        sums = [sum(c.prices[n] for c, n in zip(self.counters, one, strict=False)) for one in self.combinations]
        return np.array(sums, dtype=np.float64)
