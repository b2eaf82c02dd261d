"""What the bench knows of an instance: its name, the best known cost, and how an engine plays it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from csv import DictReader
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Point:
    """A moment of a run: seconds since its beginning, the referee's cost and number of violations."""

    seconds: float
    cost: float
    violations: int


@dataclass(frozen=True)
class Outcome:
    """What came of one run. ``trail`` holds at least the final answer, unless ``note`` says why there is none.

    ``bound``: what no plan can cost less than, where the engine proves one.
    """

    trail: tuple[Point, ...] = ()
    bound: float | None = None
    note: str = ""


class Instance(Protocol):
    """One instance of a set."""

    @property
    def name(self) -> str:
        """As its file is called."""
        ...

    @property
    def best_known(self) -> float | None:
        """The least published cost, in the referee's unit."""
        ...

    def play(self, engine: str, seconds: float, seed: int) -> Outcome:
        """Let the engine work for so many seconds; nothing it does or lacks raises an error."""
        ...


class BenchSet(Protocol):
    """A set of instances under one name."""

    @property
    def folder(self) -> str:
        """Where its files lie in the folder of the benchmarks; empty = it needs none."""
        ...

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that may play, ours first."""
        ...

    @property
    def sample(self) -> tuple[str, ...]:
        """Instances of the small run."""
        ...

    def instances(self, folder: Path, names: Sequence[str], seeds: int) -> Iterator[Instance]:
        """The instances called ``names`` (all when empty); ``seeds`` is how many a generator makes."""
        ...


@dataclass(frozen=True)
class Score:
    """The referee's word: cost in the set's own unit, and one sentence for every broken rule."""

    cost: float
    violations: tuple[str, ...] = ()


def best_values(folder: Path, column: str) -> dict[str, float]:
    """Best known cost by instance from the folder's ``bks.csv``; empty where there is no such file."""
    file = folder / "bks.csv"
    if not file.exists():
        return {}
    with file.open(encoding="utf-8") as rows:
        return {row["instance"].strip(","): float(row[column].strip(": ")) for row in DictReader(rows)}


def read_text(file: Path) -> str:
    """The text of a file, unpacked where its name ends with ``.gz``."""
    if file.suffix == ".gz":
        with gzip.open(file, "rt", encoding="utf-8") as packed:
            return packed.read()
    return file.read_text(encoding="utf-8")


def chosen(folder: Path, names: Sequence[str], ending: str) -> list[tuple[str, Path]]:
    """(name, file) of the folder's instances, sorted; ``names`` may leave off the end of a long name.

    Errors: ``ValueError`` when the folder or an instance is missing.
    """
    files = sorted(folder.glob(f"**/*{ending}"))
    if not files:
        raise ValueError(f"no file ending with {ending} in {folder}; name the folder of the instances with --data")
    named = [(str(file.relative_to(folder)).removesuffix(ending), file) for file in files]
    for name in names:
        if not any(full == name or full.startswith(name) for full, _ in named):
            raise ValueError(
                f"no instance {name!r} in {folder}; there is {', '.join(full for full, _ in named[:5])} ..."
            )
    exact = {full for full, _ in named} & set(names)
    loose = [name for name in names if name not in exact]
    return [one for one in named if not names or one[0] in exact or any(one[0].startswith(name) for name in loose)]
