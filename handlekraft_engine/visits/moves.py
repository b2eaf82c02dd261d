"""What the search proposes, compiled: one change at random to the order, the routes or the aims.

Chance comes in as two numbers of a generator of our own, so that a run is the same everywhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from handlekraft_engine.visits.arrays import (
    HI,
    L_CARERS,
    L_TO,
    LO,
    LONGEST_IDLE,
    NEVER,
    R_CARER,
    SAME,
    SAME_CARERS,
    V_LINKS,
    V_NEAR,
    V_PUBLISHED,
    V_TASKS,
    V_USUAL,
    V_WINDOWS,
    Arrays,
    Ints,
)
from handlekraft_engine.visits.compiled import kernel
from handlekraft_engine.visits.tables import Tables
from handlekraft_engine.visits.work import Work

MODULUS, OTHER_MODULUS = 2147483563, 2147483399

NOW, OLD, BEST = range(3)
"""Rows of a ``Choice``: in hand; before the last proposal; the best of this run of ``anneal``."""

FIRST, LAST, MOVED = range(3)
"""Entries of ``Choice.span``."""


@dataclass(frozen=True, eq=False)
class Choice(Tables):
    """What the search varies, three times (NOW, OLD, BEST), and what the proposal in hand changed. One per chain."""

    order: Ints  # (3, n) visits of the part in hand, first m used
    route: Ints  # (3, 2n) route of each task, -1 = none
    aim: Ints  # (3, n) no start before this minute
    chance: Ints  # (2,) state of the generator
    moved: Ints  # (4n + 8,) visits whose place, route or aim the proposal changed
    span: Ints  # (3,) first and last position that it changed; how many it moved


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
def note_move(w: Work, c: Choice, v: int) -> None:
    """The proposal changes this visit."""
    c.moved[c.span[MOVED]] = v
    c.span[MOVED] += 1
    c.span[FIRST] = min(c.span[FIRST], w.place[v])
    c.span[LAST] = max(c.span[LAST], w.place[v])


@kernel
def give(w: Work, c: Choice, v: int, task: int, route: int) -> None:
    """A task of the visit goes to another route."""
    if c.route[NOW, task] != route:
        note_move(w, c, v)
        c.route[NOW, task] = route


@kernel
def shift_to(w: Work, c: Choice, i: int, j: int) -> None:
    """Move the visit at position ``i`` to ``j``; those between make room."""
    order = c.order[NOW]
    v = order[i]
    note_move(w, c, v)
    step = 1 if i < j else -1
    while i != j:
        order[i] = order[i + step]
        w.place[order[i]] = i
        i += step
    order[j] = v
    w.place[v] = j
    c.span[FIRST] = min(c.span[FIRST], j)
    c.span[LAST] = max(c.span[LAST], j)


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
def relocate(a: Arrays, w: Work, c: Choice, v: int) -> None:
    """Stand right before or after a near visit and take one of its routes."""
    near = any_neighbour(a, c.chance, v)
    task = any_task(a, c.chance, v)
    target = c.route[NOW, any_task(a, c.chance, near)]
    if target >= 0 and a.may[task, target]:
        give(w, c, v, task, target)
    i, j = w.place[v], w.place[near]
    j += draw(c.chance, 2)
    if j > i:
        j -= 1
    shift_to(w, c, i, j)
    if c.aim[NOW, v] != a.visit[v, V_USUAL] and draw(c.chance, 2) == 0:
        c.aim[NOW, v] = a.visit[v, V_USUAL]


@kernel
def relocate_run(a: Arrays, w: Work, c: Choice, m: int, v: int) -> None:
    """The visit and the one or two that follow it on its route go, in their order, to the route of a near visit."""
    near = any_neighbour(a, c.chance, v)
    source, target = c.route[NOW, 2 * v], c.route[NOW, 2 * near]
    left = 2 + draw(c.chance, 2)
    i = w.place[v]
    while i < m and left > 0:
        one = c.order[NOW, i]
        if c.route[NOW, 2 * one] == source:
            if a.may[2 * one, target] and one != near:
                give(w, c, one, 2 * one, target)
                if w.place[near] < w.place[one]:
                    shift_to(w, c, w.place[one], w.place[near] + 1)
                    near = one
            left -= 1
        i += 1


@kernel
def change_route(a: Arrays, w: Work, c: Choice, v: int) -> None:
    """Give one task of the visit to any route that it may lie on."""
    task = any_task(a, c.chance, v)
    low, high = a.option_at[task], a.option_at[task + 1]
    give(w, c, v, task, a.option[low + draw(c.chance, high - low)])


@kernel
def exchange(a: Arrays, w: Work, c: Choice, v: int) -> None:
    """Change places, and where both may routes, with a near visit."""
    near = any_neighbour(a, c.chance, v)
    task, other = any_task(a, c.chance, v), any_task(a, c.chance, near)
    one, two = c.route[NOW, task], c.route[NOW, other]
    if one >= 0 and two >= 0 and a.may[task, two] and a.may[other, one]:
        give(w, c, v, task, two)
        give(w, c, near, other, one)
    note_move(w, c, v)
    note_move(w, c, near)
    i, j = w.place[v], w.place[near]
    c.order[NOW, i], c.order[NOW, j] = near, v
    w.place[near], w.place[v] = i, j


@kernel
def exchange_tails(a: Arrays, w: Work, c: Choice, m: int, v: int) -> None:
    """Two carers swap what they do after ``v`` and from a near visit on (2-opt*), or their whole shifts."""
    near = any_neighbour(a, c.chance, v)
    one, two = c.route[NOW, any_task(a, c.chance, v)], c.route[NOW, any_task(a, c.chance, near)]
    if one < 0 or two < 0 or one == two:
        return
    whole = draw(c.chance, 8) == 0
    first = 0 if whole else w.place[v] + 1
    second = 0 if whole else w.place[near]
    for i in range(min(first, second), m):
        u = c.order[NOW, i]
        for task in range(2 * u, 2 * u + a.visit[u, V_TASKS]):
            if i >= first and c.route[NOW, task] == one and a.may[task, two]:
                give(w, c, u, task, two)
            elif i >= second and c.route[NOW, task] == two and a.may[task, one]:
                give(w, c, u, task, one)


@kernel
def change_aim(a: Arrays, w: Work, c: Choice, v: int) -> None:
    """Aim at another start: the usual, the earliest, the published one, or a little from the present one."""
    kind = draw(c.chance, 4)
    low, high = a.visit[v, V_WINDOWS], a.visit[v + 1, V_WINDOWS]
    aim = a.visit[v, V_USUAL]
    if kind == 1 and high > low:
        aim = a.window[low + draw(c.chance, high - low), LO]
    elif kind == 2 and a.visit[v, V_PUBLISHED] > -NEVER:
        aim = a.visit[v, V_PUBLISHED]
    elif kind > 1 and w.start[v] > -NEVER:
        reach = max(min((a.window[high - 1, HI] - a.window[low, LO]) >> draw(c.chance, 7), 1 << 30), 1)
        aim = w.start[v] + draw(c.chance, 2 * reach + 1) - reach
    if aim != c.aim[NOW, v]:
        note_move(w, c, v)
        c.aim[NOW, v] = aim


@kernel
def change_carer(a: Arrays, c: Choice, w: Work, v: int) -> None:
    """The visit and all those that must have the same carers go to the shifts of another carer."""
    low, high = a.option_at[2 * v], a.option_at[2 * v + 1]
    target = a.option[low + draw(c.chance, high - low)]
    give(w, c, v, 2 * v, target)
    for k in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
        u = a.link[k, L_TO]
        if a.link[k, L_CARERS] == SAME and w.place[u] >= 0:
            for i in range(a.option_at[2 * u], a.option_at[2 * u + 1]):
                if a.route[a.option[i], R_CARER] == a.route[target, R_CARER]:
                    give(w, c, u, 2 * u, a.option[i])
                    break


@kernel
def fill_idlest(a: Arrays, w: Work, c: Choice, m: int) -> None:
    """The route that is idle for longest gets a visit that may lie on it, next to one that it has, or takes it over."""
    idlest = 0
    for r in range(len(w.idle) - 1):
        if w.idle[r] > w.idle[idlest]:
            idlest = r
    for _ in range(10):
        v = c.order[NOW, draw(c.chance, m)]
        task = any_task(a, c.chance, v)
        if a.may[task, idlest] and c.route[NOW, task] != idlest:
            give(w, c, v, task, idlest)
            return


@kernel
def left_out(w: Work, c: Choice, m: int) -> int:
    """A visit that is left out; there must be one."""
    i = draw(c.chance, m)
    while w.start[c.order[NOW, i]] > -NEVER:
        i = (i + 1) % m
    return c.order[NOW, i]


@kernel
def displace(a: Arrays, w: Work, c: Choice, m: int) -> None:
    """A visit that is left out takes the place of a near one, which goes to any route."""
    v = left_out(w, c, m)
    if draw(c.chance, 2):
        relocate(a, w, c, v)
        return
    near = any_neighbour(a, c.chance, v)
    task, other = any_task(a, c.chance, v), any_task(a, c.chance, near)
    target = c.route[NOW, other]
    if a.may[task, target]:
        give(w, c, v, task, target)
        if draw(c.chance, 2):
            change_route(a, w, c, near)
        else:
            relocate(a, w, c, near)
    shift_to(w, c, w.place[v], w.place[near])


@kernel
def propose(a: Arrays, w: Work, c: Choice, m: int, missing: bool) -> None:
    """One change at random; most go next to a neighbour, which pays best on home-care instances."""
    c.span[FIRST], c.span[LAST], c.span[MOVED] = m, -1, 0
    if a.price[SAME_CARERS] and draw(c.chance, 4) == 0:
        change_carer(a, c, w, c.order[NOW, draw(c.chance, m)])
        return
    if a.price[LONGEST_IDLE] and draw(c.chance, 8) == 0:
        fill_idlest(a, w, c, m)
        return
    v = c.order[NOW, draw(c.chance, m)]
    kind = draw(c.chance, 100)
    if kind < 40 or (kind >= 92 and not missing):
        relocate(a, w, c, v)
    elif kind < 50:
        relocate_run(a, w, c, m, v)
    elif kind < 60:
        change_route(a, w, c, v)
    elif kind < 74:
        exchange(a, w, c, v)
    elif kind < 80:
        change_aim(a, w, c, v)
    elif kind < 92:
        exchange_tails(a, w, c, m, v)
    else:
        displace(a, w, c, m)
