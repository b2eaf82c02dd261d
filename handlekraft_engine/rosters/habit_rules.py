"""What each habit costs a row of shifts, for the referee: found by looking at the row as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from handlekraft_engine.rosters.habits import Wanted
from handlekraft_engine.rosters.plan import Soft
from handlekraft_engine.rosters.problem import OFF, Employee, Problem
from handlekraft_engine.rosters.rules import Shifts, ended, runs, touched

type Price = tuple[Soft, int, int]
"""Rule, how many, points."""


def prices(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Price]:
    """Every habit from which the row departs; a rule may appear several times."""
    habits = employee.habits
    worked = sum(shift != OFF for shift in shifts)
    yield _of(Soft.SHIFTS, habits.shifts, habits.shifts.missing(worked), habits.shifts.excess(worked))
    for works, rule, wanted in ((True, Soft.IN_ROW, habits.in_row), (False, Soft.OFF_IN_ROW, habits.off)):
        carried = {True: employee.before.in_row, False: employee.before.off}[works] if employee.before else 0
        for run in runs(employee, shifts):
            if run.works == works:
                before = wanted.excess(carried) if run.first < 0 else 0
                yield _of(rule, wanted, 0, wanted.excess(run.length) - before)
        for run in touched(employee, shifts) if habits.alone else ended(employee, shifts):
            if run.works == works:
                yield _of(rule, wanted, wanted.missing(run.length), 0)
    yield from _weekends(problem, employee, shifts)
    for pattern in habits.patterns:
        for first in range(len(shifts) - len(pattern.days) + 1):
            if pattern.weekday in (None, problem.weekday(first)) and all(
                shift in liked for shift, liked in zip(shifts[first:], pattern.days, strict=False)
            ):
                yield Soft.PATTERN, 1, pattern.points


def _of(rule: Soft, wanted: Wanted, missing: int, excess: int) -> Price:
    return rule, missing + excess, missing * wanted.below + excess * wanted.above


def _weekends(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Price]:
    """Runs of weekends with work; one at the end is not too short, nor one at an unknown beginning."""
    habits = employee.habits
    days = [day for day in range(len(shifts)) if problem.weekday(day) in habits.weekend]
    worked = [any(shifts[day] for day in group) for _, group in groupby(days, lambda day: day - problem.weekday(day))]
    at = 0
    last = len(worked) if not days or problem.weekday(days[-1]) == max(habits.weekend) else len(worked) - 1
    for works, group in groupby(worked):
        length = len(list(group))
        if works:
            whole = habits.alone or (at + length < last and (at or employee.before))
            short = habits.weekends.missing(length) if whole else 0
            yield _of(Soft.WEEKENDS_IN_ROW, habits.weekends, short, habits.weekends.excess(length))
        at += length
