"""Rosters in the bench: every better plan is scored, the bound is told, a missing engine is named."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handlekraft_engine.bench.roster_sets import NRP, RosterInstance, part


class Impossible(ValueError):
    """No roster."""


def solve(problem: str, stop: float, seed: int, progress: Any) -> Any:
    """Plans are their own price."""
    if problem == "bad":
        raise Impossible("no legal period")
    assert (stop, seed) == (3.0, 2)
    progress(SimpleNamespace(plan=9))
    progress(SimpleNamespace(plan=7))
    return SimpleNamespace(plan=7, bound=6)


@pytest.fixture(autouse=True)
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins for the roster engine's modules."""
    solver = SimpleNamespace(solve=solve, warm=lambda: None, Impossible=Impossible)
    fault = SimpleNamespace(rule="rest", employee="Ane")
    referee = SimpleNamespace(
        judge=lambda problem, plan: [fault] if plan == 9 else [],
        price=lambda problem, plan: SimpleNamespace(total=plan),
    )
    for name, module in (
        ("rosters", SimpleNamespace()),
        ("rosters.solve", solver),
        ("rosters.referee", referee),
        ("rosters.stop", SimpleNamespace(Seconds=float)),
        ("bench.nrp", SimpleNamespace(read=lambda file: file.read_text(encoding="utf-8"))),
    ):
        monkeypatch.setitem(sys.modules, f"handlekraft_engine.{name}", module)  # type: ignore[arg-type]


def test_better_plans_and_the_bound_are_told() -> None:
    times = iter([0.0, 1.0, 2.0, 3.0])
    outcome = RosterInstance("one", 7.0, "good").play("ours", 3.0, 2, lambda: next(times))
    assert [(point.seconds, point.cost, point.violations) for point in outcome.trail] == [(1, 9, 1), (2, 7, 0)]
    assert outcome.bound == 6.0


def test_no_roster_and_other_engines_are_notes() -> None:
    assert RosterInstance("one", None, "bad").play("ours", 3.0, 2).note == "no legal period"
    assert RosterInstance("one", None, "good").play("cpsat", 3.0, 2).note == "cpsat is not asked for rosters here"


def test_the_set_reads_its_folder(tmp_path: Path) -> None:
    (tmp_path / "Instance3.txt").write_text("good", encoding="utf-8")
    (tmp_path / "bks.csv").write_text("instance,best_known\nInstance3,1001\n", encoding="utf-8")
    (found,) = NRP.instances(tmp_path, [], 1)
    assert found == RosterInstance("Instance3", 1001.0, "good")


def test_a_missing_engine_is_named() -> None:
    with pytest.raises(ValueError, match="rosters are not part of this installation"):
        part("no_such_part")
