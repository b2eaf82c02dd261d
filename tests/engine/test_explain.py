"""Why this carer, why not covered: checked against trying every minute by the referee."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlekraft_engine.visits.explain import Option, why, why_not
from handlekraft_engine.visits.plan import Hard, Move, Plan, Soft
from handlekraft_engine.visits.problem import Carer, Link, Problem
from handlekraft_engine.visits.referee import judge_move
from handlekraft_engine.visits.solve import Iterations, solve
from tests.engine.chance import chance_problem
from tests.engine.drawing import draw, drawn_plan

DAY = """
    citizen | window      | wish        | minutes | at | usual | needs
    Ella    | 07:00-09:00 | 08:00-08:10 | 20      | 10 | Mette |
    Karl    | 07:30-08:00 | 07:40-07:50 | 45      | 15 | Ali   |
    Bodil   | 08:00-08:30 | 08:00-08:10 | 30      | 30 | Bo    | nurse
"""
TEAM = "Mette 07-15, Ali 07-15, Bo (nurse) 07-08:20 overtime 20, Tom (nurse) 12-15"


def lines(options: tuple[Option, ...]) -> list[tuple[str, str, int]]:
    return [
        ("+".join(one.carers), f"{one.start // 60:02}:{one.start % 60:02}", one.difference.total) for one in options
    ]


def test_why_this_carer_at_this_time() -> None:
    problem = draw(DAY, TEAM)
    answer = why(problem, drawn_plan(problem, "Ella Mette 08:00, Karl Ali 07:40, Bodil Bo 08:00"), "Ella")
    assert answer.placed.carers == ("Mette",)
    assert lines(answer.alternatives) == [("Mette", "08:15", 100), ("Ali", "08:30", 640)]
    assert [one.carers for one in answer.impossible] == [("Tom",)]
    assert answer.impossible[0].broken[0].rule is Hard.SHIFT


def test_why_nobody_else() -> None:
    problem = draw(DAY, TEAM)
    answer = why(problem, drawn_plan(problem, "Ella Mette 08:00, Karl Ali 07:40, Bodil Bo 08:00"), "Bodil")
    assert lines(answer.alternatives) == []
    assert [(one.carers[0], one.broken[0].rule, one.broken[0].other) for one in answer.impossible] == [
        ("Ali", Hard.COMPETENCE, "nurse"),
        ("Mette", Hard.COMPETENCE, "nurse"),
        ("Tom", Hard.SHIFT, ""),
    ]


def test_why_not_covered_with_the_cheapest_insertion_first() -> None:
    problem = draw(DAY, TEAM)
    answer = why_not(problem, drawn_plan(problem, "Ella Mette 08:00, Karl Ali 07:40"), "Bodil")
    first = answer.insertions[0]
    assert (answer.visit, first.carers, first.start, first.broken) == ("Bodil", ("Bo",), 480, ())
    assert first.difference[Soft.UNCOVERED].points == -12000
    assert [one.carers[0] for one in answer.insertions[1:] if one.broken] == ["Tom", "Ali", "Mette"]


def test_a_visit_for_two_exchanges_one_at_a_time_and_finds_partners() -> None:
    table = """
        citizen | window      | minutes | needs
        Ella    | 07:00-07:20 | 20      | nurse /
    """
    problem = draw(table, "Mette (nurse) 07-15, Ali 07-15, Bo 08-15")
    answer = why(problem, drawn_plan(problem, "Ella Mette+Ali 07:00"), "Ella")
    assert {one.carers for one in answer.impossible} == {("Bo", "Ali"), ("Mette", "Bo")}
    assert lines(answer.alternatives) == [("Mette+Ali", "07:15", 0)]
    teams = [
        (one.carers, [fault.rule for fault in one.broken])
        for one in why_not(problem, Plan((), ("Ella",)), "Ella").insertions
    ]
    assert teams == [(("Mette", "Ali"), []), (("Mette", "Bo"), [Hard.SHIFT])]


def test_who_has_no_shift_at_all_is_not_at_work() -> None:
    problem = draw(DAY, TEAM)
    problem = replace(problem, carers=(*problem.carers[:3], Carer("Tom", "walk", frozenset({"nurse"}))))
    insertions = why_not(problem, drawn_plan(problem, "Ella Mette 08:00"), "Bodil").insertions
    assert {one.carers[0]: one.broken[0].rule for one in insertions if one.broken}["Tom"] is Hard.SHIFT


def test_nobody_to_ask() -> None:
    table = """
        citizen | window      | minutes | needs
        Ella    | 07:00-07:20 | 20      | /
    """
    problem = draw(table, "Mette 07-15")
    assert why_not(problem, Plan((), ("Ella",)), "Ella").insertions == ()


def test_a_visit_that_is_not_in_the_plan_has_no_why() -> None:
    problem = draw(DAY, TEAM)
    with pytest.raises(KeyError):
        why(problem, Plan((), ("Ella",)), "Ella")


def test_the_past_the_lock_and_the_link_are_told() -> None:
    table = """
        citizen | visit | window      | minutes | lock        | told
        Ella    | pills | 07:00-07:30 | 10      | Mette       |
        Ella    | walk  | 08:00-09:00 | 10      | Mette 08:10 |
        Ella    | soup  | 06:00-10:00 | 10      |             | Ali 09:40
    """
    links = [Link("pills", "walk", 60, 90), Link("walk", "soup", 60), Link("walk", "soup", 0, 100)]
    problem = draw(table, "Mette 07-15, Ali 07-15", links=links, now="08:00")
    plan = drawn_plan(problem, "walk Mette 08:10")
    pills = {one.carers[0]: [fault.rule for fault in one.broken] for one in why_not(problem, plan, "pills").insertions}
    assert pills == {"Mette": [Hard.PAST], "Ali": [Hard.LOCK, Hard.PAST]}
    walk = {one.carers[0]: one.broken[0].rule for one in why(problem, plan, "walk").impossible}
    assert walk == {"Ali": Hard.LOCK}
    soup = why_not(problem, plan, "soup").insertions
    assert lines(soup[:1])[0][:2] == ("Ali", "09:40")
    assert not soup[1].broken


def cheapest(problem: Problem, plan: Plan, visit: str, carer: str) -> int | None:
    """By trying every minute of every window."""
    need = problem.need[visit]
    moves = [
        judge_move(problem, plan, Move(visit, (carer,), start))
        for window in need.allowed
        for start in range(window.earliest, window.latest + 1)
    ]
    return min((each.difference.total for each in moves if not each.new), default=None)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_no_minute_is_cheaper_than_the_one_named(seed: int) -> None:
    problem = chance_problem(seed, visits=5, span=200)
    plan = solve(problem, Iterations(40), seed=1)
    single = [need.id for need in problem.visits if len(need.tasks) == 1 and not need.frozen]
    if not single:
        return
    visit = single[seed % len(single)]
    without = plan.moved(Move(visit))
    for option in why_not(problem, without, visit).insertions:
        least = cheapest(problem, without, visit, option.carers[0])
        assert (None if option.broken else option.difference.total) == least
        assert option.difference == judge_move(problem, without, Move(visit, option.carers, option.start)).difference
