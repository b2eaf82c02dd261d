"""The search, compiled: a first legal timetable by cheapest appending, then annealing of one part of the problem."""

from __future__ import annotations

from handlekraft_engine.visits.arrays import (
    NEVER,
    R_CARER,
    R_MODE,
    R_USED,
    V_CITIZEN,
    V_PLACE,
    V_TASKS,
    Arrays,
    Ints,
)
from handlekraft_engine.visits.compiled import entry, kernel
from handlekraft_engine.visits.kernels import commit, count, find_start, go_to
from handlekraft_engine.visits.moves import BEST, FIRST, LAST, MOVED, NOW, OLD, Choice, draw, draw_exponential, propose
from handlekraft_engine.visits.ruin import rebuild
from handlekraft_engine.visits.sketch import SHARE, Sketch
from handlekraft_engine.visits.trial import decode, decode_again, start_over, undo
from handlekraft_engine.visits.way import FREE, PLACE
from handlekraft_engine.visits.wishes import pay_start
from handlekraft_engine.visits.work import POINTS, ROUND, TOUCHED, Work


@entry
def faces_elsewhere(a: Arrays, w: Work, route: Ints, member: Ints, part: int, other: Ints) -> None:
    """Add in ``other`` the visits by citizen and carer outside the part (``member``: part of each visit)."""
    for v in range(len(a.may) // 2):
        if member[v] != part and member[v] >= 0 and w.start[v] > -NEVER:
            for task in range(a.visit[v, V_TASKS]):
                other[a.visit[v, V_CITIZEN], a.route[route[2 * v + task], R_CARER]] += 1


@kernel
def estimate(a: Arrays, w: Work, v: int, route: Ints, start: int) -> int:
    """Points of appending the visit at ``start`` to its routes, the waiting of its carers counted as travel."""
    points = pay_start(a, v, start)
    for task in range(a.visit[v, V_TASKS]):
        r = route[2 * v + task]
        c, k = a.visit[v, V_CITIZEN], a.route[r, R_CARER]
        points += a.own[2 * v + task, k] + (0 if w.met[c, k] > 0 else a.face[c, k])
        points += (
            a.travel[a.route[r, R_MODE], w.state[r, PLACE], a.visit[v, V_PLACE]] * a.travel_price[a.route[r, R_MODE]]
        )
        points += max(start - w.state[r, FREE], 0) if w.last[r] >= 0 else a.route[r, R_USED]
    return points


@kernel
def cheapest(a: Arrays, w: Work, order: Ints, i: int, route: Ints, aim: int) -> None:
    """Put the routes of the cheapest appending into ``route``; the first possible ones where nothing fits."""
    v = order[i]
    lowest = NEVER
    best, best_second = a.option[a.option_at[2 * v]], -1
    seconds = a.option[a.option_at[2 * v + 1] : a.option_at[2 * v + 2]]
    for first in a.option[a.option_at[2 * v] : a.option_at[2 * v + 1]]:
        for j in range(max(len(seconds), 1)):
            route[2 * v] = first
            route[2 * v + 1] = seconds[j] if len(seconds) else -1
            found = find_start(a, w, order, v, route, aim, i)
            points = estimate(a, w, v, route, found) if found < NEVER else NEVER
            if points < lowest:
                lowest = points
                best, best_second = first, route[2 * v + 1]
    if best_second < 0 and len(seconds):
        best_second = seconds[0]
    route[2 * v], route[2 * v + 1] = best, best_second


@entry
def construct(a: Arrays, w: Work, other: Ints, routes: Ints, order: Ints, route: Ints, aim: Ints) -> None:
    """A first legal timetable: visits that have routes keep them where they can, the others take the cheapest."""
    start_over(a, w, other, order, routes)
    for r in routes:
        go_to(a, w, order, route, r, 0)
    for i in range(len(order)):
        v = order[i]
        if route[2 * v] < 0 or find_start(a, w, order, v, route, aim[v], i) == NEVER:
            cheapest(a, w, order, i, route, aim[v])
        start = find_start(a, w, order, v, route, aim[v], i)
        if start < NEVER:
            commit(a, w, v, route, start)
            count(a, w, v, route, 1)


@kernel
def keep(c: Choice, m: int, source: int, target: int) -> None:
    """Copy the first ``m`` of the order, and routes and aims of the visits in it, from row to row."""
    for i in range(m):
        v = c.order[source, i]
        c.order[target, i] = v
        c.route[target, 2 * v] = c.route[source, 2 * v]
        c.route[target, 2 * v + 1] = c.route[source, 2 * v + 1]
        c.aim[target, v] = c.aim[source, v]


@kernel
def take_back(w: Work, c: Choice) -> None:
    """The order, routes and aims of row OLD again, where the proposal changed them."""
    for i in range(c.span[FIRST], c.span[LAST] + 1):
        c.order[NOW, i] = c.order[OLD, i]
        w.place[c.order[NOW, i]] = i
    adjust(c, NOW, OLD)


@kernel
def adjust(c: Choice, target: int, source: int) -> None:
    """Copy routes and aims of the moved visits from row to row."""
    for v in c.moved[: c.span[MOVED]]:
        c.route[target, 2 * v] = c.route[source, 2 * v]
        c.route[target, 2 * v + 1] = c.route[source, 2 * v + 1]
        c.aim[target, v] = c.aim[source, v]


@entry
def anneal(
    a: Arrays,
    w: Work,
    c: Choice,
    s: Sketch,
    other: Ints,
    m: int,
    routes: Ints,
    real: Ints,
    temperature: float,
    moves: int,
) -> tuple[int, int, int]:
    """Points before, after, and at best of ``moves`` proposals on the part whose ``m`` visits stand in row NOW.

    A proposal is taken when it costs at most ``temperature`` (points) x an exponential draw more than the present one;
    the draw comes first, so that a decode stops as soon as it is too dear. While it goes on, leaving a visit out may
    cost less than its ``real`` price; the points that are told are real. The best choice is left in row BEST.
    """
    order, route, old_route, aim = c.order[NOW][:m], c.route[NOW], c.route[OLD], c.aim[NOW]
    change = (order, route, old_route, aim, c.moved, c.span)
    now = decode(a, w, other, order, routes, route, aim)
    missing = short_of_real(w, order, real)
    before = best = now + max(missing, 0)
    keep(c, m, NOW, BEST)
    keep(c, m, NOW, OLD)
    for _ in range(moves):
        w.tally[ROUND] += 1
        w.tally[TOUCHED] = 0
        paid = w.tally[POINTS]
        if draw(c.chance, 1000) < s.tell[SHARE]:
            rebuild(a, w, c, s, m, routes)
        else:
            propose(a, w, c, m, missing >= 0)
        if c.span[MOVED] == 0:
            continue
        most = now + int(temperature * draw_exponential(c.chance))
        points = decode_again(a, w, routes, change, most)
        if points > most:
            undo(a, w, routes, route, old_route)
            w.tally[POINTS] = paid
            take_back(w, c)
            continue
        now = points
        missing = short_of_real(w, order, real)
        for i in range(c.span[FIRST], c.span[LAST] + 1):
            c.order[OLD, i] = c.order[NOW, i]
        adjust(c, OLD, NOW)
        if now + max(missing, 0) < best:
            best = now + max(missing, 0)
            keep(c, m, NOW, BEST)
    return before, now + max(missing, 0), best


@kernel
def short_of_real(w: Work, order: Ints, real: Ints) -> int:
    """By how much the visits left out cost less now than their real price; -1 when none is left out."""
    short, nobody = 0, True
    for v in order:
        if w.start[v] == -NEVER:
            nobody = False
            short += real[v] - w.paid[v]
    return -1 if nobody else short
