"""Each rule once, as a named function on the types of problem and plan. The solver has its own arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from handlekraft_engine.rosters.plan import Hard, Violation
from handlekraft_engine.rosters.problem import OFF, Employee, Problem

type Shifts = Sequence[str]
type Rule = Callable[[Problem, Employee, Shifts], Iterator[Violation]]


class Run(NamedTuple):
    """Days in a row of work or of days off: from ``first`` on (below 0 = from before), ``length`` days."""

    works: bool
    first: int
    length: int


def runs(employee: Employee, shifts: Shifts) -> list[Run]:
    """The runs of a row of shifts, the one that reaches in from the period before with its whole length."""
    found = []
    for works, group in groupby(range(len(shifts)), key=lambda day: shifts[day] != OFF):
        days = list(group)
        found.append(Run(works, days[0], len(days)))
    before = employee.before
    if before and found and found[0].works == (before.in_row > 0):
        carried = before.in_row or before.off
        found[0] = Run(found[0].works, -carried, found[0].length + carried)
    return found


def _own_shift(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Violation]:
    for day, shift in enumerate(shifts):
        if shift != OFF and employee.shifts and shift not in employee.shifts:
            yield Violation(Hard.SHIFT, employee.id, day)


def _fixed(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Violation]:
    for one in employee.fixed:
        if shifts[one.day] != one.shift:
            yield Violation(Hard.FIXED, employee.id, one.day)


def _away(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Violation]:
    for day, shift in enumerate(shifts):
        if shift != OFF:
            starts, ends = problem.span(shift, day)
            lost = sum(max(min(ends, away.ends) - max(starts, away.starts), 0) for away in employee.away)
            if lost:
                yield Violation(Hard.AWAY, employee.id, day, lost)


def _pairs(employee: Employee, shifts: Shifts, apart: int) -> Iterator[tuple[int, str, str]]:
    """Shifts ``apart`` days from each other with only days off between: day of the second, both kinds."""
    before = employee.before
    lead = [before.last] + [OFF] * before.off if before else []
    known = [*lead, *shifts]
    for second in range(apart, len(known)):
        one, two = known[second - apart], known[second]
        if one != OFF != two and not any(known[second - apart + 1 : second]):
            yield second - len(lead), one, two


def rest(problem: Problem, day: int, apart: int, pair: tuple[str, str]) -> int:
    """Minutes from the end of the first shift to the start of the second, which stands on ``day``."""
    return problem.span(pair[1], day)[0] - problem.span(pair[0], day - apart)[1]


def _daily_rest(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Violation]:
    for day, one, two in _pairs(employee, shifts, 1):
        missing = employee.terms.daily_rest - rest(problem, day, 1, (one, two))
        if missing > 0:
            yield Violation(Hard.REST, employee.id, day, missing)


def _order(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Violation]:
    for day, one, two in _pairs(employee, shifts, 1):
        if one in problem.shift[two].not_after:
            yield Violation(Hard.ORDER, employee.id, day)


def _lone_day(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Violation]:
    for day, one, two in _pairs(employee, shifts, 2):
        missing = employee.terms.lone_day_rest - rest(problem, day, 2, (one, two))
        if missing > 0:
            yield Violation(Hard.LONE_DAY, employee.id, day, missing)


def _long_run(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Violation]:
    most = employee.terms.most_in_row
    for run in runs(employee, shifts):
        if run.works and run.length > most:
            yield Violation(Hard.LONG_RUN, employee.id, max(run.first + most, 0), run.length - most)


def touched(employee: Employee, shifts: Shifts) -> list[Run]:
    """``runs``, and before them the one from the period before where the first day ends it."""
    found = runs(employee, shifts)
    if employee.before and found and found[0].first == 0:
        carried = Run(employee.before.in_row > 0, -1, employee.before.in_row or employee.before.off)
        found.insert(0, carried)
    return found


def ended(employee: Employee, shifts: Shifts) -> Iterator[Run]:
    """Runs that are known from their beginning to their end: not the last one, nor the first after an unknown past."""
    for run, _next in pairwise(touched(employee, shifts)):
        if run.first != 0 or employee.before:
            yield run


def _short_runs(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Violation]:
    """SHORT_RUN and SHORT_OFF."""
    for run in ended(employee, shifts):
        least = employee.terms.least_in_row if run.works else employee.terms.least_off
        if run.length < least:
            rule = Hard.SHORT_RUN if run.works else Hard.SHORT_OFF
            yield Violation(rule, employee.id, max(run.first, 0), least - run.length)


def weekends(problem: Problem, shifts: Shifts) -> int:
    """Weekends with work."""
    return len({day - problem.weekday(day) for day, one in enumerate(shifts) if one and problem.is_weekend(day)})


def _weekends(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Violation]:
    most = employee.terms.most_weekends
    if most is not None and (worked := weekends(problem, shifts)) > most:
        yield Violation(Hard.WEEKENDS, employee.id, amount=worked - most)


def _limits(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Violation]:
    for limit in employee.terms.limits:
        count = sum(limit.counts(shift, day) for day, shift in enumerate(shifts) if shift != OFF)
        if count > limit.most:
            yield Violation(Hard.LIMIT, employee.id, amount=count - limit.most)


def minutes(problem: Problem, shifts: Shifts) -> int:
    """Minutes of work in a row of shifts."""
    return sum(problem.shift[shift].on(day).minutes for day, shift in enumerate(shifts) if shift != OFF)


def _hours(problem: Problem, employee: Employee, shifts: Shifts) -> Iterator[Violation]:
    worked = minutes(problem, shifts)
    average = employee.average_allows(problem.days)
    if worked < employee.least_minutes:
        yield Violation(Hard.TOO_LITTLE, employee.id, amount=employee.least_minutes - worked)
    if employee.most_minutes is not None and worked > employee.most_minutes:
        yield Violation(Hard.TOO_MUCH, employee.id, amount=worked - employee.most_minutes)
    if average is not None and worked > average:
        yield Violation(Hard.AVERAGE, employee.id, amount=worked - average)


RULES: tuple[Rule, ...] = (
    _own_shift, _fixed, _away, _daily_rest, _order, _lone_day, _long_run, _short_runs, _weekends, _limits, _hours,
)  # fmt: skip
"""Every hard rule of one employee's row."""


def unmet(employee: Employee, shifts: Shifts) -> tuple[int, int]:
    """Wishes that are not met: how many, and their points."""
    missed = [wish.points for wish in employee.wishes if not wish.is_met(shifts[wish.day])]
    return len(missed), sum(missed)


def off_norm(problem: Problem, employee: Employee, shifts: Shifts) -> int:
    """Minutes above the norm (below 0 = under it); 0 without a norm."""
    return 0 if employee.norm is None else minutes(problem, shifts) - employee.norm


def excess_burden(problem: Problem, employee: Employee, shifts: Shifts) -> int:
    """Points above the fair share, what is carried over included; never below 0."""
    earned = sum(problem.burden(shift, day) for day, shift in enumerate(shifts) if shift != OFF)
    return max(employee.ledger.carried + earned - employee.ledger.share, 0)


def changed_days(employee: Employee, shifts: Shifts) -> int:
    """Days that differ from what was published; 0 if nothing was."""
    return sum(one != two for one, two in zip(employee.published, shifts, strict=False))
