"""Run by test_compiled.py: counts what the compiled solver gets wrong. One line each."""

import hashlib
import os
import subprocess
import sys
import time
from dataclasses import replace
from itertools import product

import numba  # noqa: F401 - its time is not the engine's
import numpy as np  # noqa: F401 - nor numpy's

BEGAN = time.process_time()

from handlekraft_engine.visits.explain import why  # noqa: E402
from handlekraft_engine.visits.plan import Move, Placed, Plan  # noqa: E402
from handlekraft_engine.visits.problem import Problem  # noqa: E402
from handlekraft_engine.visits.referee import judge, judge_move, price  # noqa: E402
from handlekraft_engine.visits.schema import to_json  # noqa: E402
from handlekraft_engine.visits.solve import Iterations, solve, warm  # noqa: E402

IMPORTED = time.process_time() - BEGAN

from handlekraft_engine.bench.teams import Team, make_problem  # noqa: E402
from handlekraft_engine.visits.arrays import lay_out  # noqa: E402
from handlekraft_engine.visits.chain import Chain, read_plan  # noqa: E402
from tests.engine.chance import chance_problem  # noqa: E402


def wrongs(seeds: range) -> tuple[int, int]:
    """Violations, and prices of the search that are not the referee's."""
    violations = differences = 0
    for seed in seeds:
        problem = chance_problem(seed)
        layout = lay_out(problem)
        chain = Chain(problem, layout, seed, 0, None)
        for temperature in (600.0, 60.0, 6.0):
            chain.leg(200, temperature)
            plan = read_plan(problem, layout, chain.champion)
            violations += len(judge(problem, plan))
            differences += price(problem, plan).total != chain.champion.points
    return violations, differences


def best_of_all(problem: Problem) -> int:
    """The least price of a legal plan, by trying every carer at every minute."""
    choices: list[list[Placed | None]] = []
    for need in problem.visits:
        teams = [team for team in product(problem.carer, repeat=len(need.tasks)) if len(set(team)) == len(team)]
        starts = [start for window in need.allowed for start in range(window.earliest, window.latest + 1)]
        alone: list[Placed | None] = [Placed(need.id, team, start) for team in teams for start in starts]
        choices.append([None] * (not need.frozen) + [one for one in alone if one and lawful(problem, [one])])
    return min(
        price(problem, plan_of(problem, picked)).total
        for picked in product(*choices)
        if lawful(problem, [one for one in picked if one])
    )


def plan_of(problem: Problem, picked: tuple[Placed | None, ...] | list[Placed]) -> Plan:
    placed = tuple(one for one in picked if one)
    return Plan(placed, tuple(need.id for need in problem.visits if need.id not in {one.visit for one in placed}))


def lawful(problem: Problem, placed: list[Placed]) -> bool:
    """No rule broken, but that a frozen visit may be missing so far."""
    faults = judge(problem, plan_of(problem, placed))
    return not [
        fault for fault in faults if not (fault.rule == "frozen" and fault.visit not in {one.visit for one in placed})
    ]


def beaten(seeds: range) -> int:
    """Problems of two or three visits and two carers in which the solver missed the best."""
    missed = 0
    for seed in seeds:
        drawn = chance_problem(seed, carers=2, visits=2, span=75, days=1, room=12)
        problem = replace(drawn, grid_minutes=1)  # trying everything keeps to no grid
        found = price(problem, solve(problem, Iterations(6000), seed)).total
        missed += found > best_of_all(problem)
    return missed


def digest(seed: int) -> str:
    """Of a plan that compiled and interpreted kernels must agree on."""
    problem = make_problem(Team(seed, visits_a_day=12, carers=6))
    return hashlib.sha256(to_json(solve(problem, Iterations(300), seed)).encode()).hexdigest()


def say(name: str, value: object) -> None:
    sys.stdout.write(f"{name}: {value}\n")


def main() -> None:
    if "--digest" in sys.argv:
        sys.stdout.write(digest(5))
        return
    warm()
    violations, differences = wrongs(range(300))
    say("violations in 300 problems with every feature", violations)
    say("prices that differ from the referee's", differences)
    say("tiny problems where trying everything is better", f"{beaten(range(40))} of 40")
    say("same seed, same bytes", digest(4) == digest(4))
    interpreted = subprocess.run(
        [sys.executable, "-m", "tests.engine.earnest", "--digest"],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    say("interpreted plan equals compiled plan", interpreted.stdout.strip() == digest(5))
    problem = make_problem(Team(1, days=7))
    began = time.process_time()
    plan = solve(problem, Iterations(0), seed=1)
    say("seconds until the first legal plan of a week", time.process_time() - began)
    began = time.process_time()
    judge_move(problem, plan, Move(plan.placed[0].visit, plan.placed[0].carers, plan.placed[0].start + 1))
    say("seconds for one move in a week", time.process_time() - began)
    began = time.process_time()
    two = next(one for one in plan.placed if len(one.carers) == 2)
    why(problem, plan, two.visit)
    say("seconds for one why in a week", time.process_time() - began)
    say("seconds to import the engine beyond numpy and numba", IMPORTED)


if __name__ == "__main__":
    main()
