"""What a start costs by itself, compiled: wished windows and what was told."""

from __future__ import annotations

from handlekraft_engine.visits.arrays import (
    EARLY,
    HI,
    LATE,
    LO,
    MOVED,
    NEVER,
    RETOLD,
    SEVERAL_WISHES,
    V_PUBLISHED,
    V_WISH_HI,
    V_WISH_LO,
    V_WISHES,
    Arrays,
)
from handlekraft_engine.visits.compiled import inlined, kernel


@kernel
def wish_that_counts(a: Arrays, v: int, start: int) -> int:
    """Row in ``wish`` of the window that makes the start cheapest, of equally cheap ones the nearest, then the first.

    -1 without a wish.
    """
    best, least, nearest = -1, NEVER, NEVER
    for i in range(a.visit[v, V_WISHES], a.visit[v + 1, V_WISHES]):
        early, late = max(a.wish[i, LO] - start, 0), max(start - a.wish[i, HI], 0)
        points = early * a.price[EARLY] + late * a.price[LATE]
        if points < least or (points == least and early + late < nearest):
            best, least, nearest = i, points, early + late
    return best


@inlined
def minutes_late(a: Arrays, v: int, start: int) -> int:
    """Minutes after the wished window that counts; below 0 when it is not late."""
    if a.price[SEVERAL_WISHES]:
        i = wish_that_counts(a, v, start)
        return start - a.wish[i, HI] if i >= 0 else -NEVER
    return start - a.visit[v, V_WISH_HI]


@kernel
def pay_nearest_wish(a: Arrays, v: int, start: int) -> int:
    """Points for a start outside the wished window that counts."""
    i = wish_that_counts(a, v, start)
    if i < 0:
        return 0
    return max(a.wish[i, LO] - start, 0) * a.price[EARLY] + max(start - a.wish[i, HI], 0) * a.price[LATE]


@inlined
def pay_start(a: Arrays, v: int, start: int) -> int:
    """Points for a start outside the wished window or away from the published start."""
    if a.price[SEVERAL_WISHES]:
        points = pay_nearest_wish(a, v, start)
    else:
        early, late = max(a.visit[v, V_WISH_LO] - start, 0), max(start - a.visit[v, V_WISH_HI], 0)
        points = early * a.price[EARLY] + late * a.price[LATE]
    if a.visit[v, V_PUBLISHED] > -NEVER:
        points += abs(start - a.visit[v, V_PUBLISHED]) * a.price[MOVED]
        points += a.price[RETOLD] if start != a.visit[v, V_PUBLISHED] else 0
    return points
