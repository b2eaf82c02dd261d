"""Vehicle routing with time windows: Solomon's and Gehring and Homberger's instances, DIMACS conventions.

Distances and times are tenths: ``floor(10 * euclid)``, cost = distance / 10; the number of vehicles costs nothing.
Source of the conventions: 12th DIMACS implementation challenge, vehicle routing, VRPTW track.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from handlekraft_engine.bench.cases import Answer, Case, Job, Vehicle
from handlekraft_engine.bench.instance import Instance, Score, best_values, chosen, read_text
from handlekraft_engine.bench.visits import VisitInstance

TENTHS = 10


@dataclass(frozen=True)
class Customer:
    """A row of the file: where, how much, from when to when service may begin, how long it takes."""

    x: float
    y: float
    demand: int
    ready: int
    due: int
    service: int


@dataclass(frozen=True)
class Solomon:
    """An instance as its file says it; customer 0 is the depot."""

    name: str
    vehicles: int
    capacity: int
    customers: tuple[Customer, ...]

    @cached_property
    def tenths(self) -> tuple[tuple[int, ...], ...]:
        """Distances from customer to customer, in tenths, cut off."""
        rows = self.customers
        return tuple(tuple(math.floor(TENTHS * math.hypot(a.x - b.x, a.y - b.y)) for b in rows) for a in rows)


def parse(text: str) -> Solomon:
    """The instance of a file."""
    rows = [line.split() for line in text.splitlines() if line.strip()]
    numbers = [row for row in rows if all(re.fullmatch(r"-?\d+(\.\d+)?", cell) for cell in row)]
    fleet = next(row for row in numbers if len(row) == 2)
    customers = [
        Customer(float(row[1]), float(row[2]), *(int(float(cell)) for cell in row[3:]))
        for row in numbers
        if len(row) == 7
    ]
    return Solomon(rows[0][0], int(fleet[0]), int(fleet[1]), tuple(customers))


def case(problem: Solomon) -> Case:
    """The instance as all engines see it: one job per customer, in the order of the file."""
    depot, *customers = problem.customers
    jobs = tuple(
        Job(str(i), i, TENTHS * one.service, ((TENTHS * one.ready, TENTHS * one.due),), load=one.demand, citizen=str(i))
        for i, one in enumerate(customers, start=1)
    )
    vehicles = tuple(
        Vehicle(f"{i}", 0, 0, 0, TENTHS * depot.ready, TENTHS * depot.due, capacity=problem.capacity)
        for i in range(problem.vehicles)
    )
    return Case(problem.name, jobs, vehicles, (problem.tenths,))


def orders(answer: Answer) -> list[list[int]]:
    """The customers of each vehicle in their order."""
    return [[job + 1 for job, _ in route.stops] for route in answer if route.stops]


def judge(problem: Solomon, routes: Sequence[Sequence[int]]) -> Score:
    """Cost and violations of routes of customers, each driven as early as possible. Shares nothing with ``case``."""
    faults = []
    seen = sorted(customer for route in routes for customer in route)
    if seen != list(range(1, len(problem.customers))):
        faults.append("not every customer is visited once")
    if len(routes) > problem.vehicles:
        faults.append(f"{len(routes)} vehicles of {problem.vehicles}")
    for route in routes:
        faults += _route_faults(problem, route)
    steps = [step for route in routes for step in zip((0, *route), (*route, 0), strict=True)]
    return Score(sum(problem.tenths[a][b] for a, b in steps) / TENTHS, tuple(faults))


def _route_faults(problem: Solomon, route: Sequence[int]) -> Iterator[str]:
    load = sum(problem.customers[customer].demand for customer in route)
    if load > problem.capacity:
        yield f"load {load} of {problem.capacity}"
    free, at = 0, 0
    for customer in (*route, 0):
        there = problem.customers[customer]
        begin = max(free + problem.tenths[at][customer], TENTHS * there.ready)
        if begin > TENTHS * there.due:
            yield f"customer {customer} is reached {begin - TENTHS * there.due} tenths too late"
        free, at = begin + TENTHS * there.service, customer


def published(text: str) -> list[list[int]]:
    """The routes of a CVRPLIB solution file."""
    return [
        [int(cell) for cell in line.split(":")[1].split()] for line in text.splitlines() if line.startswith("Route")
    ]


def verdict(problem: Solomon, answer: Answer) -> Score:
    """The referee's word on an answer."""
    return judge(problem, orders(answer))


@dataclass(frozen=True)
class Windows:
    """The set ``vrptw``."""

    folder: str = "vrptw"
    engines: tuple[str, ...] = ("ours", "pyvrp", "ortools", "vroom")
    sample: tuple[str, ...] = ("C101", "RC108")

    def instances(self, folder: Path, names: Sequence[str], seeds: int) -> Iterator[Instance]:
        """As the files lie there; ``seeds`` does not matter."""
        best = best_values(folder, "bks_distance_dimacs")
        for name, file in chosen(folder, names, ".txt.gz"):
            problem = parse(read_text(file))
            yield VisitInstance(name, best.get(name), case(problem), partial(verdict, problem))


SET = Windows()
