"""hhcrsp and uhhc: costs reckoned by hand, every rule broken once, lunches found a place."""

from __future__ import annotations

import copy
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from handlekraft_engine.bench import hhcrsp, uhhc
from handlekraft_engine.bench.cases import Pair, Route
from handlekraft_engine.bench.uhhc_referee import LUNCH, Stop, judge

CARE: dict[str, Any] = {
    "patients": [
        {"id": "p1", "time_window": [10, 20], "required_caregivers": [{"service": "s1", "duration": 5.5}]},
        {
            "id": "p2",
            "time_window": [0, 30],
            "required_caregivers": [{"service": "s1"}, {"service": "s2", "duration": 4}],
            "synchronization": {"type": "sequential", "distance": [10, 20]},
        },
        {
            "id": "p3",
            "time_window": [0, 30],
            "required_caregivers": [{"service": "s1"}, {"service": "s2"}],
            "synchronization": {"type": "simultaneous"},
        },
    ],
    "services": [{"id": "s1", "default_duration": 5}, {"id": "s2", "default_duration": 5}],
    "caregivers": [{"id": "c1", "abilities": ["s1"]}, {"id": "c2", "abilities": ["s2", "s1"]}],
    "distances": [[0, 10, 10, 10], [10, 0, 10, 10], [10, 10, 0, 10], [10, 10, 10, 0]],
}

GOOD = [
    ("c1", "p1", "s1", 10.0),
    ("c1", "p2", "s1", 25.5),
    ("c2", "p2", "s2", 35.5),
    ("c1", "p3", "s1", 49.5),
    ("c2", "p3", "s2", 49.5),
]
"""c1 drives 40, c2 30; late by 0, 0, 5.5, 19.5 and 19.5 minutes."""


def care() -> hhcrsp.Care:
    """The tiny instance."""
    return hhcrsp.Care("tiny", CARE)


def test_home_care_costs_a_third_of_three_sums() -> None:
    score = hhcrsp.judge(care(), GOOD)
    assert score.violations == ()
    assert score.cost == pytest.approx((70 + 5.5 + 19.5 + 19.5 + 19.5) / 3)


@pytest.mark.parametrize(
    ("index", "start", "said"),
    [
        (0, ("c1", "p1", "s1", 9.0), "p1 is served before the window opens"),
        (1, ("c1", "p2", "s1", 25.0), "c1 is at p2 0.500 minutes too late"),
        (2, ("c2", "p2", "s2", 35.0), "p2: starts 9.500 minutes apart"),
        (2, ("c1", "p2", "s2", 35.5), "p2: both services by c1"),
        (2, ("c1", "p2", "s2", 35.5), "c1 cannot do s2"),
        (3, ("c1", "p3", "s1", 50.0), "p3: starts -0.500 minutes apart"),
        (0, ("c1", "p2", "s1", 10.0), "not every service is done once"),
    ],
)
def test_the_home_care_referee_names_every_fault(index: int, start: hhcrsp.Start, said: str) -> None:
    assert said in hhcrsp.judge(care(), [*GOOD[:index], start, *GOOD[index + 1 :]]).violations


def test_a_home_care_case_counts_thousandths(tmp_path: Path) -> None:
    case = hhcrsp.case(care(), 100)
    assert [job.minutes for job in case.jobs] == [5500, 5000, 4000, 5000, 5000]
    assert [job.who for job in case.jobs] == [(0, 1), (0, 1), (1,), (0, 1), (1,)]
    assert case.pairs == (Pair(1, 2, 10000, 20000), Pair(3, 4, 0, 0))
    answer = (Route(0, ((0, 10000), (1, 25500), (3, 49500))), Route(1, ((2, 35500), (4, 49500))))
    assert sorted(hhcrsp.starts(care(), answer)) == sorted(GOOD)
    assert hhcrsp.verdict(care(), answer) == hhcrsp.judge(care(), GOOD)
    (tmp_path / "tiny.json.gz").write_bytes(gzip.compress(json.dumps(CARE).encode()))
    assert [(one.name, one.best_known) for one in hhcrsp.MANKOWSKA.instances(tmp_path, [], 1)] == [("tiny", None)]


UNIFIED: dict[str, Any] = {
    "metadata": {
        "time_window_met": "at_service_start",
        "cost_components": {
            "travel_time": 1,
            "total_tardiness": 2,
            "highest_tardiness": 3,
            "total_waiting_time": 5,
            "total_extra_time": 7,
            "max_idle_time": 11,
            "caregiver_preferences": 13,
            "optional_patients": 100,
            "missed_lunch_break": 50,
        },
    },
    "distances": [[0, 10, 20], [10, 0, 10], [20, 10, 0]],
    "terminal_points": [{"id": "d", "distance_matrix_index": 0}],
    "caregivers": [
        {
            "id": name,
            "abilities": abilities,
            "departing_point": "d",
            "arrival_point": "d",
            "working_shift": {"start": 0, "end": 400},
            "lunch_break": lunch,
        }
        for name, abilities, lunch in (("c1", ["s1", "s2"], True), ("c2", ["s2"], False))
    ],
    "patients": [
        {
            "id": "p1",
            "distance_matrix_index": 1,
            "required_services": [{"service": "s1"}, {"service": "s2", "duration": 20}],
            "synchronization": {"type": "sequential", "distance": {"min": 0, "max": 60}},
            "time_windows": [{"start": 50, "end": 60}, {"start": 100, "end": 150}],
            "optional": True,
        },
        {
            "id": "p2",
            "distance_matrix_index": 2,
            "required_services": [{"service": "s2"}],
            "time_windows": [{"start": 0, "end": 300}],
            "preferred_caregivers": ["c2"],
            "incompatible_caregivers": ["c9"],
            "optional": False,
        },
    ],
    "services": [{"id": "s1", "default_duration": 30}, {"id": "s2", "default_duration": 30}],
    "lunch_breaks": {"start": 180, "end": 360, "min_duration": 30},
}

STOPS = [
    Stop("c1", "p1", "s1", 90, 120),
    Stop("c1", "p2", LUNCH, 180, 210),
    Stop("c1", "p2", "s2", 210, 240),
    Stop("c2", "p1", "s2", 140, 160),
]


def test_unified_home_care_adds_up_what_its_file_prices() -> None:
    score = judge(UNIFIED, STOPS)
    late, waiting, travel = 30, 50, (10 + 10 + 20) + (10 + 10)
    idle = max(80 + 50 + (400 - 260), 130 + (400 - 170))
    assert score.violations == ()
    assert score.cost == travel + 2 * late + 3 * late + 5 * waiting + 11 * idle + 13


def test_who_stays_at_home_is_idle_and_misses_lunch() -> None:
    score = judge(UNIFIED, [Stop("c2", "p2", "s2", 20, 50)])
    assert score.violations == ()
    assert score.cost == 40 + 11 * 400 + 100 + 50


def test_lunch_first_is_no_waiting() -> None:
    first = [Stop("c1", "p2", LUNCH, 180, 210), Stop("c1", "p2", "s2", 230, 260)]
    assert judge(UNIFIED, first).cost == 40 + 13 + 100 + 11 * 400


def changed(path: str, value: object) -> dict[str, Any]:
    """The tiny instance with one entry changed."""
    raw = copy.deepcopy(UNIFIED)
    *way, last = path.split(".")
    there: Any = raw
    for step in way:
        there = there[int(step) if step.isdigit() else step]
    there[last] = value
    return raw


@pytest.mark.parametrize(
    ("raw", "index", "stop", "said"),
    [
        (UNIFIED, 0, Stop("c1", "p1", "s1", 40, 70), "p1 is served before the first window"),
        (UNIFIED, 0, Stop("c1", "p1", "s1", 90, 110), "p1: s1 is cut short"),
        (UNIFIED, 0, Stop("c2", "p1", "s1", 90, 120), "c2 cannot do s1"),
        (UNIFIED, 0, Stop("c2", "p1", "s1", 90, 120), "p1: both services by c2"),
        (UNIFIED, 0, Stop("c1", "p1", "s1", 70, 100), "p1: starts 70 minutes apart"),
        (UNIFIED, 0, Stop("c1", "p1", "s9", 90, 120), "p1: s9 was not asked for"),
        (UNIFIED, 0, Stop("c1", "p1", "s2", 90, 120), "p1: not every service is done once"),
        (UNIFIED, 1, Stop("c1", "p2", LUNCH, 170, 200), "c1: lunch from 170 to 200"),
        (UNIFIED, 1, Stop("c1", "p2", LUNCH, 190, 210), "c1: lunch from 190 to 210"),
        (UNIFIED, 2, Stop("c1", "p2", "s2", 200, 230), "c1 comes 10 minutes too late"),
        (changed("caregivers.0.working_shift", {"start": 85, "end": 400}), 3, STOPS[3], "c1 leaves before the shift"),
        (changed("caregivers.0.lunch_break", False), 3, STOPS[3], "c1: lunch from 180 to 210"),
        (changed("patients.1.incompatible_caregivers", ["c1"]), 3, STOPS[3], "c1 must not visit p2"),
        (changed("metadata.cost_components.total_tardiness", "HARD"), 3, STOPS[3], "total_tardiness is 30"),
        (changed("lunch_breaks.end", 170), 3, STOPS[3], "c1: lunch from 180 to 210"),
    ],
)
def test_the_unified_referee_names_every_fault(raw: dict[str, Any], index: int, stop: Stop, said: str) -> None:
    assert said in judge(raw, [*STOPS[:index], stop, *STOPS[index + 1 :]]).violations


def test_independent_services_know_no_gap_and_ends_may_be_what_counts() -> None:
    free = changed("patients.0.synchronization", {"type": "independent"})
    assert judge(free, [Stop("c1", "p1", "s1", 50, 80), *STOPS[1:]]).violations == ()
    at_end = changed("metadata.time_window_met", "at_service_end")
    assert judge(at_end, STOPS).cost - judge(UNIFIED, STOPS).cost == 2 * 40 + 3 * 30


def test_a_unified_case_puts_the_windows_on_the_start(tmp_path: Path) -> None:
    case = uhhc.case("tiny", changed("metadata.time_window_met", "at_service_end"))
    assert case.jobs[0].windows == ((50, 50), (100, 120))
    assert case.jobs[1].windows == ((50, 50), (100, 130))
    assert [job.skip for job in case.jobs] == [100, 100, None]
    assert [job.who for job in case.jobs] == [(0,), (0, 1), (0, 1)]
    assert case.jobs[2].liked == (1,)
    assert case.pairs == (Pair(0, 1, 0, 60),)
    assert [one.pause for one in case.vehicles] == [(180, 330, 30), None]
    assert uhhc.case("free", changed("patients.0.synchronization", {"type": "independent"})).pairs == (
        Pair(0, 1, None, None),
    )
    assert not uhhc.case("hard", changed("metadata.cost_components.total_tardiness", "HARD")).jobs[0].late
    (tmp_path / "tiny.json.gz").write_bytes(gzip.compress(json.dumps(UNIFIED).encode()))
    assert [one.name for one in uhhc.SET.instances(tmp_path, [], 1)] == ["tiny"]


@pytest.mark.parametrize(
    ("jobs", "lunch"),
    [
        (((0, 90), (2, 210)), Stop("c1", "p2", LUNCH, 180, 210)),
        (((0, 325), (2, 395)), Stop("c1", "p1", LUNCH, 355, 385)),
        (((0, 300), (2, 340)), Stop("c1", "p1", LUNCH, 270, 300)),
        (((0, 90), (2, 130)), Stop("c1", "p2", LUNCH, 180, 210)),
        (((2, 395),), Stop("c1", "p2", LUNCH, 360, 390)),
    ],
)
def test_lunch_is_eaten_where_there_is_room(jobs: tuple[tuple[int, int], ...], lunch: Stop) -> None:
    must = changed("patients.0.optional", False)
    assert [one for one in uhhc.stops(must, (Route(0, jobs),)) if one.service == LUNCH] == [lunch]


def test_half_an_optional_patient_is_left_out() -> None:
    assert uhhc.stops(UNIFIED, (Route(1, ((1, 170),)),)) == []
    whole = uhhc.stops(UNIFIED, (Route(0, ((0, 170),)), Route(1, ((1, 170),))))
    assert sorted(one.service for one in whole if one.service != LUNCH) == ["s1", "s2"]


def test_no_room_no_lunch_and_none_for_who_wants_none() -> None:
    tight = changed("lunch_breaks", {"start": 180, "end": 180, "min_duration": 30})
    assert uhhc.stops(tight, (Route(0, ((0, 170), (2, 210))), Route(1, ((1, 170),)), Route(0, ()))) == [
        Stop("c1", "p1", "s1", 170, 200),
        Stop("c1", "p2", "s2", 210, 240),
        Stop("c2", "p1", "s2", 170, 190),
    ]
    assert uhhc.verdict(tight, ()).cost == 11 * 400 + 2 * 100 + 50
