"""The linear program over whole periods: each employee has one, rows of cover have too few or too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from handlekraft_engine.rosters.arrays import Flags, Floats, Ints, Rows

INTEGRAL = 1e-6
"""How far from a whole number a share may be and still count as whole."""


@dataclass(frozen=True, eq=False)
class Column:
    """A legal period of one employee: its options, what it costs her alone, the rows in which it counts."""

    person: int
    options: Ints
    cost: float
    rows: Ints

    @property
    def key(self) -> tuple[int, bytes]:
        """Equal for equal periods."""
        return self.person, self.options.tobytes()


class Duals(NamedTuple):
    """What the linear program says: its value, the worth of one more in each row, the price of each employee."""

    value: float
    worth: Floats
    people: Floats


@dataclass
class Master:
    """A growing linear program for some of the employees; ``wanted`` is what the others leave to be covered."""

    rows: Rows
    wanted: Floats
    people: Sequence[int]
    columns: list[Column] = field(default_factory=list)

    def __post_init__(self) -> None:
        import highspy

        self._known: set[tuple[int, bytes]] = set()
        self._place = {person: len(self.wanted) + i for i, person in enumerate(self.people)}
        self._types: Any = highspy
        self._model: Any = self._types.Highs()
        self._say("output_flag", False)  # noqa: FBT003 - the value of an option
        self._say("threads", 1)
        self._say("simplex_strategy", 4)
        for wanted in [*map(float, self.wanted), *[1.0] * len(self.people)]:
            self._model.addRow(wanted, wanted, 0, [], [])
        for row, (short, over) in enumerate(zip(self.rows.short, self.rows.over, strict=True)):
            self._model.addCol(float(short), 0.0, np.inf, 1, [row], [1.0])
            self._model.addCol(float(over), 0.0, np.inf, 1, [row], [-1.0])
        self._fixed = 2 * len(self.wanted)

    def _say(self, name: str, value: Any) -> None:
        self._model.setOptionValue(name, value)

    def add(self, column: Column) -> bool:
        """Take a period in, unless it is known."""
        if column.key in self._known:
            return False
        self._known.add(column.key)
        self.columns.append(column)
        index = np.append(column.rows, self._place[column.person]).astype(np.int32)
        self._model.addCol(column.cost, 0.0, np.inf, len(index), index, np.ones(len(index)))
        return True

    def solve(self) -> Duals:
        """Value and duals of the program as it stands; the worth of a row lies between -over and short."""
        self._model.run()
        dual = np.array(self._model.getSolution().row_dual)
        worth = np.clip(dual[: len(self.wanted)], -self.rows.over, self.rows.short)
        return Duals(float(self._model.getObjectiveValue()), worth, dual[len(self.wanted) :])

    def limit_worth(self, most: float) -> None:
        """No row may be worth more than so much, or less than less so much: duals that jump less far settle sooner.

        The program's value is then too low; a bound found on the way holds nevertheless.
        """
        pairs = np.minimum(np.column_stack([self.rows.short, self.rows.over]), most).ravel()
        self._model.changeColsCost(self._fixed, np.arange(self._fixed, dtype=np.int32), pairs)

    def shares(self) -> Floats:
        """The share of each column in the latest solution."""
        return np.array(self._model.getSolution().col_value[self._fixed :])

    def options_of(self, person: int) -> tuple[Ints, Ints]:
        """The places of one employee's columns and their options, a row each."""
        places = [place for place, column in enumerate(self.columns) if column.person == person]
        return np.array(places), np.array([self.columns[place].options for place in places])

    def admit(self, places: Ints, fits: Flags) -> None:
        """These columns may be used or not."""
        most = np.where(fits, np.inf, 0.0)
        self._model.changeColsBounds(len(places), (self._fixed + places).astype(np.int32), np.zeros(len(places)), most)

    def choose(self, known: Sequence[Column], nodes: int, seconds: float) -> list[Column]:
        """One column per employee by branch and bound, begun from ``known``; that one if nothing is better."""
        count = len(self.columns)
        index = np.arange(self._fixed, self._fixed + count, dtype=np.int32)
        self._model.changeColsIntegrality(count, index, np.full(count, self._types.HighsVarType.kInteger))
        self._say("mip_max_nodes", nodes)
        self._say("mip_rel_gap", 0.0)
        self._say("mip_abs_gap", 0.999)
        if np.isfinite(seconds):
            self._say("time_limit", seconds)
        keys = {column.key for column in known}
        start = [place for place, column in enumerate(self.columns) if column.key in keys]
        solution = self._types.HighsSolution()
        solution.col_value = self._values(start)
        self._model.setSolution(solution)
        self._model.run()
        shares = np.array(self._model.getSolution().col_value[self._fixed :])
        found = [self.columns[place] for place in np.flatnonzero(shares > 1 - INTEGRAL)] if shares.size else []
        found.sort(key=lambda column: self._place[column.person])
        return found if len(found) == len(self.people) else list(known)

    def _values(self, chosen: Sequence[int]) -> list[float]:
        """The whole solution that belongs to a choice of columns."""
        there = np.zeros(len(self.wanted))
        for place in chosen:
            there[self.columns[place].rows] += 1
        gap = self.wanted - there
        slack = np.column_stack([np.maximum(gap, 0), np.maximum(-gap, 0)]).ravel()
        shares = np.zeros(len(self.columns))
        shares[list(chosen)] = 1
        return [*slack.tolist(), *shares.tolist()]

    def release(self) -> None:
        """Every column is free again."""
        count = len(self.columns)
        self.admit(np.arange(count), np.ones(count, dtype=bool))


def select(
    master: Master, columns: Sequence[Column], known: Sequence[Column], nodes: int, seconds: float
) -> list[Column]:
    """The best choice of one column per employee that branch and bound finds; ``known`` is one to begin from.

    ``nodes`` and ``seconds`` bound the search (``inf`` seconds: same columns, same choice). Never worse than ``known``.
    """
    fresh = Master(master.rows, master.wanted, master.people)
    for column in (*known, *columns):
        fresh.add(column)
    return fresh.choose(known, nodes, seconds)
