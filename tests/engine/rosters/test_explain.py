"""Collisions, why not, and the smallest swap."""

from dataclasses import replace

import pytest

from handlekraft_engine.rosters.explain import Change, Ground, collisions, smallest_swap, why_not
from handlekraft_engine.rosters.plan import Hard, Plan, Row, Soft
from handlekraft_engine.rosters.problem import (
    Before,
    Cover,
    Employee,
    Fixed,
    Limit,
    Period,
    Prices,
    Problem,
    ShiftType,
    Terms,
)

SHIFTS = (
    ShiftType("day", 420, 900, 480),
    ShiftType("eve", 900, 1380, 480),
    ShiftType("late", 960, 1440, 480, not_after=frozenset({"late"})),
)


def problem_of(*people: Employee, days: int = 4) -> Problem:
    covers = tuple(Cover(day, ("day",), 1, 100, 1) for day in range(days))
    return Problem("2026-11-27", days, SHIFTS, people, covers, prices=Prices(changed=5))


@pytest.mark.parametrize(
    ("changes", "demands", "expected"),
    [
        ({}, (), []),
        ({}, (Fixed(0, "eve"), Fixed(1, "day")), [(Hard.REST, -1), (Hard.FIXED, 0), (Hard.FIXED, 1)]),
        (
            {},
            (Fixed(0, "eve"), Fixed(2, "day"), Fixed(1)),
            [(Hard.LONE_DAY, -1), (Hard.FIXED, 0), (Hard.FIXED, 1), (Hard.FIXED, 2)],
        ),
        (
            {"terms": Terms(most_in_row=1)},
            (Fixed(0, "day"), Fixed(1, "day")),
            [(Hard.LONG_RUN, -1), (Hard.FIXED, 0), (Hard.FIXED, 1)],
        ),
        ({"terms": Terms(weekly_minutes=700)}, (Fixed(0, "day"),), [(Hard.AVERAGE, -1), (Hard.FIXED, 0)]),
        (
            {"terms": Terms(daily_rest=0)},
            (Fixed(0, "late"), Fixed(1, "late")),
            [(Hard.ORDER, -1), (Hard.FIXED, 0), (Hard.FIXED, 1)],
        ),
        ({"shifts": frozenset({"day"})}, (Fixed(0, "eve"),), [(Hard.SHIFT, -1), (Hard.FIXED, 0)]),
        (
            {"terms": Terms(least_in_row=2), "before": Before(off=2)},
            (Fixed(0, "day"), Fixed(1)),
            [(Hard.SHORT_RUN, -1), (Hard.FIXED, 0), (Hard.FIXED, 1)],
        ),
        (
            {"terms": Terms(least_off=2), "before": Before(in_row=2, last="day")},
            (Fixed(0), Fixed(1, "day")),
            [(Hard.SHORT_OFF, -1), (Hard.FIXED, 0), (Hard.FIXED, 1)],
        ),
        ({"terms": Terms(most_weekends=0)}, (Fixed(1, "day"),), [(Hard.WEEKENDS, -1), (Hard.FIXED, 0)]),
        ({"least_minutes": 1440, "away": (Period(0, 4320),)}, (), [(Hard.TOO_LITTLE, -1), (Hard.AWAY, 0)]),
        (
            {"most_minutes": 500},
            (Fixed(1, "day"), Fixed(2, "day")),
            [(Hard.TOO_MUCH, -1), (Hard.FIXED, 0), (Hard.FIXED, 1)],
        ),
        (
            {"terms": Terms(limits=(Limit(frozenset({"eve"}), 9), Limit(frozenset({"day"}), 1)))},
            (Fixed(1, "day"), Fixed(2, "day")),
            [(Hard.LIMIT, 1), (Hard.FIXED, 0), (Hard.FIXED, 1)],
        ),
    ],
)
def test_a_collision_names_what_cannot_hold_together(
    changes: dict[str, object], demands: tuple[Fixed, ...], expected: list[tuple[Hard, int]]
) -> None:
    problem = problem_of(replace(Employee("a"), **changes))  # type: ignore[arg-type]
    assert collisions(problem, "a", demands) == tuple(Ground(rule, place) for rule, place in expected)


def test_why_not_names_the_rules_that_a_change_by_hand_breaks() -> None:
    problem = problem_of(Employee("a"))
    plan = Plan((Row("a", ("eve", "", "", "")),))
    assert [one.rule for one in why_not(problem, plan, "a", 1, "day")] == [Hard.REST]
    assert why_not(problem, plan, "a", 1, "eve") == ()


def test_the_smallest_swap_gives_the_shift_to_the_colleague_who_can() -> None:
    problem = problem_of(Employee("a"), Employee("b"), Employee("c", shifts=frozenset({"eve"})))
    plan = Plan((Row("a", ("day",) * 4), Row("b", ("",) * 4), Row("c", ("",) * 4)))
    swap = smallest_swap(problem, plan, "a", Fixed(1))
    assert swap is not None
    assert swap.changes == (Change("a", 1, "day", ""), Change("b", 1, "", "day"))
    assert (swap.before.total, swap.after[Soft.SHORT].points) == (0, 0)


def test_no_swap_gives_what_the_law_forbids() -> None:
    problem = problem_of(Employee("a", away=(Period(0, 1440),)))
    assert smallest_swap(problem, Plan((Row("a", ("",) * 4),)), "a", Fixed(0, "day")) is None
