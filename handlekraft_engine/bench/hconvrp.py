"""Heterogeneous consistent routing: five days, vehicles of several types, a frequent customer always has one driver.

Cost = price of every vehicle and day used + distance times the price of its type; source: Stavropoulou, Computers and
Operations Research 140 (2022), doi 10.1016/j.cor.2021.105644. No values are published with the files, and these name no
greatest difference of arrival times, so that none is asked here. A tour, service included, lasts at most ``MAXTIME``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from handlekraft_engine.bench.cases import Answer, Case, Cost, Job, Vehicle
from handlekraft_engine.bench.instance import Instance, Score, chosen, read_text
from handlekraft_engine.bench.visits import VisitInstance

FINE = 100
"""The bench counts hundredths of the file's unit, distances rounded up."""

TENTHS = 10
"""Prices per unit of distance have one decimal; a point is a thousandth of the file's unit of cost."""


@dataclass(frozen=True)
class Kind:
    """Vehicles of one type: how many, capacity, price of a day's use, price per unit of distance, speed."""

    count: int
    capacity: int
    fixed: float
    variable: float
    speed: float


@dataclass(frozen=True)
class Consistent:
    """An instance as its file says it. Spot 0 is the depot; ``demand[customer][day]``, 0 = not wanted that day."""

    name: str
    longest: float
    days: int
    kinds: tuple[Kind, ...]
    spots: tuple[tuple[float, float], ...]
    service: tuple[float, ...]
    demand: tuple[tuple[int, ...], ...]

    @property
    def fleet(self) -> list[Kind]:
        """One entry per vehicle."""
        return [kind for kind in self.kinds for _ in range(kind.count)]

    @property
    def wanted(self) -> list[tuple[int, int]]:
        """(customer, day) of every visit; customers count from 1."""
        return [(i, day) for i, row in enumerate(self.demand, start=1) for day, load in enumerate(row) if load]

    def distance(self, one: int, two: int) -> float:
        """From spot to spot."""
        return math.dist(self.spots[one], self.spots[two])


def parse(name: str, text: str) -> Consistent:
    """The instance of a file."""
    head, rest = text.split("CUSTOMERCOORDINATES")
    where, demands = rest.split("CUSTOMERDEMANDS")
    numbers = {key: float(value) for key, value in re.findall(r"^(MAXTIME|DAYS)\s+(\S+)", head, re.MULTILINE)}
    kinds = [list(map(float, row.split())) for row in re.findall(r"^TYPE\d+\s+(.*)$", head, re.MULTILINE)]
    depot = [float(cell) for row in re.findall(r"^DEPOT\s+(.*)$", head, re.MULTILINE) for cell in row.split()]
    rows = [list(map(float, row.split())) for row in where.strip().splitlines()]
    return Consistent(
        name,
        numbers["MAXTIME"],
        int(numbers["DAYS"]),
        tuple(Kind(int(row[0]), int(row[1]), row[2], row[3], row[4]) for row in kinds),
        ((depot[0], depot[1]), *((row[0], row[1]) for row in rows)),
        (0.0, *(row[2] for row in rows)),
        tuple(tuple(map(int, row.split()[1:])) for row in demands.strip().splitlines()),
    )


def case(problem: Consistent) -> Case:
    """The instance as all engines see it: the days one after the other, a vehicle per driver and day."""
    day = math.floor(FINE * problem.longest)
    jobs = tuple(
        Job(
            id=f"{customer} on {when}",
            place=customer,
            minutes=math.ceil(FINE * problem.service[customer]),
            windows=((2 * day * when, 2 * day * when + day),),
            load=problem.demand[customer - 1][when],
            citizen=str(customer),
        )
        for customer, when in problem.wanted
    )
    spots = range(len(problem.spots))
    tables = tuple(
        tuple(tuple(math.ceil(FINE * problem.distance(a, b) / kind.speed) for b in spots) for a in spots)
        for kind in problem.kinds
    )
    vehicles = tuple(
        Vehicle(
            id=f"{number}:{when}",
            mode=problem.kinds.index(kind),
            start=0,
            end=0,
            earliest=2 * day * when,
            latest=2 * day * when + day,
            capacity=kind.capacity,
            fixed=round(FINE * TENTHS * kind.fixed),
        )
        for number, kind in enumerate(problem.fleet)
        for when in range(problem.days)
    )
    cost = Cost(travel=tuple(round(TENTHS * kind.variable * kind.speed) for kind in problem.kinds))
    groups: dict[str, list[int]] = {}
    for index, job in enumerate(jobs):
        groups.setdefault(job.citizen, []).append(index)
    same = tuple(tuple(group) for group in groups.values() if len(group) > 1)
    return Case(problem.name, jobs, vehicles, tables, cost=cost, same=same)


type Tours = dict[tuple[int, int], list[int]]
"""Customers in order by (vehicle, day)."""


def tours(problem: Consistent, answer: Answer) -> Tours:
    """The answer in the file's own words."""
    wanted = problem.wanted
    return {
        divmod(route.vehicle, problem.days): [wanted[job][0] for job, _ in route.stops]
        for route in answer
        if route.stops
    }


def judge(problem: Consistent, given: Tours) -> Score:
    """Cost and violations of tours. Shares nothing with ``case``."""
    cost, faults = 0.0, []
    drivers: dict[int, set[int]] = {}
    for (vehicle, day), tour in given.items():
        kind = problem.fleet[vehicle]
        length = sum(problem.distance(a, b) for a, b in zip((0, *tour), (*tour, 0), strict=True))
        cost += kind.fixed + kind.variable * length
        lasts = length / kind.speed + sum(problem.service[customer] for customer in tour)
        load = sum(problem.demand[customer - 1][day] for customer in tour)
        if lasts > problem.longest + 1e-6:
            faults.append(f"vehicle {vehicle} is out {lasts:.1f} on day {day}")
        if load > kind.capacity:
            faults.append(f"vehicle {vehicle} carries {load} on day {day}")
        for customer in tour:
            drivers.setdefault(customer, set()).add(vehicle)
    seen = Counter((customer, day) for (_, day), tour in given.items() for customer in tour)
    if seen != Counter(problem.wanted):
        faults.append("not every visit is made once")
    faults += [
        f"customer {customer} sees {len(those)} drivers" for customer, those in drivers.items() if len(those) > 1
    ]
    return Score(cost, tuple(faults))


def verdict(problem: Consistent, answer: Answer) -> Score:
    """The referee's word on an answer."""
    return judge(problem, tours(problem, answer))


@dataclass(frozen=True)
class Drivers:
    """The set ``hconvrp``."""

    folder: str = "hconvrp"
    engines: tuple[str, ...] = ("ours", "pyvrp", "ortools", "vroom")
    sample: tuple[str, ...] = ("15pct/b1",)

    def instances(self, folder: Path, names: Sequence[str], seeds: int) -> Iterator[Instance]:
        """As the files lie there; ``seeds`` does not matter."""
        for name, file in chosen(folder, names, ".txt"):
            of = parse(name, read_text(file))
            yield VisitInstance(name, None, case(of), partial(verdict, of))


SET = Drivers()
