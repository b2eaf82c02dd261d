"""A planning problem as a file, planned without a database: for those who try the engine on their own data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlekraft_engine.visits.plan import Soft
from handlekraft_engine.visits.referee import judge, price
from handlekraft_engine.visits.schema import problem_from_json, to_json


@dataclass(frozen=True)
class PlannedFile:
    """The plan as JSON text, and what it is worth."""

    text: str
    visits: int
    uncovered: int
    travel: int
    new_faces: int
    points: int
    broken: int


def plan_text(
    text: str, *, seconds: float, iterations: int | None, seed: int, tell: Callable[[float, int], None]
) -> PlannedFile:
    """Plan the JSON text of a problem. Raises ValueError that says where the text is wrong."""
    problem = problem_from_json(text)
    # Only here, in the shell: the web process never loads the solver.
    from handlekraft_engine.visits.solve import Iterations, Seconds, solve

    stop = Seconds(seconds) if iterations is None else Iterations(iterations)
    plan = solve(problem, stop, seed, progress=lambda progress: tell(progress.share, progress.priced.total))
    priced = price(problem, plan)
    return PlannedFile(
        text=to_json(plan),
        visits=len(problem.visits),
        uncovered=len(plan.uncovered),
        travel=priced[Soft.TRAVEL].quantity,
        new_faces=priced[Soft.NEW_FACE].quantity,
        points=priced.total,
        broken=len(judge(problem, plan)),
    )
