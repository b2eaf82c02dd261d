"""The problem as arrays for the solver. An option is 0 = off or 1 + index of the shift type; a cell is day x option."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from handlekraft_engine.rosters.plan import Plan, Row
from handlekraft_engine.rosters.problem import OFF, Employee, Problem

type Floats = np.ndarray[Any, np.dtype[np.float64]]
type Ints = np.ndarray[Any, np.dtype[np.int64]]
type Flags = np.ndarray[Any, np.dtype[np.bool_]]

BARRED = np.inf
"""The price of an option that an employee may not take on a day."""


@dataclass(frozen=True)
class Rows:
    """What is wanted of all together, one entry per row: so many, points for each missing and each one too many."""

    wanted: Floats
    short: Floats
    over: Floats

    def points(self, there: Ints) -> float:
        """The price when so many are there."""
        gap = self.wanted - there
        return float(np.sum(np.maximum(gap, 0) * self.short + np.maximum(-gap, 0) * self.over))

    def gains(self, there: Ints) -> Floats:
        """Points that one more saves in each row (below 0 = one more costs)."""
        return np.where(there < self.wanted, self.short, -self.over)


@dataclass(frozen=True)
class Person:
    """One employee: ``own`` price of each day and option (``BARRED`` = not allowed), which cell counts in which row.

    ``cells`` and ``rows`` are the pairs, sorted by cell; those of cell c stand at ``first[c]`` to ``first[c + 1]``.
    """

    employee: Employee
    own: Floats
    cells: Ints
    rows: Ints
    first: Ints

    def prices(self, gains: Floats) -> Floats:
        """Own price of each day and option less what it gains in the rows."""
        saved = np.bincount(self.cells, weights=gains[self.rows], minlength=self.own.size)
        return self.own - saved.reshape(self.own.shape)

    def counted(self, options: Ints) -> Ints:
        """The rows in which a period of options counts."""
        at = np.arange(len(options)) * self.own.shape[1] + options
        spans = [self.rows[self.first[cell] : self.first[cell + 1]] for cell in at]
        return np.concatenate(spans)


@dataclass(frozen=True)
class Layout:
    """Everything the solver needs beside the employees' rules of sequence and sums."""

    problem: Problem
    rows: Rows
    people: list[Person] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many rows of cover there are."""
        return len(self.rows.wanted)


def lay_out(problem: Problem) -> Layout:
    """The arrays of a problem. Known faces that ask for the same employees in the same shifts share a row."""
    wanted = [float(cover.wanted) for cover in problem.covers]
    short = [float(cover.short) for cover in problem.covers]
    over = [float(cover.over) for cover in problem.covers]
    faces: dict[tuple[int, tuple[str, ...], frozenset[str]], int] = {}
    for face in problem.faces:
        key = (face.day, face.shifts, face.known)
        faces[key] = faces.get(key, 0) + face.points
    wanted += [1.0] * len(faces)
    short += [float(points) for points in faces.values()]
    over += [0.0] * len(faces)
    layout = Layout(problem, Rows(np.array(wanted), np.array(short), np.array(over)))
    for employee in problem.employees:
        layout.people.append(_person(problem, employee, list(faces)))
    return layout


def _person(problem: Problem, employee: Employee, faces: list[tuple[int, tuple[str, ...], frozenset[str]]]) -> Person:
    own = _own_prices(problem, employee)
    option = {shift.id: i + 1 for i, shift in enumerate(problem.shifts)}
    pairs = [
        (cover.day * own.shape[1] + option[shift], row)
        for row, cover in enumerate(problem.covers)
        for shift in cover.shifts
        if not cover.skill or cover.skill in employee.skills
    ]
    pairs += [
        (day * own.shape[1] + option[shift], len(problem.covers) + row)
        for row, (day, shifts, known) in enumerate(faces)
        for shift in shifts
        if employee.id in known
    ]
    table = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    first = np.searchsorted(table[:, 0], np.arange(own.size + 1))
    return Person(employee, own, table[:, 0].copy(), table[:, 1].copy(), first.astype(np.int64))


def _own_prices(problem: Problem, employee: Employee) -> Floats:
    names = [OFF, *(shift.id for shift in problem.shifts)]
    own = np.zeros((problem.days, len(names)))
    for day in range(problem.days):
        for option, name in enumerate(names):
            if name != OFF and not _may(problem, employee, name, day):
                own[day, option] = BARRED
            elif employee.published and employee.published[day] != name:
                own[day, option] += problem.prices.changed
    for wish in employee.wishes:
        own[wish.day] += [0 if wish.is_met(name) else wish.points for name in names]
    for one in employee.fixed:
        own[one.day, [name != one.shift for name in names]] = BARRED
    return own


def _may(problem: Problem, employee: Employee, shift: str, day: int) -> bool:
    starts, ends = problem.span(shift, day)
    here = not employee.shifts or shift in employee.shifts
    return here and all(ends <= away.starts or away.ends <= starts for away in employee.away)


def read_plan(layout: Layout, options: list[Ints]) -> Plan:
    """The plan of a period of options for each employee."""
    names = [OFF, *(shift.id for shift in layout.problem.shifts)]
    pairs = zip(layout.people, options, strict=True)
    return Plan(tuple(Row(person.employee.id, tuple(names[one] for one in chosen)) for person, chosen in pairs))


def options_of(layout: Layout, plan: Plan) -> list[Ints]:
    """The options of a plan, in the order of the employees; the plan must have a sound row for each."""
    option = {shift.id: i + 1 for i, shift in enumerate(layout.problem.shifts)} | {OFF: 0}
    return [np.array([option[one] for one in plan.of[person.employee.id]]) for person in layout.people]
