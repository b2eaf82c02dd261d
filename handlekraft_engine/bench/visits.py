"""Instances of visits: every engine answers with routes, one referee in the set's own unit scores each answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from handlekraft_engine.bench import ours
from handlekraft_engine.bench.cases import Answer, Case, Found
from handlekraft_engine.bench.instance import Outcome, Point, Score
from handlekraft_engine.bench.peers import call


@dataclass(frozen=True)
class VisitInstance:
    """An instance of the neutral form with its referee. ``judge`` knows nothing of the engines."""

    name: str
    best_known: float | None
    case: Case
    judge: Callable[[Answer], Score]

    def play(self, engine: str, seconds: float, seed: int) -> Outcome:
        """Ours runs here, peers in processes of their own."""
        run = ours.run if engine == "ours" else call.run
        found, note = run(self.case, engine, seconds, seed)
        return Outcome(trail(found, self.judge), note=note)


def trail(found: Iterable[Found], judge: Callable[[Answer], Score]) -> tuple[Point, ...]:
    """The answers in the order of their seconds that the referee holds for better than all before."""
    scored = [(one.seconds, judge(one.answer)) for one in sorted(found, key=lambda each: each.seconds)]
    return better(scored)


def better(scored: Iterable[tuple[float, Score]]) -> tuple[Point, ...]:
    """Those of the (seconds, score) that break fewer rules, or as many at less cost, than all before."""
    best: list[Point] = []
    for seconds, score in scored:
        point = Point(seconds, score.cost, len(score.violations))
        if not best or (point.violations, point.cost) < (best[-1].violations, best[-1].cost):
            best.append(point)
    return tuple(best)
