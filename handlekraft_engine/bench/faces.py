"""What fewer faces cost: seeded weeks planned at several prices of a face, against the price 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from handlekraft_engine.bench.teams import Team, make_problem
from handlekraft_engine.visits.curve import POINTS, Point, at_price, measured
from handlekraft_engine.visits.referee import judge
from handlekraft_engine.visits.solve import Stop, solve, warm


def report(out: TextIO, stop: Stop, seeds: int = 2, carers: int = 12, visits: int = 60) -> int:
    """Write the points of each week, none left out; the number of violations."""
    warm()
    out.write(f"\nweeks of {carers} carers, {visits} visits a day: faces against travel, each point by {stop}\n")
    out.write("team  minutes per face  faces/citizen          travel min        left out  violations\n")
    broken = 0
    for seed in range(1, seeds + 1):
        problem = make_problem(Team(seed, 7, carers, visits))
        points = [measured(problem, face, solve(at_price(problem, face), stop, seed)) for face in POINTS]
        faults = [len(judge(problem, point.plan)) for point in points]
        broken += sum(faults)
        out.writelines(_row(seed, points, point, found) for point, found in zip(points, faults, strict=True))
    return broken


def _row(seed: int, points: Sequence[Point], point: Point, broken: int) -> str:
    first = points[0]
    faces, travel = point.faces / first.faces - 1, point.travel / max(first.travel, 1) - 1
    return (
        f"{seed:<4}{point.face // 10:>12}{point.faces:>18.2f} ({faces:+.1%}){point.travel:>12} ({travel:+.1%})"
        f"{point.uncovered:>10}{broken:>12}\n"
    )
