"""What continuity costs: the same week planned at several prices of a face, so that the team can choose its point.

A week is planned day by day: days share no shift, so each is a part of its own that is annealed knowing the faces of
all other days, again and again (sweeps). The price of a face decides how far the carers go to be the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from handlekraft_engine.visits.plan import Plan, Soft
from handlekraft_engine.visits.problem import Problem
from handlekraft_engine.visits.referee import price
from handlekraft_engine.visits.solve import Stop, solve

POINTS = (0, 50, 100, 200, 400)
"""Points per face that are tried when nobody says otherwise: 0 to 40 minutes of travel."""


@dataclass(frozen=True)
class Point:
    """One week. ``face``: points per different carer at a citizen, and as many more per carer not known before."""

    face: int
    travel: int
    """Minutes of travel in all."""
    faces: float
    """Different carers per citizen visited."""
    new_faces: int
    """Pairs of citizen and carer who did not know each other."""
    uncovered: int
    plan: Plan

    def beats(self, other: Point) -> bool:
        """Better in one of travel, faces and uncovered, and nowhere worse."""
        mine, others = ((p.uncovered, p.travel, p.faces) for p in (self, other))
        return mine != others and all(a <= b for a, b in zip(mine, others, strict=True))


def at_price(problem: Problem, face: int) -> Problem:
    """The same problem where a face costs ``face`` points, and one not known before twice that."""
    return replace(problem, prices=replace(problem.prices, face=face, new_face=face))


def curve(
    problem: Problem,
    stop: Stop,
    seed: int,
    faces: tuple[int, ...] = POINTS,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Point, ...]:
    """One point per price (cheapest first), each searched until ``stop`` ends; without those that another beats."""
    found = [
        measured(problem, face, solve(at_price(problem, face), stop, seed, cancelled=cancelled))
        for face in sorted(faces)
    ]
    return tuple(point for point in found if not any(other.beats(point) for other in found))


def measured(problem: Problem, face: int, plan: Plan) -> Point:
    """The plan as a point of the curve."""
    priced = price(problem, plan)
    visited = {problem.need[one.visit].citizen for one in plan.placed}
    return Point(
        face=face,
        travel=priced[Soft.TRAVEL].quantity,
        faces=priced[Soft.FACE].quantity / max(len(visited), 1),
        new_faces=priced[Soft.NEW_FACE].quantity,
        uncovered=len(plan.uncovered),
        plan=plan,
    )
