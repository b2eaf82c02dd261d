"""Strings of visits near each other are torn out of their routes and put back one by one where they cost least.

Source: Christiaens and Vanden Berghe, Slack induction by string removals for vehicle routing problems, Transportation
Science 54 (2020): adjacent string removal, greedy insertion with blinks. Spots are judged on a rough timetable.
"""

from __future__ import annotations

from handlekraft_engine.visits.arrays import (
    HI,
    LO,
    NEVER,
    R_CARER,
    R_HOME,
    R_MODE,
    V_CITIZEN,
    V_LOAD,
    V_MINUTES,
    V_NEAR,
    V_PLACE,
    V_TASKS,
    V_WINDOWS,
    Arrays,
    Ints,
)
from handlekraft_engine.visits.compiled import (
    kernel,
)
from handlekraft_engine.visits.moves import (
    FIRST,
    LAST,
    MOVED,
    NOW,
    OLD,
    Choice,
    any_task,
    draw,
)
from handlekraft_engine.visits.sketch import (
    COUNT,
    KEY,
    MEAN,
    OUT,
    SIZE,
    START,
    STRING,
    TORN,
    WAS,
    Sketch,
    draft,
    move_up,
    position,
    take_out,
)
from handlekraft_engine.visits.spots import put_back
from handlekraft_engine.visits.work import (
    ROUND,
    Work,
)

MOST_LEFT_OUT = 10
"""So many of the visits that are left out are tried again at a time."""


@kernel
def rebuild(a: Arrays, w: Work, c: Choice, s: Sketch, m: int, routes: Ints) -> None:
    """Propose a plan in which some visits lie elsewhere; nothing is proposed when all come back to where they were."""
    c.span[FIRST], c.span[LAST], c.span[MOVED] = m, -1, 0
    draft(a, w, c, s, m, routes)
    tear(a, w, c, s, m, routes)
    rank(a, c, s)
    for n in range(s.tell[COUNT]):
        put_back(a, w, c, s, s.out[n])
    count_back(a, w, c, s)
    order_again(a, w, c, s, m)
    note_changes(a, w, c, s, m)


@kernel
def tear(a: Arrays, w: Work, c: Choice, s: Sketch, m: int, routes: Ints) -> None:
    """Take out a string of visits from each of some routes near one visit, and try what is left out again."""
    tasks, used = 0, 0
    for r in routes:
        tasks += s.route[r, SIZE]
        used += s.route[r, SIZE] > 0
    longest = max(min(s.tell[STRING], tasks // max(used, 1)), 1)
    strings = 1 + draw(c.chance, max(4 * s.tell[MEAN] // (1 + longest), 1))
    first = c.order[NOW, draw(c.chance, m)]
    if s.visit[first, START] > -NEVER:
        strings -= tear_at(a, w, c, s, first, longest)
    for k in range(a.visit[first, V_NEAR], a.visit[first + 1, V_NEAR]):
        if strings > 0 and s.visit[a.near[k], START] > -NEVER:
            strings -= tear_at(a, w, c, s, a.near[k], longest)
    begin = draw(c.chance, m)
    more = MOST_LEFT_OUT
    for i in range(m):
        v = c.order[NOW, (begin + i) % m]
        if more > 0 and w.start[v] == -NEVER:
            take_out(a, w, c, s, v)
            more -= 1


@kernel
def tear_at(a: Arrays, w: Work, c: Choice, s: Sketch, v: int, longest: int) -> int:
    """Take out a string with this visit in it, or all but one visit of a string; 0 where its route is torn already."""
    task = any_task(a, c.chance, v)
    r = c.route[NOW, task]
    if s.route[r, TORN] == w.tally[ROUND]:
        return 0
    s.route[r, TORN] = w.tally[ROUND]
    size, p = s.route[r, SIZE], position(s, r, task)
    length = 1 + draw(c.chance, min(size, longest))
    spared = -1
    if 1 < length < size and draw(c.chance, 2):
        spared = draw(c.chance, length + 1)
        length += 1
    low, high = max(p - length + 1, 0), min(p, size - length)
    begin = low + draw(c.chance, high - low + 1)
    at = begin
    for n in range(length):
        if n == spared:
            at += 1
        else:
            take_out(a, w, c, s, s.row[r, at] // 2)
    move_up(a, c, s, r)
    return 1


@kernel
def rank(a: Arrays, c: Choice, s: Sketch) -> None:
    """Sort what is out by one of several rules, drawn at random."""
    kind = draw(c.chance, 12)
    for n in range(s.tell[COUNT]):
        v = s.out[n]
        s.visit[v, KEY] = rank_key(a, c, v, kind)
        at = n
        while at > 0 and s.visit[s.out[at - 1], KEY] > s.visit[v, KEY]:
            s.out[at] = s.out[at - 1]
            at -= 1
        s.out[at] = v


@kernel
def rank_key(a: Arrays, c: Choice, v: int, kind: int) -> int:
    """Low comes first. At random, most work, few carers, far or near, narrow window, early or late."""
    low, high = a.visit[v, V_WINDOWS], a.visit[v + 1, V_WINDOWS]
    if kind < 4:
        return draw(c.chance, 1 << 20)
    if kind < 6:
        return -a.visit[v, V_LOAD] if a.visit[v, V_LOAD] > 0 and kind == 4 else -a.visit[v, V_MINUTES]
    if kind == 6:
        return (a.option_at[2 * v + 1] - a.option_at[2 * v]) - 1000 * a.visit[v, V_TASKS]
    if kind < 9:
        r = a.option[a.option_at[2 * v]]
        way = a.travel[a.route[r, R_MODE], a.route[r, R_HOME], a.visit[v, V_PLACE]]
        return way if kind == 7 else -way
    if kind == 9:
        return a.window[high - 1, HI] - a.window[low, LO]
    return a.window[low, LO] if kind == 10 else -a.window[high - 1, HI]


@kernel
def count_back(a: Arrays, w: Work, c: Choice, s: Sketch) -> None:
    """Faces as the timetable in hand has them."""
    for n in range(s.tell[COUNT]):
        v = s.out[n]
        for task in range(2 * v, 2 * v + a.visit[v, V_TASKS]):
            if s.visit[v, START] > -NEVER:
                w.met[a.visit[v, V_CITIZEN], a.route[c.route[NOW, task], R_CARER]] -= 1
            if w.start[v] > -NEVER:
                w.met[a.visit[v, V_CITIZEN], a.route[c.route[OLD, task], R_CARER]] += 1


@kernel
def order_again(a: Arrays, w: Work, c: Choice, s: Sketch, m: int) -> None:
    """Put what was taken out back into the order: by start, between its neighbours on its rows; else at the end."""
    order = c.order[NOW]
    kept = 0
    for i in range(m):
        v = order[i]
        if s.visit[v, OUT] == 0:
            order[kept] = v
            w.place[v] = kept
            kept += 1
    for n in range(s.tell[COUNT]):
        v = s.out[n]
        i, high = kept, kept
        if s.visit[v, START] > -NEVER:
            i, high = room(a, w, c, s, v, kept)
            while i < high and s.visit[order[i], START] < s.visit[v, START]:
                i += 1
        for k in range(kept, i, -1):
            order[k] = order[k - 1]
            w.place[order[k]] = k
        order[i] = v
        w.place[v] = i
        s.visit[v, OUT] = 0
        kept += 1


@kernel
def room(a: Arrays, w: Work, c: Choice, s: Sketch, v: int, kept: int) -> tuple[int, int]:
    """The first and the last place in the order between the visit's neighbours on its rows that are back already."""
    low, high = 0, kept
    for task in range(2 * v, 2 * v + a.visit[v, V_TASKS]):
        r = c.route[NOW, task]
        p = position(s, r, task)
        q = p - 1
        while q >= 0 and s.visit[s.row[r, q] // 2, OUT] == 1:
            q -= 1
        if q >= 0:
            low = max(low, w.place[s.row[r, q] // 2] + 1)
        q = p + 1
        while q < s.route[r, SIZE] and s.visit[s.row[r, q] // 2, OUT] == 1:
            q += 1
        if q < s.route[r, SIZE]:
            high = min(high, w.place[s.row[r, q] // 2])
    return low, high


@kernel
def note_changes(a: Arrays, w: Work, c: Choice, s: Sketch, m: int) -> None:
    """Say what was taken out, unless order, routes and aims are as they were."""
    changed = False
    for n in range(s.tell[COUNT]):
        v = s.out[n]
        changed = changed or c.aim[NOW, v] != c.aim[OLD, v]
        for task in range(2 * v, 2 * v + a.visit[v, V_TASKS]):
            changed = changed or c.route[NOW, task] != c.route[OLD, task]
        c.span[FIRST] = min(c.span[FIRST], min(s.visit[v, WAS], w.place[v]))
        c.span[LAST] = max(c.span[LAST], max(s.visit[v, WAS], w.place[v]))
    for i in range(c.span[FIRST], c.span[LAST] + 1):
        changed = changed or c.order[NOW, i] != c.order[OLD, i]
    if changed:
        for n in range(s.tell[COUNT]):
            c.moved[n] = s.out[n]
        c.span[MOVED] = s.tell[COUNT]
