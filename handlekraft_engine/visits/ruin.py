"""Strings of visits near each other are torn out of their routes and put back one by one where they cost least.

Source: Christiaens and Vanden Berghe, Slack induction by string removals for vehicle routing problems, Transportation
Science 54 (2020): adjacent string removal, greedy insertion with blinks. Spots are judged on a rough timetable.
"""

from __future__ import annotations

from handlekraft_engine.visits.arrays import (
    ANY,
    APART,
    HI,
    L_CARERS,
    L_HI,
    L_LO,
    L_TO,
    LO,
    NEVER,
    R_CAPACITY,
    R_CARER,
    R_HOME,
    R_MODE,
    SAME,
    V_CITIZEN,
    V_LEFT_OUT,
    V_LINKS,
    V_LOAD,
    V_MINUTES,
    V_NEAR,
    V_PLACE,
    V_TASKS,
    V_USUAL,
    V_WINDOWS,
    Arrays,
    Ints,
)
from handlekraft_engine.visits.compiled import inlined, kernel
from handlekraft_engine.visits.moves import FIRST, LAST, MOVED, NOW, OLD, Choice, any_task, draw
from handlekraft_engine.visits.sketch import (
    BLINK,
    COUNT,
    KEY,
    KIND,
    LOAD,
    LOOKED,
    MEAN,
    OUT,
    POINTS,
    POSITION,
    ROUTE,
    SIZE,
    SPOTS,
    STAMP,
    START,
    STRING,
    TORN,
    WAS,
    WHEN,
    Sketch,
    draft,
    move_up,
    position,
    put_in,
    rough_points,
    take_out,
)
from handlekraft_engine.visits.work import ROUND, Work

BLINKS = 100
"""One spot of so many is overlooked."""

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
        elif at < s.route[r, SIZE]:
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
def put_back(a: Arrays, w: Work, c: Choice, s: Sketch, v: int) -> None:
    """Put the visit where it costs least, unless leaving it out costs less or there is no spot."""
    low, high = bounds(a, s, v, usual_aim(a, c, v))
    find_spots(a, w, c, s, 2 * v, low, high, 1 if a.visit[v, V_TASKS] == 1 else SPOTS)
    if a.visit[v, V_TASKS] == 2:
        find_spots(a, w, c, s, 2 * v + 1, low, high, SPOTS)
        match_spots(a, s, v, high)
    if s.spot[0, 0, POINTS] < NEVER:
        s.visit[v, START] = s.spot[0, 0, WHEN]
        for task in range(a.visit[v, V_TASKS]):
            put_in(a, w, c, s, 2 * v + task, s.spot[task, 0, ROUTE], s.spot[task, 0, POSITION])


@kernel
def usual_aim(a: Arrays, c: Choice, v: int) -> int:
    """The start aimed at; half of the time it becomes the usual one again."""
    if c.aim[NOW, v] != a.visit[v, V_USUAL] and draw(c.chance, 2) == 0:
        c.aim[NOW, v] = a.visit[v, V_USUAL]
    return c.aim[NOW, v]


@kernel
def bounds(a: Arrays, s: Sketch, v: int, aim: int) -> tuple[int, int]:
    """The first and the last start that the links to visits in the sketch allow, not before the aim."""
    low, high = aim, NEVER - 1
    for k in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
        there = s.visit[a.link[k, L_TO], START]
        if there > -NEVER:
            low = max(low, there + a.link[k, L_LO])
            high = min(high, there + a.link[k, L_HI])
    return low, high


@inlined
def unfit(a: Arrays, c: Choice, s: Sketch, v: int, r: int) -> bool:
    """A link wants another carer."""
    for k in range(a.visit[v, V_LINKS], a.visit[v + 1, V_LINKS]):
        other = a.link[k, L_TO]
        if a.link[k, L_CARERS] != ANY and a.link[k, L_CARERS] != APART and s.visit[other, START] > -NEVER:
            there = False
            for task in range(2 * other, 2 * other + a.visit[other, V_TASKS]):
                there = there or a.route[c.route[NOW, task], R_CARER] == a.route[r, R_CARER]
            if there != (a.link[k, L_CARERS] == SAME):
                return True
    return False


@kernel
def find_spots(a: Arrays, w: Work, c: Choice, s: Sketch, task: int, low: int, high: int, many: int) -> None:
    """The cheapest spots of a task, each on another route, in ``s.spot``; of empty routes of one kind only one."""
    v = task // 2
    spots = s.spot[task % 2]
    s.tell[STAMP] += 1
    for n in range(SPOTS):
        spots[n, POINTS] = NEVER
    for n in range(many):
        spots[n, POINTS], spots[n, ROUTE] = a.visit[v, V_LEFT_OUT], -1
    last = a.window[a.visit[v + 1, V_WINDOWS] - 1, HI]
    first = max(low, a.window[a.visit[v, V_WINDOWS], LO]) + a.visit[v, V_MINUTES + task % 2]
    for k in range(a.option_at[task], a.option_at[task + 1]):
        r = a.option[k]
        if s.route[r, SIZE] == 0:
            if s.route[s.route[r, KIND], LOOKED] == s.tell[STAMP]:
                continue
            s.route[s.route[r, KIND], LOOKED] = s.tell[STAMP]
        if s.route[r, LOAD] + a.visit[v, V_LOAD] > a.route[r, R_CAPACITY] or unfit(a, c, s, v, r):
            continue
        carer = a.route[r, R_CARER]
        own = a.own[task, carer]
        if w.met[a.visit[v, V_CITIZEN], carer] == 0:
            own += a.face[a.visit[v, V_CITIZEN], carer]
        best, when, where = search_row(
            a, c, s, task, r, low, high, first, min(last, high), spots[many - 1, POINTS] - own
        )
        if best < NEVER:
            keep_spot(s, task % 2, many, best + own, r, where, when)
    for n in range(many):
        if spots[n, ROUTE] < 0:
            spots[n, POINTS] = NEVER


@kernel
def search_row(
    a: Arrays, c: Choice, s: Sketch, task: int, r: int, low: int, high: int, first: int, last: int, most: int
) -> tuple[int, int, int]:
    """Points, start and position of the cheapest spot of one row below ``most``; ``NEVER`` without.

    ``first``: earliest end of the visit, ``last``: latest start.
    """
    best, when, where = NEVER, 0, 0
    for p in range(s.route[r, SIZE] + 1):
        if p < s.route[r, SIZE]:
            after = s.row[r, p] // 2
            if first > a.window[a.visit[after + 1, V_WINDOWS] - 1, HI]:
                continue
        if p > 0:
            before = s.row[r, p - 1]
            if s.visit[before // 2, START] + a.visit[before // 2, V_MINUTES + before % 2] > last:
                break
        s.tell[BLINK] -= 1
        if s.tell[BLINK] < 0:
            s.tell[BLINK] = draw(c.chance, 2 * BLINKS)
            continue
        points, start = rough_points(a, s, task, r, p, low, high, most)
        if points < most:
            best, when, where = points, start, p
            most = points
    return best, when, where


@kernel
def keep_spot(s: Sketch, task: int, many: int, points: int, r: int, p: int, when: int) -> None:
    """Put a spot among the cheapest ones."""
    spots = s.spot[task]
    n = many - 1
    while n > 0 and spots[n - 1, POINTS] > points:
        for k in range(4):
            spots[n, k] = spots[n - 1, k]
        n -= 1
    spots[n, POINTS], spots[n, ROUTE], spots[n, POSITION], spots[n, WHEN] = points, r, p, when


@kernel
def match_spots(a: Arrays, s: Sketch, v: int, high: int) -> None:
    """Of the spots of both tasks the cheapest two of different carers at one start, put first; ``NEVER`` without."""
    lowest, one, two, when = a.visit[v, V_LEFT_OUT], -1, -1, 0
    for i in range(SPOTS):
        for j in range(SPOTS):
            first, second = s.spot[0, i], s.spot[1, j]
            if max(first[POINTS], second[POINTS]) == NEVER:
                continue
            if a.route[first[ROUTE], R_CARER] == a.route[second[ROUTE], R_CARER]:
                continue
            start = max(first[WHEN], second[WHEN])
            points = first[POINTS] + second[POINTS]
            late, waits = (second, first) if first[WHEN] < start else (first, second)
            if waits[WHEN] < start and points < lowest:
                task = 2 * v if first[WHEN] < start else 2 * v + 1
                early, _ = rough_points(a, s, task, waits[ROUTE], waits[POSITION], waits[WHEN], high, NEVER)
                then, at = rough_points(a, s, task, waits[ROUTE], waits[POSITION], start, high, NEVER)
                points = points - early + then if then < NEVER and at == start else NEVER
            if points < lowest:
                lowest, one, two, when = points, i, j, start
    if one < 0:
        s.spot[0, 0, POINTS] = NEVER
        return
    for k in range(4):
        s.spot[0, 0, k], s.spot[1, 0, k] = s.spot[0, one, k], s.spot[1, two, k]
    s.spot[0, 0, WHEN] = s.spot[1, 0, WHEN] = when


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
    """Put what was taken out back into the order: by start, between its neighbours on its rows; at the end if left out."""
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
