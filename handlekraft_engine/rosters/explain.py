"""Which rules or wishes collide, why somebody does not take a shift, and the smallest swap that repairs a roster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from handlekraft_engine.rosters.arrays import lay_out, options_of, read_plan
from handlekraft_engine.rosters.employees import Employee, Fixed
from handlekraft_engine.rosters.generate import Company
from handlekraft_engine.rosters.habits import Habits
from handlekraft_engine.rosters.plan import Hard, Plan, Priced, Violation
from handlekraft_engine.rosters.problem import Problem
from handlekraft_engine.rosters.referee import judge, price
from handlekraft_engine.rosters.ruin import in_turn


@dataclass(frozen=True)
class Ground:
    """One rule, absence, limit or demand that takes part in a collision.

    ``place``: which one of the employee's ``away`` (AWAY), ``fixed`` and demands after them (FIXED), or
    ``terms.limits`` (LIMIT); -1 = there is only one.
    """

    rule: Hard
    place: int = -1


@dataclass(frozen=True)
class Change:
    """One day of one employee: what stood there and what stands there now ("" = off)."""

    employee: str
    day: int
    before: str
    after: str


@dataclass(frozen=True)
class Swap:
    """A repair: what changes, the plan after it, and its price before and after."""

    changes: tuple[Change, ...]
    plan: Plan
    before: Priced
    after: Priced


def collisions(problem: Problem, employee: str, demands: tuple[Fixed, ...] = ()) -> tuple[Ground, ...]:
    """The rules and demands that cannot hold together for one employee; empty = there is a legal period.

    Minimal: if any one of the grounds is given up, the others can be kept. Which of several such sets is named depends
    on the order of the rules: what is easier to give up is named rather than the law.
    """
    one = problem.employee[employee]
    one = replace(one, fixed=(*one.fixed, *demands))
    grounds = list(_grounds(problem, one))
    if _has_period(problem, one, grounds):
        return ()
    for ground in list(grounds):
        fewer = [each for each in grounds if each != ground]
        if not _has_period(problem, one, fewer):
            grounds = fewer
    return tuple(grounds)


def why_not(problem: Problem, plan: Plan, employee: str, day: int, shift: str) -> tuple[Violation, ...]:
    """What the plan would break in addition if the employee had that shift ("" = off) on the day, all else as it is."""
    before = judge(problem, plan)
    return tuple(one for one in judge(problem, plan.changed(employee, day, shift)) if one not in before)


def smallest_swap(problem: Problem, plan: Plan, employee: str, wanted: Fixed) -> Swap | None:
    """The cheapest repair in which the employee has the ``wanted`` shift ("" = off: she is ill, or wishes it).

    Tries her own days alone, then together with each colleague; every changed day costs ``Prices.changed``, so few
    days change. ``None`` = no legal period of hers has it. The plan must be legal but for the wanted day.
    """
    if collisions(problem, employee, (wanted,)):
        return None
    told = {one.id: replace(one, published=plan.of[one.id]) for one in problem.employees}
    own = told[employee]
    told[employee] = replace(own, fixed=(*(one for one in own.fixed if one.day != wanted.day), wanted))
    company = Company(lay_out(replace(problem, employees=tuple(told.values()))))
    columns = [company.column(person, one) for person, one in enumerate(options_of(company.layout, plan))]
    names = list(told)
    first = names.index(employee)
    orders = [[first], *([first, other] for other in range(len(names)) if other != first)]
    tries = [in_turn(company, columns, order) for order in orders]
    best = min(tries, key=company.price)
    after = read_plan(company.layout, [one.options for one in best])
    return Swap(_changes(plan, after), after, price(problem, plan), price(problem, after))


def _changes(before: Plan, after: Plan) -> tuple[Change, ...]:
    return tuple(
        Change(row.employee, day, old, new)
        for row in after.rows
        for day, (old, new) in enumerate(zip(before.of[row.employee], row.shifts, strict=True))
        if old != new
    )


def _grounds(problem: Problem, employee: Employee) -> Iterator[Ground]:
    """Every rule that could take part, the law first: it is given up first in the search, so named last."""
    for rule in _GIVEN_UP:
        yield Ground(rule)
    yield from (Ground(Hard.LIMIT, place) for place in range(len(employee.terms.limits)))
    yield from (Ground(Hard.AWAY, place) for place in range(len(employee.away)))
    yield from (Ground(Hard.FIXED, place) for place in range(len(employee.fixed)))


def _has_period(problem: Problem, employee: Employee, grounds: list[Ground]) -> bool:
    """Whether there is a period that keeps these rules and no others; also where that none is there is not proven."""
    kept = set(grounds)
    terms = employee.terms
    limits = tuple(one for i, one in enumerate(terms.limits) if Ground(Hard.LIMIT, i) in kept)
    away = tuple(one for i, one in enumerate(employee.away) if Ground(Hard.AWAY, i) in kept)
    fixed = tuple(one for i, one in enumerate(employee.fixed) if Ground(Hard.FIXED, i) in kept)
    free = replace(employee, wishes=(), published=(), habits=Habits())
    employee = replace(free, terms=replace(terms, limits=limits), away=away, fixed=fixed)
    for rule, give_up in _GIVEN_UP.items():
        if Ground(rule) not in kept:
            employee = give_up(employee)
    shifts = problem.shifts
    if Ground(Hard.ORDER) not in kept:
        shifts = tuple(replace(one, not_after=frozenset()) for one in shifts)
    alone = replace(problem, shifts=shifts, employees=(employee,), covers=(), faces=())
    company = Company(lay_out(alone))
    return company.cheapest(0, company.layout.rows.wanted) is not None or not company.pricers[0].sure


_GIVEN_UP: dict[Hard, Callable[[Employee], Employee]] = {
    Hard.REST: lambda one: replace(one, terms=replace(one.terms, daily_rest=0)),
    Hard.LONE_DAY: lambda one: replace(one, terms=replace(one.terms, lone_day_rest=0)),
    Hard.LONG_RUN: lambda one: replace(one, terms=replace(one.terms, most_in_row=1_000)),
    Hard.AVERAGE: lambda one: replace(one, terms=replace(one.terms, weekly_minutes=None)),
    Hard.ORDER: lambda one: one,
    Hard.SHIFT: lambda one: replace(one, shifts=frozenset()),
    Hard.SHORT_RUN: lambda one: replace(one, terms=replace(one.terms, least_in_row=1)),
    Hard.SHORT_OFF: lambda one: replace(one, terms=replace(one.terms, least_off=1)),
    Hard.WEEKENDS: lambda one: replace(one, terms=replace(one.terms, most_weekends=None)),
    Hard.TOO_LITTLE: lambda one: replace(one, least_minutes=0),
    Hard.TOO_MUCH: lambda one: replace(one, most_minutes=None),
}
"""The employee without one rule; ORDER stands at the shift types."""
