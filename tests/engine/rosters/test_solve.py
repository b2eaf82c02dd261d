"""The solver against trying everything, against itself, and stopped at any moment."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import handlekraft_engine.rosters.solve as search
from handlekraft_engine.bench.rosters import Team, make_problem
from handlekraft_engine.rosters import pricing
from handlekraft_engine.rosters.arrays import lay_out
from handlekraft_engine.rosters.dive import Dive
from handlekraft_engine.rosters.generate import Company, Generation
from handlekraft_engine.rosters.master import Master, select
from handlekraft_engine.rosters.plan import Plan
from handlekraft_engine.rosters.problem import Cover, Employee, Limit, Problem, ShiftType, Terms, Wish
from handlekraft_engine.rosters.referee import judge, price
from handlekraft_engine.rosters.ruin import Part, Pool, again, in_turn
from handlekraft_engine.rosters.schema import to_json
from handlekraft_engine.rosters.solve import Impossible, Iterations, Progress, Seconds, solve, warm
from tests.engine.rosters.chance import best_of_all, chance_problem, legal

SMALL = make_problem(Team(3, weeks=1, employees=5, citizens=2))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_tiny_rosters_are_as_good_as_trying_everything(seed: int) -> None:
    problem = chance_problem(seed)
    stuck = tuple(one.id for one, found in zip(problem.employees, legal(problem), strict=True) if not found)
    if stuck:
        with pytest.raises(Impossible) as caught:
            solve(problem, Iterations(40), seed=1)
        assert caught.value.employees == stuck
        return
    solved = solve(problem, Iterations(80), seed=1)
    best = best_of_all(problem)
    assert judge(problem, solved.plan) == ()
    assert solved.priced == price(problem, solved.plan)
    assert solved.bound <= solved.priced.total == best


@settings(max_examples=15, deadline=None)
@example(330)
@given(st.integers(0, 10_000))
def test_tolls_in_place_of_counts_stay_legal_and_prove_no_more_than_is_true(seed: int) -> None:
    problem = chance_problem(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pricing, "MOST_CELLS", 0)
        try:
            solved = solve(problem, Iterations(40), seed=1)
        except Impossible:
            return
    best = best_of_all(problem)
    assert judge(problem, solved.plan) == ()
    assert best is not None
    assert solved.bound <= best <= solved.priced.total


def test_the_same_seed_and_iterations_give_the_same_plan() -> None:
    one, two = (solve(SMALL, Iterations(25), seed=4) for _ in range(2))
    assert to_json(one.plan) == to_json(two.plan)
    assert judge(SMALL, one.plan) == ()
    assert 0 <= one.gap < 1


def test_progress_begins_with_a_legal_plan_and_only_gets_better() -> None:
    seen: list[Progress] = []
    solved = solve(SMALL, Iterations(60), seed=1, progress=seen.append)
    assert all(judge(SMALL, one.plan) == () for one in seen)
    totals = [one.priced.total for one in seen]
    assert totals == sorted(totals, reverse=True)
    assert [one.bound for one in seen] == sorted(one.bound for one in seen)
    assert totals[-1] == solved.priced.total


@pytest.mark.parametrize("stop", [Iterations(0), Seconds(0)])
def test_no_time_at_all_still_gives_a_legal_plan(stop: Iterations | Seconds) -> None:
    assert judge(SMALL, solve(SMALL, stop, seed=1).plan) == ()


def test_a_cancel_keeps_the_best() -> None:
    asked = iter([False] * 12)
    solved = solve(SMALL, Iterations(1000), seed=1, cancelled=lambda: next(asked, True))
    assert judge(SMALL, solved.plan) == ()


def test_a_plan_to_begin_from_is_never_made_worse() -> None:
    start = solve(SMALL, Iterations(0), seed=1)
    assert solve(SMALL, Iterations(0), seed=9, start=start.plan).priced.total <= start.priced.total
    broken = Plan(start.plan.rows[1:])
    assert judge(SMALL, solve(SMALL, Iterations(0), seed=9, start=broken).plan) == ()


def test_groups_and_the_pool_are_searched_until_time_is_over() -> None:
    shifts = (ShiftType("day", 420, 900, 480),)
    people = tuple(
        Employee(str(i), terms=Terms(least_in_row=2, least_off=2, most_in_row=3), least_minutes=1440, most_minutes=2400)
        for i in range(5)
    )
    covers = tuple(Cover(day, ("day",), (2, 4, 1)[day % 3], 100, 7) for day in range(9))
    problem = Problem("2026-11-23", 9, shifts, people, covers)
    solved = solve(problem, Iterations(700), seed=2)
    assert judge(problem, solved.plan) == ()
    assert solved.bound <= solved.priced.total
    timed = solve(problem, Seconds(0.4), seed=2)
    assert judge(problem, timed.plan) == ()


def test_what_cannot_be_is_said_with_names() -> None:
    problem = replace(
        SMALL, employees=tuple(replace(one, least_minutes=9_000, most_minutes=None) for one in SMALL.employees)
    )
    with pytest.raises(Impossible, match="employee 0, employee 1"):
        solve(problem, Iterations(5), seed=1)


def test_a_limit_that_no_toll_can_keep_is_given_up() -> None:
    """The least hours ask for three shifts, the limit allows two: the toll rises in vain."""
    employee = Employee("a", least_minutes=3 * 480, terms=Terms(limits=(Limit(frozenset({"day"}), 2),)))
    problem = Problem("2026-11-23", 4, (ShiftType("day", 420, 900, 480),), (employee,), ())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pricing, "MOST_CELLS", 0)
        with pytest.raises(Impossible):
            solve(problem, Iterations(5), seed=1)


def test_wishes_are_met_when_they_cost_nothing() -> None:
    wishes = (Wish(0, 5), Wish(1, 5, frozenset({"day"}), work=True))
    people = (Employee("a", wishes=wishes), Employee("b"))
    problem = Problem("2026-11-23", 2, (ShiftType("day", 420, 900, 480),), people, (Cover(0, ("day",), 1, 50, 1),))
    solved = solve(problem, Iterations(20), seed=1)
    assert (solved.plan.of["a"], solved.priced.total, solved.bound) == (("", "day"), 0, 0)


def test_warming_compiles_what_a_solve_needs() -> None:
    warm()


def test_a_search_that_is_stuck_tries_larger_groups_and_the_whole_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = chance_problem(280, people=4, days=7)
    monkeypatch.setattr(search, "PATIENCE", 1)
    monkeypatch.setattr(search, "SWEEPS", 1)
    first = solve(stuck, Iterations(200), seed=1)
    monkeypatch.setattr(search, "POOL_COLUMNS", 0)
    second = solve(stuck, Iterations(200), seed=1)
    assert judge(stuck, first.plan) == judge(stuck, second.plan) == ()
    assert max(first.bound, second.bound) < min(first.priced.total, second.priced.total)


@pytest.mark.parametrize(("seed", "people", "days"), [(356, 3, 9), (12, 3, 9), (140, 5, 8)])
def test_days_that_were_decided_wrongly_are_taken_back(
    monkeypatch: pytest.MonkeyPatch, seed: int, people: int, days: int
) -> None:
    """The program's value is below every roster, so the dive goes back and forth."""
    problem = chance_problem(seed, people=people, days=days)
    monkeypatch.setattr(search, "SWEEPS", 0)
    solved = solve(problem, Iterations(300), seed=1)
    assert judge(problem, solved.plan) == ()
    assert solved.bound < solved.priced.total <= solved.bound + 1


def test_a_decision_that_leaves_somebody_no_period_is_wrong() -> None:
    company = Company(lay_out(SMALL))
    rows = company.layout.rows
    generation = Generation(company, Master(rows, rows.wanted, range(5)))
    for i in range(5):
        generation.master.add(company.column(i, np.zeros(7, dtype=np.int64)))
    generation.round()
    tried = Dive(generation, np.inf)
    company.bars[2][0][:] = np.inf
    assert not tried.follow([2])
    assert tried.follow([1])


def test_branch_and_bound_keeps_to_its_time_and_is_never_worse() -> None:
    company = Company(lay_out(SMALL))
    rows = company.layout.rows
    columns = in_turn(company, [company.column(i, np.zeros(7, dtype=np.int64)) for i in range(5)], range(5))
    better = in_turn(company, columns, range(5))
    chosen = select(Master(rows, rows.wanted, range(5)), better, columns, 5, 0.5)
    assert [one.person for one in chosen] == list(range(5))
    assert company.price(chosen) <= company.price(columns)


def test_where_a_period_was_not_found_nothing_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    company = Company(lay_out(SMALL))
    rows = company.layout.rows
    master = Master(rows, rows.wanted, range(5))
    for i in range(5):
        master.add(company.column(i, np.zeros(7, dtype=np.int64)))
    monkeypatch.setattr(company, "cheapest", lambda *_: None)
    generation = Generation(company, master)
    generation.round()
    assert generation.bound == -np.inf


def test_a_group_that_cannot_do_better_is_left_as_it_is() -> None:
    problem = Problem(
        "2026-11-23",
        2,
        (ShiftType("day", 420, 900, 480),),
        (Employee("a"), Employee("b")),
        (Cover(0, ("day",), 1, 50, 1),),
    )
    company = Company(lay_out(problem))
    best = in_turn(company, [company.column(i, np.zeros(2, dtype=np.int64)) for i in range(2)], [0, 1])
    everything = Part([0, 1], np.ones(2, dtype=bool))
    assert again(company, Pool(2), best, everything, lambda: True, 12) == best


def test_a_group_that_can_do_better_does() -> None:
    people = (Employee("a"), Employee("b"))
    problem = Problem("2026-11-23", 2, (ShiftType("day", 420, 900, 480),), people, (Cover(0, ("day",), 1, 50, 1),))
    company = Company(lay_out(problem))
    idle = [company.column(i, np.zeros(2, dtype=np.int64)) for i in range(2)]
    after = again(company, Pool(2), idle, Part([0, 1], np.ones(2, dtype=bool)), lambda: True, 12)
    assert (company.price(idle), company.price(after)) == (50, 0)
