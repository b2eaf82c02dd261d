"""Nonsense is refused where it stands, in a sentence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlekraft_engine.visits.problem import (
    Block,
    Break,
    Carer,
    Citizen,
    Link,
    Lock,
    Need,
    Place,
    Prices,
    Problem,
    Published,
    Shift,
    Travel,
    Window,
    minute_of,
    moment_of,
)
from handlekraft_engine.visits.shifts import Pause

DAY = (Window(480, 540),)


def need(**changes: Any) -> Need:
    return Need(**({"id": "Ella", "citizen": "Ella", "place": 0, "minutes": 20, "windows": DAY} | changes))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Place(91, 10), "latitude 91"),
        (lambda: Place(56, 181), "longitude 181"),
        (lambda: Window(2, 1), "ends before it begins"),
        (lambda: Break(2, 1, 10), "ends before it begins"),
        (lambda: Break(1, 2, 0), "give at least 1"),
        (lambda: Block(2, 2), "must end after it begins"),
        (lambda: Shift(2, 2), "must end after it begins"),
        (lambda: Shift(0, 9, max_overtime=-1), "give 0 or more"),
        (lambda: Shift(0, 60, (Break(10, 31, 30),)), "lies outside"),
        (lambda: Shift(5, 60, (Break(4, 20, 30),)), "lies outside"),
        (lambda: Shift(0, 90, (Break(10, 30, 5), Break(5, 40, 5))), "in the order"),
        (lambda: Shift(0, 90, (Break(10, 30, 5), Break(10, 20, 5))), "in the order"),
        (lambda: Carer("", "walk"), "empty id"),
        (
            lambda: Carer("Mette", "walk", shifts=(Shift(0, 60), Shift(59, 90))),
            "begins before the one ahead of it ends",
        ),
        (lambda: Carer("Mette", "walk", blocks=(Block(0, 60), Block(59, 90))), "overlaps the one ahead"),
        (lambda: Citizen(""), "empty id"),
        (lambda: Lock(), "must fix a carer or a start"),
        (lambda: Lock((None,)), "must fix a carer or a start"),
        (lambda: Lock(("Mette", "Mette")), "appears twice"),
        (lambda: need(id=""), "empty id"),
        (lambda: need(minutes=0), "give at least 1"),
        (lambda: need(windows=()), "at least one window"),
        (lambda: need(windows=(Window(1, 5), Window(5, 6))), "in order and apart"),
        (lambda: need(tasks=()), "one or two carers"),
        (lambda: need(tasks=(frozenset(),) * 3), "one or two carers"),
        (lambda: need(priority=-1), "below 0"),
        (lambda: need(lock=Lock(("Mette", "Ali"))), "for each task"),
        (lambda: need(frozen=True), "every carer and the start"),
        (lambda: need(frozen=True, lock=Lock(("Mette",))), "every carer and the start"),
        (lambda: need(frozen=True, lock=Lock(start=480)), "every carer and the start"),
        (lambda: need(published=Published(("Mette", "Ali"), 480)), "one carer per task"),
        (lambda: Link("a", "a"), "itself"),
        (lambda: need(load=-1), "load -1 is below 0"),
        (lambda: need(task_minutes=(10, 10)), "one entry per task"),
        (lambda: need(task_minutes=(0,)), "give at least 1"),
        (lambda: Shift(0, 9, capacity=-1), "capacity is -1"),
        (lambda: Carer("Mette", "walk", share=-1), "share is -1"),
        (lambda: Prices(latest=-1), "price is below 0"),
        (lambda: Link("a", "b", None), "asks nothing"),
        (lambda: Break(1, 2, 10, -1), "price is below 0"),
        (lambda: Shift(0, 9, max_minutes=0), "max_minutes is 0"),
        (lambda: Shift(0, 9, price_if_used=-1), "price_if_used is -1"),
        (lambda: Prices(longest_idle=-1), "price is below 0"),
        (lambda: Prices(second_face=-1), "price is below 0"),
        (lambda: Prices(unsteady=-1), "price is below 0"),
        (lambda: need(also_wished=DAY), "also_wished without wished"),
        (lambda: need(wished=DAY[0], also_wished=DAY), "in order and apart"),
        (lambda: need(rhythm="bath"), "needs the midnight"),
        (lambda: Link("a", "b", None, 5, "same"), "max_gap without min_gap"),
        (lambda: Link("a", "b", 0, 5, "both"), "give same or different"),
        (lambda: Link("a", "b", -1), "swap first and second"),
        (lambda: Link("a", "b", 10, 9), "below min_gap"),
        (lambda: Travel("walk", ((0, 1),)), "not square"),
        (lambda: Travel("walk", ((-1,),)), "below 0 minutes"),
        (lambda: Prices(waiting=-1), "price is below 0"),
        (lambda: Prices(travel=(("walk", -1),)), "price is below 0"),
        (lambda: Prices(travel=(("walk", 1), ("walk", 2))), "appears twice"),
        (lambda: Prices(uncovered=()), "at least one priority"),
    ],
)
def test_a_value_refuses(make: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()


WHOLE = Problem(
    origin="2026-11-22T23:00:00+00:00",
    places=(Place(56, 10),),
    travel=(Travel("walk", ((0,),)),),
    carers=(Carer("Mette", "walk", shifts=(Shift(420, 900),)),),
    citizens=(Citizen("Ella"),),
    visits=(need(), need(id="Ella again")),
    links=(Link("Ella", "Ella again"),),
)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"origin": "2026-11-22T23:00:00"}, "needs an offset"),
        ({"grid_minutes": 0}, "grid_minutes is 0"),
        ({"carers": WHOLE.carers * 2}, "carer 'Mette' appears twice"),
        ({"visits": WHOLE.visits * 2}, "visit 'Ella' appears twice"),
        ({"citizens": WHOLE.citizens * 2}, "citizen 'Ella' appears twice"),
        ({"travel": WHOLE.travel * 2}, "travel table 'walk' appears twice"),
        ({"travel": (Travel("walk", ((0, 1), (1, 0))),)}, "knows 2 places, the problem has 1"),
        ({"travel": (*WHOLE.travel, Travel("bus", ((0,),)))}, "travel by bus has no price"),
        ({"carers": (Carer("Mette", "car"),)}, "travel mode 'car'"),
        (
            {"carers": (Carer("Mette", "walk", shifts=(Shift(0, 9, start_place=1),)),)},
            "place 1 is not one of the 1 places",
        ),
        ({"carers": (Carer("Mette", "walk", shifts=(Shift(0, 9, end_place=-1),)),)}, "place -1"),
        ({"carers": (Carer("Mette", "walk", blocks=(Block(0, 9, 4),)),)}, "place 4"),
        ({"visits": (need(place=3),)}, "place 3"),
        ({"visits": (need(citizen="Karl"),)}, "citizen 'Karl' is not in the problem"),
        ({"visits": (need(priority=3),)}, "priority 3 has no price"),
        ({"visits": (need(lock=Lock(("Ali",))),)}, "locked carer 'Ali' is not in the problem"),
        ({"links": (Link("Ella", "Karl"),)}, "visit 'Karl' is not in the problem"),
    ],
)
def test_a_problem_refuses(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(WHOLE, **changes)


def test_a_problem_finds_its_things_by_id() -> None:
    assert WHOLE.need["Ella again"].id == "Ella again"
    assert WHOLE.carer["Mette"].mode == "walk"
    assert WHOLE.citizen["Ella"].known == frozenset()
    assert WHOLE.minutes_by == {"walk": ((0,),)}


@pytest.mark.parametrize(
    ("day", "minutes"),
    [((2026, 3, 29), 23 * 60), ((2026, 10, 25), 25 * 60), ((2026, 11, 23), 24 * 60)],
)
def test_a_local_day_is_as_long_as_it_is(day: tuple[int, int, int], minutes: int) -> None:
    begin = datetime(*day, tzinfo=ZoneInfo("Europe/Copenhagen"))
    end = begin + timedelta(days=1)
    origin = begin.astimezone(UTC).isoformat()
    assert minute_of(origin, begin) == 0
    assert minute_of(origin, end) == minutes
    assert moment_of(origin, minutes) == end


def test_seconds_are_cut_off_and_a_moment_without_a_zone_is_refused() -> None:
    origin = "2026-11-22T23:00:00+00:00"
    assert minute_of(origin, datetime(2026, 11, 23, 7, 30, 59, tzinfo=timezone(timedelta(hours=1)))) == 450
    with pytest.raises(ValueError, match="no time zone"):
        minute_of(origin, datetime(2026, 11, 23, 7, 30))  # noqa: DTZ001 - that is the case


def test_work_is_over_at_the_end_of_overtime_or_when_the_next_shift_begins() -> None:
    carer = Carer("Mette", "walk", shifts=(Shift(0, 60, max_overtime=30), Shift(70, 90, max_overtime=5)))
    assert carer.limits == (70, 95)
    assert Carer("Ali", "walk").limits == ()
    assert [carer.shift_at(minute) for minute in (-5, 0, 69, 70, 500)] == [0, 0, 0, 1, 1]
    assert Carer("Ali", "walk").shift_at(0) == -1


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((), [Pause(100, 160, 30, False)]),
        ((Block(120, 140),), [Pause(120, 120, 20, True), Pause(140, 160, 30, False)]),
        ((Block(170, 175),), [Pause(100, 140, 30, False), Pause(170, 170, 5, True)]),
        ((Block(170, 175, 0),), [Pause(100, 140, 30, False)]),
        ((Block(100, 200, 0),), []),
        ((Block(145, 155, 0),), [Pause(100, 115, 30, False)]),  # before it 15 minutes of choice, after it 5
        ((Block(-20, 10),), [Pause(0, 0, 10, True), Pause(100, 160, 30, False)]),
        ((Block(290, 400),), [Pause(100, 160, 30, False), Pause(290, 290, 20, True)]),
        ((Block(310, 400),), [Pause(100, 160, 30, False)]),
    ],
)
def test_protected_time_cuts_the_break_to_its_longest_piece(blocks: tuple[Block, ...], expected: list[Pause]) -> None:
    shift = Shift(0, 300, (Break(100, 160, 30),), max_overtime=10)
    assert list(Carer("Mette", "walk", shifts=(shift,), blocks=blocks).pauses(0)) == expected
