"""Rules and habits of the order of days, as a small automaton: nodes say what was, edges what may come next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from handlekraft_engine.rosters.arrays import Flags, Ints
from handlekraft_engine.rosters.problem import OFF, Employee, Problem


class Node(NamedTuple):
    """``works``: yesterday was work. ``group``: of yesterday's kind (or before a single day off; -1 = no matter).

    ``length`` of the run, counted as far as it matters. ``excused``: the run may end too short (unknown beginning).
    ``begun``: patterns that may go on, as (which, days that fit so far). ``weekends``: worked in a row, whether the
    present one is worked so far, whether the row has an unknown beginning.
    """

    works: bool
    group: int
    length: int
    excused: bool
    begun: tuple[tuple[int, int], ...] = ()
    weekends: tuple[int, bool, bool] = (0, False, False)


UNKNOWN = Node(works=False, group=-1, length=0, excused=True)
"""Before the first day, when nothing is known."""


class Step(NamedTuple):
    """From a node by an option of a group to another node, at a price; hard tables of the day are not asked yet."""

    group: int
    to: Node
    points: int


@dataclass(frozen=True)
class Succession:
    """Which option may follow which: ``next_day[day, one, two]``, and with one day off between: ``lone``.

    ``groups``: option -> group of options that are alike in both, on every day; group 0 is the day off.
    """

    next_day: Flags
    lone: Flags
    groups: Ints

    @property
    def minds_lone_days(self) -> bool:
        """Whether anything is barred around a single day off."""
        return not bool(self.lone.all())


def succession(problem: Problem, employee: Employee) -> Succession:
    """Daily rest, order of kinds and the rest around a single day off, for every day and pair of kinds."""
    count = len(problem.shifts) + 1
    next_day = np.ones((problem.days, count, count), dtype=bool)
    lone = np.ones((problem.days, count, count), dtype=bool)
    for one, first in enumerate(problem.shifts, start=1):
        for two, second in enumerate(problem.shifts, start=1):
            starts = np.array([problem.span(second.id, day)[0] for day in range(problem.days)])
            ends = np.array([problem.span(first.id, day)[1] for day in range(-2, problem.days - 1)])
            rested = starts - ends[1:] >= employee.terms.daily_rest
            next_day[:, one, two] = rested & (first.id not in second.not_after)
            lone[:, one, two] = starts - ends[:-1] >= employee.terms.lone_day_rest
    return Succession(next_day, lone, _groups(next_day, lone, _liked(problem, employee)))


def _groups(next_day: Flags, lone: Flags, liked: Flags) -> Ints:
    seen: dict[bytes, int] = {}
    groups = [0]
    for option in range(1, next_day.shape[1]):
        parts = [table[:, option, 1:] for table in (next_day, lone)] + [
            table[:, 1:, option] for table in (next_day, lone)
        ]
        key = np.concatenate(parts, axis=1).tobytes() + liked[option].tobytes()
        groups.append(seen.setdefault(key, len(seen) + 1))
    return np.array(groups)


def _liked(problem: Problem, employee: Employee) -> Flags:
    """Option x day of a pattern (all patterns after one another): whether it fits."""
    names = [OFF, *(shift.id for shift in problem.shifts)]
    days = [day for pattern in employee.habits.patterns for day in pattern.days]
    return np.array([[name in day for day in days] for name in names], dtype=bool)


class Automaton:
    """Nodes that an employee can reach, and for each weekday the edges between them.

    ``edges[weekday]``: rows of from, to, option group, whether yesterday was off, points. ``ends``: what it costs that
    the period ends with a node.
    """

    def __init__(self, problem: Problem, employee: Employee, order: Succession) -> None:
        self.terms, self.habits, self.order = employee.terms, employee.habits, order
        habits = self.habits
        carried = employee.before.in_row if employee.before else 0
        self.counts_most = self.terms.most_in_row < problem.days + carried
        self.long_enough = {
            True: max(self.terms.least_in_row, habits.in_row.least if habits.in_row.below else 0),
            False: max(self.terms.least_off, habits.off.least if habits.off.below else 0),
        }
        self.longest = {
            True: self.terms.most_in_row
            if self.counts_most
            else max(self.long_enough[True], habits.in_row.counts_to, 1),
            False: max(self.long_enough[False], habits.off.counts_to, 2 if order.minds_lone_days else 1),
        }
        self.members = {int(group): int(np.argmax(order.groups == group)) for group in np.unique(order.groups)}
        self.liked = _liked(problem, employee)
        self.begins = np.cumsum([0, *(len(pattern.days) for pattern in habits.patterns)])
        self.nodes = [self._start(problem, employee)]
        self._number = {self.nodes[0]: 0}
        self._steps: dict[tuple[int, int, int], tuple[int, int]] = {}
        found = self._explore(problem.weekday(0), problem.days)
        self.edges = [np.array(sorted(rows), dtype=np.int64).reshape(-1, 5) for rows in found]
        self.ends = np.array([self._cut(node) if habits.alone else 0 for node in self.nodes])
        self.groups_before = np.array([max(0, node.group) for node in self.nodes])
        self.worked_before = np.array([node.works for node in self.nodes])

    def _start(self, problem: Problem, employee: Employee) -> Node:
        before = employee.before
        if before is None:
            return UNKNOWN._replace(weekends=(0, False, self._row_matters(0)))
        option = [shift.id for shift in problem.shifts].index(before.last) + 1 if before.last else 0
        group = int(self.order.groups[option])
        if before.in_row:
            return Node(True, group, min(before.in_row, self.longest[True]), False)  # noqa: FBT003 - a state's fields
        return self._off(before.off, group or -1)

    def _row_matters(self, row: int) -> bool:
        """Whether so many weekends in a row may still be too few."""
        return self.habits.weekends.missing(row) > 0 and not self.habits.alone

    def _off(self, length: int, group: int, *, excused: bool = False) -> Node:
        matters = length == 1 and self.order.minds_lone_days
        return Node(
            works=False,
            group=group if matters else -1,
            length=min(length, self.longest[False]),
            excused=excused and length < self.long_enough[False],
        )

    def _explore(self, weekday: int, days: int) -> list[list[tuple[int, int, int, int, int]]]:
        """Every node on every weekday on which it can be reached, by the steps of ``days`` days at most."""
        found: list[list[tuple[int, int, int, int, int]]] = [[] for _ in range(7)]
        layer, seen = {0}, {(0, weekday)}
        for _ in range(days):
            following = set()
            for start in sorted(layer):
                node = self.nodes[start]
                for group, to, points in self._following(node, weekday):
                    end = self._number.setdefault(to, len(self.nodes))
                    if end == len(self.nodes):
                        self.nodes.append(to)
                    found[weekday].append((start, end, group, int(not node.works), points))
                    self._steps[start, weekday, group] = (end, points)
                    following.add(end)
            weekday = (weekday + 1) % 7
            layer = {end for end in following if (end, weekday) not in seen}
            seen |= {(end, weekday) for end in layer}
        return found

    def _following(self, node: Node, weekday: int) -> Iterator[Step]:
        for group, then, points in self._runs(node):
            begun, more = self._patterns(node, group, weekday)
            weekends, most = self._weekends(node.weekends, group > 0, weekday)
            yield Step(group, then._replace(begun=begun, weekends=weekends), points + more + most)

    def _runs(self, node: Node) -> Iterator[Step]:
        """How runs of shifts and of days off go on or end."""
        terms, habits = self.terms, self.habits
        if not node.works:
            points = habits.off.excess(node.length + 1) and habits.off.above
            yield Step(0, self._off(node.length + 1, -1, excused=node.excused), points)
        elif node.length >= terms.least_in_row or node.excused:
            yield Step(0, self._off(1, node.group), self._too_short(node))
        if node.works and self.counts_most and node.length >= self.longest[True]:
            return
        if node.works or node.excused or node.length >= terms.least_off:
            length = node.length + 1 if node.works else 1
            unknown = node.excused if node.works else node.length == 0
            excused = unknown and length < self.long_enough[True]
            points = habits.in_row.excess(length) and habits.in_row.above
            points += 0 if node.works else self._too_short(node)
            length = min(length, self.longest[True])
            for group in range(1, len(self.members)):
                yield Step(group, Node(True, group, length, excused), points)  # noqa: FBT003 - a state's fields

    def _too_short(self, node: Node) -> int:
        """What it costs that the run ends after this node."""
        wanted = self.habits.in_row if node.works else self.habits.off
        excused = node.length == 0 or (node.excused and not self.habits.alone)
        return 0 if excused else wanted.missing(node.length) * wanted.below

    def _cut(self, node: Node) -> int:
        """What it costs that the period ends with this node."""
        row, worked, _ = node.weekends
        row += worked
        return self._too_short(node) + (self.habits.weekends.missing(row) * self.habits.weekends.below if row else 0)

    def _patterns(self, node: Node, group: int, weekday: int) -> tuple[tuple[tuple[int, int], ...], int]:
        """The patterns that may go on after the day, and the points of those that are whole with it."""
        begun, points = [], 0
        patterns = self.habits.patterns
        fresh = [(which, 0) for which, one in enumerate(patterns) if one.weekday in (None, weekday)]
        for which, fits in (*node.begun, *fresh):
            if self.liked[self.members[group], self.begins[which] + fits]:
                if fits + 1 < len(patterns[which].days):
                    begun.append((which, fits + 1))
                else:
                    points += patterns[which].points
        return tuple(sorted(begun)), points

    def _weekends(
        self, before: tuple[int, bool, bool], works: bool, weekday: int
    ) -> tuple[tuple[int, bool, bool], int]:
        """The row of weekends after the day, and what it costs."""
        wanted = self.habits.weekends
        if not wanted.matters or weekday not in self.habits.weekend:
            return before, 0
        row, worked, excused = before
        points = wanted.above if works and not worked and wanted.excess(row + 1) else 0
        worked = worked or works
        if weekday < max(self.habits.weekend):
            return (row, worked, excused), points
        if worked:
            row += 1
            return (min(row, max(wanted.counts_to, 1)), False, excused and self._row_matters(row)), points
        if row and not excused:
            points += wanted.missing(row) * wanted.below
        return (0, False, False), points

    def on(self, day: int, weekday: int) -> Ints:
        """The edges that may be taken on a day."""
        rows = self.edges[weekday]
        before, group = self.groups_before[rows[:, 0]], rows[:, 2]
        member = np.array([self.members[one] for one in range(len(self.members))])
        first, second = member[before], member[group]
        table = np.where(
            self.worked_before[rows[:, 0]],
            self.order.next_day[day, first, second],
            self.order.lone[day, first, second],
        )
        chosen: Ints = rows[(group == 0) | (before == 0) | table]
        return chosen

    def points(self, options: Ints, weekday: int) -> int:
        """What a period of options that keeps the rules costs by its habits."""
        at, total = 0, 0
        for day, option in enumerate(options.tolist()):
            at, points = self._steps[at, (weekday + day) % 7, int(self.order.groups[option])]
            total += points
        return total + int(self.ends[at])
