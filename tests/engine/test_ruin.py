"""Visits are torn out and put back: nothing is lost, nothing is miscounted, and what lies badly comes to lie well."""

import pytest

from handlekraft_engine.visits.arrays import NEVER, lay_out
from handlekraft_engine.visits.chain import Chain, fresh_work, read_plan
from handlekraft_engine.visits.moves import MOVED, NOW, OLD
from handlekraft_engine.visits.problem import Link, Problem
from handlekraft_engine.visits.referee import judge, price
from handlekraft_engine.visits.ruin import rank_key, rebuild
from handlekraft_engine.visits.search import keep
from handlekraft_engine.visits.sketch import SHARE
from handlekraft_engine.visits.trial import decode
from tests.engine.chance import chance_problem
from tests.engine.drawing import draw


def chain_of(problem: Problem, seed: int = 1) -> Chain:
    """A chain that does nothing but tear."""
    chain = Chain(problem, lay_out(problem), seed, 0, None)
    chain.sketch.tell[SHARE] = 1000
    return chain


@pytest.mark.parametrize("seed", range(60))
def test_after_tearing_the_plan_is_legal_and_costs_what_the_referee_says(seed: int) -> None:
    problem = chance_problem(seed, visits=9, days=1 + seed % 2)
    chain = chain_of(problem, seed)
    for temperature in (2000.0, 100.0):
        chain.leg(40, temperature)
        plan = read_plan(problem, chain.layout, chain.champion)
        assert judge(problem, plan) == ()
        assert price(problem, plan).total == chain.champion.points
        work = fresh_work(chain.layout)
        for part, (_, routes) in enumerate(chain.layout.parts):
            c, order = chain.choice, chain.orders[part]
            decode(chain.layout.arrays, work, chain.layout.frozen_faces, order, routes, c.route[NOW], c.aim[NOW])
        assert work.start.tolist() == chain.work.start.tolist()


@pytest.mark.parametrize("seed", range(8))
def test_a_proposal_moves_visits_loses_none_and_counts_faces_as_before(seed: int) -> None:
    chain = chain_of(chance_problem(seed, visits=9, days=1), seed)
    a, w, c = chain.layout.arrays, chain.work, chain.choice
    (visits, routes), m = chain.layout.parts[0], len(chain.layout.parts[0][0])
    c.order[NOW, :m] = chain.orders[0]
    decode(a, w, chain.other, c.order[NOW, :m], routes, c.route[NOW], c.aim[NOW])
    keep(c, m, NOW, OLD)
    met = w.met.copy()
    rebuild(a, w, c, chain.sketch, m, routes)
    assert sorted(c.order[NOW, :m].tolist()) == sorted(visits.tolist())
    assert [w.place[v] for v in c.order[NOW, :m]] == list(range(m))
    assert (w.met == met).all()
    same = c.order[NOW, :m].tolist() == c.order[OLD, :m].tolist()
    same = same and (c.route[NOW, 2 * visits] == c.route[OLD, 2 * visits]).all()
    assert same or c.span[MOVED] > 0


FAR = """
    citizen | window      | minutes | at | lock
    Ella    | 07:00-09:00 | 20      | 5  | Mette
    Karl    | 07:00-09:00 | 20      | 6  |
    Bodil   | 07:00-09:00 | 20      | 50 | Ali
    Jens    | 07:00-09:00 | 20      | 51 |
"""
TEAM = "Mette 07-15 from 0 home 0, Ali 07-15 from 60 home 60"


def test_what_lies_badly_is_put_where_it_costs_least() -> None:
    problem = draw(FAR, TEAM)
    chain = chain_of(problem)
    chain.lay(0, [(0, [0, 3], [430, 480], [420] * 2), (1, [2, 1], [430, 490], [420] * 2)])
    chain.leg(30, 1.0)
    plan = read_plan(problem, chain.layout, chain.champion)
    assert {one.visit: one.carers for one in plan.placed} == {
        "Ella": ("Mette",), "Karl": ("Mette",), "Bodil": ("Ali",), "Jens": ("Ali",),
    }  # fmt: skip


def test_of_empty_shifts_of_one_kind_one_is_tried() -> None:
    problem = draw(FAR.replace("Mette", "").replace("Ali", ""), "Mette 07-15 from 0 home 0, Ali 07-15 from 0 home 0")
    chain = chain_of(problem)
    chain.lay(0, [(0, [0, 1, 2, 3], [430, 460, 530, 560], [420] * 4)])
    chain.leg(20, 1.0)
    assert len({int(r) for r in chain.champion.route[[0, 2, 4, 6]]}) == 1


def test_two_carers_find_a_common_start_and_a_linked_visit_its_gap() -> None:
    problem = draw(
        """
        citizen | visit | window      | minutes | at | needs
        Ella    | bath  | 07:00-09:00 | 30      | 10 | /
        Karl    | pills | 07:00-09:00 | 20      | 12 |
        Karl    | walk  | 07:00-09:30 | 20      | 12 |
        Jens    | soup  | 07:40-07:40 | 40      | 11 |
        """,
        "Mette 07-15 from 0 home 0, Ali 07-15 from 0 home 0",
        links=[Link("pills", "walk", 60, 70, "different")],
    )
    chain = chain_of(problem)
    chain.leg(120, 300.0)
    plan = read_plan(problem, chain.layout, chain.champion)
    assert plan.uncovered == ()
    assert judge(problem, plan) == ()


@pytest.mark.parametrize("kind", range(12))
def test_every_rule_of_rank_orders_two_visits_of_different_kind(kind: int) -> None:
    problem = draw(
        """
        citizen | window      | minutes | at | needs
        Ella    | 07:00-09:00 | 30      | 10 | /
        Karl    | 08:00-08:30 | 20      | 12 |
        """,
        "Mette 07-15 from 0 home 0, Ali 07-15 from 0 home 0",
    )
    chain = chain_of(problem)
    keys = [rank_key(chain.layout.arrays, chain.choice, v, kind) for v in range(2)]
    assert keys[0] != keys[1]
    first = {4: 0, 5: 0, 6: 0, 7: 0, 8: 1, 9: 1, 10: 0, 11: 0}.get(kind)
    assert first is None or keys.index(min(keys)) == first
    assert max(keys) < NEVER
