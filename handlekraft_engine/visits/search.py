"""The search, compiled: a first legal timetable by cheapest appending, then annealing of one part of the problem.

Chance comes in as two numbers of a generator of our own, so that a run is the same everywhere.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from handlekraft_engine.visits.arrays import (
    LO,
    NEVER,
    R_CARER,
    R_MODE,
    V_CITIZEN,
    V_NEAR,
    V_PLACE,
    V_PUBLISHED,
    V_TASKS,
    V_USUAL,
    V_WINDOWS,
    Arrays,
    Ints,
)  # fmt: skip
from handlekraft_engine.visits.compiled import kernel
from handlekraft_engine.visits.kernels import Work, clear, commit, decode, find_start, pay_start
from handlekraft_engine.visits.way import FREE, PLACE

MODULUS, OTHER_MODULUS = 2147483563, 2147483399


NOW, OLD, BEST = range(3)
"""Rows of a ``Choice``: in hand; before the last proposal; the best of this run of ``anneal``."""


class Choice(NamedTuple):
    """What the search varies, three times (NOW, OLD, BEST). One per chain."""

    order: Ints  # (3, n) visits of the part in hand, first m used
    route: Ints  # (3, 2n) route of each task, -1 = none
    aim: Ints  # (3, n) no start before this minute
    chance: Ints  # (2,) state of the generator


@kernel
def draw(chance: Ints, below: int) -> int:
    """A number from 0 to below - 1. Source: L'Ecuyer, Communications of the ACM 31 (1988), combined generator."""
    chance[0] = chance[0] * 40014 % MODULUS
    chance[1] = chance[1] * 40692 % OTHER_MODULUS
    return (chance[0] - chance[1]) % (MODULUS - 1) % below


@kernel
def draw_exponential(chance: Ints) -> float:
    """A positive number with mean 1: how many temperatures worse a proposal may be."""
    return -math.log((draw(chance, 1 << 30) + 1) / (1 << 30))


@kernel
def faces_elsewhere(a: Arrays, w: Work, route: Ints, member: Ints, part: int, other: Ints) -> None:
    """Add in ``other`` the visits by citizen and carer outside the part (``member``: part of each visit)."""
    for v in range(len(a.may) // 2):
        if member[v] != part and member[v] >= 0 and w.start[v] > -NEVER:
            for task in range(a.visit[v, V_TASKS]):
                other[a.visit[v, V_CITIZEN], a.route[route[2 * v + task], R_CARER]] += 1


@kernel
def estimate(a: Arrays, w: Work, other: Ints, v: int, route: Ints, start: int) -> int:
    """Points of appending the visit at ``start`` to its routes, the waiting of its carers counted as travel."""
    points = pay_start(a, v, start)
    for task in range(a.visit[v, V_TASKS]):
        r = route[2 * v + task]
        c, k = a.visit[v, V_CITIZEN], a.route[r, R_CARER]
        known = other[c, k] > 0 or (w.seen[c, k] == w.tally[1] and w.met[c, k] > 0)
        points += a.own[2 * v + task, k] + (0 if known else a.face[c, k])
        points += (
            a.travel[a.route[r, R_MODE], w.state[r, PLACE], a.visit[v, V_PLACE]] * a.travel_price[a.route[r, R_MODE]]
        )
        points += max(start - w.state[r, FREE], 0) if w.last[r] >= 0 else 0
    return points


@kernel
def cheapest(a: Arrays, w: Work, other: Ints, v: int, route: Ints, aim: int) -> None:
    """Put the routes of the cheapest appending into ``route``; the first possible ones where nothing fits."""
    lowest = NEVER
    best, best_second = a.option[a.option_at[2 * v]], -1
    seconds = a.option[a.option_at[2 * v + 1] : a.option_at[2 * v + 2]]
    for first in a.option[a.option_at[2 * v] : a.option_at[2 * v + 1]]:
        for i in range(max(len(seconds), 1)):
            route[2 * v] = first
            route[2 * v + 1] = seconds[i] if len(seconds) else -1
            found = find_start(a, w, other, v, route, aim)
            points = estimate(a, w, other, v, route, found) if found < NEVER else NEVER
            if points < lowest:
                lowest = points
                best, best_second = first, route[2 * v + 1]
    if best_second < 0 and len(seconds):
        best_second = seconds[0]
    route[2 * v], route[2 * v + 1] = best, best_second


@kernel
def construct(a: Arrays, w: Work, other: Ints, routes: Ints, order: Ints, route: Ints, aim: Ints) -> None:
    """A first legal timetable: visits that have routes keep them where they can, the others take the cheapest."""
    clear(a, w, order, routes)
    for v in order:
        if route[2 * v] < 0 or find_start(a, w, other, v, route, aim[v]) == NEVER:
            cheapest(a, w, other, v, route, aim[v])
        start = find_start(a, w, other, v, route, aim[v])
        if start < NEVER:
            commit(a, w, other, v, route, start)


@kernel
def place_of(order: Ints, m: int, v: int) -> int:
    """Where a visit stands in the order."""
    i = 0
    while i < m - 1 and order[i] != v:
        i += 1
    return i


@kernel
def shift_to(order: Ints, i: int, j: int) -> None:
    """Move the entry at ``i`` to ``j``; those between make room."""
    v = order[i]
    step = 1 if i < j else -1
    while i != j:
        order[i] = order[i + step]
        i += step
    order[j] = v


@kernel
def any_task(a: Arrays, chance: Ints, v: int) -> int:
    """One of the visit's tasks."""
    return 2 * v + draw(chance, a.visit[v, V_TASKS])


@kernel
def any_neighbour(a: Arrays, chance: Ints, v: int) -> int:
    """One of the visits near ``v``, or ``v`` itself when it is alone."""
    low, high = a.visit[v, V_NEAR], a.visit[v + 1, V_NEAR]
    return a.near[low + draw(chance, high - low)] if high > low else v


@kernel
def relocate(a: Arrays, c: Choice, m: int, v: int) -> None:
    """Stand right before or after a near visit and take one of its routes."""
    near = any_neighbour(a, c.chance, v)
    task = any_task(a, c.chance, v)
    target = c.route[NOW, any_task(a, c.chance, near)]
    if target >= 0 and a.may[task, target]:
        c.route[NOW, task] = target
    i, j = place_of(c.order[NOW], m, v), place_of(c.order[NOW], m, near)
    j += draw(c.chance, 2)
    if j > i:
        j -= 1
    shift_to(c.order[NOW], i, j)
    if draw(c.chance, 2) == 0:
        c.aim[NOW, v] = a.visit[v, V_USUAL]


@kernel
def change_route(a: Arrays, c: Choice, v: int) -> None:
    """Give one task of the visit to any route that it may lie on."""
    task = any_task(a, c.chance, v)
    low, high = a.option_at[task], a.option_at[task + 1]
    c.route[NOW, task] = a.option[low + draw(c.chance, high - low)]


@kernel
def exchange(a: Arrays, c: Choice, m: int, v: int) -> None:
    """Change places, and where both may routes, with a near visit."""
    near = any_neighbour(a, c.chance, v)
    task, other = any_task(a, c.chance, v), any_task(a, c.chance, near)
    one, two = c.route[NOW, task], c.route[NOW, other]
    if one >= 0 and two >= 0 and a.may[task, two] and a.may[other, one]:
        c.route[NOW, task], c.route[NOW, other] = two, one
    i, j = place_of(c.order[NOW], m, v), place_of(c.order[NOW], m, near)
    c.order[NOW, i], c.order[NOW, j] = near, v


@kernel
def exchange_tails(a: Arrays, c: Choice, m: int, v: int) -> None:
    """From the visit on (or from the shift's beginning) two carers swap all that both may do."""
    near = any_neighbour(a, c.chance, v)
    one, two = c.route[NOW, any_task(a, c.chance, v)], c.route[NOW, any_task(a, c.chance, near)]
    i = place_of(c.order[NOW], m, v) if draw(c.chance, 3) else 0
    while i < m:
        for task in range(2 * c.order[NOW, i], 2 * c.order[NOW, i] + 2):
            if c.route[NOW, task] == one and two >= 0 and a.may[task, two]:
                c.route[NOW, task] = two
            elif c.route[NOW, task] == two and one >= 0 and a.may[task, one]:
                c.route[NOW, task] = one
        i += 1


@kernel
def change_aim(a: Arrays, w: Work, c: Choice, v: int) -> None:
    """Aim at another start: the usual, the earliest, the published one, or some minutes from the present one."""
    kind = draw(c.chance, 4)
    if kind == 0:
        c.aim[NOW, v] = a.visit[v, V_USUAL]
    elif kind == 1:
        c.aim[NOW, v] = a.window[
            a.visit[v, V_WINDOWS] + draw(c.chance, a.visit[v + 1, V_WINDOWS] - a.visit[v, V_WINDOWS]), LO
        ]
    elif kind == 2 and a.visit[v, V_PUBLISHED] > -NEVER:
        c.aim[NOW, v] = a.visit[v, V_PUBLISHED]
    elif w.start[v] > -NEVER:
        reach = 1 << draw(c.chance, 7)
        c.aim[NOW, v] = w.start[v] + draw(c.chance, 2 * reach + 1) - reach


@kernel
def left_out(w: Work, c: Choice, m: int) -> int:
    """A visit that is left out, or any visit when there is none."""
    first = draw(c.chance, m)
    for i in range(m):
        v = c.order[NOW, (first + i) % m]
        if w.start[v] == -NEVER:
            return v
    return c.order[NOW, first]


@kernel
def displace(a: Arrays, w: Work, c: Choice, m: int) -> None:
    """A visit that is left out takes the place of a near one, which goes to any route."""
    v = left_out(w, c, m)
    near = any_neighbour(a, c.chance, v)
    task, other = any_task(a, c.chance, v), any_task(a, c.chance, near)
    target = c.route[NOW, other]
    if a.may[task, target]:
        c.route[NOW, task] = target
        change_route(a, c, near)
    shift_to(c.order[NOW], place_of(c.order[NOW], m, v), place_of(c.order[NOW], m, near))


@kernel
def propose(a: Arrays, w: Work, c: Choice, m: int) -> None:
    """One change at random; most go next to a neighbour, which pays best on home-care instances."""
    v = c.order[NOW, draw(c.chance, m)]
    kind = draw(c.chance, 100)
    if kind < 10:
        displace(a, w, c, m)
    elif kind < 42:
        relocate(a, c, m, v)
    elif kind < 64:
        change_route(a, c, v)
    elif kind < 82:
        exchange(a, c, m, v)
    elif kind < 92:
        change_aim(a, w, c, v)
    else:
        exchange_tails(a, c, m, v)


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
def anneal(
    a: Arrays, w: Work, c: Choice, other: Ints, m: int, routes: Ints, temperature: float, moves: int
) -> tuple[int, int, int]:
    """Points before, after, and at best of ``moves`` proposals on the part whose ``m`` visits stand in row NOW.

    A proposal is taken when it costs at most ``temperature`` (points) x an exponential draw more than the present one;
    the draw comes first, so that a decode stops as soon as it is too dear. The best choice is left in row BEST.
    """
    order, route, aim = c.order[NOW][:m], c.route[NOW], c.aim[NOW]
    boundless = NEVER + m  # the bare constant would be a type of its own, and decode be compiled twice
    before = decode(a, w, other, order, routes, route, aim, boundless)
    now = best = before
    keep(c, m, NOW, BEST)
    for _ in range(moves):
        keep(c, m, NOW, OLD)
        propose(a, w, c, m)
        most = now + int(temperature * draw_exponential(c.chance))
        points = decode(a, w, other, order, routes, route, aim, most)
        if points > most:
            keep(c, m, OLD, NOW)
        else:
            now = points
            if points < best:
                best = points
                keep(c, m, NOW, BEST)
    decode(a, w, other, order, routes, route, aim, boundless)
    return before, now, best
