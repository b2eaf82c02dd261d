"""Public rostering instances: our roster engine and its bound, peers, and a referee that knows the file alone.

Cost as in the files. The parts are imported when played.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from handlekraft_engine.bench.instance import Instance, Outcome, Score, best_values, chosen, read_text
from handlekraft_engine.bench.visits import better

type Judge = Callable[[Mapping[str, Sequence[str]]], Score]
"""The score of the shifts of each employee."""


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
    judge: Judge

    def play(self, engine: str, seconds: float, seed: int, clock: Callable[[], float] = time.perf_counter) -> Outcome:
        """Every better plan with its second; the last bound is the best one."""
        if engine != "ours":
            found, note = part("bench.peers.roster_call").run(self.problem, engine, seconds, seed)
            return Outcome(better((when, self.judge(plan.of)) for when, plan in found), note=note)
        solver = part("rosters.solve")
        solver.warm()
        began, told = clock(), list[tuple[float, Any]]()
        stop = part("rosters.stop").Seconds(seconds)

        def seen(progress: Any) -> None:
            told.append((clock() - began, progress.plan))

        try:
            solved = solver.solve(self.problem, stop, seed, progress=seen)
        except solver.Impossible as error:
            return Outcome(note=str(error))
        told.append((clock() - began, solved.plan))
        return Outcome(better((when, self.judge(plan.of)) for when, plan in told), bound=float(solved.bound))


@dataclass(frozen=True)
class Rosters:
    """A set of files; ``reading`` names how a file is read: as a problem, and with its referee."""

    folder: str
    sample: tuple[str, ...]
    reading: Callable[[Path], tuple[Any, Judge]]
    engines: tuple[str, ...] = ("ours", "cpsat", "highs")

    def instances(self, folder: Path, names: Sequence[str], seeds: int) -> Iterator[Instance]:
        """As the files lie there; ``seeds`` does not matter."""
        best = best_values(folder, "best_known")
        for name, file in chosen(folder, names, ".txt"):
            yield RosterInstance(name, best.get(name), *self.reading(file))


def _nrp(path: Path) -> tuple[Any, Judge]:
    reader, referee = part("bench.nrp"), part("bench.nrp_referee")
    file = reader.sections(read_text(path))
    return reader.problem_of(file), lambda rows: referee.score(file, rows)


def _inrc(path: Path) -> tuple[Any, Judge]:
    reader, referee = part("bench.inrc"), part("bench.inrc_referee")
    file = reader.read_file(path)
    return reader.problem_of(file), lambda rows: referee.score(file, rows)


NRP = Rosters("nrp-curtois", ("Instance3",), _nrp)
INRC1 = Rosters("inrc1", ("sprint01",), _inrc)
