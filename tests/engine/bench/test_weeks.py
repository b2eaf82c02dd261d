"""The bench runs, on a team small enough for a test."""

import io

from handlekraft_engine.bench import weeks
from handlekraft_engine.bench.figures import figures, planned, replanned
from handlekraft_engine.bench.teams import DAY, Team, make_problem, without
from handlekraft_engine.visits.plan import Plan
from handlekraft_engine.visits.solve import Iterations

SMALL = Team(3, carers=6, visits_a_day=12)


def test_equal_teams_give_equal_problems() -> None:
    week = make_problem(Team(1, days=7))
    assert week == make_problem(Team(1, days=7))
    assert week != make_problem(Team(2, days=7))
    assert len(week.visits) == 420
    assert len(week.carers) == 12
    assert 30 <= sum(len(need.tasks) == 2 for need in week.visits) <= 63
    assert len(week.links) == 21


def test_figures_of_an_empty_plan_are_zero() -> None:
    problem = make_problem(SMALL)
    found = figures(problem, Plan((), tuple(problem.need)), 0.0)
    assert (found.unassigned, found.travel_share, found.known_share, found.faces) == (12, 0.0, 0.0, 0.0)


def test_a_sick_call_takes_the_carers_shift_away_and_tells_what_was_published() -> None:
    plan, found = planned(SMALL, Iterations(60), seed=1)
    assert found.violations == 0
    problem = without(make_problem(SMALL), plan.placed[0].carers[0], 0, 405, plan)
    assert problem.carer[plan.placed[0].carers[0]].shifts == ()
    assert problem.now == 405
    assert {need.id for need in problem.visits if need.published} == set(plan.by_visit)
    assert replanned(SMALL, plan, Iterations(60), seed=1).violations == 0


def test_every_day_has_its_nurse() -> None:
    week = make_problem(Team(1, days=7))
    for day in range(7):
        there = [one for one in week.carers if any(shift.starts // DAY == day for shift in one.shifts)]
        assert any("nurse" in one.competences for one in there)


def test_the_table_has_a_row_per_day_and_week() -> None:
    out = io.StringIO()
    assert weeks.report(out, 0.2, carers=6, visits=10) == 0
    _, head, day, week, sick = out.getvalue().splitlines()
    assert head.split()[0] == "team"
    assert day.split()[:4] == ["1,", "1", "day", "10"]
    assert week.split()[:4] == ["1,", "7", "days", "70"]
    assert "0 violations; one move judged in" in sick
