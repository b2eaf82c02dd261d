"""Cost and violations of an answer to a unified home health care instance, from the file's own words alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from handlekraft_engine.bench.instance import Score

LUNCH = "lunch_break"


class Stop(NamedTuple):
    """A service (or lunch) of one carer at a patient, in minutes."""

    carer: str
    patient: str
    service: str
    starts: int
    ends: int


class Tour:
    """A carer's stops in order: minutes of travel, waiting, idle and extra time, and what is wrong with it."""

    def __init__(self, raw: dict[str, Any], carer: dict[str, Any], mine: Sequence[Stop]) -> None:
        self.faults: list[str] = []
        self.shift, self.travel, self.waiting, self.extra = carer["working_shift"], 0, 0, 0
        self.idle = self.shift["end"] - self.shift["start"]
        if mine:
            self._walk(raw, carer, mine)

    def _walk(self, raw: dict[str, Any], carer: dict[str, Any], mine: Sequence[Stop]) -> None:
        spots = {one["id"]: one["distance_matrix_index"] for one in (*raw["patients"], *raw["terminal_points"])}
        table, at = raw["distances"], spots[carer["departing_point"]]
        leaves = free = mine[0].starts - table[at][spots[mine[0].patient]]
        waits = []
        for one in mine:
            way = table[at][spots[one.patient]]
            waits.append(one.starts - free - way)
            self.travel, at, free = self.travel + way, spots[one.patient], one.ends
        way = table[at][spots[carer["arrival_point"]]]
        self.travel, home = self.travel + way, free + way
        self.faults += [f"{carer['id']} comes {-wait} minutes too late" for wait in waits if wait < 0]
        if leaves < self.shift["start"]:
            self.faults.append(f"{carer['id']} leaves before the shift")
        self.waiting = sum(waits) - (waits[1] if mine[0].service == LUNCH and len(mine) > 1 else 0)
        self.extra = max(home - self.shift["end"], 0)
        self.idle = leaves - self.shift["start"] + sum(waits) + max(self.shift["end"] - home, 0)


def judge(raw: dict[str, Any], given: Sequence[Stop]) -> Score:
    """The weighted sum of the instance, and one sentence per broken rule."""
    care = [one for one in given if one.service != LUNCH]
    ordered = {
        carer["id"]: sorted((one for one in given if one.carer == carer["id"]), key=lambda one: one.starts)
        for carer in raw["caregivers"]
    }
    tours = [Tour(raw, carer, ordered[carer["id"]]) for carer in raw["caregivers"]]
    patients = {patient["id"]: patient for patient in raw["patients"]}
    late = [_lateness(raw, patients[one.patient], one) for one in care]
    done = {one.patient for one in care}
    fed = {one.carer for one in given if one.service == LUNCH}
    amounts = {
        "travel_time": sum(tour.travel for tour in tours),
        "total_tardiness": sum(late),
        "highest_tardiness": max(late, default=0),
        "total_waiting_time": sum(tour.waiting for tour in tours),
        "total_extra_time": sum(tour.extra for tour in tours),
        "max_idle_time": max(tour.idle for tour in tours),
        "caregiver_preferences": sum(
            one.carer not in (patients[one.patient].get("preferred_caregivers") or (one.carer,)) for one in care
        ),
        "optional_patients": sum(patient not in done for patient in patients),
        "missed_lunch_break": sum(carer["lunch_break"] and carer["id"] not in fed for carer in raw["caregivers"]),
    }
    weights = raw["metadata"]["cost_components"]
    hard = {name for name, weight in weights.items() if weight == "HARD"}
    cost = sum(amount * (1 if name in hard else weights.get(name) or 0) for name, amount in amounts.items())
    faults = [fault for tour in tours for fault in tour.faults]
    faults += [f"{name} is {amounts[name]}" for name in sorted(hard) if amounts[name]]
    faults += [*_service_faults(raw, care), *_carer_faults(raw, patients, given), *_pair_faults(raw, care)]
    return Score(float(cost), tuple(faults))


def _lateness(raw: dict[str, Any], patient: dict[str, Any], one: Stop) -> int:
    """Minutes after the end of the last window that has opened; the first one's when none has."""
    opened = [window for window in patient["time_windows"] if window["start"] <= one.starts] or patient["time_windows"][
        :1
    ]
    met = one.starts if raw["metadata"]["time_window_met"] == "at_service_start" else one.ends
    return max(met - opened[-1]["end"], 0)


def _service_faults(raw: dict[str, Any], care: Sequence[Stop]) -> Iterator[str]:
    done = Counter((one.patient, one.service) for one in care)
    known = {
        (patient["id"], service["service"]) for patient in raw["patients"] for service in patient["required_services"]
    }
    yield from (f"{patient}: {service} was not asked for" for patient, service in sorted(done.keys() - known))
    for patient in raw["patients"]:
        counts = {done[patient["id"], service["service"]] for service in patient["required_services"]}
        if counts - {1} and (counts - {0} or not patient["optional"]):
            yield f"{patient['id']}: not every service is done once"


def _carer_faults(raw: dict[str, Any], patients: dict[str, Any], given: Sequence[Stop]) -> Iterator[str]:
    carers = {carer["id"]: carer for carer in raw["caregivers"]}
    usual = {one["id"]: one["default_duration"] for one in raw["services"]}
    lunch, at_end = raw["lunch_breaks"], raw["metadata"]["time_window_met"] == "at_service_end"
    for one in given:
        if one.service == LUNCH:
            short = one.ends - one.starts < lunch["min_duration"]
            outside = one.starts < lunch["start"] or (one.ends if at_end else one.starts) > lunch["end"]
            if short or outside or not carers[one.carer]["lunch_break"]:
                yield f"{one.carer}: lunch from {one.starts} to {one.ends}"
            continue
        patient = patients[one.patient]
        if one.service not in carers[one.carer]["abilities"]:
            yield f"{one.carer} cannot do {one.service}"
        if one.carer in (patient.get("incompatible_caregivers") or ()):
            yield f"{one.carer} must not visit {one.patient}"
        if one.starts < patient["time_windows"][0]["start"]:
            yield f"{one.patient} is served before the first window"
        wanted = [
            each.get("duration", usual[one.service])
            for each in patient["required_services"]
            if each["service"] == one.service
        ]
        if one.ends - one.starts < max(wanted, default=0):
            yield f"{one.patient}: {one.service} is cut short"


def _pair_faults(raw: dict[str, Any], care: Sequence[Stop]) -> Iterator[str]:
    found = {(one.patient, one.service): one for one in care}
    for patient in raw["patients"]:
        both = [found.get((patient["id"], service["service"])) for service in patient["required_services"]]
        first, second = both[0], both[-1]
        if len(both) == 2 and first is not None and second is not None:
            bond = patient["synchronization"]
            gap = bond.get("distance", {"min": 0, "max": 0})
            if bond["type"] != "independent" and not gap["min"] <= second.starts - first.starts <= gap["max"]:
                yield f"{patient['id']}: starts {second.starts - first.starts} minutes apart"
            if bond["type"] != "independent" and first.carer == second.carer:
                yield f"{patient['id']}: both services by {first.carer}"
