"""The inner loop, compiled: one order of visits and one route per task become a timetable that breaks no hard rule.

The order is decoded from left to right; every visit is appended to the end of its carers' routes at the first minute
that all hard rules allow (two carers at once: the later of both). What does not fit is left out at its price. Since
there is one order for all, waiting for one another can never go round in a circle. No fastmath: same input, same bits.
"""

from __future__ import annotations

from typing import NamedTuple

from numba import njit

from handlekraft_engine.visits.arrays import BLOCK, NEVER, VISIT, Arrays, Ints

FREE, FLOOR, BUSY, PLACE, PAUSE, FIXED, LAST, COST = range(8)
"""Columns of a route's state: under way since; end of the last pause; minutes of pauses since FREE; where; next pause;
next fixed item; kind of the last item (0 = none yet); points of the fixed items passed on the way to this visit."""


class Work(NamedTuple):
    """What a decode writes. One per chain."""

    state: Ints  # (R, 8) end of each route
    saved: Ints  # (R, 8) the same, before its last visit
    last: Ints  # (R,) last visit, -1 without
    trial: Ints  # (2, 8) the routes of the visit in hand
    start: Ints  # (n,) start, -NEVER = left out; frozen visits keep theirs
    paid: Ints  # (n,) points of a placed visit, faces apart
    seen: Ints  # (C, K) decode in which the count was last touched
    count: Ints  # (C, K) visits of the carer at the citizen in that decode
    tally: Ints  # [points so far, number of the decode]


@njit(cache=True, nogil=True)
def take_pauses(a: Arrays, r: int, row: Ints, until: int, travel: int) -> None:
    """Take the next pauses, each as early as it fits, if after it and ``travel`` the carer is there by ``until``."""
    while row[PAUSE] < a.pause_at[r + 1]:
        k = row[PAUSE]
        begin = max(row[FLOOR], a.pause_lo[k])
        ready = max(begin, row[FREE] + travel + row[BUSY]) + a.pause_minutes[k]
        if begin > a.pause_hi[k] or ready > until:
            return
        row[FLOOR] = begin + a.pause_minutes[k]
        row[BUSY] += a.pause_minutes[k]
        row[PAUSE] += 1


@njit(cache=True, nogil=True)
def pay_way(a: Arrays, r: int, row: Ints, starts: int, place: int) -> int:
    """Points of travel and waiting from the end of the route to something that starts at ``place``."""
    travel = a.travel[a.mode[r], row[PLACE], place]
    idle = max(starts - row[FREE] - travel - row[BUSY], 0) if row[LAST] else 0
    return travel * a.travel_price[a.mode[r]] + idle * a.waiting


@njit(cache=True, nogil=True)
def append(row: Ints, ends: int, place: int, kind: int) -> None:
    """The route now ends with this item."""
    row[FREE] = ends
    row[FLOOR] = ends
    row[BUSY] = 0
    row[PLACE] = place
    row[LAST] = kind


@njit(cache=True, nogil=True)
def pass_fixed(a: Arrays, r: int, row: Ints) -> None:
    """Go on past the next fixed item: no further visit fits before it."""
    f = row[FIXED]
    travel = a.travel[a.mode[r], row[PLACE], a.fixed_place[f]]
    take_pauses(a, r, row, a.fixed_starts[f], travel)
    while row[PAUSE] < a.pause_at[r + 1] and a.pause_hi[row[PAUSE]] < a.fixed_ends[f]:
        row[PAUSE] += 1
    row[COST] += pay_way(a, r, row, a.fixed_starts[f], a.fixed_place[f])
    append(row, a.fixed_ends[f], a.fixed_place[f], a.fixed_kind[f])
    row[FIXED] += 1


@njit(cache=True, nogil=True)
def fits_before_fixed(a: Arrays, r: int, f: int, k: int, ends: int, place: int) -> bool:
    """From a visit that ends at ``ends`` the fixed item ``f`` and the pauses before it (from ``k``) are reached."""
    travel = a.travel[a.mode[r], place, a.fixed_place[f]]
    floor = ends
    busy = 0
    while k < a.pause_at[r + 1]:
        begin = max(floor, a.pause_lo[k])
        ready = max(begin, ends + travel + busy) + a.pause_minutes[k]
        if begin > a.pause_hi[k] or ready > a.fixed_starts[f]:
            break
        floor = begin + a.pause_minutes[k]
        busy += a.pause_minutes[k]
        k += 1
    if k < a.pause_at[r + 1] and a.pause_hi[k] < ends:
        return False
    if a.fixed_kind[f] == BLOCK and k < a.pause_at[r + 1] and a.pause_hi[k] < a.fixed_ends[f]:
        return False
    return max(ends + travel + busy, floor) <= a.fixed_starts[f] and ends <= a.limit[r]


@njit(cache=True, nogil=True)
def arrival_home(a: Arrays, r: int, k: int, free: int, floor: int, busy: int, place: int, late: int) -> int:
    """When the carer is home after the remaining pauses from ``k`` on; not before ``late`` when one comes too late."""
    while k < a.pause_at[r + 1]:
        begin = max(floor, a.pause_lo[k])
        if begin > a.pause_hi[k]:
            begin = max(floor, late)
        else:
            busy += a.pause_minutes[k]
            begin += a.pause_minutes[k]
        floor = begin
        k += 1
    return max(free + a.travel[a.mode[r], place, a.goal[r]] + busy, floor)


@njit(cache=True, nogil=True)
def goes_on(a: Arrays, r: int, f: int, k: int, ends: int, place: int) -> bool:
    """After a visit that ends at ``ends`` all that must still follow on the route is possible."""
    if f < a.fixed_at[r + 1]:
        return fits_before_fixed(a, r, f, k, ends, place)
    return arrival_home(a, r, k, ends, ends, 0, place, NEVER) <= a.limit[r]


@njit(cache=True, nogil=True)
def pause_first(a: Arrays, r: int, row: Ints, v: int, start: int) -> int:
    """The earliest start after one more pause than fits before ``start``; ``NEVER`` when there is none.

    Where a fixed item follows, the visit must then still end before it.
    """
    travel = a.travel[a.mode[r], row[PLACE], a.place[v]]
    k, floor, busy = row[PAUSE], row[FLOOR], row[BUSY]
    while k < a.pause_at[r + 1]:
        begin = max(floor, a.pause_lo[k])
        ready = max(begin, row[FREE] + travel + busy) + a.pause_minutes[k]
        if begin > a.pause_hi[k]:
            return NEVER
        if ready > start:
            f = row[FIXED]
            blocked = f < a.fixed_at[r + 1] and ready + a.minutes[v] > a.fixed_starts[f]
            return NEVER if blocked else ready
        floor = begin + a.pause_minutes[k]
        busy += a.pause_minutes[k]
        k += 1
    return NEVER


@njit(cache=True, nogil=True)
def pauses_taken(a: Arrays, r: int, row: Ints, travel: int, until: int) -> int:
    """Index of the next pause after those that fit before ``until``; changes nothing."""
    k, floor, busy = row[PAUSE], row[FLOOR], row[BUSY]
    while k < a.pause_at[r + 1]:
        begin = max(floor, a.pause_lo[k])
        ready = max(begin, row[FREE] + travel + busy) + a.pause_minutes[k]
        if begin > a.pause_hi[k] or ready > until:
            return k
        floor = begin + a.pause_minutes[k]
        busy += a.pause_minutes[k]
        k += 1
    return k


@njit(cache=True, nogil=True)
def reach(a: Arrays, r: int, row: Ints, v: int, start: int) -> int:
    """The first start >= ``start`` that the route allows, passing fixed items where it must; ``NEVER`` without one."""
    while True:
        travel = a.travel[a.mode[r], row[PLACE], a.place[v]]
        start = max(start, a.starts[r], row[FREE] + travel + row[BUSY], row[FLOOR])
        k = pauses_taken(a, r, row, travel, start)
        if goes_on(a, r, row[FIXED], k, start + a.minutes[v], a.place[v]):
            return start
        later = pause_first(a, r, row, v, start)
        if later < NEVER:
            start = later
        elif row[FIXED] < a.fixed_at[r + 1]:
            pass_fixed(a, r, row)
        else:
            return NEVER


@njit(cache=True, nogil=True)
def next_window(a: Arrays, v: int, start: int) -> int:
    """The first minute >= ``start`` inside a window of the visit; ``NEVER`` after the last one."""
    for i in range(a.window_at[v], a.window_at[v + 1]):
        if start <= a.window_hi[i]:
            return max(start, a.window_lo[i])
    return NEVER


@njit(cache=True, nogil=True)
def settle(a: Arrays, w: Work, v: int, route: Ints, start: int) -> int:
    """The first start >= ``start`` that windows and both routes allow; leaves the routes up to it in ``w.trial``."""
    tasks = a.tasks[v]
    for task in range(tasks):
        r = route[2 * v + task]
        if r < 0:
            return NEVER
        w.trial[task] = w.state[r]
        w.trial[task, COST] = 0
    if tasks == 2 and a.carer[route[2 * v]] == a.carer[route[2 * v + 1]]:
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


@njit(cache=True, nogil=True)
def earliest(a: Arrays, w: Work, v: int, start: int) -> int:
    """The first start >= ``start`` that the links to visits already placed allow."""
    for i in range(a.link_at[v], a.link_at[v + 1]):
        start = max(start, w.start[a.link_to[i]] + a.link_lo[i])
    return start


@njit(cache=True, nogil=True)
def broken_link(a: Arrays, w: Work, v: int, start: int) -> int:
    """A link for which ``start`` is too late, -1 when there is none."""
    for i in range(a.link_at[v], a.link_at[v + 1]):
        partner = w.start[a.link_to[i]]
        if partner > -NEVER and start > partner + a.link_hi[i]:
            return i
    return -1


@njit(cache=True, nogil=True)
def greet(a: Arrays, w: Work, other: Ints, v: int, r: int) -> int:
    """Count the visit; points of the carer's face at the citizen, 0 if seen here or (``other``) elsewhere already."""
    c, k = a.citizen[v], a.carer[r]
    if w.seen[c, k] != w.tally[1]:
        w.seen[c, k] = w.tally[1]
        w.count[c, k] = 0
    w.count[c, k] += 1
    return a.face[c, k] if w.count[c, k] == 1 and other[c, k] == 0 else 0


@njit(cache=True, nogil=True)
def pay_start(a: Arrays, v: int, start: int) -> int:
    """Points for a start outside the wished window or away from the published start."""
    points = max(a.wish_lo[v] - start, 0) * a.early + max(start - a.wish_hi[v], 0) * a.late
    if a.published[v] > -NEVER:
        points += abs(start - a.published[v]) * a.moved
    return points


@njit(cache=True, nogil=True)
def commit(a: Arrays, w: Work, other: Ints, v: int, route: Ints, start: int) -> None:
    """Append the visit at the start that ``settle`` has just found."""
    points = pay_start(a, v, start)
    for task in range(a.tasks[v]):
        r = route[2 * v + task]
        row = w.trial[task]
        take_pauses(a, r, row, start, a.travel[a.mode[r], row[PLACE], a.place[v]])
        points += row[COST] + pay_way(a, r, row, start, a.place[v])
        points += a.own[2 * v + task, a.carer[r]]
        w.tally[0] += greet(a, w, other, v, r)
        append(row, start + a.minutes[v], a.place[v], VISIT)
        w.saved[r] = w.state[r]
        w.state[r] = row
        w.last[r] = v
    w.start[v] = start
    w.paid[v] = points
    w.tally[0] += points


@njit(cache=True, nogil=True)
def take_back(a: Arrays, w: Work, other: Ints, v: int, route: Ints) -> None:
    """Undo ``commit`` of the visit that is last on all its routes."""
    for task in range(a.tasks[v]):
        r = route[2 * v + task]
        w.state[r] = w.saved[r]
        c, k = a.citizen[v], a.carer[r]
        w.count[c, k] -= 1
        if w.count[c, k] == 0 and other[c, k] == 0:
            w.tally[0] -= a.face[c, k]
    w.start[v] = -NEVER
    w.tally[0] -= w.paid[v]


@njit(cache=True, nogil=True)
def push(a: Arrays, w: Work, other: Ints, v: int, route: Ints, start: int) -> bool:
    """Move a visit that is last on its routes to ``start`` or later, so that a linked one can keep its gap."""
    for task in range(a.tasks[v]):
        r = route[2 * v + task]
        if r < 0 or w.last[r] != v:
            return False
    old = w.start[v]
    take_back(a, w, other, v, route)
    start = settle(a, w, v, route, earliest(a, w, v, start))
    moved = start < NEVER and broken_link(a, w, v, start) < 0
    commit(a, w, other, v, route, start if moved else settle(a, w, v, route, old))
    return moved


@njit(cache=True, nogil=True)
def find_start(a: Arrays, w: Work, other: Ints, v: int, route: Ints, aim: int) -> int:
    """The first start >= ``aim`` that all hard rules allow (a linked visit is pushed if need be), or ``NEVER``."""
    start = settle(a, w, v, route, earliest(a, w, v, aim))
    if start == NEVER:
        return NEVER
    link = broken_link(a, w, v, start)
    if link < 0:
        return start
    if not push(a, w, other, a.link_to[link], route, start - a.link_hi[link]):
        return NEVER
    start = settle(a, w, v, route, earliest(a, w, v, aim))
    if start == NEVER or broken_link(a, w, v, start) >= 0:
        return NEVER
    return start


@njit(cache=True, nogil=True)
def clear(a: Arrays, w: Work, visits: Ints, routes: Ints) -> None:
    """Empty routes, nothing placed, nothing paid."""
    for r in routes:
        w.state[r, :] = 0
        w.state[r, PLACE] = a.home[r]
        w.state[r, FREE] = a.starts[r]
        w.state[r, FLOOR] = a.starts[r]
        w.state[r, PAUSE] = a.pause_at[r]
        w.state[r, FIXED] = a.fixed_at[r]
        w.last[r] = -1
    for v in visits:
        w.start[v] = -NEVER
    w.tally[0] = 0
    w.tally[1] += 1


@njit(cache=True, nogil=True)
def finish(a: Arrays, r: int, row: Ints) -> int:
    """Points of the rest of a route: remaining fixed items, the way home, overtime. Changes the row."""
    row[COST] = 0
    while row[FIXED] < a.fixed_at[r + 1]:
        pass_fixed(a, r, row)
    if row[LAST] == 0:
        return 0
    travel = a.travel[a.mode[r], row[PLACE], a.goal[r]]
    points = row[COST] + travel * a.travel_price[a.mode[r]]
    if row[LAST] == VISIT:
        home = arrival_home(a, r, row[PAUSE], row[FREE], row[FLOOR], row[BUSY], row[PLACE], 0)
        points += max(home - a.ends[r], 0) * a.overtime
    return points


@njit(cache=True, nogil=True)
def decode(a: Arrays, w: Work, other: Ints, order: Ints, routes: Ints, route: Ints, aim: Ints, most: int) -> int:
    """Points of the timetable of one part; given up (with what was paid so far) once they exceed ``most``."""
    clear(a, w, order, routes)
    for v in order:
        start = find_start(a, w, other, v, route, aim[v])
        if start < NEVER:
            commit(a, w, other, v, route, start)
        else:
            w.tally[0] += a.left_out[v]
        if w.tally[0] > most:
            return w.tally[0]
    for r in routes:
        w.trial[0] = w.state[r]
        w.tally[0] += finish(a, r, w.trial[0])
    return w.tally[0]
