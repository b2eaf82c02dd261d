"""A roster as a program of whole numbers, in the way anybody would write it down, for peers that solve such programs.

One variable per employee, day and shift. Knows what the public sets use: no ledger, no norm, no time before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from handlekraft_engine.rosters.habits import Wanted
from handlekraft_engine.rosters.problem import OFF, Employee, Problem


@dataclass(frozen=True)
class Sum:
    """A sum of variables (number, factor) and a constant."""

    terms: tuple[tuple[int, int], ...] = ()
    constant: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.terms + other.terms, self.constant + other.constant)

    def __neg__(self) -> Sum:
        return Sum(tuple((at, -factor) for at, factor in self.terms), -self.constant)

    def times(self, factor: int) -> Sum:
        """So many times this sum."""
        return Sum(tuple((at, one * factor) for at, one in self.terms), self.constant * factor)


def total(sums: Sequence[Sum]) -> Sum:
    """All of them together."""
    return Sum(tuple(term for one in sums for term in one.terms), sum(one.constant for one in sums))


ONE = Sum(constant=1)


@dataclass
class Model:
    """Variables from 0 to ``most`` with a ``cost`` each; ``rows``: sums that must be 0 or more."""

    most: list[int] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    rows: list[Sum] = field(default_factory=list)
    shifts: dict[tuple[int, int, str], int] = field(default_factory=dict)

    def variable(self, cost: int = 0, most: int = 1) -> Sum:
        """A new one."""
        self.most.append(most)
        self.cost.append(cost)
        return Sum(((len(self.most) - 1, 1),))

    def at_most(self, one: Sum, limit: int, cost: int | None = None, room: int = 1) -> None:
        """Hard, or with a ``cost`` for each above, up to ``room``."""
        slack = Sum() if cost is None else self.variable(cost, room)
        self.rows.append(Sum(constant=limit) + slack + -one)

    def at_least(self, one: Sum, limit: int, cost: int | None = None, room: int = 1) -> None:
        """Hard, or with a ``cost`` for each below."""
        self.at_most(-one, -limit, cost, room)

    def rows_of(self, problem: Problem, values: Sequence[float]) -> dict[str, list[str]]:
        """The shifts of each employee in a solution."""
        found = {employee.id: [OFF] * problem.days for employee in problem.employees}
        for (person, day, shift), at in self.shifts.items():
            if values[at] > 0.5:
                found[problem.employees[person].id][day] = shift
        return found


def write(problem: Problem) -> Model:
    """The program of a problem."""
    model = Model()
    for person, employee in enumerate(problem.employees):
        _Writer(model, problem, person, employee).write()
    for cover in problem.covers:
        there = total(
            [
                Sum(((model.shifts[person, cover.day, shift], 1),))
                for person, employee in enumerate(problem.employees)
                for shift in cover.shifts
                if (person, cover.day, shift) in model.shifts and (not cover.skill or cover.skill in employee.skills)
            ]
        )
        model.at_least(there, cover.wanted, cover.short, cover.wanted)
        model.at_most(there, cover.wanted, cover.over, len(there.terms))
    return model


class _Writer:
    """The rows of one employee."""

    def __init__(self, model: Model, problem: Problem, person: int, employee: Employee) -> None:
        self.model, self.problem, self.employee = model, problem, employee
        self.cells: list[dict[str, Sum]] = []
        for day in range(problem.days):
            kinds = [one.id for one in problem.shifts if self._may(one.id, day)]
            self.cells.append({kind: model.variable(self._points(day, kind)) for kind in kinds})
            model.shifts.update({(person, day, kind): one.terms[0][0] for kind, one in self.cells[day].items()})
        self.works = [total(list(cell.values())) for cell in self.cells]

    def _may(self, shift: str, day: int) -> bool:
        starts, ends = self.problem.span(shift, day)
        own = self.employee.shifts
        return (not own or shift in own) and all(ends <= one.starts or one.ends <= starts for one in self.employee.away)

    def _points(self, day: int, shift: str) -> int:
        """What unmet wishes cost more than on a day off."""
        wishes = [one for one in self.employee.wishes if one.day == day]
        return sum(one.points * (one.is_met(OFF) - one.is_met(shift)) for one in wishes)

    def write(self) -> None:
        """Everything."""
        model, terms, habits, days = self.model, self.employee.terms, self.employee.habits, self.problem.days
        off = [ONE + -one for one in self.works]
        for one in self.works:
            model.at_most(one, 1)
        self._orders()
        weekends = self._weekends(habits.weekend)
        if terms.most_weekends is not None:
            model.at_most(total(weekends), terms.most_weekends)
        for limit in terms.limits:
            counted = [
                one for day, cell in enumerate(self.cells) for kind, one in cell.items() if limit.counts(kind, day)
            ]
            model.at_most(total(counted), limit.most)
        minutes = [
            one.times(self.problem.shift[kind].on(day).minutes)
            for day, cell in enumerate(self.cells)
            for kind, one in cell.items()
        ]
        model.at_least(total(minutes), self.employee.least_minutes)
        most = self.employee.minutes_allowed(days)
        if most is not None:
            model.at_most(total(minutes), most)
        for runs, least in ((self.works, terms.least_in_row), (off, terms.least_off)):
            self._hard_runs(runs, least)
        for window in range(days - terms.most_in_row):
            model.at_most(total(self.works[window : window + terms.most_in_row + 1]), terms.most_in_row)
        self._number(total(self.works), habits.shifts)
        for sums, wanted in ((self.works, habits.in_row), (off, habits.off), (weekends, habits.weekends)):
            self._runs(sums, wanted)
        self._patterns()

    def _orders(self) -> None:
        for first, second in pairwise(self.cells):
            for kind, one in second.items():
                barred = [first[other] for other in self.problem.shift[kind].not_after if other in first]
                if barred:
                    self.model.at_most(total([*barred, one]), 1)

    def _weekends(self, weekdays: frozenset[int]) -> list[Sum]:
        """A variable for each weekend: whether it is worked."""
        found: dict[int, Sum] = {}
        days: dict[int, list[Sum]] = {}
        for day, works in enumerate(self.works):
            if self.problem.weekday(day) in weekdays:
                days.setdefault(day - self.problem.weekday(day), []).append(works)
        for week, sums in days.items():
            found[week] = self.model.variable()
            self.model.at_most(found[week] + -total(sums), 0)
            for one in sums:
                self.model.at_most(one + -found[week], 0)
        return list(found.values())

    def _hard_runs(self, runs: Sequence[Sum], least: int) -> None:
        for first in range(1, len(runs)):
            for later in range(first + 1, min(first + least, len(runs))):
                self.model.at_most(runs[first] + -runs[first - 1] + -runs[later], 0)

    def _number(self, one: Sum, wanted: Wanted) -> None:
        if wanted.below and wanted.least:
            self.model.at_least(one, wanted.least, wanted.below, wanted.least)
        if wanted.above and wanted.most is not None:
            self.model.at_most(one, wanted.most, wanted.above, len(self.works))

    def _runs(self, sums: Sequence[Sum], wanted: Wanted) -> None:
        """Every run that is too short, and every stretch of days that is one too long."""
        whole = self.employee.habits.alone
        if wanted.above and wanted.most is not None:
            for first in range(len(sums) - wanted.most):
                window = sums[first : first + wanted.most + 1]
                self.model.at_most(total(window), wanted.most, wanted.above)
        if not wanted.below:
            return
        for length in range(1, wanted.least):
            for first in range(len(sums) - length + 1):
                around = [sums[at] for at in (first - 1, first + length) if 0 <= at < len(sums)]
                if whole or len(around) == 2:
                    run = total([*sums[first : first + length], *(-one for one in around)])
                    self.model.at_most(run, length - 1, (wanted.least - length) * wanted.below)

    def _patterns(self) -> None:
        for pattern in self.employee.habits.patterns:
            size = len(pattern.days)
            for first in range(len(self.cells) - size + 1):
                if pattern.weekday in (None, self.problem.weekday(first)):
                    fits = [self._fits(first + at, liked) for at, liked in enumerate(pattern.days)]
                    self.model.at_most(total(fits), size - 1, pattern.points)

    def _fits(self, day: int, liked: frozenset[str]) -> Sum:
        worked = total([one for kind, one in self.cells[day].items() if kind in liked])
        return worked + ONE + -self.works[day] if OFF in liked else worked
