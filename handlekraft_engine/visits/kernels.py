"""The inner loop, compiled: one order of visits and one route per task become a timetable that breaks no hard rule.

The order is decoded from left to right; every visit is appended to the end of its carers' routes at the first minute
that all hard rules allow (two carers at once: the later of both). What does not fit is left out at its price. Since
there is one order for all, waiting for one another can never go round in a circle. No fastmath: same input, same bits.
"""

from __future__ import annotations

from typing import NamedTuple

from handlekraft_engine.visits.arrays import (
    EARLY,
    HI,
    L_HI,
    L_LO,
    L_TO,
    LATE,
    LO,
    MOVED,
    NEVER,
    R_CARER,
    R_FIXED,
    R_HOME,
    R_MODE,
    R_PAUSES,
    R_STARTS,
    V_CITIZEN,
    V_LEFT_OUT,
    V_LINKS,
    V_MINUTES,
    V_PLACE,
    V_PUBLISHED,
    V_TASKS,
    V_WINDOWS,
    V_WISH_HI,
    V_WISH_LO,
    VISIT,
    Arrays,
    Ints,
)
from handlekraft_engine.visits.compiled import inlined, kernel
from handlekraft_engine.visits.way import (
    BUSY,
    COST,
    FIXED,
    FLOOR,
    FREE,
    LAST,
    PAUSE,
    PLACE,
    append,
    copy_row,
    finish,
    pay_way,
    reach,
    take_pauses,
)


class Work(NamedTuple):
    """What a decode writes. One per chain."""

    state: Ints  # (R + 1, 8) end of each route
    saved: Ints  # (R + 1, 8) the same, before its last visit
    last: Ints  # (R,) last visit, -1 without
    trial: Ints  # (2, 8) the routes of the visit in hand
    start: Ints  # (n,) start, -NEVER = left out; frozen visits keep theirs
    paid: Ints  # (n,) points of a placed visit, faces apart
    seen: Ints  # (C, K) decode in which ``met`` was last touched
    met: Ints  # (C, K) visits of the carer at the citizen in that decode
    tally: Ints  # [points so far, number of the decode]


@inlined
def next_window(a: Arrays, v: int, start: int) -> int:
    """The first minute >= ``start`` inside a window of the visit; ``NEVER`` after the last one."""
    for i in range(a.visit[v, V_WINDOWS], a.visit[v + 1, V_WINDOWS]):
        if start <= a.window[i, HI]:
            return max(start, a.window[i, LO])
    return NEVER


@inlined
def settle(a: Arrays, w: Work, v: int, route: Ints, start: int) -> int:
    """The first start >= ``start`` that windows and both routes allow; leaves the routes up to it in ``w.trial``."""
    tasks = a.visit[v, V_TASKS]
    for task in range(tasks):
        r = route[2 * v + task]
        copy_row(w.state[r], w.trial[task])
        w.trial[task, COST] = 0
    if tasks == 2 and a.route[route[2 * v], R_CARER] == a.route[route[2 * v + 1], R_CARER]:
        return NEVER
    while True:
        start = next_window(a, v, start)
        later = start
        for task in range(tasks):
            if later < NEVER:
                later = reach(a, route[2 * v + task], w.trial[task], v, later)
        if later == start:
            return start
        start = later


@kernel
def settle_called(a: Arrays, w: Work, v: int, route: Ints, start: int) -> int:
    """``settle`` compiled once, for the rare cases: where it is inlined it makes the program long."""
    return settle(a, w, v, route, start)


@inlined
def earliest(a: Arrays, w: Work, v: int, start: int) -> int:
    """The first start >= ``start`` that the links to visits already placed allow."""
    for i in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
        start = max(start, w.start[a.link[i, L_TO]] + a.link[i, L_LO])
    return start


@inlined
def broken_link(a: Arrays, w: Work, v: int, start: int) -> int:
    """A link for which ``start`` is too late, -1 when there is none."""
    for i in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
        partner = w.start[a.link[i, L_TO]]
        if partner > -NEVER and start > partner + a.link[i, L_HI]:
            return i
    return -1


@inlined
def greet(a: Arrays, w: Work, other: Ints, v: int, r: int) -> int:
    """Count the visit; points of the carer's face at the citizen, 0 if seen here or (``other``) elsewhere already."""
    c, k = a.visit[v, V_CITIZEN], a.route[r, R_CARER]
    if w.seen[c, k] != w.tally[1]:
        w.seen[c, k] = w.tally[1]
        w.met[c, k] = 0
    w.met[c, k] += 1
    return a.face[c, k] if w.met[c, k] == 1 and other[c, k] == 0 else 0


@inlined
def pay_start(a: Arrays, v: int, start: int) -> int:
    """Points for a start outside the wished window or away from the published start."""
    points = (
        max(a.visit[v, V_WISH_LO] - start, 0) * a.price[EARLY] + max(start - a.visit[v, V_WISH_HI], 0) * a.price[LATE]
    )
    if a.visit[v, V_PUBLISHED] > -NEVER:
        points += abs(start - a.visit[v, V_PUBLISHED]) * a.price[MOVED]
    return points


@inlined
def commit(a: Arrays, w: Work, other: Ints, v: int, route: Ints, start: int) -> None:
    """Append the visit at the start that ``settle`` has just found."""
    points = pay_start(a, v, start)
    for task in range(a.visit[v, V_TASKS]):
        r = route[2 * v + task]
        row = w.trial[task]
        take_pauses(a, r, row, start, a.travel[a.route[r, R_MODE], row[PLACE], a.visit[v, V_PLACE]])
        points += row[COST] + pay_way(a, r, row, start, a.visit[v, V_PLACE])
        points += a.own[2 * v + task, a.route[r, R_CARER]]
        w.tally[0] += greet(a, w, other, v, r)
        append(row, start + a.visit[v, V_MINUTES], a.visit[v, V_PLACE], VISIT)
        copy_row(w.state[r], w.saved[r])
        copy_row(row, w.state[r])
        w.last[r] = v
    w.start[v] = start
    w.paid[v] = points
    w.tally[0] += points


@kernel
def take_back(a: Arrays, w: Work, other: Ints, v: int, route: Ints) -> None:
    """Undo ``commit`` of the visit that is last on all its routes."""
    for task in range(a.visit[v, V_TASKS]):
        r = route[2 * v + task]
        copy_row(w.saved[r], w.state[r])
        c, k = a.visit[v, V_CITIZEN], a.route[r, R_CARER]
        w.met[c, k] -= 1
        if w.met[c, k] == 0 and other[c, k] == 0:
            w.tally[0] -= a.face[c, k]
    w.start[v] = -NEVER
    w.tally[0] -= w.paid[v]


@kernel
def push(a: Arrays, w: Work, other: Ints, v: int, route: Ints, start: int) -> bool:
    """Move a visit that is last on its routes to ``start`` or later, so that a linked one can keep its gap."""
    for task in range(a.visit[v, V_TASKS]):
        r = route[2 * v + task]
        if r < 0 or w.last[r] != v:
            return False
    old = w.start[v]
    take_back(a, w, other, v, route)
    start = settle_called(a, w, v, route, earliest(a, w, v, start))
    moved = start < NEVER and broken_link(a, w, v, start) < 0
    commit(a, w, other, v, route, start if moved else settle_called(a, w, v, route, old))
    return moved


@kernel
def find_start(a: Arrays, w: Work, other: Ints, v: int, route: Ints, aim: int) -> int:
    """The first start >= ``aim`` that all hard rules allow (a linked visit is pushed if need be), or ``NEVER``."""
    start = settle_called(a, w, v, route, earliest(a, w, v, aim))
    if start == NEVER:
        return NEVER
    link = broken_link(a, w, v, start)
    if link < 0:
        return start
    if not push(a, w, other, a.link[link, L_TO], route, start - a.link[link, L_HI]):
        return NEVER
    start = settle_called(a, w, v, route, earliest(a, w, v, aim))
    if start == NEVER or broken_link(a, w, v, start) >= 0:
        return NEVER
    return start


@kernel
def clear(a: Arrays, w: Work, visits: Ints, routes: Ints) -> None:
    """Empty routes, nothing placed, nothing paid."""
    for r in routes:
        w.state[r, BUSY] = 0
        w.state[r, LAST] = 0
        w.state[r, PLACE] = a.route[r, R_HOME]
        w.state[r, FREE] = a.route[r, R_STARTS]
        w.state[r, FLOOR] = a.route[r, R_STARTS]
        w.state[r, PAUSE] = a.route[r, R_PAUSES]
        w.state[r, FIXED] = a.route[r, R_FIXED]
        w.last[r] = -1
    for v in visits:
        w.start[v] = -NEVER
    w.tally[0] = 0
    w.tally[1] += 1


@kernel
def decode(a: Arrays, w: Work, other: Ints, order: Ints, routes: Ints, route: Ints, aim: Ints, most: int) -> int:
    """Points of the timetable of one part; given up (with what was paid so far) once they exceed ``most``."""
    clear(a, w, order, routes)
    for v in order:
        if a.visit[v, V_LINKS] == a.visit[v + 1, V_LINKS]:
            start = settle(a, w, v, route, aim[v])
        else:
            start = find_start(a, w, other, v, route, aim[v])
        if start < NEVER:
            commit(a, w, other, v, route, start)
        else:
            w.tally[0] += a.visit[v, V_LEFT_OUT]
        if w.tally[0] > most:
            return w.tally[0]
    for r in routes:
        copy_row(w.state[r], w.trial[0])
        w.tally[0] += finish(a, r, w.trial[0])
    return w.tally[0]
