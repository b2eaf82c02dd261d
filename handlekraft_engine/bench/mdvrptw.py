"""Routing from several depots with time windows and a longest tour: Vidal et al. (2013) in PyVRP's dialect.

Distances and times are thousandths: ``round(1000 * euclid)``, cost = the sum of them, as in the published solutions,
whose numbers are the places of the file counted from 0. A tour may begin late; it lasts from leaving to reaching.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path

from handlekraft_engine.bench.cases import Answer, Case, Job, Vehicle
from handlekraft_engine.bench.instance import Instance, Score, best_values, chosen, read_text
from handlekraft_engine.bench.visits import VisitInstance

THOUSANDTHS = 1000


@dataclass(frozen=True)
class Depots:
    """An instance as its file says it; places are counted from 0, depots first; times in the file's own unit."""

    name: str
    capacity: int
    longest: int
    depots: int
    home: tuple[int, ...]
    """Depot of each vehicle."""
    spots: tuple[tuple[float, float], ...]
    demand: tuple[int, ...]
    service: tuple[int, ...]
    windows: tuple[tuple[int, int], ...]

    @cached_property
    def thousandths(self) -> tuple[tuple[int, ...], ...]:
        """Distances from place to place, rounded."""
        spots = self.spots
        return tuple(tuple(round(THOUSANDTHS * math.dist(a, b)) for b in spots) for a in spots)


def parse(text: str) -> Depots:
    """The instance of a file in the VRPLIB form."""
    head = dict(re.findall(r"^(\w+)\s*:\s*(.*?)\s*$", text, re.MULTILINE))
    rows: dict[str, list[list[str]]] = {}
    for part in re.split(r"^(?=\w+_SECTION)", text, flags=re.MULTILINE)[1:]:
        name, *lines = part.replace("EOF", "").split("\n")
        rows[name.strip()] = [line.split()[1:] for line in lines if line.strip()]
    numbers = {name: [tuple(map(float, row)) for row in found] for name, found in rows.items()}
    return Depots(
        name=head["NAME"],
        capacity=int(head["CAPACITY"]),
        longest=int(head["VEHICLES_MAX_DURATION"]),
        depots=len(rows["DEPOT_SECTION"]),
        home=tuple(int(row[0]) - 1 for row in numbers["VEHICLES_DEPOT_SECTION"]),
        spots=tuple((row[0], row[1]) for row in numbers["NODE_COORD_SECTION"]),
        demand=tuple(int(row[0]) for row in numbers["DEMAND_SECTION"]),
        service=tuple(int(row[0]) for row in numbers["SERVICE_TIME_SECTION"]),
        windows=tuple((int(row[0]), int(row[1])) for row in numbers["TIME_WINDOW_SECTION"]),
    )


def case(problem: Depots) -> Case:
    """The instance as all engines see it: one job per place that is no depot."""

    def window(place: int) -> tuple[int, int]:
        return THOUSANDTHS * problem.windows[place][0], THOUSANDTHS * problem.windows[place][1]

    jobs = tuple(
        Job(str(i), i, THOUSANDTHS * problem.service[i], (window(i),), load=problem.demand[i], citizen=str(i))
        for i in range(problem.depots, len(problem.spots))
    )
    longest = THOUSANDTHS * problem.longest
    vehicles = tuple(
        Vehicle(f"{i}", 0, home, home, *window(home), capacity=problem.capacity, longest=longest)
        for i, home in enumerate(problem.home)
    )
    return Case(problem.name, jobs, vehicles, (problem.thousandths,))


def tours(problem: Depots, answer: Answer) -> dict[int, list[int]]:
    """The places of each vehicle in their order."""
    return {route.vehicle: [problem.depots + job for job, _ in route.stops] for route in answer if route.stops}


def judge(problem: Depots, routes: dict[int, list[int]]) -> Score:
    """Cost and violations of tours by vehicle. Shares nothing with ``case``."""
    faults = []
    if sorted(place for route in routes.values() for place in route) != list(range(problem.depots, len(problem.spots))):
        faults.append("not every place is visited once")
    cost = 0
    for vehicle, route in routes.items():
        tour = [problem.home[vehicle], *route, problem.home[vehicle]]
        cost += sum(problem.thousandths[a][b] for a, b in pairwise(tour))
        faults += _tour_faults(problem, tour)
    return Score(float(cost), tuple(faults))


def _tour_faults(problem: Depots, tour: Sequence[int]) -> Iterator[str]:
    load = sum(problem.demand[place] for place in tour[1:-1])
    if load > problem.capacity:
        yield f"load {load} of {problem.capacity}"
    at, free = tour[0], THOUSANDTHS * problem.windows[tour[0]][0]
    for place in tour[1:]:
        low, high = (THOUSANDTHS * minute for minute in problem.windows[place])
        begin = max(free + problem.thousandths[at][place], low)
        if begin > high:
            yield f"place {place} is reached {begin - high} thousandths too late"
        at, free = place, begin + THOUSANDTHS * problem.service[place]
    lasts = free - _last_departure(problem, tour, free)
    if lasts > THOUSANDTHS * problem.longest:
        yield f"a tour lasts {lasts} of {THOUSANDTHS * problem.longest} thousandths"


def _last_departure(problem: Depots, tour: Sequence[int], home: int) -> int:
    """The latest moment of leaving the depot that still reaches it at ``home``."""
    late = home
    for here, there in reversed(list(pairwise(tour))):
        late -= problem.thousandths[here][there] + THOUSANDTHS * problem.service[here]
        late = min(late, THOUSANDTHS * problem.windows[here][1])
    return late


def published(text: str) -> dict[int, list[int]]:
    """The tours of a solution file by vehicle; its numbers are places counted from 0."""
    lines = [line for line in text.splitlines() if line.startswith("Route")]
    return {
        i: [int(cell) for cell in line.split(":")[1].split()]
        for i, line in enumerate(lines)
        if line.split(":")[1].strip()
    }


def verdict(problem: Depots, answer: Answer) -> Score:
    """The referee's word on an answer."""
    return judge(problem, tours(problem, answer))


@dataclass(frozen=True)
class ManyDepots:
    """The set ``mdvrptw``."""

    folder: str = "mdvrptw"
    engines: tuple[str, ...] = ("ours", "pyvrp", "ortools", "vroom")
    sample: tuple[str, ...] = ("PR17A",)

    def instances(self, folder: Path, names: Sequence[str], seeds: int) -> Iterator[Instance]:
        """As the files lie there; ``seeds`` does not matter."""
        best = best_values(folder, "bks_distance")
        for name, file in chosen(folder, names, ".vrp.gz"):
            of = parse(read_text(file))
            yield VisitInstance(name, best.get(name), case(of), partial(verdict, of))


SET = ManyDepots()
