"""Tiny rosters with every rule at once, from a seed, and the best of all by trying everything."""

import random
from collections.abc import Iterator
from itertools import product

from handlekraft_engine.rosters.plan import Plan, Row
from handlekraft_engine.rosters.problem import (
    DAY,
    Before,
    Cover,
    Employee,
    Face,
    Fixed,
    Habits,
    Ledger,
    Limit,
    Pattern,
    Period,
    Prices,
    Problem,
    ShiftType,
    Terms,
    Wanted,
    Wish,
)
from handlekraft_engine.rosters.referee import judge, price

SHIFTS = (
    ShiftType("day", 420, 900, 480, weekend_burden=2),
    ShiftType("eve", 900, 1380, 420, burden=1, weekend_burden=2, not_after=frozenset({"eve"})),
)


def chance_problem(seed: int, *, days: int = 5, people: int = 2) -> Problem:
    """A few days around a weekend; half of the employees have a known past."""
    dice = random.Random(seed)
    team = tuple(_employee(dice, number, days) for number in range(people))
    covers = tuple(
        Cover(
            day, (shift.id,), dice.randrange(2), dice.choice((30, 90)), dice.choice((0, 10)), dice.choice(("", "nurse"))
        )
        for day in range(days)
        for shift in SHIFTS
    )
    faces = tuple(Face("c", dice.randrange(days), ("day", "eve"), frozenset({"e0"}), 7) for _ in range(2))
    origin = dice.choice(("2026-11-26", "2026-11-29"))
    return Problem(origin, days, SHIFTS, team, covers, faces, Prices(1, 1, 5, 15))


def _employee(dice: random.Random, number: int, days: int) -> Employee:
    limit = Limit(frozenset({"eve"}), dice.randrange(1, 3), dice.choice((frozenset(), frozenset({0, 1, 2}))))
    terms = Terms(
        lone_day_rest=dice.choice((0, 35 * 60)),
        most_in_row=dice.randrange(2, 5),
        least_in_row=dice.randrange(1, 3),
        least_off=dice.randrange(1, 3),
        most_weekends=dice.choice((None, 0, 1)),
        weekly_minutes=dice.choice((None, 48 * 60)),
        limits=(limit, Limit(frozenset({"day"}), 2)) if dice.random() < 0.6 else (),
    )
    past = dice.choice((None, Before(in_row=1, last="eve"), Before(off=1, last="eve"), Before(off=3, weeks=1)))
    return Employee(
        f"e{number}",
        skills=dice.choice((frozenset(), frozenset({"nurse"}))),
        shifts=dice.choice((frozenset(), frozenset({"day"}))),
        norm=dice.choice((None, 1440)),
        least_minutes=dice.choice((0, 0, 420)),
        most_minutes=dice.choice((None, 1500)),
        terms=terms,
        away=(Period(3 * DAY, 3 * DAY + 600),) if dice.random() < 0.3 else (),
        wishes=(Wish(1, 12), Wish(2, 9, frozenset({"eve"}), work=True)) if dice.random() < 0.7 else (),
        fixed=(Fixed(days - 1),) if dice.random() < 0.2 else (),
        published=("",) * days if dice.random() < 0.3 else (),
        before=past,
        ledger=Ledger(dice.randrange(3), 2),
        habits=_habits(dice) if dice.random() < 0.5 else Habits(),
    )


def _habits(dice: random.Random) -> Habits:
    def wanted(least: int, most: int) -> Wanted:
        return Wanted(dice.randrange(least + 1), dice.choice((None, most)), dice.choice((0, 3)), dice.choice((0, 4)))

    late, work, off = frozenset({"eve"}), frozenset({"day", "eve"}), frozenset({""})
    return Habits(
        shifts=wanted(3, 2),
        in_row=wanted(3, 1),
        off=wanted(3, 1),
        weekends=wanted(2, dice.randrange(2)),
        weekend=dice.choice((frozenset({5, 6}), frozenset({4, 5, 6}))),
        alone=dice.random() < 0.5,
        patterns=dice.choice(((), (Pattern((late, work), 6), Pattern((off, work | off, work), 5, 5)))),
    )


def periods(problem: Problem, employee: Employee) -> Iterator[tuple[str, ...]]:
    """Every legal period of one employee, by the referee."""
    for shifts in product(("", "day", "eve"), repeat=problem.days):
        if all(one.employee != employee.id for one in judge(problem, Plan((Row(employee.id, shifts),)))):
            yield shifts


def legal(problem: Problem) -> list[list[tuple[str, ...]]]:
    """The legal periods of each employee."""
    return [list(periods(problem, one)) for one in problem.employees]


def best_of_all(problem: Problem) -> int | None:
    """The least price of a legal plan by trying everything; ``None`` = there is no legal plan."""
    names = [one.id for one in problem.employees]
    prices = [
        price(problem, Plan(tuple(Row(name, one) for name, one in zip(names, chosen, strict=True)))).total
        for chosen in product(*legal(problem))
    ]
    return min(prices, default=None)
