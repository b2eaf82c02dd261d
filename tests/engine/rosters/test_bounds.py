"""No proven bound is ever above what is true: every legal plan of hundreds of tiny problems against each bound."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from handlekraft_engine.rosters import pricing
from handlekraft_engine.rosters.arrays import Floats, Ints, Layout, lay_out, options_of
from handlekraft_engine.rosters.generate import Company, Generation
from handlekraft_engine.rosters.master import Master
from handlekraft_engine.rosters.plan import Plan, Row
from handlekraft_engine.rosters.problem import Limit, Problem, Terms
from handlekraft_engine.rosters.referee import price
from tests.engine.rosters.chance import chance_problem, periods
from tests.engine.rosters.test_rules import roster

SEEDS = range(300)
ROUNDS = 12
ALL_COUNTED, ALL_BY_TOLL = 6_000_000, 0
"""Most cells: enough to count every limit of a tiny problem, and none, so that each broken one is kept by a toll."""


@dataclass(frozen=True)
class Legal:
    """Every legal period of one employee: the row, what the referee asks for it, how often it counts in each row."""

    rows: list[Row]
    costs: Floats
    counts: Ints

    def least(self, worth: Floats) -> float:
        """The price of the cheapest when one more in each row is worth so much."""
        return float((self.costs - self.counts @ worth).min(initial=np.inf))


def legal_periods(problem: Problem, layout: Layout, person: int) -> Legal:
    """By trying everything; the referee prices each period as if there were no colleague and nothing wanted."""
    employee = problem.employees[person]
    lonely = replace(problem, employees=(employee,), covers=(), faces=())
    rows = [Row(employee.id, shifts) for shifts in periods(lonely, employee)]
    own = lay_out(lonely)
    counts = np.zeros((len(rows), layout.size), dtype=np.int64)
    for place, row in enumerate(rows):
        np.add.at(counts[place], layout.people[person].counted(options_of(own, Plan((row,)))[0]), 1)
    return Legal(rows, np.array([float(price(lonely, Plan((row,))).total) for row in rows]), counts)


@cache
def case(seed: int) -> tuple[Problem, tuple[Legal, Legal]]:
    """Two employees and four days around a weekend; half of them have habits."""
    problem = chance_problem(seed, days=4)
    layout = lay_out(problem)
    return problem, (legal_periods(problem, layout, 0), legal_periods(problem, layout, 1))


def totals(layout: Layout, one: Legal, two: Legal) -> Floats:
    """The price of every pair of periods."""
    gap = layout.rows.wanted - one.counts[:, None, :] - two.counts[None, :, :]
    cover = np.maximum(gap, 0) @ layout.rows.short + np.maximum(-gap, 0) @ layout.rows.over
    found: Floats = one.costs[:, None] + two.costs[None, :] + cover
    return found


def proven(company: Company) -> float:
    """The best bound of column generation, begun with nothing but dear empty seats."""
    layout = company.layout
    master = Master(layout.rows, layout.rows.wanted, range(len(layout.people)))
    for person in master.people:
        found = company.cheapest(person, layout.rows.short)
        if found is None:
            return -np.inf
        master.add(found[0])
    generation = Generation(company, master)
    best, rounds = -np.inf, ROUNDS
    while rounds and generation.round():
        best, rounds = max(best, generation.bound), rounds - 1
    return max(best, generation.bound)


@pytest.mark.parametrize("most_cells", [ALL_COUNTED, ALL_BY_TOLL])
def test_floors_and_bounds_are_true(monkeypatch: pytest.MonkeyPatch, most_cells: int) -> None:
    """Any worth of the rows is tried, on the grid of prices or beside it: what is rounded is rounded to the safe side.

    Some floors must be as high as can be, and some bounds close, or else the test would praise a floor of nothing.
    """
    monkeypatch.setattr(pricing, "MOST_CELLS", most_cells)
    tight = tried = close = bounds = 0
    for seed in SEEDS:
        problem, both = case(seed)
        company = Company(lay_out(problem))
        rows, dice = company.layout.rows, np.random.default_rng(seed)
        for worth in dice.uniform(-rows.over, rows.short, (3, company.layout.size)):
            for person, legal in enumerate(both):
                found, least = company.cheapest(person, worth), legal.least(worth)
                assert found is None or found[1] <= least <= found[0].cost - worth[found[0].rows].sum() + 1e-9, seed
                tight += int(found is not None and found[1] > least - 0.01)
                tried += bool(legal.rows)
        if all(legal.rows for legal in both):
            prices = totals(company.layout, *both)
            assert prices[0, 0] == price(problem, Plan((both[0].rows[0], both[1].rows[0]))).total
            bound = proven(company)
            assert bound <= prices.min() + 1e-6, seed
            close += int(bound > 0.9 * prices.min())
            bounds += 1
    assert tight > 0.9 * tried > 1000
    assert close > 0.9 * bounds > 180


def test_tolls_that_nothing_keeps_do_not_rise_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two shifts are allowed, the least hours ask for three; asked again and again, the toll stays among the prices."""
    monkeypatch.setattr(pricing, "MOST_CELLS", ALL_BY_TOLL)
    problem, _ = roster("dddd", least_minutes=3 * 480, terms=Terms(limits=(Limit(frozenset({"day"}), 2),)))
    pricer = Company(lay_out(problem)).pricers[0]
    prices = np.array([[0, 100, np.inf, np.inf]] * 4)
    for _ in range(5):
        assert pricer.cheapest(prices) is None
    assert not pricer.sure
    assert pricer.toll.tolist() == [800.0]


def test_prices_beside_the_grid_are_rounded_down() -> None:
    problem, _ = roster("d")
    pricer = Company(lay_out(problem)).pricers[0]
    prices = np.array([[np.inf, 0.7 / pricer.grid, np.inf, np.inf]])
    found = pricer.cheapest(prices)
    assert found is not None
    assert found.floor == 0
