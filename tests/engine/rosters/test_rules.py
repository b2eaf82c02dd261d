"""Each rule of a roster: kept, broken by one step, and its price."""

from dataclasses import replace
from typing import Any

import pytest

from handlekraft_engine.rosters.plan import Hard, Plan, Row, Soft, Violation
from handlekraft_engine.rosters.problem import (
    DAY,
    Before,
    Cover,
    Employee,
    Face,
    Fixed,
    Hours,
    Ledger,
    Limit,
    Period,
    Prices,
    Problem,
    ShiftType,
    Terms,
    Wish,
)
from handlekraft_engine.rosters.referee import judge, price

SHIFTS = (
    ShiftType("day", 420, 900, 480, weekend_burden=2),
    ShiftType("eve", 900, 1380, 480),
    ShiftType("late", 960, 1440, 480, not_after=frozenset({"day"})),
)
LETTERS = {".": "", "d": "day", "e": "eve", "l": "late"}
FREE = Terms(daily_rest=0, lone_day_rest=0, most_in_row=14, weekly_minutes=None)


def roster(letters: str, **changes: Any) -> tuple[Problem, Plan]:
    """Mette's days from Monday on, a letter each; ``changes`` to the employee."""
    mette = replace(Employee("Mette", terms=FREE), **changes)
    problem = Problem("2026-11-23", len(letters), SHIFTS, (mette,), ())
    return problem, Plan((Row("Mette", tuple(LETTERS[one] for one in letters)),))


def judged(letters: str, **changes: Any) -> list[tuple[Hard, int, int]]:
    return [(one.rule, one.day, one.amount) for one in judge(*roster(letters, **changes))]


def terms(**changes: Any) -> dict[str, Any]:
    return {"terms": replace(FREE, **changes)}


@pytest.mark.parametrize(
    ("letters", "changes", "expected"),
    [
        ("ed", terms(daily_rest=480), []),
        ("ed", terms(daily_rest=481), [(Hard.REST, 1, 1)]),
        ("d", terms(daily_rest=481) | {"before": Before(in_row=1, last="eve")}, [(Hard.REST, 0, 1)]),
        ("ee", terms(daily_rest=660), []),
        ("dl", {}, [(Hard.ORDER, 1, 0)]),
        ("el", {}, []),
        ("e.d", terms(lone_day_rest=1920), []),
        ("e.d", terms(lone_day_rest=1921), [(Hard.LONE_DAY, 2, 1)]),
        (".d", terms(lone_day_rest=1921) | {"before": Before(in_row=1, last="eve")}, [(Hard.LONE_DAY, 1, 1)]),
        ("d", terms(lone_day_rest=1921) | {"before": Before(off=1, last="eve")}, [(Hard.LONE_DAY, 0, 1)]),
        ("d", terms(lone_day_rest=1921) | {"before": Before(off=2, last="eve")}, []),
        ("ddd", terms(most_in_row=3), []),
        ("dddd", terms(most_in_row=3), [(Hard.LONG_RUN, 3, 1)]),
        ("ddd", terms(most_in_row=3) | {"before": Before(in_row=1, last="day")}, [(Hard.LONG_RUN, 2, 1)]),
        (".dd.", terms(least_in_row=2), []),
        (".d..", terms(least_in_row=2), [(Hard.SHORT_RUN, 1, 1)]),
        ("d..d", terms(least_in_row=2), []),
        ("d...", terms(least_in_row=2) | {"before": Before(off=1)}, [(Hard.SHORT_RUN, 0, 1)]),
        ("d...", terms(least_in_row=2) | {"before": Before(in_row=1, last="day")}, []),
        ("....", terms(least_in_row=2) | {"before": Before(in_row=1, last="day")}, [(Hard.SHORT_RUN, 0, 1)]),
        ("d..d", terms(least_off=2), []),
        ("d.d.", terms(least_off=2), [(Hard.SHORT_OFF, 1, 1)]),
        (".d", terms(least_off=2), []),
        ("d.", terms(least_off=2) | {"before": Before(off=1)}, [(Hard.SHORT_OFF, 0, 1)]),
        ("d.", terms(least_off=2) | {"before": Before(off=2)}, []),
        (".....dd", terms(most_weekends=1), []),
        (".....dd......d", terms(most_weekends=1), [(Hard.WEEKENDS, -1, 1)]),
        ("ee.", terms(limits=(Limit(frozenset({"eve"}), 2),)), []),
        ("eee", terms(limits=(Limit(frozenset({"eve"}), 2),)), [(Hard.LIMIT, -1, 1)]),
        ("eee", terms(limits=(Limit(frozenset({"eve"}), 2, frozenset({0, 1})),)), []),
        ("dd", {"least_minutes": 960}, []),
        ("dd", {"least_minutes": 961}, [(Hard.TOO_LITTLE, -1, 1)]),
        ("dd", {"most_minutes": 960}, []),
        ("dd", {"most_minutes": 959}, [(Hard.TOO_MUCH, -1, 1)]),
        ("d......", terms(weekly_minutes=480), []),
        ("d......", terms(weekly_minutes=479), [(Hard.AVERAGE, -1, 1)]),
        (
            "d......",
            terms(weekly_minutes=480) | {"before": Before(off=2, minutes=481, weeks=1)},
            [(Hard.AVERAGE, -1, 1)],
        ),
        ("d", {"away": (Period(900, 1000),)}, []),
        ("d", {"away": (Period(899, 1000),)}, [(Hard.AWAY, 0, 1)]),
        ("d", {"shifts": frozenset({"eve"})}, [(Hard.SHIFT, 0, 0)]),
        ("d", {"fixed": (Fixed(0, "eve"),)}, [(Hard.FIXED, 0, 0)]),
    ],
)
def test_each_rule_is_kept_or_broken_by_one_step(
    letters: str, changes: dict[str, Any], expected: list[tuple[Hard, int, int]]
) -> None:
    assert judged(letters, **changes) == expected


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (Row("Mette", ("day",)),),
        (Row("Mette", ("day", "swim")),),
        (Row("Mette", ("day", "")), Row("Mette", ("", ""))),
    ],
)
def test_a_plan_that_is_no_plan_is_caught(rows: tuple[Row, ...]) -> None:
    problem, _ = roster("d.")
    assert judge(problem, Plan(rows)) == (Violation(Hard.STRUCTURE, "Mette"),)


def test_a_stranger_in_the_plan_is_caught() -> None:
    problem, plan = roster("d.")
    assert judge(problem, Plan((*plan.rows, Row("Tove", ("day", ""))))) == (Violation(Hard.STRUCTURE, "Tove"),)


def test_a_day_of_25_hours_gives_an_hour_of_rest_more() -> None:
    problem, plan = roster("ed", **terms(daily_rest=540))
    assert [one.amount for one in judge(problem, plan)] == [60]
    longer = replace(problem, midnights=(0, DAY + 60))
    assert judge(longer, plan) == ()
    special = replace(SHIFTS[0], special=(Hours(1, 480, 900, 420),))
    assert judge(replace(problem, shifts=(special, *SHIFTS[1:])), plan) == ()


@pytest.mark.parametrize(
    ("letters", "changes", "rule", "quantity", "points"),
    [
        ("d", {"wishes": (Wish(0, 7),)}, Soft.WISH, 1, 7),
        (".", {"wishes": (Wish(0, 7),)}, Soft.WISH, 0, 0),
        ("e", {"wishes": (Wish(0, 7, frozenset({"day"})),)}, Soft.WISH, 0, 0),
        ("e", {"wishes": (Wish(0, 7, frozenset({"day"}), work=True),)}, Soft.WISH, 1, 7),
        ("d", {"norm": 481}, Soft.UNDER_NORM, 1, 1),
        ("d", {"norm": 479}, Soft.OVER_NORM, 1, 1),
        ("d", {}, Soft.OVER_NORM, 0, 0),
        (".....dd", {"ledger": Ledger(2, 3)}, Soft.BURDEN, 3, 45),
        (".....d.", {"ledger": Ledger(1, 3)}, Soft.BURDEN, 0, 0),
        ("d.", {"published": ("day", "eve")}, Soft.CHANGED, 1, 200),
    ],
)
def test_each_price(letters: str, changes: dict[str, Any], rule: Soft, quantity: int, points: int) -> None:
    charge = price(*roster(letters, **changes))[rule]
    assert (charge.quantity, charge.points) == (quantity, points)


@pytest.mark.parametrize(
    ("letters", "rule", "quantity", "points"),
    [
        (".", Soft.SHORT, 1, 50),
        ("d", Soft.SHORT, 0, 0),
        ("d", Soft.OVER, 1, 4),
        (".", Soft.FACE, 1, 9),
        ("d", Soft.FACE, 0, 0),
    ],
)
def test_prices_of_cover(letters: str, rule: Soft, quantity: int, points: int) -> None:
    problem, plan = roster(letters)
    covers = (Cover(0, ("day",), 0, 50, 4), Cover(0, ("day", "eve"), 1, 50), Cover(0, ("day",), 0, 9, 9, "nurse"))
    faces = (Face("Ella", 0, ("day",), frozenset({"Mette"}), 9),)
    charge = price(replace(problem, covers=covers, faces=faces), plan)[rule]
    assert (charge.quantity, charge.points) == (quantity, points)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ShiftType("", 0, 1, 1),
        lambda: ShiftType("day", 5, 5, 1),
        lambda: ShiftType("day", 0, 5, 5, burden=-1),
        lambda: Hours(0, 5, 5, 1),
        lambda: Cover(0, (), 1, 1),
        lambda: Cover(0, ("day",), -1, 1),
        lambda: Face("Ella", 0, (), frozenset(), 1),
        lambda: Face("Ella", 0, ("day",), frozenset(), -1),
        lambda: Prices(under=-1),
        lambda: Period(5, 5),
        lambda: Limit(frozenset(), 1),
        lambda: Limit(frozenset({"day"}), -1),
        lambda: Terms(daily_rest=-1),
        lambda: Terms(least_in_row=0),
        lambda: Terms(least_off=0),
        lambda: Before(),
        lambda: Before(in_row=1),
        lambda: Wish(0, -1),
        lambda: Employee(""),
        lambda: Employee("a", least_minutes=-1),
        lambda: Employee("a", fixed=(Fixed(0), Fixed(0, "day"))),
        lambda: roster(""),
        lambda: roster("d", published=("day", "day")),
        lambda: roster("d", wishes=(Wish(1, 1),)),
        lambda: roster("d", shifts=frozenset({"swim"})),
        lambda: replace(roster("d")[0], midnights=(0, 1)),
        lambda: replace(roster("d")[0], covers=(Cover(1, ("day",), 1, 1),)),
        lambda: replace(roster("d")[0], origin="soon"),
    ],
)
def test_nonsense_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        make()
