"""How far it is from one door to the next, for a day list: the same minutes that the plan counts with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from handlekraft.visits.planning.travel import travel_of
from handlekraft_engine.visits.problem import Place

type Point = tuple[float, float] | None
"""Latitude and longitude; None is on no map."""


def ride_minutes(stops: Sequence[Point], mode: str, *, kmh: int, unknown: int, source: str) -> list[int]:
    """Minutes from each stop to the next, one less than there are stops."""
    known = [Place(*stop) for stop in stops if stop is not None]
    if not known:
        return [unknown] * (len(stops) - 1)
    places = [Place(*stop) if stop else known[0] for stop in stops]
    table = travel_of(source, {mode: kmh}).minutes(places, mode)
    return [
        table[number][number + 1] if stop and following else unknown
        for number, (stop, following) in enumerate(pairwise(stops))
    ]
