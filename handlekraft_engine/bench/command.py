"""``python -m handlekraft_engine.bench SET``: engines side by side on public instances and seeded team days.

Without a set: a small run of everything, and the figures of seeded weeks (unassigned, travel, known faces).
``team-figures``, ``team-changes`` and ``team-faces`` are tables of our engine alone: a week in numbers, days that
change, and what fewer faces cost.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handlekraft_engine.bench import changes, faces, rows, weeks
from handlekraft_engine.bench.curves import picture
from handlekraft_engine.bench.registry import FAMILIES, SETS, find, members
from handlekraft_engine.bench.rows import HEAD, Row
from handlekraft_engine.visits.stop import Seconds

DATA = Path("benchmarks")
"""Where the instances lie when ``--data`` names no other folder."""

SMALL_SECONDS = 4.0

TABLES = ("team-figures", "team-changes", "team-faces")
"""What is no contest of engines on instances: told as text, never as JSON."""


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    sets: tuple[str, ...]
    tables: tuple[str, ...]
    instances: tuple[str, ...]
    seconds: float
    seeds: int
    engines: tuple[str, ...]
    data: Path
    json: bool
    picture: Path | None
    small: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rows; 1 when our own plans break a rule they know, 2 when the question makes no sense."""
    options = _options(arguments)
    found: list[Row] = []
    try:
        for name in options.sets:
            found += _play(name, options)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if options.json:
        asked = {"asked": " ".join(sys.argv[1:] if arguments is None else arguments), "seconds": options.seconds}
        sys.stdout.write(json.dumps({**asked, **rows.machine(), "rows": [row.raw() for row in found]}, indent=1) + "\n")
    if options.picture is not None:
        options.picture.write_text(picture(found, options.seconds), encoding="utf-8")
    broken = sum(row.violations for row in found if row.engine == "ours" and "does not see" not in row.note)
    broken += sum(_table(name, options) for name in options.tables)
    return 1 if broken else 0


def _options(arguments: Sequence[str] | None) -> Options:
    ask = argparse.ArgumentParser(prog="python -m handlekraft_engine.bench", description=__doc__)
    names = ", ".join([*SETS, *FAMILIES, *TABLES])
    ask.add_argument("set", nargs="?", help=f"one of {names}; none = a small run of all")
    ask.add_argument("--instances", nargs="+", default=(), help="names, or how they begin; for team days the seeds")
    ask.add_argument("--seconds", type=float, help="of each run")
    ask.add_argument("--seeds", type=int, default=1, help="runs of each engine; for team days how many teams")
    ask.add_argument("--engines", default="", help="ours,pyvrp,ortools,vroom,cpsat,highs; as far as the set knows them")
    ask.add_argument("--data", type=Path, default=DATA, help="folder of the instances")
    ask.add_argument("--json", action="store_true", help="all runs with their anytime curves instead of a table")
    ask.add_argument("--picture", type=Path, help="file for the anytime curves as SVG")
    given = ask.parse_args(arguments)
    engines = tuple(filter(None, given.engines.split(",")))
    tables = TABLES if given.set is None else tuple({given.set} & set(TABLES))
    if given.json:
        tables = ()
    try:
        sets = () if given.set in TABLES else members(given.set) if given.set else tuple(SETS)
    except ValueError as error:
        ask.error(str(error))
    seconds = given.seconds or (10.0 if given.set else SMALL_SECONDS)
    small = given.set is None
    return Options(
        sets,
        tables,
        tuple(given.instances),
        seconds,
        given.seeds,
        engines,
        given.data,
        given.json,
        given.picture,
        small,
    )


def _play(name: str, options: Options) -> list[Row]:
    """The rows of one set, printed as they come. In the small run a set that cannot be played is only named."""
    found: list[Row] = []
    _say(options, f"\n{name}, {options.seconds:g} s a run\n{HEAD}")
    try:
        for row in _rows(name, options):
            _say(options, row.text())
            found.append(row)
    except ValueError as error:
        if not options.small:
            raise
        _say(options, f"not played: {error}")
    for line in rows.means(found):
        _say(options, line)
    return found


def _table(name: str, options: Options) -> int:
    """Write one of ``TABLES``; the number of violations."""
    if name == "team-figures":
        return weeks.report(sys.stdout)
    if name == "team-changes":
        return changes.report(sys.stdout, options.seeds)
    return faces.report(sys.stdout, Seconds(options.seconds), options.seeds)


def _say(options: Options, line: str) -> None:
    if not options.json:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _rows(name: str, options: Options) -> Iterator[Row]:
    """Each engine on each instance. A generator makes a team per seed; files are played once per seed."""
    chosen = find(name)
    made = not chosen.folder
    wanted = options.instances or (chosen.sample if options.small else ())
    engines = [engine for engine in chosen.engines if not options.engines or engine in options.engines]
    for instance in chosen.instances(options.data / chosen.folder, wanted, options.seeds):
        for engine in engines:
            seeds = range(1, 2 if made else options.seeds + 1)
            runs = tuple(instance.play(engine, options.seconds, seed) for seed in seeds)
            yield Row(name, instance.name, engine, instance.best_known, runs)
