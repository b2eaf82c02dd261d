"""PyVRP: hard windows, capacity, longest tours, overtime; competences by a forbidding distance; all jobs required."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from handlekraft_engine.bench.cases import (
    BREAKS,
    DAYS,
    IDLE,
    LATE,
    LINKED,
    MISSED,
    OVERTIME,
    SEVERAL,
    WAITING,
    Answer,
    Case,
)
from handlekraft_engine.bench.peers.child import Notes
from handlekraft_engine.bench.timing import earliest

CANNOT = (LINKED, LATE, SEVERAL, BREAKS, DAYS)
"""What the engine has no words for: a case that asks it is not played."""

OVERLOOKS = (WAITING, OVERTIME, IDLE, MISSED)
"""What it plays without: the referee still counts it."""


def solve(case: Case, seconds: float, seed: int, notes: Notes) -> None:
    """Iterated local search with the package's defaults, for so many seconds."""
    pyvrp, stop = import_module("pyvrp"), import_module("pyvrp.stop")

    class Callbacks(pyvrp.IteratedLocalSearchCallbacks):  # type: ignore[misc, name-defined] # known only here
        """Tells every new best solution."""

        def on_best(self, best: Any) -> None:
            _see(case, notes, kinds, best)

    kinds, data = _data(case, pyvrp)
    params = pyvrp.SolveParams(ils=pyvrp.IteratedLocalSearchParams(callbacks=Callbacks()))
    result = pyvrp.solve(data, stop.MaxRuntime(seconds), seed=seed, params=params, collect_stats=False)
    _see(case, notes, kinds, result.best)


def _see(case: Case, notes: Notes, kinds: Sequence[Sequence[int]], best: Any) -> None:
    if best.is_feasible():
        notes.see(lambda: _answer(case, kinds, best))


def _answer(case: Case, kinds: Sequence[Sequence[int]], solution: Any) -> Answer:
    """Routes with the earliest starts; vehicles of one type are handed out one after the other."""
    free = [list(kind) for kind in kinds]
    orders = []
    for route in solution.routes():
        jobs = [activity.idx for activity in route.schedule() if activity.is_client()]
        orders.append((free[route.vehicle_type()].pop(0), jobs))
    return earliest(case, orders)


def _kinds(case: Case) -> list[list[int]]:
    """Vehicles that differ in nothing, together."""
    kinds: dict[Any, list[int]] = {}
    for index, one in enumerate(case.vehicles):
        jobs = tuple((job.may(index), job.likes(index)) for job in case.jobs)
        numbers = (
            one.mode,
            one.start,
            one.end,
            one.earliest,
            one.latest,
            one.overtime,
            one.capacity,
            one.longest,
            one.fixed,
        )
        kinds.setdefault((numbers, jobs), []).append(index)
    return list(kinds.values())


def _data(case: Case, pyvrp: Any) -> tuple[list[list[int]], Any]:
    """Vehicles by type and the package's own problem: one location per job, then one per place of a vehicle."""
    kinds = _kinds(case)
    ends = sorted({place for one in case.vehicles for place in (one.start, one.end)})
    places = [job.place for job in case.jobs] + ends
    tables = [np.array(table, dtype=np.int64)[np.ix_(places, places)] for table in case.tables]
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in places],
        clients=[_client(pyvrp, index, job) for index, job in enumerate(case.jobs)],
        depots=[pyvrp.Depot(len(case.jobs) + i) for i in range(len(ends))],
        vehicle_types=[_vehicle_type(case, pyvrp, ends, profile, kind) for profile, kind in enumerate(kinds)],
        distance_matrices=[_distances(case, tables, kind[0]) for kind in kinds],
        duration_matrices=[tables[case.vehicles[kind[0]].mode] for kind in kinds],
    )
    return kinds, data


def _client(pyvrp: Any, index: int, job: Any) -> Any:
    low, high = job.windows[0]
    return pyvrp.Client(index, delivery=[job.load], service_duration=job.minutes, tw_early=low, tw_late=high)


def _vehicle_type(case: Case, pyvrp: Any, ends: Sequence[int], profile: int, kind: Sequence[int]) -> Any:
    one = case.vehicles[kind[0]]
    total = sum(job.load for job in case.jobs)
    return pyvrp.VehicleType(
        num_available=len(kind),
        capacity=[total if one.capacity is None else one.capacity],
        start_depot=ends.index(one.start),
        end_depot=ends.index(one.end),
        fixed_cost=one.fixed,
        tw_early=one.earliest,
        tw_late=one.latest + one.overtime,
        shift_duration=case.horizon if one.longest is None else one.longest,
        profile=profile,
    )


def _distances(case: Case, tables: Sequence[np.ndarray[Any, Any]], vehicle: int) -> np.ndarray[Any, Any]:
    """Points of the way into each job; where the vehicle may not do it, more than any plan costs."""
    points = case.cost.travel[case.vehicles[vehicle].mode]
    distances = tables[case.vehicles[vehicle].mode] * points
    never = int(distances.max()) * (len(case.jobs) + 1)
    for index, job in enumerate(case.jobs):
        if not job.likes(vehicle):
            distances[:, index] += case.cost.disliked
        if not job.may(vehicle):
            distances[:, index] = never
    np.fill_diagonal(distances, 0)
    return distances
