"""VROOM: hard windows (several), competences, capacity, breaks; stops by itself and leaves visits out as it needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module
from typing import Any

import numpy as np

from handlekraft_engine.bench.cases import DAYS, IDLE, LATE, LINKED, LONGEST, MISSED, OVERTIME, WAITING, Case
from handlekraft_engine.bench.peers.child import Notes
from handlekraft_engine.bench.timing import earliest

THREADS = 2
EXPLORATION = 5


CANNOT = (LINKED, LATE, LONGEST, DAYS)
"""What the engine has no words for: a case that asks it is not played."""

OVERLOOKS = (WAITING, OVERTIME, IDLE, MISSED)
"""What it plays without: the referee still counts it."""


def solve(case: Case, seconds: float, seed: int, notes: Notes) -> None:
    """The highest exploration level; the engine draws no chance, so ``seed`` changes nothing."""
    vroom = import_module("vroom")
    given = vroom.Input()
    for vehicle, one in enumerate(case.vehicles):
        table = np.array(case.tables[one.mode], dtype=np.uint32)
        profile = _profile(case, vehicle)
        given.set_durations_matrix(profile, table)
        given.set_costs_matrix(profile, _costs(case, table, vehicle))
        given.add_vehicle(_vehicle(case, vroom, vehicle, profile))
    given.add_job([_job(case, vroom, index) for index in range(len(case.jobs))])
    solution = given.solve(exploration_level=EXPLORATION, nb_threads=THREADS, timeout=timedelta(seconds=seconds))
    steps = solution.routes
    rows = steps[steps["type"] == "job"]
    orders = [(int(vehicle), [int(job) for job in of["id"]]) for vehicle, of in rows.groupby("vehicle_id", sort=True)]
    notes.see(lambda: earliest(case, orders))


def _profile(case: Case, vehicle: int) -> str:
    """Vehicles of one mode with the same likes share their tables."""
    liked = [place for place, likes in enumerate(_likes(case, vehicle)) if likes]
    return f"{case.vehicles[vehicle].mode} {liked}"


def _likes(case: Case, vehicle: int) -> list[bool]:
    return [job.likes(vehicle) for job in case.jobs]


def _costs(case: Case, table: np.ndarray[Any, Any], vehicle: int) -> np.ndarray[Any, Any]:
    """Points of the way into each place; what a job that is not liked costs extra lies on the way to its place."""
    costs = table * np.uint32(case.cost.travel[case.vehicles[vehicle].mode])
    disliked = {job.place for job, likes in zip(case.jobs, _likes(case, vehicle), strict=True) if not likes}
    for place in disliked:
        costs[:, place] += np.uint32(case.cost.disliked)
    np.fill_diagonal(costs, 0)
    return costs


def _vehicle(case: Case, vroom: Any, index: int, profile: str) -> Any:
    one = case.vehicles[index]
    low, high, minutes = one.pause or (0, 0, 0)
    breaks = [vroom.Break(index, [vroom.TimeWindow(low, high)], minutes)] if one.pause else []
    skills = {job for job, each in enumerate(case.jobs) if each.who is not None and index in each.who}
    capacity = sum(job.load for job in case.jobs) if one.capacity is None else one.capacity
    return vroom.Vehicle(
        index,
        start=one.start,
        end=one.end,
        profile=profile,
        capacity=[capacity],
        skills=skills,
        time_window=vroom.TimeWindow(one.earliest, one.latest + one.overtime),
        breaks=breaks,
        costs=vroom.VehicleCosts(fixed=one.fixed),
    )


def _job(case: Case, vroom: Any, index: int) -> Any:
    job = case.jobs[index]
    skills = {index} if job.who is not None else set()
    windows: Sequence[Any] = [vroom.TimeWindow(low, high) for low, high in job.windows]
    return vroom.Job(
        index,
        location=job.place,
        default_service=job.minutes,
        delivery=vroom.Amount([job.load]),
        skills=skills,
        time_windows=windows,
    )
