"""How far it is from one door to the next, for a day list: the same minutes that the plan counts with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from handlekraft_engine.travel.crow_fly import WAYS, Way, crow_fly
from handlekraft_engine.visits.problem import Place

type Point = tuple[float, float] | None
"""Latitude and longitude; None is on no map."""


def ride_minutes(stops: Sequence[Point], mode: str, *, kmh: int, unknown: int) -> list[int]:
    """Minutes from each stop to the next, one less than there are stops."""
    known = [Place(*stop) for stop in stops if stop is not None]
    if not known:
        return [unknown] * (len(stops) - 1)
    places = [Place(*stop) if stop else known[0] for stop in stops]
    way = WAYS[mode]
    ways: Mapping[str, Way] = {mode: Way(kmh, way.detour, way.per_trip)}
    table = crow_fly(places, mode, ways)
    return [
        table[number][number + 1] if stop and following else unknown
        for number, (stop, following) in enumerate(pairwise(stops))
    ]
