"""What is liked has its price: by the referee, and the same in the solver's own arithmetic."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlekraft_engine.rosters.arrays import lay_out, options_of
from handlekraft_engine.rosters.generate import Company
from handlekraft_engine.rosters.plan import Plan, Row, Soft
from handlekraft_engine.rosters.problem import Before, Habits, Pattern, Wanted
from handlekraft_engine.rosters.referee import price
from tests.engine.rosters.chance import chance_problem, periods
from tests.engine.rosters.test_rules import roster

MANY = Wanted(least=3, below=5)
FEW = Wanted(most=1, above=7)
DAYS, LATE, OFF = frozenset({"day"}), frozenset({"eve"}), frozenset({""})


@pytest.mark.parametrize(
    ("letters", "habits", "changes", "rule", "quantity", "points"),
    [
        ("dd..", {"shifts": MANY}, {}, Soft.SHIFTS, 1, 5),
        ("ddd.", {"shifts": FEW}, {}, Soft.SHIFTS, 2, 14),
        (".dd.", {"in_row": MANY}, {}, Soft.IN_ROW, 1, 5),
        (".ddd", {"in_row": FEW}, {}, Soft.IN_ROW, 2, 14),
        ("dd..", {"in_row": MANY}, {}, Soft.IN_ROW, 0, 0),
        ("dd..", {"in_row": MANY}, {"before": Before(off=1)}, Soft.IN_ROW, 1, 5),
        ("d...", {"in_row": MANY}, {"before": Before(in_row=1, last="day")}, Soft.IN_ROW, 1, 5),
        ("....", {"in_row": MANY}, {"before": Before(in_row=1, last="day")}, Soft.IN_ROW, 2, 10),
        ("d...", {"in_row": FEW}, {"before": Before(in_row=3, last="day")}, Soft.IN_ROW, 1, 7),
        ("dd..", {"in_row": MANY, "alone": True}, {}, Soft.IN_ROW, 1, 5),
        ("....", {"in_row": MANY, "alone": True}, {"before": Before(in_row=1, last="day")}, Soft.IN_ROW, 2, 10),
        ("dddd", {"off": MANY, "alone": True}, {"before": Before(off=1, last="day")}, Soft.OFF_IN_ROW, 2, 10),
        ("d..d", {"off": MANY}, {}, Soft.OFF_IN_ROW, 1, 5),
        ("d..d", {"off": FEW}, {}, Soft.OFF_IN_ROW, 1, 7),
        (".....dd.......", {"weekends": MANY}, {}, Soft.WEEKENDS_IN_ROW, 0, 0),
        (".....dd.......", {"weekends": MANY}, {"before": Before(off=2)}, Soft.WEEKENDS_IN_ROW, 2, 10),
        (".....dd.......", {"weekends": MANY, "alone": True}, {}, Soft.WEEKENDS_IN_ROW, 2, 10),
        (".....dd.....d.", {"weekends": FEW}, {}, Soft.WEEKENDS_IN_ROW, 1, 7),
        ("d...d.", {"weekends": FEW, "weekend": frozenset({0})}, {}, Soft.WEEKENDS_IN_ROW, 0, 0),
        ("dede", {"patterns": (Pattern((DAYS, LATE), 9),)}, {}, Soft.PATTERN, 2, 18),
        ("d.d.", {"patterns": (Pattern((OFF, DAYS), 9, 1),)}, {}, Soft.PATTERN, 1, 9),
        ("d.d.", {"patterns": (Pattern((OFF, DAYS), 9, 2),)}, {}, Soft.PATTERN, 0, 0),
    ],
)
def test_each_habit_has_its_price(
    letters: str, habits: dict[str, Any], changes: dict[str, Any], rule: Soft, quantity: int, points: int
) -> None:
    problem, plan = roster(letters, habits=Habits(**habits), **changes)
    charge = price(problem, plan)[rule]
    assert (charge.quantity, charge.points) == (quantity, points)
    company = Company(lay_out(problem))
    assert company.pricers[0].own_price(options_of(company.layout, plan)[0]) == price(problem, plan).total


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_the_solver_prices_every_legal_period_as_the_referee_does(seed: int) -> None:
    problem = replace(chance_problem(seed, days=7, people=1), covers=(), faces=())
    company = Company(lay_out(problem))
    (employee,) = problem.employees
    found = list(periods(problem, employee))
    prices = []
    for shifts in found:
        plan = Plan((Row(employee.id, shifts),))
        (options,) = options_of(company.layout, plan)
        prices.append(price(problem, plan).total)
        assert company.pricers[0].own_price(options) == prices[-1]
    cheapest = company.cheapest(0, np.zeros(0))
    assert (cheapest is None) == (not found)
    assert cheapest is None or cheapest[0].cost == cheapest[1] == min(prices)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Wanted(least=-1),
        lambda: Wanted(most=-1),
        lambda: Pattern((), 1),
        lambda: Pattern((frozenset(),), 1),
        lambda: Pattern((DAYS,), -1),
        lambda: Pattern((DAYS,), 1, 7),
        lambda: Habits(weekend=frozenset()),
        lambda: Habits(weekend=frozenset({7})),
        lambda: roster("d", habits=Habits(patterns=(Pattern((frozenset({"swim"}),), 1),))),
    ],
)
def test_nonsense_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        make()
