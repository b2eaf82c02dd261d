"""Several days: each day is taken from the chain that has planned it best, as the faces of the other days stand."""

import pytest

from handlekraft_engine.visits.arrays import lay_out
from handlekraft_engine.visits.chain import Chain, read_plan
from handlekraft_engine.visits.days import put_together
from handlekraft_engine.visits.plan import Plan
from handlekraft_engine.visits.problem import Prices, Problem
from handlekraft_engine.visits.referee import judge, price
from handlekraft_engine.visits.solve import Iterations, Progress, solve
from tests.engine.drawing import draw, drawn_plan

MONDAY = """
    citizen | visit | window            | wish              | minutes
    Ella    | mon   | 07:00-10:00       | 08:00-08:00       | 20
"""
WEEK = f"""{MONDAY}
    Ella    | tue   | +1 07:00-+1 10:00 | +1 08:00-+1 08:00 | 20
"""
TEAM = "Mette 07-15 then +1 07-+1 15, Ali 07-15 then +1 07-+1 15"
NO_FACES = Prices(face=0, new_face=0)


def chains_from(problem: Problem, *plans: str) -> list[Chain]:
    layout = lay_out(problem)
    starts = [drawn_plan(problem, text) for text in plans]
    return [Chain(problem, layout, 1, number, start) for number, start in enumerate(starts)]


def put(problem: Problem, *plans: str) -> dict[str, tuple[str, int]]:
    """Carer and minute of the day by visit of what the best chain has afterwards; its points are the referee's."""
    chains = chains_from(problem, *plans)
    put_together(chains)
    best = min((chain.champion for chain in chains), key=lambda one: one.points)
    plan: Plan = read_plan(problem, chains[0].layout, best)
    assert judge(problem, plan) == ()
    assert price(problem, plan).total == best.points
    return {one.visit: (one.carers[0], one.start % 1440) for one in plan.placed}


@pytest.mark.parametrize("turned", [False, True])
def test_the_better_monday_and_the_better_tuesday_make_one_week(turned: bool) -> None:
    plans = ["mon Mette 08:00, tue Mette +1 09:30", "mon Mette 09:00, tue Mette +1 08:00"]
    week = put(draw(WEEK, TEAM), *(plans[::-1] if turned else plans))
    assert week == {"mon": ("Mette", 480), "tue": ("Mette", 480)}


@pytest.mark.parametrize(("prices", "tuesday"), [(NO_FACES, ("Ali", 480)), (Prices(face=5000), ("Mette", 570))])
def test_a_better_day_with_another_face_is_taken_where_the_face_costs_less(
    prices: Prices, tuesday: tuple[str, int]
) -> None:
    plans = ("mon Mette 08:00, tue Mette +1 09:30", "mon Ali 10:00, tue Ali +1 08:00")
    assert put(draw(WEEK, TEAM, prices=prices), *plans) == {"mon": ("Mette", 480), "tue": tuesday}


def test_one_day_is_left_as_it_is() -> None:
    chains = chains_from(draw(MONDAY, TEAM), "mon Mette 08:00", "mon Mette 09:00")
    before = [chain.champion for chain in chains]
    put_together(chains)
    assert all(chain.champion is one for chain, one in zip(chains, before, strict=True))


def test_chains_that_have_met_have_nothing_to_exchange() -> None:
    chains = chains_from(draw(WEEK, TEAM), "mon Mette 08:00, tue Mette +1 09:30", "mon Mette 09:00")
    chains[1].adopt(chains[0].champion)
    before = chains[0].champion
    put_together(chains)
    assert chains[0].champion is before


def test_a_week_repeats_itself_and_what_is_told_last_is_the_plan() -> None:
    problem, told = draw(WEEK, TEAM), list[Progress]()
    plans = [solve(problem, Iterations(300), 1, progress=told.append) for _ in range(2)]
    assert plans[0] == plans[1] == told[-1].plan
    assert judge(problem, plans[0]) == ()
