"""A rough timetable, compiled: rows of tasks by route, on which visits are taken out and put back before the decode.

Starts are only estimated (other visits' links and second carers stay where they were), so that trying a spot takes some
ten steps; what comes of it is decoded exactly afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlekraft_engine.visits.arrays import (
    F_ENDS,
    F_PLACE,
    F_STARTS,
    NEVER,
    OVERTIME,
    P_MINUTES,
    R_CARER,
    R_ENDS,
    R_FIXED,
    R_GOAL,
    R_HOME,
    R_LIMIT,
    R_MODE,
    R_PAUSES,
    R_STARTS,
    V_CITIZEN,
    V_LINKS,
    V_LOAD,
    V_MINUTES,
    V_PLACE,
    V_TASKS,
    WAITING,
    Arrays,
    Ints,
)
from handlekraft_engine.visits.compiled import inlined, kernel
from handlekraft_engine.visits.kernels import next_window
from handlekraft_engine.visits.moves import NOW, Choice
from handlekraft_engine.visits.tables import Tables
from handlekraft_engine.visits.way import FIXED, PAUSE
from handlekraft_engine.visits.wishes import pay_start
from handlekraft_engine.visits.work import Work

SIZE, LOAD, KIND, TORN, LOOKED = range(5)
"""Columns of ``Sketch.route``: tasks in the row; their load; a route of the same kind, the same one for all of them;
trial in which it was torn; number of the last look for spots at an empty route of this kind."""

REST, SEEN = range(2)
"""Columns of ``Sketch.task``: minutes of pauses right before it; the next fixed item after it."""

START, KEY, OUT, WAS = range(4)
"""Columns of ``Sketch.visit``: rough start (-NEVER = in no row); rank among those put back; 1 = not yet back in the
order; place in the order before."""

POINTS, ROUTE, POSITION, WHEN = range(4)
"""Columns of ``Sketch.spot``."""

COUNT, BLINK, STAMP, SHARE, MEAN, STRING = range(6)
"""Entries of ``Sketch.tell``: visits taken out; spots until the next is overlooked; number of the last look for spots;
proposals of a thousand that tear; visits that one of them takes out on average; the longest string."""

SPOTS = 4
"""How many routes are remembered for each task of a visit with two carers."""


@dataclass(frozen=True, eq=False)
class Sketch(Tables):
    """One per chain; n visits, R routes."""

    row: Ints  # (R, n) tasks of each route in their order
    route: Ints  # (R, 5)
    task: Ints  # (2n, 2)
    visit: Ints  # (n, 4)
    out: Ints  # (n,) visits taken out
    spot: Ints  # (2, SPOTS, 4) the cheapest spots of the two tasks of the visit in hand
    tell: Ints  # (6,)


@kernel
def draft(a: Arrays, w: Work, c: Choice, s: Sketch, m: int, routes: Ints) -> None:
    """The timetable in hand as a sketch."""
    s.tell[COUNT] = 0
    for r in routes:
        s.route[r, SIZE] = s.route[r, LOAD] = 0
    for i in range(m):
        v = c.order[NOW, i]
        s.visit[v, START], s.visit[v, OUT] = w.start[v], 0
        if w.start[v] > -NEVER:
            for task in range(2 * v, 2 * v + a.visit[v, V_TASKS]):
                r = c.route[NOW, task]
                size = s.route[r, SIZE]
                pause = w.after[s.row[r, size - 1], PAUSE] if size > 0 else a.route[r, R_PAUSES]
                s.task[task, REST] = 0
                for k in range(pause, w.after[task, PAUSE]):
                    s.task[task, REST] += a.pause[k, P_MINUTES]
                s.task[task, SEEN] = w.after[task, FIXED]
                s.row[r, size] = task
                s.route[r, SIZE] = size + 1
                s.route[r, LOAD] += a.visit[v, V_LOAD]


@kernel
def position(s: Sketch, r: int, task: int) -> int:
    """Where the task stands in the row."""
    p = 0
    while s.row[r, p] != task:
        p += 1
    return p


@kernel
def take_out(a: Arrays, w: Work, c: Choice, s: Sketch, v: int) -> None:
    """Take a visit off its rows; faces are counted without it."""
    s.out[s.tell[COUNT]] = v
    s.tell[COUNT] += 1
    s.visit[v, OUT], s.visit[v, WAS] = 1, w.place[v]
    if s.visit[v, START] == -NEVER:
        return
    s.visit[v, START] = -NEVER
    for task in range(2 * v, 2 * v + a.visit[v, V_TASKS]):
        r = c.route[NOW, task]
        p = position(s, r, task)
        s.route[r, SIZE] -= 1
        s.route[r, LOAD] -= a.visit[v, V_LOAD]
        if p < s.route[r, SIZE]:
            s.task[s.row[r, p + 1], REST] += s.task[task, REST]
        for q in range(p, s.route[r, SIZE]):
            s.row[r, q] = s.row[r, q + 1]
        w.met[a.visit[v, V_CITIZEN], a.route[r, R_CARER]] -= 1


@inlined
def leaves(a: Arrays, s: Sketch, r: int, p: int, f: int) -> tuple[int, int]:
    """When and where the carer is free before position ``p``, past all fixed items before ``f``."""
    free, place = a.route[r, R_STARTS], a.route[r, R_HOME]
    if p > 0:
        task = s.row[r, p - 1]
        free = s.visit[task // 2, START] + a.visit[task // 2, V_MINUTES + task % 2]
        place = a.visit[task // 2, V_PLACE]
    if f > a.route[r, R_FIXED] and a.fixed[f - 1, F_ENDS] > free:
        free, place = a.fixed[f - 1, F_ENDS], a.fixed[f - 1, F_PLACE]
    return free, place


@kernel
def move_up(a: Arrays, c: Choice, s: Sketch, r: int) -> None:
    """The row's visits begin as early as what was taken out allows, but for linked ones and those of two carers."""
    for p in range(s.route[r, SIZE]):
        task = s.row[r, p]
        v = task // 2
        if a.visit[v, V_TASKS] == 1 and a.visit[v, V_LINKS] == a.visit[v + 1, V_LINKS]:
            free, place = leaves(a, s, r, p, s.task[task, SEEN])
            ready = free + a.travel[a.route[r, R_MODE], place, a.visit[v, V_PLACE]] + s.task[task, REST]
            start = next_window(a, v, max(c.aim[NOW, v], ready))
            s.visit[v, START] = min(s.visit[v, START], start)


@kernel
def push_back(a: Arrays, s: Sketch, r: int, p: int, late: int, most: int) -> int:
    """Points when the row starts ``late`` minutes later from position ``p`` on; ``NEVER`` where it cannot."""
    points = 0
    while late > 0 and p < s.route[r, SIZE]:
        task = s.row[r, p]
        v = task // 2
        start = next_window(a, v, s.visit[v, START] + late)
        if start == NEVER:
            return NEVER
        points += pay_start(a, v, start) - pay_start(a, v, s.visit[v, START])
        if points > most:
            return NEVER
        p += 1
        late = reached(a, s, r, p, start + a.visit[v, V_MINUTES + task % 2], a.visit[v, V_PLACE])
    return points + max(late, 0) * a.price[OVERTIME] if late < NEVER else NEVER


@inlined
def reached(a: Arrays, s: Sketch, r: int, p: int, free: int, place: int) -> int:
    """From ``place`` at ``free``: how much later what stands at position ``p`` begins; at the end, overtime."""
    mode = a.route[r, R_MODE]
    if p < s.route[r, SIZE]:
        task = s.row[r, p]
        there = a.visit[task // 2, V_PLACE]
        return free + a.travel[mode, place, there] + s.task[task, REST] - s.visit[task // 2, START]
    f = s.task[s.row[r, p - 1], SEEN] if p > 0 else a.route[r, R_FIXED]
    if f < a.route[r + 1, R_FIXED]:
        return NEVER if free + a.travel[mode, place, a.fixed[f, F_PLACE]] > a.fixed[f, F_STARTS] else 0
    home = free + a.travel[mode, place, a.route[r, R_GOAL]]
    return NEVER if home > a.route[r, R_LIMIT] else max(home - a.route[r, R_ENDS], 0)


@inlined
def heads_for(a: Arrays, s: Sketch, r: int, p: int) -> int:
    """The place to which the carer goes from position ``p - 1``: the next visit, a fixed item, the end of the shift."""
    if p < s.route[r, SIZE]:
        return a.visit[s.row[r, p] // 2, V_PLACE]
    f = s.task[s.row[r, p - 1], SEEN] if p > 0 else a.route[r, R_FIXED]
    return a.fixed[f, F_PLACE] if f < a.route[r + 1, R_FIXED] else a.route[r, R_GOAL]


@inlined
def fixed_before(a: Arrays, s: Sketch, r: int, p: int) -> int:
    """The next fixed item for something put at position ``p``: past those that lie before the visit now there."""
    if p < s.route[r, SIZE]:
        return s.task[s.row[r, p], SEEN]
    return s.task[s.row[r, p - 1], SEEN] if p > 0 else a.route[r, R_FIXED]


@kernel
def rough_points(a: Arrays, s: Sketch, task: int, r: int, p: int, low: int, high: int, most: int) -> tuple[int, int]:
    """Points (own price and face apart) and start of a task put at position ``p``; ``NEVER`` where it cannot."""
    v = task // 2
    mode, here, size = a.route[r, R_MODE], a.visit[v, V_PLACE], s.route[r, SIZE]
    free, place = leaves(a, s, r, p, fixed_before(a, s, r, p))
    there = heads_for(a, s, r, p)
    way = a.travel[mode, place, here] + a.travel[mode, here, there]
    if size > 0:
        way -= a.travel[mode, place, there]
    points = way * a.travel_price[mode]
    if points > most:
        return NEVER, 0
    start = next_window(a, v, max(low, free + a.travel[mode, place, here]))
    if start > high:
        return NEVER, 0
    points += pay_start(a, v, start)
    late = reached(a, s, r, p, start + a.visit[v, V_MINUTES + task % 2], here)
    if late == NEVER or points > most:
        return NEVER, 0
    if a.price[WAITING] > 0:
        before = reached(a, s, r, p, free, place) if 0 < p < size else 0
        idle = start - free - a.travel[mode, place, here] if p > 0 else 0
        points += (idle + min(before, 0) - (min(late, 0) if p < size else 0)) * a.price[WAITING]
    if late > 0:
        if p == size:
            points += late * a.price[OVERTIME]
        else:
            pushed = push_back(a, s, r, p, late, most - points)
            if pushed == NEVER:
                return NEVER, 0
            points += pushed
    return points, start


@kernel
def put_in(a: Arrays, w: Work, c: Choice, s: Sketch, task: int, r: int, p: int) -> None:
    """Put a task at position ``p`` of a row; its visit's rough start is set already. What follows begins later."""
    v = task // 2
    s.task[task, REST], s.task[task, SEEN] = 0, fixed_before(a, s, r, p)
    for q in range(s.route[r, SIZE], p, -1):
        s.row[r, q] = s.row[r, q - 1]
    s.row[r, p] = task
    s.route[r, SIZE] += 1
    s.route[r, LOAD] += a.visit[v, V_LOAD]
    w.met[a.visit[v, V_CITIZEN], a.route[r, R_CARER]] += 1
    c.route[NOW, task] = r
    while p + 1 < s.route[r, SIZE]:
        u, after = s.row[r, p] // 2, s.row[r, p + 1] // 2
        free = s.visit[u, START] + a.visit[u, V_MINUTES + s.row[r, p] % 2]
        late = reached(a, s, r, p + 1, free, a.visit[u, V_PLACE])
        if late <= 0:
            return
        s.visit[after, START] += late
        start = next_window(a, after, s.visit[after, START])
        s.visit[after, START] = start if start < NEVER else s.visit[after, START]
        p += 1
