"""Plans between rows and engine: what is on the board as a plan to judge, and an answer as slots to store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from handlekraft.visits.planning.problem import check_plannable, key, problem_of
from handlekraft.visits.planning.rows import Rows, Slot
from handlekraft_engine.visits.plan import Placed, Plan, Priced, Soft
from handlekraft_engine.visits.problem import Problem, minute_of, moment_of
from handlekraft_engine.visits.referee import judge, price


def plan_of(rows: Rows, problem: Problem) -> Plan:
    """What the slots say, as far as the problem knows the people; the rest is uncovered."""
    placed = [one for visit in rows.visits if (one := _placed(problem, key(visit.pk), rows.slot(visit)))]
    covered = {one.visit for one in placed}
    missing = [key(visit.pk) for visit in rows.visits if key(visit.pk) not in covered]
    return Plan(tuple(sorted(placed, key=lambda one: (one.start, one.visit))), tuple(sorted(missing)))


def _placed(problem: Problem, visit: str, slot: Slot) -> Placed | None:
    carers = tuple(key(carer) for carer in slot.carers)
    known = all(carer in problem.carer for carer in carers)
    if slot.starts_at is None or not known or len(carers) != len(problem.need[visit].tasks):
        return None
    return Placed(visit, carers, minute_of(problem.origin, slot.starts_at))


def slots_from(problem: Problem, plan: Plan) -> dict[int, Slot]:
    """The plan as slots by visit; what the problem locked stays locked."""
    return {
        int(one.visit): Slot(
            moment_of(problem.origin, one.start),
            tuple(int(carer) for carer in one.carers),
            is_locked=problem.need[one.visit].lock is not None and not problem.need[one.visit].frozen,
        )
        for one in plan.placed
    }


@dataclass(frozen=True)
class Answer:
    """A computed plan: a slot per covered visit, its price, and what the referee found wrong with it."""

    slots: Mapping[int, Slot]
    prices: dict[str, dict[str, int]]
    total: int
    faults: int


def compute(
    rows: Rows,
    *,
    seconds: float,
    iterations: int | None,
    seed: int,
    go_on: Callable[[int | None], bool],
) -> Answer:
    """Solve the rows' problem. `go_on` is told the best price so far, again and again, and says whether to."""
    # Only here, in the worker: the web process never loads the solver.
    from handlekraft_engine.visits.solve import Iterations, Seconds, solve

    check_plannable(rows)
    problem = problem_of(rows, ask=True)
    start = plan_of(rows, problem)
    best: list[int] = []
    plan = solve(
        problem,
        Seconds(seconds) if iterations is None else Iterations(iterations),
        seed,
        start=start if start.placed else None,
        progress=lambda progress: best.append(progress.priced.total),
        cancelled=lambda: not go_on(best[-1] if best else None),
    )
    return answer_of(problem, plan)


def answer_of(problem: Problem, plan: Plan) -> Answer:
    """The plan as it is stored."""
    priced = price(problem, plan)
    return Answer(slots_from(problem, plan), stored(priced), priced.total, len(judge(problem, plan)))


def stored(priced: Priced) -> dict[str, dict[str, int]]:
    """The price as it is kept with a proposal: quantity and points by rule."""
    return {
        charge.rule.name.lower(): {"quantity": charge.quantity, "points": charge.points} for charge in priced.charges
    }


def quantities(rows: Rows, problem: Problem, plan: Plan, day: date) -> dict[Soft, int]:
    """What one day of the plan holds of each rule's unit."""
    of_day = {key(visit.pk) for visit in rows.visits if visit.day == day}
    part = Plan(tuple(one for one in plan.placed if one.visit in of_day))
    return {charge.rule: charge.quantity for charge in price(problem, part).charges}
