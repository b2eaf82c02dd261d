"""The inner loop, compiled: one order of visits and one route per task become a timetable that breaks no hard rule.

The order is decoded from left to right; every visit is appended to the end of its carers' routes at the first minute
that all hard rules allow (two carers at once: the later of both). What does not fit is left out at its price. Since
there is one order for all, waiting for one another can never go round in a circle. No fastmath: same input, same bits.
"""

from __future__ import annotations

from handlekraft_engine.visits.arrays import (
    ANY,
    APART,
    BEYOND_SHARE,
    GRID,
    HI,
    L_CARERS,
    L_HI,
    L_LO,
    L_TO,
    L_TOGETHER,
    LO,
    MISSABLE,
    NEVER,
    R_CAPACITY,
    R_CARER,
    R_FIXED,
    R_HOME,
    R_LONGEST,
    R_MODE,
    R_PAUSES,
    R_STARTS,
    R_USED,
    SAME,
    SECOND_FACE,
    TOGETHER,
    TRACED,
    V_CITIZEN,
    V_HALF,
    V_LEFT_OUT,
    V_LINKS,
    V_LOAD,
    V_MINUTES,
    V_PLACE,
    V_PUBLISHED,
    V_SECOND,
    V_TASKS,
    V_WINDOWS,
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
    LOAD,
    NARROW,
    PAUSE,
    PLACE,
    WIDE,
    append,
    copy_row,
    miss_pauses,
    pay_way,
    reach,
    slack,
    take_pauses,
    trace,
)
from handlekraft_engine.visits.wishes import pay_start
from handlekraft_engine.visits.work import GIVEN_UP, POINTS, ROUND, TOUCHED, TRIED, Work


@inlined
def next_window(a: Arrays, v: int, start: int) -> int:
    """The first minute >= ``start`` inside a window of the visit; ``NEVER`` after the last one."""
    for i in range(a.visit[v, V_WINDOWS], a.visit[v + 1, V_WINDOWS]):
        low, high = a.window[i, LO], a.window[i, HI]
        if start <= high:
            start = max(start, low)
            if a.price[GRID] == 1 or start == a.visit[v, V_PUBLISHED]:
                return start
            rounded = -(-start // a.price[GRID]) * a.price[GRID]
            if rounded <= high:
                return rounded
            if -(-low // a.price[GRID]) * a.price[GRID] > high:
                return start
    return NEVER


@inlined
def settle(a: Arrays, w: Work, v: int, route: Ints, start: int) -> int:
    """The first start >= ``start`` that windows and both routes allow; leaves the routes up to it in ``w.trial``."""
    tasks = a.visit[v, V_TASKS]
    for task in range(tasks):
        r = route[2 * v + task]
        copy_row(w.state[r], w.trial[task])
        w.trial[task, LOAD] += a.visit[v, V_LOAD]
        if w.trial[task, LOAD] > a.route[r, R_CAPACITY]:
            return NEVER
    if tasks == 2 and a.route[route[2 * v], R_CARER] == a.route[route[2 * v + 1], R_CARER]:
        return NEVER
    while True:
        start = next_window(a, v, start)
        later = start
        for task in range(tasks):
            if later < NEVER:
                later = reach(a, route[2 * v + task], w.trial[task], 2 * v + task, later)
        if later == start:
            return start
        start = later


@kernel
def settle_called(a: Arrays, w: Work, v: int, route: Ints, start: int) -> int:
    """``settle`` compiled once, for the rare cases: where it is inlined it makes the program long."""
    return settle(a, w, v, route, start)


@inlined
def earliest(a: Arrays, w: Work, v: int, start: int, i: int) -> int:
    """The first start >= ``start`` that the links to visits placed before position ``i`` allow."""
    for k in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
        partner = a.link[k, L_TO]
        if w.place[partner] < i:
            start = max(start, w.start[partner] + a.link[k, L_LO])
    return start


@inlined
def broken_link(a: Arrays, w: Work, v: int, start: int, i: int) -> int:
    """A link to a visit placed before position ``i`` for which ``start`` is too late, -1 when there is none."""
    for k in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
        partner = a.link[k, L_TO]
        if w.place[partner] < i and w.start[partner] > -NEVER and start > w.start[partner] + a.link[k, L_HI]:
            return k
    return -1


@inlined
def shared_carers(a: Arrays, v: int, other: int, route: Ints) -> int:
    """How many carers of the visit are at the other one too."""
    shared = 0
    for task in range(a.visit[v, V_TASKS]):
        for there in range(a.visit[other, V_TASKS]):
            shared += a.route[route[2 * v + task], R_CARER] == a.route[route[2 * other + there], R_CARER]
    return shared


@inlined
def wrong_carers(a: Arrays, w: Work, v: int, route: Ints, i: int) -> bool:
    """A linked visit placed before position ``i`` wants the same carers, or none of them (frozen: see ``own``)."""
    for k in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
        other = a.link[k, L_TO]
        if (
            a.link[k, L_CARERS] != ANY
            and a.link[k, L_CARERS] != APART
            and 0 <= w.place[other] < i
            and w.start[other] > -NEVER
        ):
            shared = shared_carers(a, v, other, route)
            wanted = max(a.visit[v, V_TASKS], a.visit[other, V_TASKS]) if a.link[k, L_CARERS] == SAME else 0
            if shared != wanted:
                return True
    return False


@kernel
def lacks_partner(a: Arrays, w: Work, v: int, i: int) -> bool:
    """A visit that is covered together with this one, and stands before position ``i``, is left out."""
    for k in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
        if a.link[k, L_TOGETHER] and w.place[a.link[k, L_TO]] < i and w.start[a.link[k, L_TO]] == -NEVER:
            return True
    return False


@inlined
def commit(a: Arrays, w: Work, v: int, route: Ints, start: int) -> None:
    """Append the visit at the start that ``settle`` has just found."""
    points = pay_start(a, v, start)
    for task in range(a.visit[v, V_TASKS]):
        r = route[2 * v + task]
        row = w.trial[task]
        take_pauses(a, r, row, start, a.travel[a.route[r, R_MODE], row[PLACE], a.visit[v, V_PLACE]])
        if a.price[MISSABLE]:
            miss_pauses(a, r, row, start + a.visit[v, V_MINUTES + task])
        points += row[COST] + pay_way(a, r, row, start, a.visit[v, V_PLACE])
        points += a.own[2 * v + task, a.route[r, R_CARER]]
        if a.price[TRACED]:
            spare = slack(a, r, v, start) if a.route[r, R_LONGEST] < NEVER else 0
            trace(a, r, row, start, a.visit[v, V_MINUTES + task], a.visit[v, V_PLACE], spare)
        append(row, start + a.visit[v, V_MINUTES + task], a.visit[v, V_PLACE], VISIT)
        row[COST] = 0
        if w.last[r] < 0:
            points += a.route[r, R_USED]
        copy_row(row, w.state[r])
        copy_row(row, w.after[2 * v + task])
        w.last[r] = v
    w.start[v] = start
    w.paid[v] = points


@inlined
def stay(a: Arrays, v: int) -> int:
    """Minutes until the last carer has left."""
    return max(a.visit[v, V_MINUTES], a.visit[v, V_SECOND])


@kernel
def settle_apart(a: Arrays, w: Work, v: int, route: Ints, start: int, i: int) -> int:
    """``settle``, and later until no visit of the citizen that was placed before position ``i`` is overlapped."""
    while True:
        start = settle_called(a, w, v, route, start)
        later = start
        for k in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
            other = a.link[k, L_TO]
            there = w.place[other] < i and w.start[other] > -NEVER
            if a.link[k, L_CARERS] == APART and there and start + stay(a, v) > w.start[other]:
                later = max(later, w.start[other] + stay(a, other))
        if later == start or start == NEVER:
            return start
        start = later


@kernel
def go_to(a: Arrays, w: Work, order: Ints, route: Ints, r: int, i: int) -> None:
    """Put the end of the route before position ``i`` into its running state; the route is hot from now on."""
    w.hot[r] = w.tally[ROUND]
    for j in range(i - 1, -1, -1):
        v = order[j]
        if w.start[v] > -NEVER:
            for task in range(a.visit[v, V_TASKS]):
                if route[2 * v + task] == r:
                    copy_row(w.after[2 * v + task], w.state[r])
                    w.last[r] = v
                    return
    w.state[r, BUSY] = w.state[r, LAST] = w.state[r, COST] = w.state[r, LOAD] = 0
    w.state[r, PLACE] = a.route[r, R_HOME]
    w.state[r, FREE] = w.state[r, FLOOR] = a.route[r, R_STARTS]
    w.state[r, PAUSE] = a.route[r, R_PAUSES]
    w.state[r, FIXED] = a.route[r, R_FIXED]
    if w.state.shape[1] > NARROW:
        for i in range(NARROW, WIDE):
            w.state[r, i] = 0
    w.last[r] = -1


@kernel
def note(w: Work, v: int) -> None:
    """Remember how the visit stood before this trial."""
    if w.noted[v] != w.tally[ROUND]:
        w.noted[v] = w.tally[ROUND]
        w.notes[w.tally[TOUCHED]] = v
        w.tally[TOUCHED] += 1
        w.old[v, 0], w.old[v, 1], w.old[v, 2], w.old[v, 3] = w.start[v], w.paid[v], w.pusher[v], w.tried[v]
        copy_row(w.after[2 * v], w.old_after[2 * v])
        copy_row(w.after[2 * v + 1], w.old_after[2 * v + 1])


@inlined
def wake_linked(a: Arrays, w: Work, v: int) -> None:
    """The visits linked to this one must be looked at again."""
    for k in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
        w.wake[a.link[k, L_TO]] = w.tally[ROUND]


@kernel
def count(a: Arrays, w: Work, v: int, route: Ints, sign: int) -> None:
    """Add (1) or take away (-1) the visit's carers: their faces at the citizen, their share of the work."""
    c = a.visit[v, V_CITIZEN]
    for task in range(a.visit[v, V_TASKS]):
        k = a.route[route[2 * v + task], R_CARER]
        w.met[c, k] += sign
        if (w.met[c, k] == 1 and sign == 1) or (w.met[c, k] == 0 and sign == -1):
            w.tally[POINTS] += sign * a.face[c, k]
        if a.price[SECOND_FACE] and a.visit[v, V_HALF] >= 0:
            count_in_half(a, w, a.visit[v, V_HALF], k, sign)
        before = max(w.minutes[k] - a.share[k], 0)
        w.minutes[k] += sign * a.visit[v, V_MINUTES + task]
        w.tally[POINTS] += (max(w.minutes[k] - a.share[k], 0) - before) * a.price[BEYOND_SHARE]


@kernel
def count_in_half(a: Arrays, w: Work, h: int, k: int, sign: int) -> None:
    """Add (1) or take away (-1) a visit of the carer in the half day ``h``: carers beyond the first cost."""
    w.seen[h, k] += sign
    if (w.seen[h, k] == 1 and sign == 1) or (w.seen[h, k] == 0 and sign == -1):
        before = max(w.carers_in[h] - 1, 0)
        w.carers_in[h] += sign
        w.tally[POINTS] += (max(w.carers_in[h] - 1, 0) - before) * a.price[SECOND_FACE]


@kernel
def push(a: Arrays, w: Work, order: Ints, v: int, route: Ints, start: int, i: int) -> bool:
    """Move a visit that is last on its routes to ``start`` or later, so that a linked one can keep its gap."""
    if w.place[v] < 0:
        return False
    for task in range(a.visit[v, V_TASKS]):
        r = route[2 * v + task]
        if w.hot[r] != w.tally[ROUND]:
            go_to(a, w, order, route, r, i)
        if w.last[r] != v:
            return False
    note(w, v)
    old = w.start[v]
    for task in range(a.visit[v, V_TASKS]):
        go_to(a, w, order, route, route[2 * v + task], w.place[v])
    w.start[v] = -NEVER
    start = settle_apart(a, w, v, route, earliest(a, w, v, start, i), i)
    moved = start < NEVER and broken_link(a, w, v, start, i) < 0
    w.tally[POINTS] -= w.paid[v]
    commit(a, w, v, route, start if moved else settle_called(a, w, v, route, old))
    w.tally[POINTS] += w.paid[v]
    if moved:
        wake_linked(a, w, v)
    return moved


@kernel
def find_start(a: Arrays, w: Work, order: Ints, v: int, route: Ints, aim: int, i: int) -> int:
    """The first start >= ``aim`` that all hard rules allow (a linked visit is pushed if need be), or ``NEVER``."""
    if wrong_carers(a, w, v, route, i) or (a.price[TOGETHER] and lacks_partner(a, w, v, i)):
        return NEVER
    start = settle_apart(a, w, v, route, earliest(a, w, v, aim, i), i)
    if start == NEVER:
        return NEVER
    link = broken_link(a, w, v, start, i)
    if link < 0:
        return start
    w.tried[v] = TRIED
    partner = a.link[link, L_TO]
    if not push(a, w, order, partner, route, start - a.link[link, L_HI], i):
        return NEVER
    w.pusher[partner] = v
    start = settle_apart(a, w, v, route, earliest(a, w, v, aim, i), i)
    if start == NEVER or broken_link(a, w, v, start, i) >= 0:
        return NEVER
    return start


@inlined
def place_again(a: Arrays, w: Work, order: Ints, i: int, route: Ints, old_route: Ints, aim: Ints) -> None:
    """Decode the visit at position ``i``, all before it being decoded; its routes become hot."""
    v = order[i]
    again = w.noted[v] == w.tally[ROUND]
    note(w, v)
    for task in range(a.visit[v, V_TASKS]):
        if w.hot[route[2 * v + task]] != w.tally[ROUND]:
            go_to(a, w, order, route, route[2 * v + task], i)
    before = w.start[v]
    w.start[v] = -NEVER
    linked = a.visit[v, V_LINKS] < a.visit[v + 1, V_LINKS]
    w.tally[POINTS] -= w.paid[v]
    if w.tried[v] == GIVEN_UP:
        start = NEVER
    elif linked:
        w.pusher[v], w.tried[v] = -1, 0
        start = find_start(a, w, order, v, route, aim[v], i)
    else:
        start = settle(a, w, v, route, aim[v])
    if start < NEVER:
        commit(a, w, v, route, start)
    else:
        w.paid[v] = a.visit[v, V_LEFT_OUT]
    w.tally[POINTS] += w.paid[v]
    same = again or (route[2 * v] == old_route[2 * v] and route[2 * v + 1] == old_route[2 * v + 1])
    if not same or (w.start[v] > -NEVER) != (before > -NEVER):
        if before > -NEVER:
            count(a, w, v, route if again else old_route, -1)
        if start < NEVER:
            count(a, w, v, route, 1)
    if linked and (not same or w.start[v] != before):
        wake_linked(a, w, v)
