"""Streets from Valhalla in this process: no server, no network, nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from handlekraft_engine.travel.crow_fly import Way
from handlekraft_engine.travel.streets import REACH, Cells, Point
from handlekraft_engine.travel.tiles import settings, tiles_in, valhalla

COSTING = {"walk": "pedestrian", "bicycle": "bicycle", "car": "auto"}
"""Valhalla's word for each mode."""

SPEED = {"walk": "walking_speed", "bicycle": "cycling_speed"}
"""Valhalla's word for km/h on the flat; a car goes as fast as each street lets it."""


class Embedded:
    """Valhalla on the tiles of a folder (see ``tiles.build``). For one thread at a time.

    Errors: ``Unanswered`` where the folder has no tiles (at once) or the library is missing (when asked).
    """

    def __init__(self, folder: Path) -> None:
        self.tiles = tiles_in(folder)
        self.version = self.tiles.version

    @cached_property
    def _actor(self) -> Any:
        return valhalla().Actor(settings(self.tiles.folder))

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point], mode: str, way: Way) -> Cells:
        """Seconds by the street network. Source: Valhalla's cost matrix."""
        question = {"costing": COSTING[mode], "costing_options": _options(mode, way)}
        near = self._near_streets([*origins, *targets], question)
        rows = [i for i in range(len(origins)) if near[i]]
        columns = [j for j in range(len(targets)) if near[len(origins) + j]]
        cells: Cells = [[None] * len(targets) for _ in origins]
        found = self._matrix([origins[i] for i in rows], [targets[j] for j in columns], question)
        for i, row in zip(rows, found, strict=True):
            for j, cell in zip(columns, row, strict=True):
                cells[i][j] = cell
        return cells

    def _near_streets(self, points: Sequence[Point], question: dict[str, Any]) -> list[bool]:
        """Whether a street of the mode is within ``REACH``."""
        found = self._actor.locate(question | {"locations": [_location(one) for one in points], "verbose": False})
        return [bool(one["edges"] or one["nodes"]) for one in found]

    def _matrix(self, origins: Sequence[Point], targets: Sequence[Point], question: dict[str, Any]) -> Cells:
        """Valhalla refuses a whole block for one impossible pair: then the halves are asked."""
        if not origins or not targets:
            return [[] for _ in origins]
        ask = {"sources": [_location(one) for one in origins], "targets": [_location(one) for one in targets]}
        try:
            answer = self._actor.matrix(question | ask | {"verbose": False})
        except valhalla().ValhallaError:
            return self._halves(origins, targets, question)
        cells: Cells = answer["sources_to_targets"]["durations"]
        return cells

    def _halves(self, origins: Sequence[Point], targets: Sequence[Point], question: dict[str, Any]) -> Cells:
        if len(origins) > 1:
            half = len(origins) // 2
            return self._matrix(origins[:half], targets, question) + self._matrix(origins[half:], targets, question)
        if len(targets) > 1:
            half = len(targets) // 2
            first, second = (self._matrix(origins, part, question)[0] for part in (targets[:half], targets[half:]))
            return [first + second]
        return [[None]]


def _options(mode: str, way: Way) -> dict[str, dict[str, float]]:
    return {COSTING[mode]: {SPEED[mode]: way.speed}} if mode in SPEED else {}


def _location(point: Point) -> dict[str, float]:
    return {"lat": point[0], "lon": point[1], "search_cutoff": REACH}
