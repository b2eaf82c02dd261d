"""Where a visit that was taken out fits best, compiled: the cheapest spots of its tasks on the rough timetable.

Source: Christiaens and Vanden Berghe, Transportation Science 54 (2020): greedy insertion with blinks.
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
    SAME,
    V_CITIZEN,
    V_LEFT_OUT,
    V_LINKS,
    V_LOAD,
    V_MINUTES,
    V_TASKS,
    V_USUAL,
    V_WINDOWS,
    Arrays,
)
from handlekraft_engine.visits.compiled import (
    inlined,
    kernel,
)
from handlekraft_engine.visits.moves import (
    NOW,
    Choice,
    draw,
)
from handlekraft_engine.visits.sketch import (
    BLINK,
    KIND,
    LOAD,
    LOOKED,
    POINTS,
    POSITION,
    ROUTE,
    SIZE,
    SPOTS,
    STAMP,
    START,
    WHEN,
    Sketch,
    put_in,
    rough_points,
)
from handlekraft_engine.visits.work import (
    Work,
)

BLINKS = 100
"""One spot of so many is overlooked."""


@kernel
def put_back(a: Arrays, w: Work, c: Choice, s: Sketch, v: int) -> None:
    """Put the visit where it costs least, unless leaving it out costs less or there is no spot."""
    low, high = bounds(a, s, v, usual_aim(a, c, v))
    many = 1 if a.visit[v, V_TASKS] == 1 else SPOTS
    find_spots(a, w, c, s, 2 * v, low, high, many)
    if a.visit[v, V_TASKS] == 2:
        find_spots(a, w, c, s, 2 * v + 1, low, high, many)
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
def closed(a: Arrays, c: Choice, s: Sketch, v: int, r: int) -> bool:
    """The route is full, a link wants another one, or it is empty and one of its kind was looked at."""
    if s.route[r, SIZE] == 0:
        kind = s.route[r, KIND]
        if s.route[kind, LOOKED] == s.tell[STAMP]:
            return True
        s.route[kind, LOOKED] = s.tell[STAMP]
    return s.route[r, LOAD] + a.visit[v, V_LOAD] > a.route[r, R_CAPACITY] or unfit(a, c, s, v, r)


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
        if closed(a, c, s, v, r):
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
    most = a.visit[v, V_LEFT_OUT]
    lowest, one, two, when = most, -1, -1, 0
    for i in range(SPOTS):
        for j in range(SPOTS):
            first, second = s.spot[0, i], s.spot[1, j]
            if max(first[POINTS], second[POINTS]) == NEVER:
                continue
            if a.route[first[ROUTE], R_CARER] == a.route[second[ROUTE], R_CARER]:
                continue
            start = max(first[WHEN], second[WHEN])
            points = first[POINTS] + second[POINTS]
            waits = first if first[WHEN] < start else second
            if waits[WHEN] < start and points < lowest:
                task = 2 * v if first[WHEN] < start else 2 * v + 1
                early, _ = rough_points(a, s, task, waits[ROUTE], waits[POSITION], waits[WHEN], high, most)
                then, at = rough_points(a, s, task, waits[ROUTE], waits[POSITION], start, high, most)
                points = points - early + then if then < NEVER and at == start else NEVER
            if points < lowest:
                lowest, one, two, when = points, i, j, start
    if one < 0:
        s.spot[0, 0, POINTS] = NEVER
        return
    for k in range(4):
        s.spot[0, 0, k], s.spot[1, 0, k] = s.spot[0, one, k], s.spot[1, two, k]
    s.spot[0, 0, WHEN] = s.spot[1, 0, WHEN] = when
