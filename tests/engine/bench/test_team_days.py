"""Seeded team days: repeatable, the same for all engines, judged and priced by the engine's own referee."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlekraft_engine.bench import ours, team_days
from handlekraft_engine.bench.cases import Answer, Case, Found, Pair, Route
from handlekraft_engine.bench.peers import call
from handlekraft_engine.bench.team_days import Ask, TeamInstance, case, make, plan_of, score
from handlekraft_engine.visits.plan import Plan

SMALL = Ask(3, carers=8, visits=10)


def test_equal_asks_give_equal_problems() -> None:
    assert make(Ask(1)) == make(Ask(1))
    assert make(Ask(1)) != make(Ask(2))
    day = make(Ask(1))
    assert (len(day.carers), len(day.visits), len(day.citizens), day.links) == (16, 120, 42, ())
    assert all(len(need.tasks) == 1 for need in day.visits)


def test_one_visit_in_ten_is_double_and_one_in_ten_linked() -> None:
    days = [make(Ask(seed, doubles=0.1, links=0.1)) for seed in range(1, 9)]
    doubles = sum(len(need.tasks) == 2 for day in days for need in day.visits)
    assert 0.06 < doubles / (8 * 120) < 0.14
    assert all(4 <= len(day.links) <= 6 for day in days)
    for day in days:
        tied = [name for link in day.links for name in (link.first, link.second)]
        assert len(tied) == len(set(tied))
        assert all(day.need[link.first].citizen == day.need[link.second].citizen for link in day.links)


def test_a_week_has_the_visits_of_seven_days_and_a_price_for_new_faces() -> None:
    week = make(replace(SMALL, days=7))
    assert len(week.visits) == 70
    assert all(len(carer.shifts) == 7 for carer in week.carers)
    assert (week.prices.new_face, make(SMALL).prices.new_face) == (50, 0)


def test_a_case_has_a_job_per_task_and_a_pair_per_double_and_link() -> None:
    problem = make(Ask(1, doubles=0.1, links=0.1))
    asked = case(problem, "day")
    doubles = [need for need in problem.visits if len(need.tasks) == 2]
    assert len(asked.jobs) == 120 + len(doubles)
    at = {job.id: i for i, job in enumerate(asked.jobs)}
    both = [Pair(at[f"{need.id} / 0"], at[f"{need.id} / 1"]) for need in doubles]
    assert list(asked.pairs[: len(doubles)]) == both
    assert len(asked.pairs) == len(doubles) + len(problem.links)
    for job in asked.jobs:
        need = problem.need[job.id.split(" / ")[0]]
        task = need.tasks[int(job.id[-1])]
        assert set(job.who or ()) == {i for i, carer in enumerate(problem.carers) if task <= carer.competences}


def test_a_visit_with_one_of_two_carers_is_left_out() -> None:
    problem = make(replace(SMALL, doubles=1.0))
    asked = case(problem, "day")
    start = asked.jobs[0].windows[0][0]
    half = plan_of(problem, asked, (Route(0, ((0, start),)),))
    assert half.placed == ()
    assert len(half.uncovered) == 10
    whole = plan_of(problem, asked, (Route(0, ((0, start),)), Route(1, ((1, start + 5),))))
    assert (whole.placed[0].carers, whole.placed[0].start) == (("carer 0", "carer 1"), start + 5)


def test_the_cost_is_in_minutes() -> None:
    problem = make(SMALL)
    assert score(problem, Plan((), tuple(sorted(problem.need)))).cost == 600 * 10
    assert len(score(problem, Plan(())).violations) == 10


def test_ours_plays_the_problem_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = make(SMALL)
    nothing = Plan((), tuple(sorted(problem.need)))
    monkeypatch.setattr(ours, "plans", lambda problem, seconds, seed: [(0.1, nothing), (0.5, nothing)])
    outcome = TeamInstance("team", problem).play("ours", 1.0, 1)
    assert [(point.seconds, point.cost) for point in outcome.trail] == [(0.1, 6000.0)]
    assert outcome.note == "left out 10"


def test_peers_play_the_case_and_no_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = make(SMALL)
    found: list[Found] = []

    def run(asked: Case, engine: str, seconds: float, seed: int) -> tuple[list[Found], str]:
        answer: Answer = (Route(asked.jobs[0].who[0] if asked.jobs[0].who else 0, ((0, asked.jobs[0].windows[0][0]),)),)
        return [Found(0.4, answer), Found(0.2, ()), *found], "" if found else "a note"

    monkeypatch.setattr(call, "run", run)
    outcome = TeamInstance("team", problem).play("pyvrp", 1.0, 1)
    assert outcome.trail[0].cost == 6000.0
    assert outcome.note == "a note"
    found.append(Found(0.3, ()))
    assert "left out 9" in TeamInstance("team", problem).play("pyvrp", 1.0, 1).note
    monkeypatch.setattr(call, "run", lambda *given: ([], ""))
    assert TeamInstance("team", problem).play("vroom", 1.0, 1).trail == ()
    week = TeamInstance("team", make(replace(SMALL, days=2)))
    assert "several days" in week.play("pyvrp", 1.0, 1).note


def test_teams_are_named_by_their_seed() -> None:
    from pathlib import Path

    assert [one.name for one in team_days.PLAIN.instances(Path(), [], 2)] == ["team 1", "team 2"]
    assert [one.name for one in team_days.LINKED.instances(Path(), ["7"], 2)] == ["team 7"]
