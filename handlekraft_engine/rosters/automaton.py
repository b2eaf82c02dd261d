"""Rules about the order of days, as a small automaton: nodes say what the last days were, edges what may come next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from handlekraft_engine.rosters.arrays import Flags, Ints
from handlekraft_engine.rosters.problem import Employee, Problem


class Node(NamedTuple):
    """``works``: yesterday was work. ``group``: of yesterday's kind (or before a single day off; -1 = no matter).

    ``length`` of the run, counted as far as it matters. ``excused``: the run may end too short (unknown beginning).
    """

    works: bool
    group: int
    length: int
    excused: bool


UNKNOWN = Node(works=False, group=-1, length=0, excused=True)
"""Before the first day, when nothing is known."""


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
    return Succession(next_day, lone, _groups(next_day, lone))


def _groups(next_day: Flags, lone: Flags) -> Ints:
    seen: dict[bytes, int] = {}
    groups = [0]
    for option in range(1, next_day.shape[1]):
        parts = [table[:, option, 1:] for table in (next_day, lone)] + [
            table[:, 1:, option] for table in (next_day, lone)
        ]
        key = np.concatenate(parts, axis=1).tobytes()
        groups.append(seen.setdefault(key, len(seen) + 1))
    return np.array(groups)


class Automaton:
    """Nodes and edges that an employee can reach. An edge is (from, to, option group, yesterday was off)."""

    def __init__(self, problem: Problem, employee: Employee, order: Succession) -> None:
        self.terms, self.order = employee.terms, order
        self.longest_off = max(self.terms.least_off, 2 if order.minds_lone_days else 1)
        carried = employee.before.in_row if employee.before else 0
        self.longest = min(self.terms.most_in_row, problem.days + carried)
        self.members = {int(group): int(np.argmax(order.groups == group)) for group in np.unique(order.groups)}
        self.nodes = [self._start(problem, employee)]
        self.edges: list[tuple[int, int, int, int]] = []
        self._explore()
        self.allowed = np.array([self._days(edge) for edge in self.edges], dtype=np.int64).T.copy()

    def _start(self, problem: Problem, employee: Employee) -> Node:
        before = employee.before
        if before is None:
            return UNKNOWN
        option = [shift.id for shift in problem.shifts].index(before.last) + 1 if before.last else 0
        group = int(self.order.groups[option])
        if before.in_row:
            return Node(True, group, min(before.in_row, self.longest), False)  # noqa: FBT003 - a state's fields
        return self._off(before.off, group or -1)

    def _off(self, length: int, group: int, *, excused: bool = False) -> Node:
        matters = length == 1 and self.order.minds_lone_days
        return Node(
            works=False,
            group=group if matters else -1,
            length=min(length, self.longest_off),
            excused=excused and length < self.terms.least_off,
        )

    def _explore(self) -> None:
        number = {self.nodes[0]: 0}
        for node in self.nodes:
            for group, then in self._steps(node):
                if then not in number:
                    number[then] = len(self.nodes)
                    self.nodes.append(then)
                self.edges.append((number[node], number[then], group, int(not node.works)))

    def _steps(self, node: Node) -> Iterator[tuple[int, Node]]:
        if node.works and (node.length >= self.terms.least_in_row or node.excused):
            yield 0, self._off(1, node.group)
        elif not node.works:
            yield 0, self._off(node.length + 1, -1, excused=node.excused)
        if node.works and node.length >= self.longest:
            return
        if node.works or node.excused or node.length >= self.terms.least_off:
            length = node.length + 1 if node.works else 1
            excused = (node.excused if node.works else node == UNKNOWN) and length < self.terms.least_in_row
            for group in range(1, len(self.members)):
                yield group, Node(True, group, length, excused)  # noqa: FBT003 - a state's fields

    def _days(self, edge: tuple[int, int, int, int]) -> Ints:
        """On which days the edge may be taken."""
        node, group = self.nodes[edge[0]], edge[2]
        every = self.order.next_day[:, 0, 0].astype(np.int64)
        if group == 0 or node.group <= 0:
            return every
        table = self.order.next_day if node.works else self.order.lone
        return table[:, self.members[node.group], self.members[group]].astype(np.int64)
