"""Rostering instances of Curtois and Qu: our roster engine, its own referee, and the bound it proves.

Cost as in the files: unmet requests and too few or too many at work, in points. The parts are imported when played.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from handlekraft_engine.bench.instance import Instance, Outcome, Score, best_values, chosen
from handlekraft_engine.bench.visits import better


def part(name: str) -> ModuleType:
    """A module of the engine. ``ValueError`` where rosters are not part of this installation."""
    try:
        return import_module(f"handlekraft_engine.{name}")
    except ModuleNotFoundError as error:
        raise ValueError(f"rosters are not part of this installation: {error}") from error


@dataclass(frozen=True)
class RosterInstance:
    """One period of one ward."""

    name: str
    best_known: float | None
    problem: Any

    def play(self, engine: str, seconds: float, seed: int, clock: Callable[[], float] = time.perf_counter) -> Outcome:
        """Every better plan with its second; the last bound is the best one."""
        if engine != "ours":
            return Outcome(note=f"{engine} is not asked for rosters here")
        solver, referee = part("rosters.solve"), part("rosters.referee")
        solver.warm()
        began, found = clock(), list[tuple[float, Any]]()
        stop = part("rosters.stop").Seconds(seconds)

        def seen(progress: Any) -> None:
            found.append((clock() - began, progress.plan))

        try:
            solved = solver.solve(self.problem, stop, seed, progress=seen)
        except solver.Impossible as error:
            return Outcome(note=str(error))
        found.append((clock() - began, solved.plan))
        scored = [(when, self._score(referee, plan)) for when, plan in found]
        return Outcome(better(scored), bound=float(solved.bound))

    def _score(self, referee: ModuleType, plan: Any) -> Score:
        faults = tuple(f"{one.rule}: {one.employee}" for one in referee.judge(self.problem, plan))
        return Score(float(referee.price(self.problem, plan).total), faults)


@dataclass(frozen=True)
class Rosters:
    """The set ``nrp``."""

    folder: str = "nrp-curtois"
    engines: tuple[str, ...] = ("ours",)
    sample: tuple[str, ...] = ("Instance3",)

    def instances(self, folder: Path, names: Sequence[str], seeds: int) -> Iterator[Instance]:
        """As the files lie there; ``seeds`` does not matter."""
        read, best = part("bench.nrp").read, best_values(folder, "best_known")
        for name, file in chosen(folder, names, ".txt"):
            yield RosterInstance(name, best.get(name), read(file))


NRP = Rosters()
