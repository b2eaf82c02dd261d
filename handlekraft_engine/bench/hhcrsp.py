"""Home health care routing and scheduling: Mankowska's, the Italian and Kummer's instances.

Cost = (distance + sum of lateness + greatest lateness) / 3 in minutes; source: Mankowska, Meisel and Bierwirth,
Health Care Management Science 17 (2014); form of the files: Ceschia, Di Gaspero, Rosati and Schaerf, ITOR (2024). No
service begins before the window opens. Two services of one patient are by different carers, either with one start or
with the starts ``min`` to ``max`` minutes apart. Files carry up to three decimals, so the bench counts thousandths.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from handlekraft_engine.bench.cases import Answer, Case, Cost, Job, Pair, Vehicle
from handlekraft_engine.bench.instance import Instance, Score, best_values, chosen, read_text
from handlekraft_engine.bench.visits import VisitInstance

THOUSANDTHS = 1000

FAR = 6000 * THOUSANDTHS
"""No carer is ever out that long; lateness is only priced."""

type Start = tuple[str, str, str, float]
"""Who starts which service at which patient and when, in minutes."""


@dataclass(frozen=True)
class Care:
    """An instance as its file says it."""

    name: str
    raw: dict[str, Any]

    @property
    def services(self) -> list[tuple[int, dict[str, Any], dict[str, Any]]]:
        """(row of the distance table, patient, service), pairs side by side."""
        patients = enumerate(self.raw["patients"], start=1)
        return [(row, patient, service) for row, patient in patients for service in patient["required_caregivers"]]

    @property
    def usual(self) -> dict[str, float]:
        """Minutes of a service that names none at the patient."""
        return {one["id"]: one["default_duration"] for one in self.raw["services"]}


def _fine(minutes: float) -> int:
    return round(THOUSANDTHS * minutes)


def case(problem: Care, grain: int) -> Case:
    """The instance as all engines see it: one job per service; every unit of the cost is one point."""
    jobs, pairs = [], []
    able = {
        service["id"]: tuple(
            i for i, carer in enumerate(problem.raw["caregivers"]) if service["id"] in carer["abilities"]
        )
        for service in problem.raw["services"]
    }
    for row, patient, service in problem.services:
        low, high = patient["time_window"]
        kind = service["service"]
        lasts = _fine(service.get("duration", problem.usual[kind]))
        window = ((_fine(low), _fine(high)),)
        name = f"{patient['id']} {kind}"
        jobs.append(Job(name, row, lasts, window, late=True, who=able[kind], citizen=patient["id"]))
        if "synchronization" in patient and service is patient["required_caregivers"][1]:
            gap = patient["synchronization"].get("distance", (0, 0))
            pairs.append(Pair(len(jobs) - 2, len(jobs) - 1, _fine(gap[0]), _fine(gap[1])))
    table = tuple(tuple(map(_fine, line)) for line in problem.raw["distances"])
    carers = tuple(Vehicle(carer["id"], 0, 0, 0, 0, FAR) for carer in problem.raw["caregivers"])
    return Case(problem.name, tuple(jobs), carers, (table,), tuple(pairs), Cost(late=1, latest=1), grain)


def starts(problem: Care, answer: Answer) -> list[Start]:
    """The answer in the file's own words and unit."""
    services, carers = problem.services, problem.raw["caregivers"]
    return [
        (carers[route.vehicle]["id"], services[job][1]["id"], services[job][2]["service"], at / THOUSANDTHS)
        for route in answer
        for job, at in route.stops
    ]


def judge(problem: Care, given: Sequence[Start]) -> Score:
    """Cost and violations of given starts. Shares nothing with ``case``; a slack of 1e-6 minutes covers rounding."""
    faults = list(_missing(problem, given))
    late, distance = [], 0.0
    patients = {patient["id"]: (row, patient) for row, patient in enumerate(problem.raw["patients"], start=1)}
    for carer in problem.raw["caregivers"]:
        mine = sorted((one for one in given if one[0] == carer["id"]), key=lambda one: one[3])
        at, free = 0, 0.0
        for _, name, service, start in mine:
            row, patient = patients[name]
            way = problem.raw["distances"][at][row]
            if start < free + way - 1e-6:
                faults.append(f"{carer['id']} is at {name} {free + way - start:.3f} minutes too late")
            if service not in carer["abilities"]:
                faults.append(f"{carer['id']} cannot do {service}")
            if start < patient["time_window"][0] - 1e-6:
                faults.append(f"{name} is served before the window opens")
            late.append(max(start - patient["time_window"][1], 0.0))
            distance, at, free = distance + way, row, start + _minutes(problem, patient, service)
        distance += problem.raw["distances"][at][0]
    faults += _pair_faults(problem, given)
    return Score((distance + sum(late) + max(late, default=0.0)) / 3, tuple(faults))


def _minutes(problem: Care, patient: dict[str, Any], service: str) -> float:
    lasts = next((one.get("duration") for one in patient["required_caregivers"] if one["service"] == service), None)
    return problem.usual[service] if lasts is None else float(lasts)


def _missing(problem: Care, given: Sequence[Start]) -> Iterator[str]:
    wanted = sorted((patient["id"], service["service"]) for _, patient, service in problem.services)
    if wanted != sorted((one[1], one[2]) for one in given):
        yield "not every service is done once"


def _pair_faults(problem: Care, given: Sequence[Start]) -> Iterator[str]:
    by_service = {(one[1], one[2]): one for one in given}
    for patient in problem.raw["patients"]:
        both = [by_service.get((patient["id"], one["service"])) for one in patient["required_caregivers"]]
        one, two = both[0], both[-1]
        if len(both) == 2 and one is not None and two is not None:
            low, high = patient["synchronization"].get("distance", (0, 0))
            if not low - 1e-6 <= two[3] - one[3] <= high + 1e-6:
                yield f"{patient['id']}: starts {two[3] - one[3]:.3f} minutes apart"
            if one[0] == two[0]:
                yield f"{patient['id']}: both services by {one[0]}"


def verdict(problem: Care, answer: Answer) -> Score:
    """The referee's word on an answer."""
    return judge(problem, starts(problem, answer))


@dataclass(frozen=True)
class HomeCare:
    """The set ``hhcrsp-mankowska``, ``hhcrsp-italian`` or ``hhcrsp-kummer``."""

    folder: str
    sample: tuple[str, ...]
    grain: int
    engines: tuple[str, ...] = ("ours", "ortools", "pyvrp", "vroom")

    def instances(self, folder: Path, names: Sequence[str], seeds: int) -> Iterator[Instance]:
        """As the files lie there; ``seeds`` does not matter."""
        best = best_values(folder, "total_cost")
        for name, file in chosen(folder, names, ".json.gz"):
            of = Care(name, json.loads(read_text(file)))
            yield VisitInstance(name, best.get(name), case(of, self.grain), partial(verdict, of))


MANKOWSKA = HomeCare("hhcrsp-mankowska", ("InstanzCPLEX_HCSRP_25_1", "InstanzVNS_HCSRP_100_2"), 1)
ITALIAN = HomeCare("hhcrsp-italian", ("instance_010",), 1000)
KUMMER = HomeCare("hhcrsp-kummer", ("HHCRSP_50_10_26",), 1000)
