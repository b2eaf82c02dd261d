"""Travel minutes from the distance as the crow flies: haversine x detour / speed, plus what each trip takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handlekraft_engine.visits.problem import Place, Travel

EARTH_KM = 6371.0088
"""Mean radius of the earth in km (IUGG)."""

type Table = tuple[tuple[int, ...], ...]
"""Whole minutes ``[from][to]``."""

type Minutes = Callable[[Sequence[Place], str], Table]
"""Whatever answers travel times: places and a mode in, a table out. A street network comes in by this door."""


@dataclass(frozen=True)
class Way:
    """How one mode moves: km/h while under way, street km per crow-fly km, and minutes per trip (parking)."""

    speed: float
    detour: float
    per_trip: float


WAYS = {
    "walk": Way(speed=4.8, detour=1.25, per_trip=0.5),
    "bicycle": Way(speed=14.0, detour=1.25, per_trip=1.5),
    "car": Way(speed=30.0, detour=1.35, per_trip=3.0),
}
"""Assumed for a Danish town: a brisk walk, a bicycle with bags, a car in town. A team's own timings are better."""


def kilometres(places: Sequence[Place]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Great-circle distances in km, shape (places, places). Formula: Sinnott, Sky and Telescope 68 (1984)."""
    lat = np.radians([place.lat for place in places])
    lon = np.radians([place.lon for place in places])
    half_lat = np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
    half_lon = np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    chord = half_lat + np.cos(lat)[:, None] * np.cos(lat)[None, :] * half_lon
    distances: np.ndarray[tuple[int, int], np.dtype[np.float64]] = (
        2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    )
    return distances


def crow_fly(places: Sequence[Place], mode: str, ways: Mapping[str, Way] = WAYS) -> Table:
    """Minutes between all places by one mode, rounded up; 0 between equal points. Unknown mode: ``ValueError``."""
    if mode not in ways:
        raise ValueError(f"travel mode {mode!r} is unknown; use one of {', '.join(ways)}")
    way = ways[mode]
    distances = kilometres(places)
    minutes = np.ceil(distances * way.detour / way.speed * 60 + way.per_trip).astype(int)
    minutes[distances < 0.001] = 0
    return tuple(tuple(row) for row in minutes.tolist())


def travel_tables(places: Sequence[Place], modes: Iterable[str], minutes: Minutes = crow_fly) -> tuple[Travel, ...]:
    """One ``Travel`` per mode for a problem, modes in alphabetical order and each once."""
    return tuple(Travel(mode, minutes(places, mode)) for mode in sorted(set(modes)))
