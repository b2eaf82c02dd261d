"""The bridge of the curve: one week planned at several prices of a face, as figures of the team."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from handlekraft.visits.planning.problem import POINTS_A_MINUTE, check_plannable, problem_of
from handlekraft.visits.planning.rows import Rows
from handlekraft_engine.visits.problem import Problem

PRICES = (0, 5, 10, 20, 40)
"""Minutes on the way per face that are tried, beside the one that holds."""


@dataclass(frozen=True)
class Tried:
    """One price, and what the week would be like."""

    face_minutes: int
    travel_minutes: int
    faces: float
    new_faces: int
    uncovered: int


def prices_tried(holds: int) -> tuple[int, ...]:
    """The prices of the curve, the one that holds among them."""
    return tuple(sorted({*PRICES, holds}))


def curve_of(
    rows: Rows, *, seconds: float, iterations: int | None, seed: int, go_on: Callable[[int | None], bool]
) -> list[Tried]:
    """Plan the rows' week at each price, `seconds` in all. Prices that give nothing better are left out."""
    # Only here, in the worker: the web process never loads the solver.
    from handlekraft_engine.visits.curve import curve
    from handlekraft_engine.visits.stop import Iterations, Seconds

    check_plannable(rows)
    prices = prices_tried(rows.decided.new_face_minutes)
    stop = Seconds(seconds / len(prices)) if iterations is None else Iterations(iterations)
    faces = tuple(price * POINTS_A_MINUTE for price in prices)
    points = curve(_untold(problem_of(rows, ask=True)), stop, seed, faces, cancelled=lambda: not go_on(None))
    return [Tried(one.face // POINTS_A_MINUTE, one.travel, one.faces, one.new_faces, one.uncovered) for one in points]


def _untold(problem: Problem) -> Problem:
    """The week as if nothing had been told yet: what a change would cost says nothing about faces and ways."""
    return replace(problem, visits=tuple(replace(need, published=None) for need in problem.visits))
