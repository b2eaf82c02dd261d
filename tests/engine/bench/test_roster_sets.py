"""Rosters in the bench: every better plan is scored by a referee of its own, peers play in their own process."""

from __future__ import annotations

import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import handlekraft_engine.bench.peers.roster_call as call
import handlekraft_engine.bench.peers.roster_child as child
from handlekraft_engine.bench.instance import Score
from handlekraft_engine.bench.nrp import problem_of, sections
from handlekraft_engine.bench.nrp_referee import score
from handlekraft_engine.bench.peers.roster_model import write
from handlekraft_engine.bench.roster_sets import INRC1, NRP, RosterInstance, part
from handlekraft_engine.rosters.plan import Plan, Row
from handlekraft_engine.rosters.problem import Cover, Habits, Pattern, Problem, Wanted
from handlekraft_engine.rosters.referee import price
from handlekraft_engine.rosters.schema import to_json
from handlekraft_engine.rosters.solve import Iterations, solve
from tests.engine.rosters.test_inrc import TEXT as COMPETITION
from tests.engine.rosters.test_nrp import TEXT

TINY = problem_of(sections(TEXT))
EARLY, OFF = frozenset({"E"}), frozenset({""})


def judge(rows: Any) -> Score:
    """By the file alone."""
    return score(sections(TEXT), rows)


def test_better_plans_and_the_bound_are_told() -> None:
    outcome = RosterInstance("one", 7.0, TINY, judge).play("ours", 2.0, 2)
    assert (outcome.trail[-1].cost, outcome.trail[-1].violations, outcome.bound) == (100.0, 0, 100.0)


def test_no_roster_is_a_note() -> None:
    barred = TEXT.replace("A,3", "A,0,1,2,3,4,5,6")
    outcome = RosterInstance("one", None, problem_of(sections(barred)), judge).play("ours", 1.0, 2)
    assert outcome.note.startswith("there is no legal period for A")


def test_the_sets_read_their_folders(tmp_path: Path) -> None:
    (tmp_path / "Instance3.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bks.csv").write_text("instance,best_known\nInstance3,1001\n", encoding="utf-8")
    (found,) = NRP.instances(tmp_path, [], 1)
    assert isinstance(found, RosterInstance)
    assert (found.name, found.best_known, found.problem) == ("Instance3", 1001.0, TINY)
    assert found.judge({"A": ("", "E", "E", "", "", "", "")}) == Score(205.0)
    (tmp_path / "Instance3.txt").write_text(COMPETITION, encoding="utf-8")
    (found,) = INRC1.instances(tmp_path, [], 1)
    assert isinstance(found, RosterInstance)
    assert found.judge({"0": ("",) * 14, "1": ("",) * 14}).violations


def test_a_missing_engine_is_named() -> None:
    with pytest.raises(ValueError, match="rosters are not part of this installation"):
        part("no_such_part")


def test_a_peer_plays_in_its_own_process() -> None:
    outcome = RosterInstance("one", 7.0, TINY, judge).play("highs", 5.0, 1)
    assert (outcome.trail[-1].cost, outcome.trail[-1].violations) == (100.0, 0)


def answer(problem: Problem, engine: str) -> int:
    """The price of what the child finds; in one process HiGHS keeps to the threads of the first who asks."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "THREADS", 1)
        child.main([engine, "20", "1"], io.StringIO(to_json(problem)), out)
    rows = json.loads(out.getvalue().splitlines()[-1])[-1][1]
    return price(problem, Plan(tuple(Row(name, tuple(shifts)) for name, shifts in rows.items()))).total


@pytest.mark.parametrize(
    "habits",
    [
        {},
        {"in_row": Wanted(3, 3, 4, 4), "off": Wanted(2, 2, 3, 3), "shifts": Wanted(5, 6, 50, 7)},
        {"in_row": Wanted(3, 3, 4, 4), "alone": True, "weekends": Wanted(1, 0, 2, 30), "shifts": Wanted(6, 3, 9, 9)},
        {"patterns": (Pattern((EARLY, OFF), 3), Pattern((OFF | EARLY, EARLY), 2, 1))},
    ],
)
def test_the_model_says_the_same_as_the_problem(habits: dict[str, Any]) -> None:
    """Its best solution costs what our proven best costs."""
    (one,) = TINY.employees
    one = replace(one, most_minutes=3000, terms=replace(one.terms, limits=()), habits=Habits(**habits))
    problem = replace(TINY, employees=(one,))
    ours = solve(problem, Iterations(60), seed=1)
    assert ours.bound == ours.priced.total == answer(problem, "highs")


def test_the_model_knows_orders_and_leaves_out_what_has_no_limit() -> None:
    (one,) = TINY.employees
    free = replace(one.terms, limits=(), most_weekends=None, weekly_minutes=None)
    one = replace(one, shifts=frozenset(), most_minutes=None, terms=free, wishes=())
    problem = replace(TINY, employees=(one,), covers=(Cover(0, ("L",), 1, 9, 1), Cover(1, ("E",), 1, 7, 1)))
    ours = solve(problem, Iterations(60), seed=1)
    assert ours.bound == ours.priced.total == answer(problem, "highs") == 7


def test_a_peer_that_finds_nothing_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "THREADS", 1)
    (one,) = TINY.employees
    out = io.StringIO()
    impossible = replace(TINY, employees=(replace(one, least_minutes=9000, most_minutes=None),))
    child.main(["highs", "20", "1"], io.StringIO(to_json(impossible)), out)
    assert json.loads(out.getvalue()) == []


class Solver:
    """Stands in for CP-SAT: it answers with all days off."""

    def __init__(self) -> None:
        self.parameters = SimpleNamespace()

    def solve(self, program: Any, seen: Any) -> None:
        seen.on_solution_callback()


def test_the_other_peer_is_asked_in_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[Any] = []

    class Number:
        def __mul__(self, other: int) -> int:
            return 0

        __rmul__ = __mul__

    program = SimpleNamespace(new_int_var=lambda *_: Number(), add=rows.append, minimize=lambda _: None)
    callback = type("Callback", (), {"value": lambda self, one: 0})
    words = SimpleNamespace(CpModel=lambda: program, CpSolver=Solver, CpSolverSolutionCallback=callback)
    monkeypatch.setattr(child, "import_module", lambda name: words)
    assert answer(TINY, "cpsat") == 202
    assert len(rows) == len(write(TINY).rows)


def test_what_a_peer_lacks_or_breaks_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "find_spec", lambda name: None)
    assert call.run(TINY, "cpsat", 1.0, 1) == ([], "ortools is not installed")
    monkeypatch.setattr(call, "find_spec", lambda name: True)
    ends = iter(["late", 3, 4, 0])

    def run(*_: Any, **more: Any) -> Any:
        end = next(ends)
        if end == "late":
            raise subprocess.TimeoutExpired("x", 1.0)
        return SimpleNamespace(returncode=end, stderr="out of luck" if end == 3 else "", stdout="\n[]\n")

    monkeypatch.setattr(subprocess, "run", run)
    notes = [call.run(TINY, "cpsat", 1.0, 1)[1] for _ in range(4)]
    assert notes == ["ended after 46 s", "out of luck", "stopped with code 4", "found no answer"]
