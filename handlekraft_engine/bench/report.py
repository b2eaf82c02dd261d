"""The tables of ``docs/benchmarks.md`` from runs kept as JSON: ``python -m handlekraft_engine.bench.report FILE ...``.

Every file is what ``handlekraft bench SET --json`` printed. A run is read at several moments, because an engine that
is good after a minute may have nothing after two seconds; a moment counts only when the run went on that long.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARKS = (2, 10, 30, 60)
"""Seconds at which the anytime curves are read."""

EVEN = 1 + 1e-4
"""Costs within a ten-thousandth of each other are even."""


@dataclass(frozen=True)
class Line:
    """One engine on one instance, read at ``MARKS``; a cost is None where there was no legal answer yet."""

    instance: str
    engine: str
    best_known: float | None
    costs: tuple[float | None, ...]
    violations: int
    bound: float | None
    note: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of the files; 2 when a file is not such a run."""
    files = [Path(name) for name in (sys.argv[1:] if arguments is None else arguments)]
    try:
        runs = [_read(file) for file in files]
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("\n".join(text for run in runs for text in _section(run)) + "\n")
    return 0


def _read(file: Path) -> dict[str, Any]:
    try:
        run: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise ValueError(f"{file} cannot be read as a run: {error}") from error
    missing = {"asked", "seconds", "machine", "rows"} - run.keys()
    if missing:
        raise ValueError(f"{file} is no run of the bench: it lacks {', '.join(sorted(missing))}; make it with --json")
    return run


def _section(run: dict[str, Any]) -> Iterator[str]:
    """What was run, the means of every engine, then every instance."""
    marks = [mark for mark in MARKS if mark < run["seconds"]] + [run["seconds"]]
    lines = [_line(row, marks) for row in run["rows"]]
    yield from (f"### `handlekraft bench {run['asked']}`", "", _machine(run), "")
    yield from _means(lines, marks)
    yield ""
    yield from _table(lines, marks)
    yield ""


def _machine(run: dict[str, Any]) -> str:
    known = {"asked", "seconds", "machine", "rows"}
    versions = ", ".join(f"{name} {found}" for name, found in run.items() if name not in known and found)
    return f"{run['machine']}; {versions}."


def _line(row: dict[str, Any], marks: Sequence[float]) -> Line:
    trails = [run["trail"] for run in row["runs"] if run["trail"]]
    costs = tuple(_mean([_cost(trail, mark, mark == marks[-1]) for trail in trails]) for mark in marks)
    return Line(row["instance"], row["engine"], row["best_known"], costs, row["violations"], row["bound"], row["note"])


def _cost(trail: Sequence[dict[str, Any]], mark: float, last: bool) -> float | None:
    """The cost of the legal answer that stood at the mark; the last mark takes an answer that came a little late."""
    standing = [point for point in trail if last or point["seconds"] <= mark]
    return standing[-1]["cost"] if standing and not standing[-1]["violations"] else None


def _mean(costs: Sequence[float | None]) -> float | None:
    """The mean, and None when any run had no legal answer: half an answer is not compared with a whole one."""
    found = [cost for cost in costs if cost is not None]
    return sum(found) / len(found) if found and len(found) == len(costs) else None


def _means(lines: Sequence[Line], marks: Sequence[float]) -> Iterator[str]:
    """One row per engine: over the instances it answered by then, and on how many it was the best or even with it."""
    yield "| engine | " + " | ".join(f"mean after {mark:g} s" for mark in marks) + " | best or even | violations |"
    yield "|---|" + "---:|" * (len(marks) + 2)
    instances = dict.fromkeys(line.instance for line in lines)
    for engine in dict.fromkeys(line.engine for line in lines):
        mine = [line for line in lines if line.engine == engine]
        cells = [_mean_cell(mine, index) for index in range(len(marks))]
        won = [f"{sum(_leads(lines, line, index) for line in mine)}" for index in range(len(marks))]
        broken = sum(line.violations for line in mine)
        yield f"| {engine} | {' | '.join(cells)} | {'/'.join(won)} of {len(instances)} | {broken} |"


def _mean_cell(lines: Sequence[Line], index: int) -> str:
    """The mean gap where the best is known, else the mean cost; with how many answers where some are missing."""
    done = [line for line in lines if line.costs[index] is not None]
    gaps = [gap for line in done if (gap := _gap(line, index)) is not None]
    costs = [cost for line in done if (cost := line.costs[index]) is not None]
    if not costs:
        return "no answer"
    text = f"{sum(gaps) / len(gaps):+.2%}" if len(gaps) == len(costs) else f"{sum(costs) / len(costs):.1f}"
    return text if len(done) == len(lines) else f"{text} ({len(done)} answers)"


def _gap(line: Line, index: int) -> float | None:
    cost = line.costs[index]
    return None if cost is None or not line.best_known else cost / line.best_known - 1


def _leads(lines: Sequence[Line], line: Line, index: int) -> bool:
    """Whether no other engine has a better answer to the instance at that moment."""
    cost = line.costs[index]
    others = [one.costs[index] for one in lines if one.instance == line.instance]
    return cost is not None and all(cost <= other * EVEN for other in others if other is not None)


def _table(lines: Sequence[Line], marks: Sequence[float]) -> Iterator[str]:
    heads = " | ".join(f"{mark:g} s" for mark in marks)
    yield f"| instance | best known | engine | {heads} | gap | violations | bound | note |"
    yield "|---|---:|---|" + "---:|" * (len(marks) + 3) + "---|"
    for line in lines:
        gap = _gap(line, -1)
        cells = [_number(cost) for cost in line.costs] + ["" if gap is None else f"{gap:+.2%}"]
        cells += [str(line.violations), _number(line.bound), line.note.replace("|", "/")]
        yield f"| {line.instance} | {_number(line.best_known)} | {line.engine} | {' | '.join(cells)} |"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if value == round(value) else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main())
