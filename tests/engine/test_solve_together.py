"""The solver on pairs, tours, idle time, breaks at a price and one carer for all visits of a citizen."""

from dataclasses import replace

import pytest

from handlekraft_engine.visits.plan import Soft
from handlekraft_engine.visits.problem import Break, Link, Prices
from handlekraft_engine.visits.referee import price
from handlekraft_engine.visits.solve import Iterations, solve
from tests.engine.drawing import draw, solved

PAIR = """
    citizen | visit | window      | minutes | needs | priority
    Ella    | wash  | 07:00-07:10 | 20      |       | 0
    Ella    | lift  | 08:00-08:10 | 20      | nurse | 0
    Karl    | soup  | 07:00-07:10 | 20      |       | 0
"""


@pytest.mark.parametrize(("nurse", "covered"), [("(nurse) ", {"wash", "lift"}), ("", {"soup"})])
def test_a_pair_whose_second_visit_nobody_can_make_gives_its_first_one_up(nurse: str, covered: set[str]) -> None:
    problem = draw(PAIR, f"Mette {nurse}07-15", links=[Link("wash", "lift", None, together=True)])
    assert solved(problem).keys() == covered


def test_of_two_visits_that_belong_together_both_give_way() -> None:
    """Neither order of the two is the right one: whichever comes later fails on the lift."""
    table = """
        citizen | visit | window      | minutes | priority | lock
        Ella    | wash  | 07:00-07:10 | 20      | 0        |
        Ella    | lift  | 08:00-08:10 | 20      | 0        |
        Karl    | soup  | 08:00-08:10 | 60      | 2        | Mette 08:05
    """
    problem = draw(table, "Mette 07-15", links=[Link("wash", "lift", 60, 70, together=True)])
    assert solved(problem).keys() == {"soup"}


def test_a_tour_begins_as_late_as_the_visits_allow() -> None:
    table = """
        citizen | window      | minutes | at
        Ella    | 07:00-09:00 | 20      | 10
        Karl    | 09:00-09:00 | 20      | 20
    """
    problem = draw(table, "Mette 06-15 from 0 home 0", prices=Prices(waiting=0))
    shift = replace(problem.carers[0].shifts[0], max_minutes=80)
    problem = replace(problem, carers=(replace(problem.carers[0], shifts=(shift,)),))
    assert solved(problem) == {"Ella": ("Mette", "08:30"), "Karl": ("Mette", "09:00")}
    short = replace(shift, max_minutes=79)
    assert len(solved(replace(problem, carers=(replace(problem.carers[0], shifts=(short,)),)))) == 1


def test_everybody_gets_something_to_do_where_idle_time_is_dear() -> None:
    table = """
        citizen | window      | minutes
        Ella    | 07:00-09:00 | 60
        Karl    | 07:00-09:00 | 60
    """
    problem = draw(table, "Mette 07-10, Ali 07-10", prices=Prices(longest_idle=100, waiting=0, face=0))
    assert {who for who, _ in solved(problem).values()} == {"Mette", "Ali"}


def test_a_shift_that_costs_is_left_unused_where_that_is_cheaper() -> None:
    table = """
        citizen | window      | minutes
        Ella    | 07:00-09:00 | 60
        Karl    | 07:00-09:00 | 60
    """
    problem = draw(table, "Mette 07-10, Ali 07-10", prices=Prices(face=0, new_face=0))
    carers = tuple(replace(one, shifts=(replace(one.shifts[0], price_if_used=300),)) for one in problem.carers)
    assert len({who for who, _ in solved(replace(problem, carers=carers)).values()}) == 1


def test_a_break_is_missed_where_that_is_cheaper_than_being_late() -> None:
    problem = draw("citizen | window | wish | minutes\nElla | 07-10 | 07:30-07:30 | 60", "Mette 07-15")
    shift = problem.carers[0].shifts[0]
    for cost, start in ((1000, "08:00"), (100, "07:30")):
        paused = replace(shift, breaks=(Break(450, 455, 30, cost),))
        dear = replace(problem, carers=(replace(problem.carers[0], shifts=(paused,)),))
        assert solved(dear)["Ella"][1] == start


def test_one_carer_makes_all_visits_of_a_citizen_who_wants_that() -> None:
    problem = draw(
        """
        citizen | visit | window            | minutes | lock
        Ella    | mon   | 07:00-10:00       | 20      |
        Ella    | tue   | +1 07:00-+1 10:00 | 20      |
        Ella    | wed   | +2 07:00-+2 10:00 | 20      | Ali
        """,
        "Mette 07-15 then +1 07-+1 15 then +2 07-+2 15, Ali 07-15 then +1 07-+1 15 then +2 07-+2 15",
        prices=Prices(face=0, new_face=0),
    )
    problem = replace(problem, citizens=(replace(problem.citizens[0], one_carer=True),))
    assert [who for who, _ in solved(problem).values()] == ["Ali"] * 3


def test_a_break_that_is_missed_on_the_way_home_leaves_idle_time() -> None:
    table = """
    citizen | window      | minutes
    Ella    | 08:00-08:00 | 20
"""
    problem = draw(table, "Mette 07-09", prices=Prices(longest_idle=7))
    shift = replace(problem.carers[0].shifts[0], breaks=(Break(490, 500, 30, 70), Break(505, 529, 10, 50)))
    problem = replace(problem, carers=(replace(problem.carers[0], shifts=(shift,)),))
    plan = solve(problem, Iterations(100), seed=1)
    found = price(problem, plan)
    assert found[Soft.MISSED_BREAK].points == 50
    assert found[Soft.LONGEST_IDLE].quantity == 120 - 20 - 30
