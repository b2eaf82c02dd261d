"""Peers: asked in processes of their own, same case, same answer form; whatever goes wrong is a note."""

from __future__ import annotations

import io
import json
import random
import subprocess
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from typing import Any

import pytest

from handlekraft_engine.bench.cases import Answer, Case, Cost, Found, Job, Pair, Route, Vehicle, from_json, to_json
from handlekraft_engine.bench.peers import call, child

from .tiny import LINE, plain, two_carers


def way(answer: Answer, case: Case) -> int:
    """Units travelled, from place 0 and back."""
    tours = [[0, *(case.jobs[job].place for job, _ in route.stops), 0] for route in answer]
    return sum(LINE[a][b] for tour in tours for a, b in pairwise(tour))


def solved(engine: str, case: Case, seconds: float = 0.3) -> list[tuple[float, Answer]]:
    """What the peer finds. OR-Tools has its own process: it cannot be loaded where highspy already is."""
    pytest.importorskip(call.PACKAGES[engine][0])
    if engine == "ortools":
        found, note = call.run(case, engine, seconds, 1)
        assert note in ("", "found no answer")
        return [(one.seconds, one.answer) for one in found]
    notes = child.Notes(0.0)
    import_module(f"handlekraft_engine.bench.peers.{engine}").solve(case, seconds, 1, notes)
    notes.close()
    return notes.found


def jobs_of(answer: Answer) -> list[int]:
    """All jobs done, sorted."""
    return sorted(job for route in answer for job, _ in route.stops)


@pytest.mark.parametrize("engine", ["pyvrp", "ortools", "vroom"])
def test_every_peer_finds_the_best_way_of_a_tiny_case(engine: str) -> None:
    case = plain()
    answer = solved(engine, case)[-1][1]
    assert jobs_of(answer) == [0, 1, 2]
    assert way(answer, case) == 60


@pytest.mark.parametrize("engine", ["pyvrp", "ortools", "vroom"])
def test_every_peer_keeps_competences_capacity_and_likes(engine: str) -> None:
    jobs = (
        Job("only y", 1, 5, ((0, 100),), who=(1,), load=2),
        Job("likes x", 2, 5, ((0, 100),), liked=(0,), load=2),
        Job("any", 3, 5, ((0, 100),), load=2),
    )
    vehicles = (Vehicle("x", 0, 0, 0, 0, 200, capacity=4), Vehicle("y", 0, 0, 0, 0, 200, capacity=4))
    case = plain(jobs=jobs, vehicles=vehicles, cost=Cost(travel=(1,), disliked=500))
    answer = solved(engine, case)[-1][1]
    by = {job: route.vehicle for route in answer for job, _ in route.stops}
    assert (by[0], by[1], sorted(by)) == (1, 0, [0, 1, 2])


def test_pyvrp_tells_every_better_answer() -> None:
    dice = random.Random(1)
    spots = [(dice.randrange(200), dice.randrange(200)) for _ in range(60)]
    table = tuple(tuple(abs(a - c) + abs(b - d) for c, d in spots) for a, b in spots)
    windows = [(low := dice.randrange(0, 1500), low + 200) for _ in spots]
    jobs = tuple(Job(str(i), i, 5, (windows[i],)) for i in range(1, 60))
    case = Case("many", jobs, tuple(Vehicle(name, 0, 0, 0, 0, 3000) for name in "uvwxyz"), (table,))
    assert len(solved("pyvrp", case, 0.7)) > 1


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_pyvrp_tells_nothing_that_breaks_a_rule() -> None:
    late = tuple(replace(job, windows=((0, 5),)) for job in plain().jobs)
    assert solved("pyvrp", plain(jobs=late)) == []


@pytest.mark.parametrize("engine", ["pyvrp", "ortools"])
def test_a_longest_tour_is_kept(engine: str) -> None:
    vehicles = tuple(Vehicle(name, 0, 0, 0, 0, 200, longest=50) for name in "xy")
    jobs = (Job("near", 1, 5, ((0, 100),)), Job("middle", 2, 9, ((0, 100),)))
    answer = solved(engine, plain(jobs=jobs, vehicles=vehicles))[-1][1]
    assert sorted(len(route.stops) for route in answer if route.stops) == [1, 1]


def test_ortools_keeps_pairs_gaps_and_windows() -> None:
    case = two_carers(low=5, high=8)
    several = replace(case.jobs[2], windows=((0, 10), (60, 70)))
    answer = solved("ortools", replace(case, jobs=(*case.jobs[:2], several)), 0.5)[-1][1]
    start = {job: at for route in answer for job, at in route.stops}
    assert sorted(start) == [0, 1, 2]
    assert 5 <= start[1] - start[0] <= 8
    assert 60 <= start[2] <= 70


def test_ortools_gives_a_pair_two_carers_even_without_bounds() -> None:
    case = two_carers(low=None, high=None)
    anybody = tuple(replace(job, who=None) for job in case.jobs)
    answer = solved("ortools", replace(case, jobs=anybody), 0.5)[-1][1]
    by = {job: route.vehicle for route in answer for job, _ in route.stops}
    assert by[0] != by[1]


def test_ortools_prices_lateness_overtime_and_leaving_out() -> None:
    late = Job("late", 1, 5, ((0, 4),), late=True)
    dear = Job("dear", 3, 5, ((0, 100),), skip=3)
    vehicles = (Vehicle("x", 0, 0, 0, 0, 12, overtime=50, pause=(0, 100, 1)),)
    answer = solved("ortools", plain(jobs=(late, dear), vehicles=vehicles, cost=Cost(late=1, overtime=1)))[-1][1]
    assert answer == (Route(0, ((0, 10),)),)


def test_ortools_without_any_way_answers_nothing() -> None:
    vehicles = (Vehicle("x", 0, 0, 3, 0, 5),)
    assert solved("ortools", plain(vehicles=vehicles)) == []


def test_vroom_takes_its_break() -> None:
    vehicles = (Vehicle("x", 0, 0, 0, 0, 200, pause=(12, 13, 20)),)
    (stops,) = (route.stops for route in solved("vroom", plain(vehicles=vehicles))[-1][1])
    assert len(stops) == 3


def test_notes_are_taken_now_and_then_and_at_the_end() -> None:
    times = iter([0.0, 1.0, 1.5, 2.5, 2.6, 9.0])
    notes = child.Notes(1.0, lambda: next(times))
    for vehicle in range(4):
        notes.see(lambda vehicle=vehicle: (Route(vehicle, ()),))
    assert [(when, answer[0].vehicle) for when, answer in notes.found] == [(1.0, 0), (2.5, 2)]
    notes.close()
    notes.close()
    assert [when for when, _ in notes.found] == [1.0, 2.5, 2.6]


def test_a_process_reads_a_case_and_writes_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    class Engine:
        """Answers at once."""

        @staticmethod
        def solve(case: Case, seconds: float, seed: int, notes: child.Notes) -> None:
            assert (case, seconds, seed) == (plain(), 2.0, 7)
            notes.see(lambda: (Route(1, ((0, 5),)),))

    monkeypatch.setattr(child, "import_module", lambda name: Engine)
    out = io.StringIO()
    child.main(["some", "2.0", "7"], io.StringIO(to_json(plain())), out)
    ((_, raw),) = json.loads(out.getvalue().splitlines()[-1])
    assert raw == [[1, [[0, 5]]]]


def test_a_peer_answers_from_its_own_process() -> None:
    pytest.importorskip("vroom")
    found, note = call.run(plain(), "vroom", 0.2, 1)
    assert note == ""
    assert jobs_of(found[-1].answer) == [0, 1, 2]


def answers(monkeypatch: pytest.MonkeyPatch, *given: Any) -> list[Any]:
    """Let ``subprocess.run`` give or raise these, one after the other; the list of its calls."""
    calls: list[Any] = []
    waiting = list(given)

    def run(command: list[str], **more: Any) -> Any:
        calls.append((command, more))
        one = waiting.pop(0)
        if isinstance(one, Exception):
            raise one
        return one

    monkeypatch.setattr(call, "find_spec", lambda name: object())
    monkeypatch.setattr(subprocess, "run", run)
    return calls


def done(text: str, code: int = 0, error: str = "") -> subprocess.CompletedProcess[str]:
    """An ended process."""
    return subprocess.CompletedProcess([], code, text, error)


def test_two_seeds_of_pyvrp_play_together(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = answers(monkeypatch, done("noise\n[[0.5, [[0, [[1, 2]]]]]]\n"), done("[[0.7, []]]"))
    found, note = call.run(plain(), "pyvrp", 3.0, 2)
    assert sorted(one.seconds for one in found) == [0.5, 0.7]
    assert Found(0.5, (Route(0, ((1, 2),)),)) in found
    assert sorted(command[-1] for command, _ in calls) == ["3", "4"]
    assert from_json(calls[0][1]["input"]) == plain()
    assert note == ""


def test_what_a_peer_overlooks_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, done("[[0.5, []]]"))
    assert call.run(plain(cost=Cost(waiting=1)), "ortools", 1.0, 1)[1] == "does not see: waiting at a price"


def test_a_crash_and_a_hang_are_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, done("", 1, "Traceback\nMemoryError\n"), subprocess.TimeoutExpired("x", 1))
    assert call.run(plain(), "pyvrp", 1.0, 1) == ([], "MemoryError; ended after 46 s")
    answers(monkeypatch, done("", -11))
    assert call.run(plain(), "vroom", 1.0, 1) == ([], "stopped with code -11")
    answers(monkeypatch, done("[]"))
    assert call.run(plain(), "vroom", 1.0, 1) == ([], "found no answer")


def test_a_missing_peer_and_one_without_words_are_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "find_spec", lambda name: None)
    assert call.run(plain(), "vroom", 1.0, 1) == ([], "pyvroom is not installed")
    answers(monkeypatch)
    asked = replace(two_carers(), pairs=(Pair(0, 1),), same=((0, 1),))
    assert call.run(asked, "pyvrp", 1.0, 1)[1] == (
        "cannot express linked or double visits, one carer over several days"
    )


def test_versions_are_told_or_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(package: str) -> str:
        if package == "pyvrp":
            raise call.PackageNotFoundError
        return "1.0"

    monkeypatch.setattr(call, "version", version)
    assert call.versions() == {"pyvrp": "not installed", "ortools": "1.0", "vroom": "1.0"}
