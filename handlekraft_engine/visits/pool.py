"""Routes that the search has seen, and the cheapest way to cover all visits with them, found by HiGHS.

For routes of carers without double or linked visits: those can be exchanged whole, whatever the others do. Routes that
differ in nothing but the carer's name are of one kind, and a route seen on one may be given to another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from handlekraft_engine.visits.arrays import (
    BEYOND_SHARE,
    LATEST,
    LONGEST_IDLE,
    NEVER,
    R_CARER,
    V_CITIZEN,
    V_LINKS,
    V_MINUTES,
    V_TASKS,
    Ints,
)
from handlekraft_engine.visits.chain import Chain
from handlekraft_engine.visits.kinds import route_kind
from handlekraft_engine.visits.moves import NOW

MOST_ROUTES = 6000
"""How many routes are kept; the oldest go first."""

NODES = 300
"""How far HiGHS may branch, so that the answer depends on no clock."""


class Seen(NamedTuple):
    """One route: visits in their order with starts, aims and its points."""

    visits: tuple[int, ...]
    starts: tuple[int, ...]
    aims: tuple[int, ...]
    points: int


class Pool:
    """Routes seen by kind of carer."""

    def __init__(self, chain: Chain) -> None:
        a = chain.layout.arrays
        self.kinds = [route_kind(a, r) for r in range(len(a.route) - 1)]
        self.alone = (a.visit[:-1, V_TASKS] == 1) & (a.visit[1:, V_LINKS] == a.visit[:-1, V_LINKS])
        per_carer = np.bincount(a.route[:-1, R_CARER], minlength=len(a.share))
        self.one_shift = per_carer[a.route[:-1, R_CARER]] == 1
        self.useful = a.price[LATEST] == 0 and a.price[LONGEST_IDLE] == 0
        self.seen: dict[tuple[bytes, tuple[int, ...]], Seen] = {}

    def gather(self, chain: Chain) -> None:
        """Keep the routes of the timetable in hand."""
        for part in range(len(chain.orders)):
            for r, one in self._routes(chain, part):
                key = (self.kinds[r], one.visits)
                known = self.seen.pop(key, one)
                self.seen[key] = min(known, one, key=lambda each: each.points)
        for key in list(self.seen)[: max(len(self.seen) - MOST_ROUTES, 0)]:
            del self.seen[key]

    def improve(self, chain: Chain, seconds: float | None = None) -> bool:
        """Put the cheapest cover by seen routes into the chain's hand, part by part; whether anything changed.

        ``seconds``: for HiGHS, per part; ``None`` = it stops by the number of its nodes alone.
        """
        changed = [self._improve_part(chain, part, seconds) for part in range(len(chain.orders))] if self.useful else []
        return any(changed)

    def _routes(self, chain: Chain, part: int) -> Iterator[tuple[int, Seen]]:
        """Exchangeable routes of the part: whose carers have one shift and no double or linked visit."""
        route, aim, start = chain.choice.route[NOW], chain.choice.aim[NOW], chain.work.start
        on: dict[int, list[int]] = {int(r): [] for r in chain.layout.parts[part][1] if self.one_shift[r]}
        for v in chain.orders[part].tolist():
            for r in route[2 * v : 2 * v + 2].tolist():
                if r in on and start[v] > -NEVER:
                    on[r].append(v)
        for r, visits in on.items():
            if all(self.alone[v] for v in visits):
                starts, aims = (tuple(row[visits].tolist()) for row in (start, aim))
                yield r, Seen(tuple(visits), starts, aims, _points(chain, r, visits))

    def _improve_part(self, chain: Chain, part: int, seconds: float | None) -> bool:
        """One part: choose among the seen routes for the visits that lie on such routes or are left out."""
        here = dict(self._routes(chain, part))
        start = chain.work.start
        missing = [v for v in chain.orders[part].tolist() if start[v] == -NEVER and self.alone[v]]
        visits = {v for one in here.values() for v in one.visits} | set(missing)
        rooms: dict[bytes, list[int]] = {}
        for r in here:
            rooms.setdefault(self.kinds[r], []).append(r)
        columns = [
            (kind, one) for (kind, _), one in self.seen.items() if kind in rooms and visits.issuperset(one.visits)
        ]
        counts = {kind: len(free) for kind, free in rooms.items()}
        chosen = _cheapest_cover(columns, counts, sorted(visits), chain.real, seconds)
        cost = sum(one.points for _, one in chosen) + sum(int(chain.real[v]) for v in visits)
        cost -= sum(int(chain.real[v]) for _, one in chosen for v in one.visits)
        if cost >= sum(one.points for one in here.values()) + sum(int(chain.real[v]) for v in missing):
            return False
        chain.lay(part, [(rooms[kind].pop(0), one.visits, one.starts, one.aims) for kind, one in chosen])
        return True


def _points(chain: Chain, r: int, visits: list[int]) -> int:
    """Of one route with all that hangs on its carer: ways, visits, faces, share of the work."""
    a, w = chain.layout.arrays, chain.work
    k = a.route[r, R_CARER]
    citizens = sorted({int(a.visit[v, V_CITIZEN]) for v in visits})
    faces = sum(int(a.face[c, k]) for c in citizens if chain.layout.frozen_faces[c, k] == 0)
    minutes = chain.layout.frozen_minutes[k] + sum(int(a.visit[v, V_MINUTES]) for v in visits)
    share = max(int(minutes - a.share[k]), 0) * int(a.price[BEYOND_SHARE])
    return int(w.ended[r]) + sum(int(w.paid[v]) for v in visits) + faces + share


def _cheapest_cover(
    columns: list[tuple[bytes, Seen]], rooms: dict[bytes, int], visits: list[int], left_out: Ints, seconds: float | None
) -> list[tuple[bytes, Seen]]:
    """The columns of the cheapest set partitioning; each visit once or left out, each kind as often as there are."""
    import highspy

    rows = {v: i for i, v in enumerate(visits)}
    kinds = {kind: len(rows) + i for i, kind in enumerate(rooms)}
    entries = [[kinds[kind], *(rows[v] for v in one.visits)] for kind, one in columns] + [[rows[v]] for v in visits]
    points = [float(one.points) for _, one in columns] + [float(left_out[v]) for v in visits]
    lower = [1.0] * len(rows) + [0.0] * len(kinds)
    upper = [1.0] * len(rows) + [float(count) for count in rooms.values()]
    model: Any = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(entries), len(lower)
    model.col_cost_, model.row_lower_, model.row_upper_ = np.array(points), np.array(lower), np.array(upper)
    model.col_lower_, model.col_upper_ = np.zeros(len(entries)), np.ones(len(entries))
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, entries)])
    model.a_matrix_.index_ = np.array([row for column in entries for row in column])
    model.a_matrix_.value_ = np.ones(sum(map(len, entries)))
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(entries)
    make: Any = highspy.Highs
    solver = make()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("mip_max_nodes", NODES),
        ("time_limit", seconds or np.inf),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(model)
    solver.run()
    taken = solver.getSolution().col_value
    return [column for column, value in zip(columns, taken, strict=False) if value > 0.5]
