"""Plans of visits as units: for ``Here(plan)``, ``Pool(plan, warm=warm)`` or ``Cluster(address, plan)``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from handlekraft_engine.fleet.units import Unit
from handlekraft_engine.visits.plan import Plan
from handlekraft_engine.visits.problem import Problem
from handlekraft_engine.visits.schema import to_json
from handlekraft_engine.visits.stop import Stop


@dataclass(frozen=True)
class Ask:
    """What ``solve`` is asked."""

    problem: Problem
    stop: Stop
    seed: int
    start: Plan | None = None


def plan_unit(ask: Ask) -> Unit[Ask]:
    """Its key: SHA-256 of problem, stop, seed and start. Stopped by seconds, a key may have better and worse plans."""
    parts = (to_json(ask.problem), repr(ask.stop), str(ask.seed), to_json(ask.start) if ask.start else "")
    return Unit(hashlib.sha256("\x1e".join(parts).encode()).hexdigest(), ask)


def plan(ask: Ask) -> Plan:
    """Solve it."""
    from handlekraft_engine.visits.solve import solve

    return solve(ask.problem, ask.stop, ask.seed, ask.start)


def warm() -> None:
    """Compile or load the solver's kernels."""
    from handlekraft_engine.visits.solve import warm as warm_solver

    warm_solver()
