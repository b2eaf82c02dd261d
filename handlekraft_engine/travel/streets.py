"""Minutes on streets, whoever knows the streets: asks for what is not remembered, in blocks; crow-fly where no way is.

Every point is rounded to ``DECIMALS`` before it is asked for or remembered. Four decimals of a degree are 11 m north
and 6 m east in Denmark: a walker takes 8 s for it, so no minute of a plan hangs on more, and nothing finer leaves this
module, neither to a server nor to a file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from handlekraft_engine.travel.crow_fly import WAYS, Table, Way, crow_fly
from handlekraft_engine.visits.problem import Place

DECIMALS = 4
"""To how many decimals of a degree a point is rounded."""

REACH = 250
"""Metres from a home to the nearest street; beyond it the home is off the map, not on a street far away."""

BLOCK = 50
"""Origins and targets of one question: what Valhalla and OSRM answer as they come."""

type Point = tuple[float, float]
"""Rounded latitude and longitude in degrees (WGS84)."""

type Cells = list[list[float | None]]
"""Seconds ``[origin][target]``; None = no way."""

type Legs = dict[tuple[Point, Point], int | None]
"""Whole seconds from point to point; None = asked, and there is no way."""


class Travel(Protocol):
    """Whatever knows how far it is."""

    def minutes(self, places: Sequence[Place], mode: str) -> Table:
        """Whole minutes ``[from][to]`` by one mode. Errors: ``ValueError`` for an unknown mode."""
        ...


class Unanswered(Exception):
    """The street network cannot be asked; the sentence says why and how to mend it."""


class Streets(Protocol):
    """A street network that can be asked."""

    @property
    def version(self) -> str:
        """Which map this is: answers of another version are not remembered for it."""
        ...

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point], mode: str, way: Way) -> Cells:
        """Seconds ``[origin][target]``, at most ``BLOCK`` of each; None = no way. Errors: ``Unanswered``."""
        ...


class Memory(Protocol):
    """Answers kept from earlier."""

    def recall(self, about: str, points: Sequence[Point]) -> Legs:
        """What is known between these points. ``about`` names map, mode and speed."""
        ...

    def keep(self, about: str, legs: Legs) -> None:
        """Remember these."""
        ...


class Fallback(NamedTuple):
    """Crow-fly minutes stand in for streets: at these places (indexes as asked; each at one end at least), and why."""

    mode: str
    places: tuple[int, ...]
    why: str


NO_WAY = "no street of this mode leads there or from there; crow-fly minutes stand in"


class Forgetful:
    """Remembers nothing."""

    def recall(self, about: str, points: Sequence[Point]) -> Legs:
        """Nothing."""
        return {}

    def keep(self, about: str, legs: Legs) -> None:
        """Nor is anything kept."""


@dataclass(frozen=True)
class NotAsked:
    """The map of that version, from memory alone: for those who may not wait, such as a page."""

    version: str

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point], mode: str, way: Way) -> Cells:
        """Never asked."""
        raise Unanswered("the way was not asked for yet; the next plan asks")


@dataclass(frozen=True)
class CrowFly:
    """Crow-fly minutes with ways of one's own: the default."""

    ways: Mapping[str, Way] = field(default_factory=lambda: WAYS)

    def minutes(self, places: Sequence[Place], mode: str) -> Table:
        """See ``crow_fly``."""
        return crow_fly(places, mode, self.ways)


@dataclass(frozen=True)
class OnStreets:
    """Minutes on ``streets``: seconds of the way plus ``Way.per_trip`` (parking), rounded up; 0 between equal points.

    ``tell`` hears of every ``Fallback``: once per table for places without a way, once when the network is silent.
    ``hidden``: homes that the network may not hear of; crow-fly minutes are theirs, and nobody is told.
    """

    streets: Streets
    ways: Mapping[str, Way] = field(default_factory=lambda: WAYS)
    memory: Memory = field(default_factory=Forgetful)
    tell: Callable[[Fallback], None] = lambda fallback: None
    hidden: frozenset[Place] = frozenset()

    def minutes(self, places: Sequence[Place], mode: str) -> Table:
        """Whole minutes ``[from][to]``; crow-fly minutes where there is no answer."""
        spare = crow_fly(places, mode, self.ways)
        points = [rounded(place) for place in places]
        kept = frozenset(rounded(place) for place in self.hidden)
        legs, silence = self._legs([point for point in dict.fromkeys(points) if point not in kept], mode)
        lost = without_way(points, legs, kept)
        if silence or lost:
            self.tell(Fallback(mode, lost, silence or NO_WAY))
        per_trip = self.ways[mode].per_trip
        return tuple(
            tuple(_cell(legs.get((a, b)), spare[i][j], per_trip) for j, b in enumerate(points))
            for i, a in enumerate(points)
        )

    def _legs(self, points: Sequence[Point], mode: str) -> tuple[Legs, str]:
        """All that is known between the points after asking, and why the network was silent."""
        way = self.ways[mode]
        about = f"{self.streets.version} {mode} {way.speed:g}"
        legs: Legs = {(point, point): 0 for point in points}
        legs |= self.memory.recall(about, points)
        fresh: Legs = {}
        silence = ""
        try:
            for origins, targets in blocks(points, legs):
                rows = self.streets.seconds(origins, targets, mode, way)
                fresh |= {
                    (a, b): None if cell is None else round(cell)
                    for a, row in zip(origins, rows, strict=True)
                    for b, cell in zip(targets, row, strict=True)
                    if a != b
                }
        except Unanswered as no:
            silence = str(no)
        if fresh:
            self.memory.keep(about, fresh)
        return fresh | legs, silence


def rounded(place: Place) -> Point:
    """The point that is asked for and remembered in place of the home."""
    return round(place.lat, DECIMALS), round(place.lon, DECIMALS)


def blocks(points: Sequence[Point], known: Legs) -> Iterator[tuple[list[Point], list[Point]]]:
    """Questions of at most ``BLOCK`` x ``BLOCK`` for legs not yet known; origins that lack the same go together."""
    lacking: dict[tuple[Point, ...], list[Point]] = {}
    for a in points:
        targets = tuple(b for b in points if (a, b) not in known)
        # Nobody asks for the way from a home to itself, but those who lack all others then lack the same.
        alone = len(targets) == len(points) - 1
        lacking.setdefault(tuple(points) if alone else targets, []).append(a)
    for targets, origins in lacking.items():
        for i in range(0, len(origins), BLOCK):
            for j in range(0, len(targets), BLOCK):
                yield origins[i : i + BLOCK], list(targets[j : j + BLOCK])


def without_way(points: Sequence[Point], legs: Legs, kept: frozenset[Point] = frozenset()) -> tuple[int, ...]:
    """Places to name so that every leg without an answer has one of them at an end; those ``kept`` back are left out.

    One home off the map is named alone, not with all its neighbours: the point with most gaps first, ties by index.
    """
    gaps: dict[Point, set[Point]] = {point: set() for point in points if point not in kept}
    for a in gaps:
        for b in gaps:
            if legs.get((a, b)) is None:
                gaps[a].add(b)
                gaps[b].add(a)
    named = set()
    while any(gaps.values()):
        worst = max(gaps, key=lambda point: len(gaps[point]))
        named.add(worst)
        for other in gaps.pop(worst):
            gaps[other].discard(worst)
    return tuple(i for i, point in enumerate(points) if point in named)


def _cell(seconds: int | None, spare: int, per_trip: float) -> int:
    """``spare`` is 0 exactly between equal points."""
    return spare if seconds is None or spare == 0 else math.ceil(seconds / 60 + per_trip)
