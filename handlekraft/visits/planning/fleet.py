"""The bridge of many teams: a team's week as one unit, the hands that work on units, visits offered to neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlekraft.visits.planning.answer import Answer, answer_of, plan_of
from handlekraft.visits.planning.problem import check_plannable, key, problem_of
from handlekraft.visits.planning.rows import Rows
from handlekraft.visits.planning.travel import travel_of
from handlekraft_engine.fleet.borrowing import Team as Party
from handlekraft_engine.fleet.borrowing import lend
from handlekraft_engine.fleet.plans import Ask, plan, plan_unit, warm
from handlekraft_engine.fleet.run import Limits, run
from handlekraft_engine.fleet.units import End, Hands, Outcome, Unit
from handlekraft_engine.visits.plan import Plan
from handlekraft_engine.visits.problem import Problem, moment_of
from handlekraft_engine.visits.stop import Iterations, Seconds, Stop

GRACE = 60.0
"""Seconds that an attempt may take beyond the time for its search."""

OFFER = 2.0
"""Seconds of search for each neighbour that is asked."""

type PlanHands = Hands[Ask, Plan]
type Found = Plan


@dataclass(frozen=True)
class TeamWeek:
    """One team's week, ready to be worked on anywhere: the problem holds keys and places, no names."""

    rows: Rows
    problem: Problem
    unit: Unit[Ask]
    seconds: float


def team_week(rows: Rows, *, seconds: int, iterations: int | None, seed: int) -> TeamWeek:
    """The unit; its key is the hash of what is asked. Raises `Unplannable`."""
    check_plannable(rows)
    problem = problem_of(rows, ask=True)
    start = plan_of(rows, problem)
    stop: Stop = Seconds(seconds) if iterations is None else Iterations(iterations)
    return TeamWeek(rows, problem, plan_unit(Ask(problem, stop, seed, start if start.placed else None)), seconds)


def hands_of(cluster: str, processes: int | None) -> PlanHands:
    """Processes of this machine, or the workers of the Dask scheduler at the address."""
    if cluster:
        from handlekraft_engine.fleet.cluster import Cluster

        return Cluster(cluster, plan)
    from handlekraft_engine.fleet.pool import Pool

    return Pool(plan, processes, warm)


@dataclass(frozen=True)
class Worked:
    """What became of a team's week: an answer, or why there is none."""

    answer: Answer | None
    plan: Plan | None
    why: str
    attempts: int


def work_through(
    weeks: Sequence[TeamWeek],
    hands: PlanHands,
    *,
    tell: Callable[[str, str, int], None],
    go_on: Callable[[], bool],
) -> dict[str, Worked]:
    """All weeks by the key of their unit. `tell` hears (key, how it ended, attempts) of every attempt that is over."""
    longest = max(week.seconds for week in weeks)
    outcomes = run(
        [week.unit for week in weeks],
        hands,
        Limits(seconds=longest + GRACE),
        tell=lambda outcome: tell(outcome.key, outcome.end.value + " again" * outcome.again, outcome.attempts),
        cancelled=lambda: not go_on(),
    )
    problems = {week.unit.key: week.problem for week in weeks}
    return {name: _worked(problems[name], outcome) for name, outcome in outcomes.items()}


def _worked(problem: Problem, outcome: Outcome[Plan]) -> Worked:
    if outcome.end is not End.DONE or outcome.answer is None:
        return Worked(None, None, outcome.why, outcome.attempts)
    return Worked(answer_of(problem, outcome.answer), outcome.answer, "", outcome.attempts)


@dataclass(frozen=True)
class Offer:
    """A neighbour could give the visit with these carers, then."""

    visit: int
    host: int
    carers: tuple[int, ...]
    starts_at: datetime


def offers_between(
    weeks: Mapping[int, tuple[TeamWeek, Plan]], neighbours: Mapping[int, Sequence[int]], *, iterations: int | None
) -> list[Offer]:
    """What the teams cannot cover, offered to their neighbours. By key of the team: its week and its plan."""
    from handlekraft_engine.visits.solve import solve

    parties = [Party(key(team), week.problem, found) for team, (week, found) in weeks.items()]
    stop: Stop = Seconds(OFFER) if iterations is None else Iterations(iterations)

    def again(problem: Problem, start: Plan) -> Plan:
        return solve(problem, stop, seed=1, start=start)

    near: dict[str, Any] = {key(team): [key(one) for one in others] for team, others in neighbours.items()}
    first = next(iter(weeks.values()))[0].rows.decided
    lent = lend(parties, near, again, travel_of(first.travel_source, first.speeds).minutes)
    origins = {key(team): week.problem.origin for team, (week, _plan) in weeks.items()}
    return [
        Offer(
            visit=int(loan.visit),
            host=int(loan.host),
            carers=tuple(int(carer) for carer in loan.carers),
            starts_at=moment_of(origins[loan.home], loan.start),
        )
        for loan in lent.loans
    ]
