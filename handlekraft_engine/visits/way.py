"""One carer's route, compiled: pauses, protected time, frozen visits, the way home; where the next visit can begin."""

from __future__ import annotations

from handlekraft_engine.visits.arrays import (
    BLOCK,
    F_ENDS,
    F_KIND,
    F_PLACE,
    F_STARTS,
    GRID,
    HI,
    LO,
    MISSABLE,
    NEVER,
    OVERTIME,
    P_HI,
    P_LO,
    P_MINUTES,
    P_PRICE,
    R_EMPTY,
    R_ENDS,
    R_FIXED,
    R_GOAL,
    R_LAST_HOME,
    R_LIMIT,
    R_LONGEST,
    R_MODE,
    R_PAUSES,
    R_STARTS,
    TRACED,
    UNSTEADY,
    V_LINKS,
    V_MINUTES,
    V_PLACE,
    V_PUBLISHED,
    V_TASKS,
    V_WINDOWS,
    V_WISH_HI,
    V_WISH_LO,
    V_WISHES,
    VISIT,
    WAITING,
    Arrays,
    Ints,
)
from handlekraft_engine.visits.compiled import entry, inlined, kernel
from handlekraft_engine.visits.wishes import pay_start

FREE, FLOOR, BUSY, PLACE, PAUSE, FIXED, LAST, COST, LOAD = range(9)
NARROW = 9
"""Columns of a route's state: under way since; end of the last pause; minutes of pauses since FREE; where; next pause;
next fixed item; kind of the last item (0 = none yet); points of the fixed items on the way to this visit; load."""

WORKED, LEAVES, LEAVES_BY = range(9, 12)
WIDE = 12
"""More columns where ``price[TRACED]``: minutes of travel, visits, breaks and protected time so far; when the carer
leaves for the first item at the latest, so that the route still ends as early; the same if it may end later."""


@inlined
def copy_row(source: Ints, target: Ints) -> None:
    """Number by number: assigning the array would ask for memory."""
    for i in range(NARROW):
        target[i] = source[i]
    if len(source) > NARROW:
        for i in range(NARROW, WIDE):
            target[i] = source[i]


@inlined
def take_pauses(a: Arrays, r: int, row: Ints, until: int, travel: int) -> None:
    """Take the next pauses, each as early as it fits, if after it and ``travel`` the carer is there by ``until``."""
    while row[PAUSE] < a.route[r + 1, R_PAUSES]:
        k = row[PAUSE]
        begin = max(row[FLOOR], a.pause[k, P_LO])
        ready = max(begin, row[FREE] + travel + row[BUSY]) + a.pause[k, P_MINUTES]
        if begin > a.pause[k, P_HI] or ready > until:
            return
        row[FLOOR] = begin + a.pause[k, P_MINUTES]
        row[BUSY] += a.pause[k, P_MINUTES]
        row[PAUSE] += 1


@inlined
def pay_way(a: Arrays, r: int, row: Ints, starts: int, place: int) -> int:
    """Points of travel and waiting from the end of the route to something that starts at ``place``."""
    travel = a.travel[a.route[r, R_MODE], row[PLACE], place]
    idle = max(starts - row[FREE] - travel - row[BUSY], 0) if row[LAST] else 0
    return travel * a.travel_price[a.route[r, R_MODE]] + idle * a.price[WAITING]


@entry
def slack(a: Arrays, r: int, v: int, start: int) -> int:
    """Minutes by which the visit may begin later than ``start`` and nothing else changes, but that others follow suit.

    0 where time has a price, where anything else lies on the route, where others depend on the visit.
    """
    free = a.route[r, R_FIXED] == a.route[r + 1, R_FIXED] and a.route[r, R_PAUSES] == a.route[r + 1, R_PAUSES]
    alone = a.visit[v, V_TASKS] == 1 and a.visit[v, V_LINKS] == a.visit[v + 1, V_LINKS]
    priced = a.price[WAITING] > 0 or a.price[UNSTEADY] > 0 or a.visit[v, V_PUBLISHED] > -NEVER or a.price[GRID] > 1
    if not free or not alone or priced:
        return 0
    latest = start
    for i in range(a.visit[v, V_WINDOWS], a.visit[v + 1, V_WINDOWS]):
        if a.window[i, LO] <= start:
            latest = a.window[i, HI]
    if a.visit[v, V_WISHES] < a.visit[v + 1, V_WISHES]:
        latest = min(latest, a.visit[v, V_WISH_HI]) if start >= a.visit[v, V_WISH_LO] else start
    return max(latest - start, 0)


@kernel
def leaving(a: Arrays, r: int, row: Ints, start: int, way: int, spare: int) -> tuple[int, int]:
    """``LEAVES`` and ``LEAVES_BY`` after something that starts at ``start`` after a ``way`` of travel and pauses.

    ``spare``: its slack. Source: the duration of a route in Vidal et al., Operations Research 62 (2014).
    """
    if row[LAST] == 0:
        return start - way, start - way + spare
    late = row[LEAVES] + start - row[FREE] - way
    return min(max(late, row[LEAVES]), row[LEAVES_BY]), min(row[LEAVES_BY], max(late, row[LEAVES]) + spare)


@kernel
def trace(a: Arrays, r: int, row: Ints, start: int, minutes: int, place: int, spare: int) -> None:
    """What the route remembers of something of ``minutes`` at ``place`` that is about to be appended at ``start``."""
    way = a.travel[a.route[r, R_MODE], row[PLACE], place] + row[BUSY]
    row[WORKED] += way + minutes
    row[LEAVES], row[LEAVES_BY] = leaving(a, r, row, start, way, spare)


@inlined
def append(row: Ints, ends: int, place: int, kind: int) -> None:
    """The route now ends with this item."""
    row[FREE] = ends
    row[FLOOR] = ends
    row[BUSY] = 0
    row[PLACE] = place
    row[LAST] = kind


@kernel
def miss_pauses(a: Arrays, r: int, row: Ints, ends: int) -> None:
    """Give up the pauses that can no longer begin after something that ends at ``ends``, at their price."""
    while row[PAUSE] < a.route[r + 1, R_PAUSES] and a.pause[row[PAUSE], P_HI] < ends:
        row[COST] += max(a.pause[row[PAUSE], P_PRICE], 0)
        row[PAUSE] += 1


@kernel
def pass_fixed(a: Arrays, r: int, row: Ints) -> None:
    """Go on past the next fixed item: no further visit fits before it."""
    f = row[FIXED]
    travel = a.travel[a.route[r, R_MODE], row[PLACE], a.fixed[f, F_PLACE]]
    take_pauses(a, r, row, a.fixed[f, F_STARTS], travel)
    miss_pauses(a, r, row, a.fixed[f, F_ENDS])
    row[COST] += pay_way(a, r, row, a.fixed[f, F_STARTS], a.fixed[f, F_PLACE])
    if a.price[TRACED]:
        trace(a, r, row, a.fixed[f, F_STARTS], a.fixed[f, F_ENDS] - a.fixed[f, F_STARTS], a.fixed[f, F_PLACE], 0)
    append(row, a.fixed[f, F_ENDS], a.fixed[f, F_PLACE], a.fixed[f, F_KIND])
    row[FIXED] += 1


@inlined
def fits_before_fixed(a: Arrays, r: int, f: int, k: int, ends: int, place: int) -> bool:
    """From a visit that ends at ``ends`` the fixed item ``f`` and the pauses before it (from ``k``) are reached."""
    travel = a.travel[a.route[r, R_MODE], place, a.fixed[f, F_PLACE]]
    floor = ends
    busy = 0
    while k < a.route[r + 1, R_PAUSES]:
        begin = max(floor, a.pause[k, P_LO])
        ready = max(begin, ends + travel + busy) + a.pause[k, P_MINUTES]
        if begin > a.pause[k, P_HI] or ready > a.fixed[f, F_STARTS]:
            break
        floor = begin + a.pause[k, P_MINUTES]
        busy += a.pause[k, P_MINUTES]
        k += 1
    if k < a.route[r + 1, R_PAUSES] and a.pause[k, P_HI] < ends:
        return False
    if a.fixed[f, F_KIND] == BLOCK and k < a.route[r + 1, R_PAUSES] and a.pause[k, P_HI] < a.fixed[f, F_ENDS]:
        return False
    return max(ends + travel + busy, floor) <= a.fixed[f, F_STARTS] and ends <= a.route[r, R_LIMIT]


@inlined
def arrival_home(a: Arrays, r: int, k: int, free: int, floor: int, busy: int, place: int, late: int) -> int:
    """When the carer is home after the remaining pauses from ``k`` on; not before ``late`` when one comes too late."""
    while k < a.route[r + 1, R_PAUSES]:
        begin = max(floor, a.pause[k, P_LO])
        if begin > a.pause[k, P_HI]:
            begin = max(floor, late)
        else:
            busy += a.pause[k, P_MINUTES]
            begin += a.pause[k, P_MINUTES]
        floor = begin
        k += 1
    return max(free + a.travel[a.route[r, R_MODE], place, a.route[r, R_GOAL]] + busy, floor)


@kernel
def too_long(a: Arrays, r: int, row: Ints, task: int, start: int, k: int) -> bool:
    """With the visit at ``start``, the next pause being ``k``, the tour lasts longer than the shift allows."""
    v, place = task // 2, a.visit[task // 2, V_PLACE]
    way = a.travel[a.route[r, R_MODE], row[PLACE], place] + row[BUSY]
    for pause in range(row[PAUSE], k):
        way += a.pause[pause, P_MINUTES]
    leaves, _ = leaving(a, r, row, start, way, slack(a, r, v, start))
    ends = start + a.visit[v, V_MINUTES + task % 2]
    home = arrival_home(a, r, k, ends, ends, 0, place, 0)
    if row[FIXED] < a.route[r + 1, R_FIXED]:
        home = a.route[r, R_LAST_HOME]
    return home - leaves > a.route[r, R_LONGEST]


@inlined
def goes_on(a: Arrays, r: int, f: int, k: int, ends: int, place: int) -> bool:
    """After a visit that ends at ``ends`` all that must still follow on the route is possible, no pause missed."""
    if f < a.route[r + 1, R_FIXED]:
        return fits_before_fixed(a, r, f, k, ends, place)
    return arrival_home(a, r, k, ends, ends, 0, place, NEVER) <= a.route[r, R_LIMIT]


@kernel
def pause_first(a: Arrays, r: int, row: Ints, task: int, start: int) -> int:
    """The earliest start after one more pause than fits before ``start``; ``NEVER`` when there is none.

    Where a fixed item follows, the visit must then still end before it.
    """
    v = task // 2
    travel = a.travel[a.route[r, R_MODE], row[PLACE], a.visit[v, V_PLACE]]
    k, floor, busy = row[PAUSE], row[FLOOR], row[BUSY]
    while k < a.route[r + 1, R_PAUSES]:
        begin = max(floor, a.pause[k, P_LO])
        ready = max(begin, row[FREE] + travel + busy) + a.pause[k, P_MINUTES]
        if begin > a.pause[k, P_HI]:
            return NEVER
        if ready > start:
            f = row[FIXED]
            blocked = f < a.route[r + 1, R_FIXED] and ready + a.visit[v, V_MINUTES + task % 2] > a.fixed[f, F_STARTS]
            return NEVER if blocked else ready
        floor = begin + a.pause[k, P_MINUTES]
        busy += a.pause[k, P_MINUTES]
        k += 1
    return NEVER


@kernel
def fits_missing(a: Arrays, r: int, f: int, k: int, ends: int, place: int) -> bool:
    """``fits_before_fixed`` where pauses that have a price may be missed at the fixed item."""
    if fits_before_fixed(a, r, f, k, ends, place):
        return True
    travel = a.travel[a.route[r, R_MODE], place, a.fixed[f, F_PLACE]]
    late = ends + travel > a.fixed[f, F_STARTS] or ends > a.route[r, R_LIMIT]
    hard = 0
    for pause in range(k, a.route[r + 1, R_PAUSES]):
        hard += a.pause[pause, P_PRICE] < 0
    return not late and hard == 0


@kernel
def may_miss(a: Arrays, r: int, row: Ints, task: int, start: int, k: int, later: int) -> bool:
    """Missing pauses (from ``k``) that have a price lets the visit begin at ``start``, and ``later`` costs more."""
    v = task // 2
    ends, f = start + a.visit[v, V_MINUTES + task % 2], row[FIXED]
    price = 0
    while k < a.route[r + 1, R_PAUSES] and a.pause[k, P_HI] < ends and a.pause[k, P_PRICE] >= 0:
        price += a.pause[k, P_PRICE]
        k += 1
    if f < a.route[r + 1, R_FIXED]:
        possible = fits_missing(a, r, f, k, ends, a.visit[v, V_PLACE])
    else:
        late = 0
        for pause in range(k, a.route[r + 1, R_PAUSES]):
            late = NEVER if a.pause[pause, P_PRICE] < 0 else late
        possible = arrival_home(a, r, k, ends, ends, 0, a.visit[v, V_PLACE], late) <= a.route[r, R_LIMIT]
    in_time = 0
    for i in range(a.visit[v, V_WINDOWS], a.visit[v + 1, V_WINDOWS]):
        in_time += a.window[i, HI] >= later
    return possible and (in_time == 0 or pay_start(a, v, later) - pay_start(a, v, start) > price)


@inlined
def pauses_taken(a: Arrays, r: int, row: Ints, travel: int, until: int) -> int:
    """Index of the next pause after those that fit before ``until``; changes nothing."""
    k, floor, busy = row[PAUSE], row[FLOOR], row[BUSY]
    while k < a.route[r + 1, R_PAUSES]:
        begin = max(floor, a.pause[k, P_LO])
        ready = max(begin, row[FREE] + travel + busy) + a.pause[k, P_MINUTES]
        if begin > a.pause[k, P_HI] or ready > until:
            return k
        floor = begin + a.pause[k, P_MINUTES]
        busy += a.pause[k, P_MINUTES]
        k += 1
    return k


@inlined
def reach(a: Arrays, r: int, row: Ints, task: int, start: int) -> int:
    """The first start >= ``start`` that the route allows, passing fixed items where it must; ``NEVER`` without one."""
    v = task // 2
    while True:
        travel = a.travel[a.route[r, R_MODE], row[PLACE], a.visit[v, V_PLACE]]
        start = max(start, a.route[r, R_STARTS], row[FREE] + travel + row[BUSY], row[FLOOR])
        k = pauses_taken(a, r, row, travel, start)
        if goes_on(a, r, row[FIXED], k, start + a.visit[v, V_MINUTES + task % 2], a.visit[v, V_PLACE]):
            return start if a.route[r, R_LONGEST] == NEVER or not too_long(a, r, row, task, start, k) else NEVER
        later = pause_first(a, r, row, task, start)
        if a.price[MISSABLE] and may_miss(a, r, row, task, start, k, later):
            return start if a.route[r, R_LONGEST] == NEVER or not too_long(a, r, row, task, start, k) else NEVER
        if later < NEVER:
            start = later
        elif row[FIXED] < a.route[r + 1, R_FIXED]:
            pass_fixed(a, r, row)
        else:
            return NEVER


@kernel
def finish(a: Arrays, r: int, row: Ints) -> int:
    """Points of the rest of a route: remaining fixed items, the way home, overtime. Changes the row."""
    row[COST] = 0
    while row[FIXED] < a.route[r + 1, R_FIXED]:
        pass_fixed(a, r, row)
    if row[LAST] == 0:
        return 0
    travel = a.travel[a.route[r, R_MODE], row[PLACE], a.route[r, R_GOAL]]
    points = row[COST] + travel * a.travel_price[a.route[r, R_MODE]]
    if row[LAST] == VISIT:
        home = arrival_home(a, r, row[PAUSE], row[FREE], row[FLOOR], row[BUSY], row[PLACE], 0)
        points += max(home - a.route[r, R_ENDS], 0) * a.price[OVERTIME]
    return points + (miss_last(a, r, row) if a.price[MISSABLE] else 0)


@kernel
def miss_last(a: Arrays, r: int, row: Ints) -> int:
    """Points of the pauses that come too late after the last item of a route."""
    floor, points = row[FLOOR], 0
    for k in range(row[PAUSE], a.route[r + 1, R_PAUSES]):
        begin = max(floor, a.pause[k, P_LO])
        if begin > a.pause[k, P_HI]:
            points += max(a.pause[k, P_PRICE], 0)
        else:
            floor = begin + a.pause[k, P_MINUTES]
    return points


@kernel
def idle_minutes(a: Arrays, r: int, row: Ints) -> int:
    """Minutes of the shift, or until home, without travel, visits, pauses; ``row`` is what ``finish`` left."""
    if row[LAST] == 0:
        return a.route[r, R_EMPTY]
    floor, busy = row[FLOOR], row[BUSY]
    for k in range(row[PAUSE], a.route[r + 1, R_PAUSES]):
        begin = max(floor, a.pause[k, P_LO])
        if begin <= a.pause[k, P_HI]:
            floor = begin + a.pause[k, P_MINUTES]
            busy += a.pause[k, P_MINUTES]
    travel = a.travel[a.route[r, R_MODE], row[PLACE], a.route[r, R_GOAL]]
    home = max(row[FREE] + travel + busy, floor)
    return max(max(home, a.route[r, R_ENDS]) - a.route[r, R_STARTS] - row[WORKED] - travel - busy, 0)
