"""One row per instance and engine: seconds, cost, best known, gap, violations, bound; as text and as JSON."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from handlekraft_engine.bench.instance import Outcome, Point
from handlekraft_engine.bench.peers import call

HEAD = (
    f"{'instance':<32} {'engine':<8} {'first s':>7} {'best s':>7} {'cost':>12} {'best known':>12} {'gap':>8} "
    f"{'violations':>10} {'bound':>10}  note"
)


@dataclass(frozen=True)
class Row:
    """The runs of one engine on one instance. Numbers are means over the runs that gave an answer."""

    set: str
    instance: str
    engine: str
    best_known: float | None
    runs: tuple[Outcome, ...]

    @property
    def ends(self) -> list[Point]:
        """The last point of every run that gave an answer."""
        return [run.trail[-1] for run in self.runs if run.trail]

    @property
    def cost(self) -> float | None:
        """Mean cost."""
        return _mean(point.cost for point in self.ends)

    @property
    def seconds(self) -> float | None:
        """Mean seconds after which the answer was there."""
        return _mean(point.seconds for point in self.ends)

    @property
    def first(self) -> float | None:
        """Mean seconds to the first answer without violations."""
        legal = [next((point.seconds for point in run.trail if not point.violations), None) for run in self.runs]
        return _mean(seconds for seconds in legal if seconds is not None)

    @property
    def violations(self) -> int:
        """Sum over the runs."""
        return sum(point.violations for point in self.ends)

    @property
    def gap(self) -> float | None:
        """Share by which the cost lies above the best known; none for a plan that breaks rules."""
        if self.cost is None or not self.best_known or self.violations:
            return None
        return self.cost / self.best_known - 1

    @property
    def bound(self) -> float | None:
        """The best proven bound."""
        return max((run.bound for run in self.runs if run.bound is not None), default=None)

    @property
    def note(self) -> str:
        """What the engine does not see, or why it gave no answer."""
        return "; ".join(dict.fromkeys(run.note for run in self.runs if run.note))

    def text(self) -> str:
        """The row as a line below ``HEAD``."""
        gap = "" if self.gap is None else f"{self.gap:+.2%}"
        cells = f"{self.instance[:32]:<32} {self.engine:<8} {_number(self.first, 2):>7} {_number(self.seconds, 1):>7}"
        cells += f" {_number(self.cost, 3):>12} {_number(self.best_known, 3):>12} {gap:>8}"
        cells += f" {self.violations if self.ends else '':>10} {_number(self.bound, 1):>10}  {self.note}"
        return cells.rstrip()

    def raw(self) -> dict[str, Any]:
        """The row for JSON, all runs with their trails included."""
        names = (
            "set",
            "instance",
            "engine",
            "best_known",
            "cost",
            "seconds",
            "first",
            "gap",
            "violations",
            "bound",
            "note",
        )
        return {name: getattr(self, name) for name in names} | {"runs": [asdict(run) for run in self.runs]}


def means(rows: Sequence[Row]) -> Iterator[str]:
    """One line per engine over its rows: how many answers, the mean and the greatest gap, the violations."""
    for engine in dict.fromkeys(row.engine for row in rows):
        mine = [row for row in rows if row.engine == engine]
        gaps = [row.gap for row in mine if row.gap is not None]
        answered = sum(bool(row.ends) for row in mine)
        said = f"mean gap {sum(gaps) / len(gaps):+.2%}, greatest {max(gaps):+.2%}, " if gaps else ""
        cost = _mean(row.cost for row in mine if row.cost is not None)
        said += f"mean cost {_number(cost, 3)}, " if cost is not None else ""
        yield f"{engine}: {answered} of {len(mine)} answered, {said}{sum(row.violations for row in mine)} violations"


def machine() -> dict[str, Any]:
    """Where and with what the run was made."""
    engines = {name: version(name) for name in ("numpy", "numba")} | call.versions()
    return {"machine": f"{platform.machine()}, {_processor()}", "python": sys.version.split()[0], **engines}


def _processor(file: Path = Path("/proc/cpuinfo")) -> str:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.processor() or "unknown"


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None


def _number(value: float | None, digits: int) -> str:
    """At most so many digits behind the point; empty for nothing."""
    if value is None:
        return ""
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if value == round(value) else text
