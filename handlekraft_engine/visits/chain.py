"""One annealing chain over all parts of a problem: its own arrays, its own chance, its best choice so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from handlekraft_engine.visits.arrays import (
    HI,
    NEVER,
    R_GOAL,
    R_HOME,
    R_MODE,
    TOGETHER,
    TRACED,
    V_LEFT_OUT,
    V_MINUTES,
    V_PLACE,
    V_RHYTHM,
    V_TASKS,
    V_USUAL,
    V_WINDOWS,
    Ints,
    Layout,
    ints,
)
from handlekraft_engine.visits.kinds import route_kind
from handlekraft_engine.visits.moves import BEST, NOW, Choice
from handlekraft_engine.visits.plan import Placed, Plan
from handlekraft_engine.visits.problem import Problem
from handlekraft_engine.visits.referee import price
from handlekraft_engine.visits.search import anneal, construct, faces_elsewhere
from handlekraft_engine.visits.sketch import KIND, SPOTS, Sketch
from handlekraft_engine.visits.trial import decode
from handlekraft_engine.visits.way import NARROW, WIDE, slack
from handlekraft_engine.visits.work import Work

EASY = 10.0
"""What leaving a visit out costs at first, in ordinary ways: the search may give one up to find it a better place."""


TEAR = (0, 0, 0, 150, 8, 10)
"""First entries of ``Sketch.tell``: 15 % of all proposals tear 8 visits out on average, in strings of at most 10."""

type Laid = tuple[int, Sequence[int], Sequence[int], Sequence[int]]


class Champion(NamedTuple):
    """A choice kept: points of the whole plan, orders per part, routes per task, aims per visit."""

    points: int
    orders: tuple[Ints, ...]
    route: Ints
    aim: Ints


def fresh_work(layout: Layout) -> Work:
    """Arrays for one chain's decodes; frozen visits have their start."""
    a = layout.arrays
    n, routes = len(layout.frozen_start), len(a.route)
    width = WIDE if a.price[TRACED] else NARROW
    wide = (np.zeros((size, width), dtype=np.int64) for size in (routes, 2, 2 * n, 2 * n))
    state, trial, after, old_after = wide
    per_visit = np.zeros((8, n), dtype=np.int64)
    per_route = np.zeros((4, routes), dtype=np.int64)
    per_visit[3] = -1
    return Work(
        state=state,
        last=per_route[0],
        hot=per_route[1],
        trial=trial,
        after=after,
        start=np.where(layout.frozen_start > -NEVER, layout.frozen_start, -NEVER),
        paid=per_visit[0],
        ended=per_route[2],
        idle=per_route[3],
        place=per_visit[3],
        pusher=per_visit[1],
        tried=per_visit[2],
        wake=per_visit[4],
        met=np.zeros(a.face.shape, dtype=np.int64),
        minutes=np.zeros_like(a.share),
        done=layout.frozen_minutes,
        seen=np.zeros_like(layout.frozen_halves),
        seen_before=layout.frozen_halves,
        carers_in=np.zeros(len(layout.frozen_halves), dtype=np.int64),
        rhythm=np.zeros((max(a.visit[:-1, V_RHYTHM].tolist(), default=-1) + 1, 2), dtype=np.int64),
        tally=np.zeros(3, dtype=np.int64),
        noted=per_visit[5],
        notes=per_visit[6],
        old=np.zeros((n, 4), dtype=np.int64),
        old_after=old_after,
        old_ended=np.zeros((routes, 3), dtype=np.int64),
    )


def _fresh_choice(n: int, seed: int, number: int) -> Choice:
    chance = ints([12345 + seed * 2654435 % 2000000000, 67890 + number * 1000003])
    rows = [np.full((3, size), -1, dtype=np.int64) for size in (n, 2 * n, n)]
    moved = np.zeros(4 * n + 8, dtype=np.int64)
    return Choice(rows[0], rows[1], rows[2], chance, moved, np.zeros(3, dtype=np.int64))


def fresh_sketch(layout: Layout) -> Sketch:
    """Room for one chain's sketches."""
    n, routes = len(layout.frozen_start), len(layout.arrays.route) - 1
    tables = (np.zeros(size, dtype=np.int64) for size in ((routes, n), (routes, 5), (2 * n, 2), (n, 4), n))
    row, route, task, visit, out = tables
    first: dict[bytes, int] = {}
    route[:, KIND] = [first.setdefault(route_kind(layout.arrays, r), r) for r in range(routes)]
    spot = np.zeros((2, SPOTS, 4), dtype=np.int64)
    return Sketch(row, route, task, visit, out, spot, ints(TEAR))


class Chain:
    """State of one chain. ``number`` tells chains of one search apart; ``start``: a plan to begin with."""

    def __init__(self, problem: Problem, layout: Layout, seed: int, number: int, start: Plan | None) -> None:
        self.real = layout.arrays.visit[:, V_LEFT_OUT].copy()
        self.layout = layout._replace(arrays=replace(layout.arrays, visit=layout.arrays.visit.copy()))
        n = len(problem.visits)
        self.work = fresh_work(layout)
        self.choice = _fresh_choice(n, seed, number)
        self.sketch = fresh_sketch(layout)
        self.other = np.zeros_like(layout.arrays.face)
        self.member = np.full(n, -1, dtype=np.int64)
        for part, (visits, _) in enumerate(layout.parts):
            self.member[visits] = part
        self._take_over(problem, start)
        starts = _known_starts(problem, start)
        self.orders = [self._first_order(visits, starts, keeps=number == 0) for visits, _ in layout.parts]
        self._construct()
        self.points = price(problem, read_plan(problem, layout, self._present(0))).total
        self.champion = self._present(self.points)

    def leg(self, moves: int, temperature: float, strictness: float = 1.0) -> None:
        """Anneal every part in turn, each with its share of the ``moves``.

        ``strictness``: 1 = a visit left out costs its price, 0 = as little as ``EASY`` ordinary ways.
        """
        easy = np.maximum(np.minimum(self.real, EASY * self.layout.leg), 1)
        self.layout.arrays.visit[:, V_LEFT_OUT] = easy * (np.maximum(self.real, 1) / easy) ** strictness
        if strictness == 1.0:
            self.layout.arrays.visit[:, V_LEFT_OUT] = self.real
        free = sum(len(visits) for visits, _ in self.layout.parts)
        done = 0
        for part, (visits, routes) in enumerate(self.layout.parts):
            due = moves * (done + len(visits)) // free - moves * done // free
            done += len(visits)
            self._look_around(part)
            m = len(visits)
            self.choice.order[NOW, :m] = self.orders[part]
            before, after, best = anneal(
                self.layout.arrays,
                self.work,
                self.choice,
                self.sketch,
                self.other,
                m,
                routes,
                self.real,
                temperature,
                due,
            )
            self.orders[part] = self.choice.order[NOW, :m].copy()
            self._crown(part, m, self.points + best - before)
            self.points += after - before

    def adopt(self, champion: Champion) -> None:
        """Go on from another chain's best."""
        self.points, self.champion = champion.points, champion
        self.orders = list(champion.orders)
        self.choice.route[NOW] = champion.route
        self.choice.aim[NOW] = champion.aim
        a, c = self.layout.arrays, self.choice
        for order, (_, routes) in zip(self.orders, self.layout.parts, strict=True):
            decode(a, self.work, self.other, order, routes, c.route[NOW], c.aim[NOW])

    def lay(self, part: int, routes: Iterable[Laid]) -> None:
        """Put whole routes in place: (route, visits in order, their starts, their aims); the rest stays as it is."""
        visits = self.orders[part]
        before, starts = self._real_points(part), self.work.start[visits].copy()
        at = dict(zip(visits.tolist(), starts.tolist(), strict=True))
        for r, ordered, begin, aims in routes:
            for v, start, aim in zip(ordered, begin, aims, strict=True):
                self.choice.route[NOW, 2 * v], self.choice.aim[NOW, v], at[v] = r, aim, start
        self.orders[part] = ints(sorted(at, key=lambda v: (at[v] if at[v] > -NEVER else NEVER, v)))
        self.points += self._real_points(part) - before
        if self.points < self.champion.points:
            self.champion = self._present(self.points)

    def take(self, part: int, champion: Champion) -> bool:
        """Plan one part as another chain's best does if that is cheaper beside the parts in hand; whether it is."""
        own = self._present(self.points)
        before = self._real_points(part)
        self._plan_as(part, champion)
        after = self._real_points(part)
        if after >= before:
            self._plan_as(part, own)
            self._real_points(part)
            return False
        self.points += after - before
        self.champion = min(self.champion, self._present(self.points), key=lambda one: one.points)
        return True

    def _plan_as(self, part: int, champion: Champion) -> None:
        """Order, routes and aims of one part as the champion has them; not yet decoded."""
        visits = self.orders[part] = champion.orders[part]
        self.choice.aim[NOW, visits] = champion.aim[visits]
        for task in (0, 1):
            self.choice.route[NOW, 2 * visits + task] = champion.route[2 * visits + task]

    def _real_points(self, part: int) -> int:
        """Points of the part in hand with what is left out at its full price; decodes it anew."""
        self.layout.arrays.visit[:, V_LEFT_OUT] = self.real
        self._look_around(part)
        a, c = self.layout.arrays, self.choice
        return decode(a, self.work, self.other, self.orders[part], self.layout.parts[part][1], c.route[NOW], c.aim[NOW])

    def _look_around(self, part: int) -> None:
        self.other[:] = self.layout.frozen_faces
        faces_elsewhere(self.layout.arrays, self.work, self.choice.route[NOW], self.member, part, self.other)

    def _first_order(self, visits: Ints, starts: dict[int, int], *, keeps: bool) -> Ints:
        """By start (the given plan's, else the usual); two carers before one, little room before much.

        ``keeps``: what the given plan does not hold comes last, so that nothing gives way to it.
        """
        a, route = self.layout.arrays, self.choice.route[NOW]
        windows = a.visit[:, V_WINDOWS]

        def key(v: int) -> tuple[int, ...]:
            strange = keeps and len(starts) > 0 and (v not in starts or route[2 * v] < 0)
            return (
                strange,
                starts.get(v, a.visit[v, V_USUAL]),
                -a.visit[v, V_TASKS],
                a.window[windows[v + 1] - 1, HI],
                v,
            )

        return ints(sorted(visits.tolist(), key=key))

    def _take_over(self, problem: Problem, start: Plan | None) -> None:
        self.choice.aim[NOW] = self.layout.arrays.visit[:-1, V_USUAL]
        for v, minute in _known_starts(problem, start).items():
            self.choice.aim[NOW, v] = minute
        for v, routes in _known_routes(problem, self.layout, start).items():
            self.choice.route[NOW, 2 * v : 2 * v + len(routes)] = routes

    def _construct(self) -> None:
        for part, (_, routes) in enumerate(self.layout.parts):
            self._look_around(part)
            a, c = self.layout.arrays, self.choice
            construct(a, self.work, self.other, routes, self.orders[part], c.route[NOW], c.aim[NOW])
            if a.price[TOGETHER]:  # what is half of a pair is given up only now
                decode(a, self.work, self.other, self.orders[part], routes, c.route[NOW], c.aim[NOW])

    def _present(self, points: int) -> Champion:
        return Champion(points, tuple(self.orders), self.choice.route[NOW].copy(), self.choice.aim[NOW].copy())

    def _crown(self, part: int, m: int, points: int) -> None:
        """Keep the choice in hand, with this part at its best, if it is the best of all so far."""
        if points < self.champion.points:
            c = self.choice
            orders = [*self.orders]
            visits = orders[part] = c.order[BEST, :m].copy()
            champion = self._present(points)._replace(orders=tuple(orders))
            champion.aim[visits] = c.aim[BEST, visits]
            for task in (0, 1):
                champion.route[2 * visits + task] = c.route[BEST, 2 * visits + task]
            self.champion = champion


def _known_starts(problem: Problem, start: Plan | None) -> dict[int, int]:
    """Starts of the given plan by visit index."""
    placed = start.by_visit if start else {}
    return {i: placed[need.id].start for i, need in enumerate(problem.visits) if need.id in placed}


def _known_routes(problem: Problem, layout: Layout, start: Plan | None) -> dict[int, list[int]]:
    """Routes of the given plan by visit index, where the carers may still do the visit in a shift at that time."""
    index = {(problem.carers[k].id, s): r for r, (k, s) in enumerate(layout.routes)}
    known = {}
    for i, need in enumerate(problem.visits):
        one = start.by_visit.get(need.id) if start else None
        carers = [problem.carer.get(carer) for carer in one.carers] if one else []
        routes = [index.get((k.id, k.shift_at(one.start)), -1) if k and one else -1 for k in carers]
        fits = [r >= 0 and bool(layout.arrays.may[2 * i + task, r]) for task, r in enumerate(routes[:2])]
        if len(routes) == len(need.tasks) and all(fits):
            known[i] = routes
    return known


def read_plan(problem: Problem, layout: Layout, champion: Champion) -> Plan:
    """The champion's timetable as a plan, sorted: placed by start and id, uncovered by id; frozen visits as locked."""
    work, nobody = fresh_work(layout), layout.frozen_faces
    for order, (_, part) in zip(champion.orders, layout.parts, strict=True):
        decode(layout.arrays, work, nobody, order, part, champion.route, champion.aim)
    start = _not_too_long(problem, layout, champion, work)
    placed = []
    for i, need in enumerate(problem.visits):
        if start[i] > -NEVER:
            routes = champion.route[2 * i : 2 * i + len(need.tasks)]
            found = [need.locked_carer(task) or _carer_of(problem, layout, r) for task, r in enumerate(routes)]
            placed.append(Placed(need.id, tuple(found), int(start[i])))
    covered = {one.visit for one in placed}
    uncovered = sorted(need.id for need in problem.visits if need.id not in covered)
    return Plan(tuple(sorted(placed, key=lambda one: (one.start, one.visit))), tuple(uncovered))


def _not_too_long(problem: Problem, layout: Layout, champion: Champion, work: Work) -> Ints:
    """Starts, those of tours that would last too long put off as far as what follows them allows (see ``slack``)."""
    a, start = layout.arrays, work.start.copy()
    for r, (k, s) in enumerate(layout.routes):
        longest = problem.carers[k].shifts[s].max_minutes
        on = [v for order in champion.orders for v in order.tolist() if r in champion.route[2 * v : 2 * v + 2]]
        on = [v for v in on if start[v] > -NEVER]
        if longest is None or not on:
            continue
        ends = [int(start[v] + a.visit[v, V_MINUTES + int(champion.route[2 * v] != r)]) for v in on]
        table, at = a.travel[a.route[r, R_MODE]], [a.route[r, R_HOME], *a.visit[on, V_PLACE], a.route[r, R_GOAL]]
        if ends[-1] + table[at[-2], at[-1]] - start[on[0]] + table[at[0], at[1]] <= longest:
            continue
        by = int(start[on[-1]])
        for i in range(len(on) - 1, -1, -1):
            v = on[i]
            if i < len(on) - 1:
                by -= int(ends[i] - start[v] + table[at[i + 1], at[i + 2]])
            by = min(by, int(start[v]) + slack(a, r, v, int(start[v])))
            start[v] = max(by, start[v])
    return start


def _carer_of(problem: Problem, layout: Layout, route: int) -> str:
    return problem.carers[layout.routes[route][0]].id
