"""Unified home health care: shifts, lunch, several depots, optional patients, several windows, preferred carers.

Cost = the weighted sum of the instance's own ``cost_components``; source: Ceschia et al., ITOR (2026), doi
10.1111/itor.70140, and the validator its authors publish. Minutes throughout. A carer leaves just in time for the first
stop; lunch is eaten at a patient's door, before or after a service; a carer who stays at home is idle the whole shift.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from handlekraft_engine.bench.cases import Answer, Case, Cost, Job, Pair, Vehicle
from handlekraft_engine.bench.instance import Instance, Score, best_values, chosen, read_text
from handlekraft_engine.bench.uhhc_referee import LUNCH, Stop, judge
from handlekraft_engine.bench.visits import VisitInstance

OVERTIME = 600
"""Minutes after the shift that the bench lets a carer work; they are dear, so that none are used in earnest."""

LATEST = 1440
"""Minutes of the day until which a late service may be put off."""


@dataclass(frozen=True)
class Services:
    """The services of an instance in one row, and where lunch can be eaten."""

    raw: dict[str, Any]

    @property
    def rows(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """(patient, service), pairs side by side."""
        return [(patient, service) for patient in self.raw["patients"] for service in patient["required_services"]]

    @property
    def usual(self) -> dict[str, int]:
        """Minutes of a service that names none at the patient."""
        return {one["id"]: one["default_duration"] for one in self.raw["services"]}

    @property
    def weights(self) -> dict[str, int]:
        """Points per unit of each cost; what is forbidden instead counts as 1, what is not named as 0."""
        named = self.raw["metadata"]["cost_components"]
        return {name: 1 if weight == "HARD" else int(weight or 0) for name, weight in named.items()}


def case(name: str, raw: dict[str, Any]) -> Case:
    """The instance as all engines see it: one job per service."""
    services = Services(raw)
    jobs = tuple(_job(services, patient, service) for patient, service in services.rows)
    weights = services.weights
    cost = Cost(
        travel=(weights["travel_time"],),
        late=weights["total_tardiness"],
        latest=weights.get("highest_tardiness", 0),
        waiting=weights["total_waiting_time"],
        overtime=weights["total_extra_time"],
        disliked=weights["caregiver_preferences"],
        idle=weights["max_idle_time"],
        pause=weights["missed_lunch_break"],
    )
    table = tuple(map(tuple, raw["distances"]))
    vehicles = tuple(_vehicle(raw, carer) for carer in raw["caregivers"])
    return Case(name, jobs, vehicles, (table,), tuple(_pairs(services)), cost)


def _job(services: Services, patient: dict[str, Any], service: dict[str, Any]) -> Job:
    raw, kind = services.raw, service["service"]
    lasts = service.get("duration", services.usual[kind])
    spare = lasts if raw["metadata"]["time_window_met"] == "at_service_end" else 0
    windows = tuple((one["start"], max(one["end"] - spare, one["start"])) for one in patient["time_windows"])
    carers = list(enumerate(raw["caregivers"]))
    banned = patient.get("incompatible_caregivers") or ()
    liked = patient.get("preferred_caregivers")
    return Job(
        id=f"{patient['id']} {kind}",
        place=patient["distance_matrix_index"],
        minutes=lasts,
        windows=windows,
        late=raw["metadata"]["cost_components"]["total_tardiness"] != "HARD",
        who=tuple(i for i, carer in carers if kind in carer["abilities"] and carer["id"] not in banned),
        liked=None if liked is None else tuple(i for i, carer in carers if carer["id"] in liked),
        skip=services.weights["optional_patients"] if patient["optional"] else None,
        citizen=patient["id"],
    )


def _pairs(services: Services) -> Iterator[Pair]:
    for index, (patient, service) in enumerate(services.rows):
        if len(patient["required_services"]) == 2 and service is patient["required_services"][1]:
            gap = patient["synchronization"].get("distance", {"min": 0, "max": 0})
            free = patient["synchronization"]["type"] == "independent"
            yield Pair(index - 1, index, None, None) if free else Pair(index - 1, index, gap["min"], gap["max"])


def _vehicle(raw: dict[str, Any], carer: dict[str, Any]) -> Vehicle:
    spots = {one["id"]: one["distance_matrix_index"] for one in raw["terminal_points"]}
    lunch, shift = raw["lunch_breaks"], carer["working_shift"]
    spare = lunch["min_duration"] if raw["metadata"]["time_window_met"] == "at_service_end" else 0
    pause = (lunch["start"], lunch["end"] - spare, lunch["min_duration"]) if carer["lunch_break"] else None
    begin, end = spots[carer["departing_point"]], spots[carer["arrival_point"]]
    return Vehicle(carer["id"], 0, begin, end, shift["start"], shift["end"], overtime=OVERTIME, pause=pause)


def stops(raw: dict[str, Any], answer: Answer) -> list[Stop]:
    """The answer in the file's own words, with a lunch for every carer who has room for it between two services.

    Of an optional patient who would get one of two services the other is left out too.
    """
    services, carers = Services(raw), raw["caregivers"]
    given = Counter(services.rows[job][0]["id"] for route in answer for job, _ in route.stops)
    halves = {
        one["id"] for one in raw["patients"] if one["optional"] and given[one["id"]] < len(one["required_services"])
    }
    found = []
    for route in answer:
        carer = carers[route.vehicle]
        mine = [
            Stop(
                carer["id"],
                patient["id"],
                service["service"],
                at,
                at + service.get("duration", services.usual[service["service"]]),
            )
            for (patient, service), at in ((services.rows[job], at) for job, at in route.stops)
            if patient["id"] not in halves
        ]
        found += mine
        if carer["lunch_break"] and mine:
            found += list(_lunch(raw, carer, mine))[:1]
    return found


def _lunch(raw: dict[str, Any], carer: dict[str, Any], mine: Sequence[Stop]) -> Iterator[Stop]:
    """Every lunch that fits: at a door on arrival or before leaving, then before the first service, after the last."""
    rule, table = raw["lunch_breaks"], raw["distances"]
    minutes = rule["min_duration"]
    latest = rule["end"] - (minutes if raw["metadata"]["time_window_met"] == "at_service_end" else 0)
    spots = {one["id"]: one["distance_matrix_index"] for one in (*raw["patients"], *raw["terminal_points"])}
    gaps = []
    for one, two in pairwise(mine):
        way = table[spots[one.patient]][spots[two.patient]]
        gaps += [(one.ends + way, two.starts, two.patient), (one.ends, two.starts - way, one.patient)]
    leaves = carer["working_shift"]["start"] + table[spots[carer["departing_point"]]][spots[mine[0].patient]]
    close = min(mine[0].starts, latest + minutes)
    gaps.append((max(leaves, close - minutes), close, mine[0].patient))
    gaps.append((mine[-1].ends, carer["working_shift"]["end"], mine[-1].patient))
    for low, high, patient in gaps:
        at = max(low, rule["start"])
        if at + minutes <= high and at <= latest:
            yield Stop(carer["id"], patient, LUNCH, at, at + minutes)


def verdict(problem: dict[str, Any], answer: Answer) -> Score:
    """The referee's word on an answer."""
    return judge(problem, stops(problem, answer))


@dataclass(frozen=True)
class Unified:
    """The set ``uhhc``."""

    folder: str = "uhhc"
    engines: tuple[str, ...] = ("ours", "ortools", "pyvrp", "vroom")
    sample: tuple[str, ...] = ("i-116",)

    def instances(self, folder: Path, names: Sequence[str], seeds: int) -> Iterator[Instance]:
        """As the files lie there; ``seeds`` does not matter."""
        best = best_values(folder, "best_known")
        for name, file in chosen(folder, names, ".json.gz"):
            raw = json.loads(read_text(file))
            yield VisitInstance(name, best.get(name), case(name, raw), partial(verdict, raw))


SET = Unified()
