"""Routes that were seen are combined anew; what a change costs is the same as decoding everything."""

import pytest

from handlekraft_engine.visits.arrays import lay_out
from handlekraft_engine.visits.chain import Chain, fresh_work, read_plan
from handlekraft_engine.visits.moves import NOW
from handlekraft_engine.visits.pool import MOST_ROUTES, Pool
from handlekraft_engine.visits.referee import judge, price
from handlekraft_engine.visits.trial import decode
from tests.engine.chance import chance_problem
from tests.engine.drawing import draw

TABLE = """
    citizen | window      | minutes | at
    Ella    | 07:00-09:00 | 20      | 10
    Karl    | 07:00-09:00 | 20      | 12
    Bodil   | 07:00-09:00 | 20      | 50
    Jens    | 07:00-09:00 | 20      | 52
"""
TEAM = "Mette 07-15 from 0 home 0, Ali 07-15 from 60 home 60"


def chain_of(table: str = TABLE, team: str = TEAM) -> Chain:
    problem = draw(table, team)
    return Chain(problem, lay_out(problem), 1, 0, None)


def test_the_best_of_the_seen_routes_are_put_together() -> None:
    problem = draw(TABLE, TEAM)
    chain = Chain(problem, lay_out(problem), 1, 0, None)
    chain.champion = chain.champion._replace(points=10**9)
    pool = Pool(chain)
    for routes in ([0, 0, 0, 1], [0, 1, 1, 1], [0, 0, 1, 1], [1, 1, 0, 0]):
        mette = [v for v in range(4) if routes[v] == 0]
        ali = [v for v in range(4) if routes[v] == 1]
        starts, aims = [430, 470, 510, 550], [420] * 4
        chain.lay(0, [(r, each, starts[: len(each)], aims[: len(each)]) for r, each in ((0, mette), (1, ali))])
        pool.gather(chain)
    assert pool.improve(chain)
    plan = read_plan(problem, chain.layout, chain.champion)
    assert {one.visit: one.carers[0] for one in plan.placed} == {
        "Ella": "Mette", "Karl": "Mette", "Bodil": "Ali", "Jens": "Ali",
    }  # fmt: skip
    assert chain.points == chain.champion.points == price(problem, plan).total
    assert judge(problem, plan) == ()
    assert not pool.improve(chain, seconds=1.0)


def test_double_visits_stay_and_a_price_on_the_latest_of_all_forbids_the_exchange() -> None:
    double = TABLE.replace("at\n", "at | needs\n").replace("| 10\n", "| 10 | /\n")
    double = "\n".join(line if line.count("|") in (0, 4) else f"{line} |" for line in double.splitlines())
    chain = chain_of(double, TEAM)
    pool = Pool(chain)
    pool.gather(chain)
    assert pool.seen == {}
    assert not pool.improve(chain)
    pool.useful = False
    assert not pool.improve(chain)


def test_the_oldest_routes_are_forgotten() -> None:
    chain = chain_of()
    pool = Pool(chain)
    pool.gather(chain)
    key, one = next(iter(pool.seen.items()))
    pool.seen = {(key[0], (i,)): one for i in range(MOST_ROUTES + 3)}
    pool.gather(chain)
    assert len(pool.seen) == MOST_ROUTES
    assert (key[0], (0,)) not in pool.seen


@pytest.mark.parametrize("seed", range(30))
def test_a_change_decodes_to_what_the_whole_decodes_to(seed: int) -> None:
    problem = chance_problem(seed, visits=8)
    layout = lay_out(problem)
    chain = Chain(problem, layout, seed, 0, None)
    for temperature in (3000.0, 60.0):
        chain.leg(40, temperature)
        work = fresh_work(layout)
        for part, (_, routes) in enumerate(layout.parts):
            c = chain.choice
            decode(layout.arrays, work, layout.frozen_faces, chain.orders[part], routes, c.route[NOW], c.aim[NOW])
        assert work.start.tolist() == chain.work.start.tolist()
