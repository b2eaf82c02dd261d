"""``python -m handlekraft_engine.bench.peers.roster_child ENGINE SECONDS SEED``: a problem in, (seconds, rows) out."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import IO, Any

from handlekraft_engine.bench.peers.roster_model import Model, write
from handlekraft_engine.rosters.schema import problem_from_json

type See = Callable[[Sequence[float]], None]
"""Told of every better solution."""

THREADS = 2


def cpsat(model: Model, seconds: float, seed: int, see: See) -> None:
    """CP-SAT of OR-Tools with two workers."""
    cp_model = import_module("ortools.sat.python.cp_model")
    program, solver = cp_model.CpModel(), cp_model.CpSolver()
    variables = [program.new_int_var(0, most, "") for most in model.most]
    for row in model.rows:
        program.add(sum(factor * variables[at] for at, factor in row.terms) + row.constant >= 0)
    program.minimize(sum(cost * one for cost, one in zip(model.cost, variables, strict=True) if cost))
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, THREADS
    solver.parameters.random_seed = seed

    class Seen(cp_model.CpSolverSolutionCallback):  # type: ignore[misc, name-defined] # known only here
        """Tells every solution."""

        def on_solution_callback(self) -> None:
            see([self.value(one) for one in variables])

    solver.solve(program, Seen())


def highs(model: Model, seconds: float, seed: int, see: See) -> None:
    """Branch and bound of HiGHS; only the last solution is told."""
    highspy = import_module("highspy")
    solver = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", THREADS), ("time_limit", seconds), ("random_seed", seed)):
        solver.setOptionValue(name, value)
    for most, cost in zip(model.most, model.cost, strict=True):
        solver.addCol(float(cost), 0.0, float(most), 0, [], [])
    count = len(model.most)
    solver.changeColsIntegrality(count, list(range(count)), [highspy.HighsVarType.kInteger] * count)
    for row in model.rows:
        merged: dict[int, float] = {}
        for at, factor in row.terms:
            merged[at] = merged.get(at, 0.0) + factor
        solver.addRow(float(-row.constant), highspy.kHighsInf, len(merged), list(merged), list(merged.values()))
    solver.run()
    if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        see(list(solver.getSolution().col_value))


ENGINES: dict[str, Callable[[Model, float, int, See], None]] = {"cpsat": cpsat, "highs": highs}


def main(
    arguments: Sequence[str], given: IO[str], out: IO[str], clock: Callable[[], float] = time.perf_counter
) -> None:
    """Solve the problem read from ``given``; what was found is the last line of ``out``."""
    engine, seconds, seed = arguments[0], float(arguments[1]), int(arguments[2])
    problem, began = problem_from_json(given.read()), clock()
    model, found = write(problem), list[tuple[float, Any]]()

    def see(values: Sequence[float]) -> None:
        found.append((clock() - began, model.rows_of(problem, values)))

    ENGINES[engine](model, max(seconds - (clock() - began), 0.1), seed, see)
    out.write("\n" + json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin, sys.stdout)
