"""What a change to the order or the routes costs, compiled: only what it can reach is decoded again."""

from __future__ import annotations

from handlekraft_engine.visits.arrays import (
    L_TO,
    L_TOGETHER,
    LATEST,
    LONGEST_IDLE,
    NEVER,
    R_CARER,
    SECOND_FACE,
    TOGETHER,
    UNSTEADY,
    V_CITIZEN,
    V_LEFT_OUT,
    V_LINKS,
    V_MIDNIGHT,
    V_RHYTHM,
    V_TASKS,
    Arrays,
    Ints,
)
from handlekraft_engine.visits.compiled import entry, inlined, kernel
from handlekraft_engine.visits.kernels import count, go_to, note, place_again, wake_linked
from handlekraft_engine.visits.way import NARROW, WIDE, copy_row, finish, idle_minutes
from handlekraft_engine.visits.wishes import minutes_late
from handlekraft_engine.visits.work import GIVEN_UP, POINTS, ROUND, TOUCHED, Work


@inlined
def alike(one: Ints, two: Ints) -> bool:
    """Two ends of a route are the same."""
    same = 0
    for i in range(NARROW):
        same += one[i] == two[i]
    if len(one) > NARROW:
        for i in range(NARROW, WIDE):
            same += (one[i] == two[i]) - 1
    return same == NARROW


@kernel
def greatest_lateness(a: Arrays, w: Work) -> int:
    """Points of the visit that starts latest after its wished window."""
    most = 0
    for v in range(len(w.start)):
        if w.start[v] > -NEVER:
            most = max(most, minutes_late(a, v, w.start[v]))
    return most * a.price[LATEST]


@kernel
def unsteady_points(a: Arrays, w: Work) -> int:
    """Points of the minutes between earliest and latest time of the day, summed over rhythms."""
    for g in range(len(w.rhythm)):
        w.rhythm[g, 0], w.rhythm[g, 1] = NEVER, -NEVER
    for v in range(len(w.start)):
        g = a.visit[v, V_RHYTHM]
        if g >= 0 and w.start[v] > -NEVER:
            at = w.start[v] - a.visit[v, V_MIDNIGHT]
            w.rhythm[g, 0], w.rhythm[g, 1] = min(w.rhythm[g, 0], at), max(w.rhythm[g, 1], at)
    minutes = 0
    for g in range(len(w.rhythm)):
        minutes += max(w.rhythm[g, 1] - w.rhythm[g, 0], 0)
    return minutes * a.price[UNSTEADY]


@kernel
def greatest_idle(a: Arrays, w: Work, but: int) -> int:
    """Points of the route that is idle for longest, ``but`` of those that are hot in that trial (0 = of all)."""
    most = 0
    for r in range(len(w.idle) - 1):
        if but == 0 or w.hot[r] != but:
            most = max(most, w.idle[r])
    return most * a.price[LONGEST_IDLE]


@kernel
def idle_without_visits(a: Arrays, w: Work, order: Ints, route: Ints) -> None:
    """The idle minutes of every route, those included that no visit of this part can lie on."""
    for r in range(len(w.idle) - 1):
        go_to(a, w, order, route, r, 0)
        copy_row(w.state[r], w.trial[0])
        finish(a, r, w.trial[0])
        w.idle[r] = idle_minutes(a, r, w.trial[0])


@kernel
def end_routes(a: Arrays, w: Work, routes: Ints) -> None:
    """What is left of every hot route: fixed items, the way home, overtime."""
    for r in routes:
        if w.hot[r] == w.tally[ROUND]:
            copy_row(w.state[r], w.trial[0])
            w.old_ended[r, 0], w.old_ended[r, 1] = w.tally[ROUND], w.ended[r]
            w.ended[r] = finish(a, r, w.trial[0])
            w.tally[POINTS] += w.ended[r] - w.old_ended[r, 1]
            if a.price[LONGEST_IDLE]:
                w.old_ended[r, 2] = w.idle[r]
                w.idle[r] = idle_minutes(a, r, w.trial[0])


@kernel
def reopen(w: Work, order: Ints, low: int) -> int:
    """The first position to decode again: a visit pushed from position ``low`` or later has to be pushed again."""
    for j in range(low - 1, -1, -1):
        pusher = w.pusher[order[j]]
        if pusher >= 0 and w.place[pusher] >= low:
            low = j
    return low


@kernel
def cool(a: Arrays, w: Work, v: int, route: Ints) -> None:
    """Routes that now go on as they did before the trial need no more decoding."""
    for task in range(a.visit[v, V_TASKS]):
        r = route[2 * v + task]
        if w.hot[r] == w.tally[ROUND] and w.last[r] == v and alike(w.state[r], w.old_after[2 * v + task]):
            w.hot[r] = 0


@kernel
def scan(
    a: Arrays, w: Work, order: Ints, route: Ints, old_route: Ints, aim: Ints, low: int, high: int, room: int
) -> bool:
    """Decode from position ``low`` whatever lies on a hot route or is linked to a change; ``high``: last change.

    False when it is given up: even if all visits still ahead cost nothing, its points would rise beyond ``room``.
    """
    trial = w.tally[ROUND]
    ahead = 0
    for i in range(low, len(order)):
        ahead += w.paid[order[i]]
    i = low
    while i < len(order):
        v = order[i]
        first, second = route[2 * v], route[2 * v + 1]
        hot = w.hot[first] == trial or (second >= 0 and w.hot[second] == trial)
        if hot or w.wake[v] == trial or w.pusher[v] >= 0 or w.tried[v] > 0:
            ahead -= w.paid[v]
            place_again(a, w, order, i, route, old_route, aim)
            if a.price[TOGETHER] and w.start[v] == -NEVER:
                half = half_of(a, w, v, i)
                if half >= 0:
                    i = give_up(a, w, order, route, half, v)
                    high = len(order)  # what was decoded on the way here is no longer as it was
                    ahead = 0
                    for j in range(i, len(order)):
                        ahead += w.paid[order[j]]
                    continue
            if w.tally[POINTS] - ahead > room:
                return False
            if i > high and w.start[v] > -NEVER and w.old[v, 0] > -NEVER:
                cool(a, w, v, route)
        else:
            ahead -= w.paid[v]
        i += 1
    return True


@kernel
def half_of(a: Arrays, w: Work, v: int, i: int) -> int:
    """A visit placed before position ``i`` that is covered together with ``v``, which is not; -1 without one."""
    for k in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
        other = a.link[k, L_TO]
        if a.link[k, L_TOGETHER] and w.place[other] < i and w.start[other] > -NEVER:
            return other
    return -1


@kernel
def give_up(a: Arrays, w: Work, order: Ints, route: Ints, half: int, v: int) -> int:
    """Leave the visit ``half`` out since ``v`` cannot be placed; the position from which to decode again."""
    note(w, half)
    w.tried[half], w.pusher[half] = GIVEN_UP, v
    low = reopen(w, order, w.place[half])
    for r in range(len(w.ended)):
        if w.hot[r] == w.tally[ROUND]:
            go_to(a, w, order, route, r, low)
    return low


@kernel
def take_up(w: Work, order: Ints, low: int) -> None:
    """Visits from position ``low`` on that were given up may be tried again."""
    for i in range(low, len(order)):
        if w.tried[order[i]] == GIVEN_UP:
            note(w, order[i])
            w.tried[order[i]] = 0


@kernel
def start_over(a: Arrays, w: Work, other: Ints, order: Ints, routes: Ints) -> None:
    """An empty timetable of the visits in ``order``; ``other``: visits by citizen and carer elsewhere."""
    w.tally[ROUND] += 1
    w.tally[TOUCHED] = 0
    w.tally[POINTS] = 0
    for k in range(len(w.minutes)):
        w.minutes[k] = w.done[k]
    for c in range(other.shape[0]):
        for k in range(other.shape[1]):
            w.met[c, k] = other[c, k]
    if a.price[SECOND_FACE]:
        for h in range(len(w.carers_in)):
            w.carers_in[h] = 0
            for k in range(len(w.minutes)):
                w.seen[h, k] = w.seen_before[h, k]
                w.carers_in[h] += w.seen[h, k] > 0
    for i in range(len(order)):
        v = order[i]
        w.start[v], w.place[v], w.pusher[v], w.tried[v] = -NEVER, i, -1, 0
        w.paid[v] = a.visit[v, V_LEFT_OUT]
        w.tally[POINTS] += w.paid[v]
    for r in routes:
        w.ended[r] = 0


@kernel
def total(a: Arrays, w: Work) -> int:
    """Points of the timetable in hand."""
    points = w.tally[POINTS] + (greatest_lateness(a, w) if a.price[LATEST] > 0 else 0)
    points += unsteady_points(a, w) if a.price[UNSTEADY] > 0 else 0
    return points + (greatest_idle(a, w, 0) if a.price[LONGEST_IDLE] > 0 else 0)


@entry
def decode(a: Arrays, w: Work, other: Ints, order: Ints, routes: Ints, route: Ints, aim: Ints) -> int:
    """Points of the timetable of one part, decoded from nothing."""
    start_over(a, w, other, order, routes)
    if a.price[LONGEST_IDLE]:
        idle_without_visits(a, w, order, route)
    for r in routes:
        go_to(a, w, order, route, r, 0)
    scan(a, w, order, route, route, aim, 0, len(order), NEVER + len(order))
    end_routes(a, w, routes)
    return total(a, w)


@kernel
def decode_again(a: Arrays, w: Work, routes: Ints, change: tuple[Ints, Ints, Ints, Ints, Ints, Ints], most: int) -> int:
    """Points after a change, ``NEVER`` when it is given up because they would be more than ``most``.

    ``change``: order, routes, routes before, aims, the visits moved, and (first position, last position, how many).
    """
    order, route, old_route, aim, moved, span = change
    low = reopen(w, order, span[0])
    if a.price[TOGETHER]:
        take_up(w, order, low)
    room = most
    for v in moved[: span[2]]:
        wake_linked(a, w, v)
        for task in range(2 * v, 2 * v + a.visit[v, V_TASKS]):
            room += a.face[a.visit[v, V_CITIZEN], a.route[old_route[task], R_CARER]] + a.price[SECOND_FACE]
            room += heat(a, w, order, route, route[task], low)
            room += heat(a, w, order, route, old_route[task], low)
    room -= greatest_idle(a, w, w.tally[ROUND]) if a.price[LONGEST_IDLE] > 0 else 0
    if not scan(a, w, order, route, old_route, aim, low, span[1], room):
        return NEVER
    end_routes(a, w, routes)
    return total(a, w)


@kernel
def heat(a: Arrays, w: Work, order: Ints, route: Ints, r: int, low: int) -> int:
    """Make a route hot from position ``low`` on; points of its end, that may be saved (0 when it is hot already)."""
    if w.hot[r] == w.tally[ROUND]:
        return 0
    go_to(a, w, order, route, r, low)
    return w.ended[r]


@kernel
def undo(a: Arrays, w: Work, routes: Ints, route: Ints, old_route: Ints) -> None:
    """The timetable as it was before the trial, but for its points."""
    for n in range(w.tally[TOUCHED]):
        v = w.notes[n]
        same = route[2 * v] == old_route[2 * v] and route[2 * v + 1] == old_route[2 * v + 1]
        if not same or (w.start[v] > -NEVER) != (w.old[v, 0] > -NEVER):
            if w.start[v] > -NEVER:
                count(a, w, v, route, -1)
            if w.old[v, 0] > -NEVER:
                count(a, w, v, old_route, 1)
        w.start[v], w.paid[v], w.pusher[v], w.tried[v] = w.old[v, 0], w.old[v, 1], w.old[v, 2], w.old[v, 3]
        copy_row(w.old_after[2 * v], w.after[2 * v])
        copy_row(w.old_after[2 * v + 1], w.after[2 * v + 1])
    for r in routes:
        if w.old_ended[r, 0] == w.tally[ROUND]:
            w.ended[r] = w.old_ended[r, 1]
            if a.price[LONGEST_IDLE]:
                w.idle[r] = w.old_ended[r, 2]
