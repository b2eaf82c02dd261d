"""What is measured on a team: how good the week is, how fast a sick call and a single move are answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from handlekraft_engine.bench.teams import Team, make_problem, without
from handlekraft_engine.visits.plan import Move, Plan, Soft
from handlekraft_engine.visits.problem import Problem
from handlekraft_engine.visits.referee import judge, judge_move, price
from handlekraft_engine.visits.solve import Stop, solve

SICK_CALL = 6 * 60 + 45
"""Minute of the day at which a carer calls in sick."""


@dataclass(frozen=True)
class Figures:
    """One plan in numbers. Shares from 0 to 1, minutes of work, seconds and milliseconds of waiting."""

    visits: int
    unassigned: int
    violations: int
    points: int
    travel_share: float
    """Travel / (travel + minutes with citizens)."""
    known_share: float
    """Tasks done by a carer whom the citizen knows / tasks done."""
    faces: float
    """Different carers per citizen visited."""
    seconds: float


@dataclass(frozen=True)
class Replanned:
    """A day planned again after a sick call."""

    seconds: float
    violations: int
    unassigned: int
    hit: int
    """Citizens who lose the carer that called in sick."""
    changed: int
    """Citizens with another carer than published at some visit, those hit included."""


def figures(problem: Problem, plan: Plan, seconds: float) -> Figures:
    """The referee's numbers on a plan."""
    priced = price(problem, plan)
    placed = [(problem.need[one.visit], one) for one in plan.placed]
    care = sum(need.minutes * len(one.carers) for need, one in placed)
    tasks = [carer in problem.citizen[need.citizen].known for need, one in placed for carer in one.carers]
    travel = priced[Soft.TRAVEL].quantity
    return Figures(
        visits=len(problem.visits),
        unassigned=len(plan.uncovered),
        violations=len(judge(problem, plan)),
        points=priced.total,
        travel_share=travel / max(travel + care, 1),
        known_share=sum(tasks) / max(len(tasks), 1),
        faces=priced[Soft.FACE].quantity / max(len({need.citizen for need, _ in placed}), 1),
        seconds=seconds,
    )


def planned(team: Team, stop: Stop, seed: int, clock: Callable[[], float] = time.perf_counter) -> tuple[Plan, Figures]:
    """Plan a team from scratch."""
    problem, began = make_problem(team), clock()
    plan = solve(problem, stop, seed)
    return plan, figures(problem, plan, clock() - began)


def replanned(
    team: Team, published: Plan, stop: Stop, seed: int, clock: Callable[[], float] = time.perf_counter
) -> Replanned:
    """A day again after the carer with the most visits has called in sick; nobody but the engine has changed it."""
    carers = [carer for one in published.placed for carer in one.carers]
    sick = max(sorted(set(carers)), key=carers.count)
    problem, began = without(make_problem(team), sick, 0, SICK_CALL, published), clock()
    plan = solve(problem, stop, seed, start=published)
    seconds = clock() - began
    told = {one.visit: set(one.carers) for one in published.placed}
    changed = {problem.need[one.visit].citizen for one in plan.placed if set(one.carers) - told.get(one.visit, set())}
    hit = {problem.need[visit].citizen for visit, carers in told.items() if sick in carers}
    return Replanned(seconds, len(judge(problem, plan)), len(plan.uncovered), len(hit), len(changed | hit))


def move_milliseconds(team: Team, plan: Plan, clock: Callable[[], float] = time.perf_counter) -> float:
    """How long the referee takes for one move in the whole plan."""
    problem, one = make_problem(team), plan.placed[0]
    began = clock()
    judge_move(problem, plan, Move(one.visit, one.carers, one.start + 5))
    return (clock() - began) * 1000
