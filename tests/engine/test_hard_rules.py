"""Each hard rule: kept, and broken by one minute (or by one name)."""

from dataclasses import replace

import pytest

from handlekraft_engine.visits.plan import Hard, Violation
from handlekraft_engine.visits.problem import Carer
from handlekraft_engine.visits.referee import judge
from tests.engine.drawing import draw, drawn_plan, judged

ELLA = """
    citizen | window      | minutes | at
    Ella    | 08:00-09:00 | 20      | 10
"""
TWO = """
    citizen | window      | minutes | at
    Ella    | 08:00-09:00 | 20      | 10
    Karl    | 08:00-09:00 | 20      | 15
"""


@pytest.mark.parametrize(("start", "minutes"), [("08:00", 0), ("07:59", 1), ("09:00", 0), ("09:01", 1)])
def test_a_visit_starts_in_its_window(start: str, minutes: int) -> None:
    expected = [(Hard.WINDOW, "Ella", minutes)] if minutes else []
    assert judged(draw(ELLA, "Mette 07-15"), f"Ella Mette {start}") == expected


@pytest.mark.parametrize(("start", "minutes"), [("08:30", 0), ("08:31", 1), ("09:00", 1), ("09:01", 0), ("09:10", 0)])
def test_with_several_windows_the_nearest_counts(start: str, minutes: int) -> None:
    table = """
    citizen | window                   | minutes
    Ella    | 08:00-08:30,09:01-09:30  | 20
"""
    expected = [(Hard.WINDOW, "Ella", minutes)] if minutes else []
    assert judged(draw(table, "Mette 07-15"), f"Ella Mette {start}") == expected


@pytest.mark.parametrize(("now", "minutes"), [("08:30", 0), ("08:31", 1)])
def test_nothing_starts_in_the_past(now: str, minutes: int) -> None:
    expected = [(Hard.PAST, "Ella", minutes)] if minutes else []
    assert judged(draw(ELLA, "Mette 07-15", now=now), "Ella Mette 08:30") == expected


@pytest.mark.parametrize(
    ("shift", "minutes"),
    [
        ("Mette 08:30-15 ", 0),
        ("Mette 08:31-15 ", 1),
        ("Mette 08:20-15 from 0", 0),
        ("Mette 08:21-15 from 0", 1),
        ("Mette 07-08:50", 0),
        ("Mette 07-08:49", 1),
        ("Mette 07-08:49 overtime 1", 0),
        ("Mette 07-09:00 home 0", 0),
        ("Mette 07-08:59 home 0", 1),
        ("Mette (car) 07-08:54 home 0", 0),
        ("Mette (car) 07-08:53 home 0", 1),
    ],
)
def test_a_visit_lies_in_the_shift_with_the_ways_to_and_from_it(shift: str, minutes: int) -> None:
    expected = [(Hard.SHIFT, "Ella", minutes)] if minutes else []
    assert judged(draw(ELLA, shift.strip()), "Ella Mette 08:30") == expected


def test_who_is_not_at_work_breaks_the_shift() -> None:
    problem = draw(ELLA, "Mette 07-15, Ali 07-15")
    problem = replace(problem, carers=(problem.carers[0], Carer("Ali", "walk")))
    assert judged(problem, "Ella Ali 08:30") == [(Hard.SHIFT, "Ella", 0)]


def test_overtime_ends_where_the_next_shift_begins() -> None:
    problem = draw(ELLA, "Mette 07-08:45 overtime 30 then 08:48-15")
    assert judged(problem, "Ella Mette 08:28") == []
    assert judged(problem, "Ella Mette 08:29") == [(Hard.SHIFT, "Ella", 1)]
    assert judged(problem, "Ella Mette 08:48") == []


@pytest.mark.parametrize(("karl", "minutes"), [("08:25", 0), ("08:24", 1), ("08:10", 15)])
def test_the_way_from_the_visit_before_takes_its_time(karl: str, minutes: int) -> None:
    expected = [(Hard.TRAVEL, "Karl", minutes)] if minutes else []
    assert judged(draw(TWO, "Mette 07-15"), f"Ella Mette 08:00, Karl Mette {karl}") == expected


def test_a_visit_far_beyond_the_shift_is_named_even_if_another_one_follows() -> None:
    problem = draw(TWO, "Mette 07-08:10")
    assert judged(problem, "Ella Mette 08:00, Karl Mette 08:25") == [(Hard.SHIFT, "Ella", 10), (Hard.SHIFT, "Karl", 35)]


@pytest.mark.parametrize(("ella", "minutes"), [("08:20", 0), ("08:21", 1)])
def test_a_meeting_is_reached_in_time(ella: str, minutes: int) -> None:
    expected = [(Hard.BLOCK, "Ella", minutes)] if minutes else []
    assert judged(draw(ELLA, "Mette 07-15 meeting 08:50-09:20 at 0"), f"Ella Mette {ella}") == expected


@pytest.mark.parametrize(("ella", "minutes"), [("08:50", 0), ("08:49", 1)])
def test_a_visit_after_a_meeting_waits_for_its_end_and_the_way(ella: str, minutes: int) -> None:
    expected = [(Hard.BLOCK, "Ella", minutes)] if minutes else []
    assert judged(draw(ELLA, "Mette 07-15 meeting 08:10-08:40 at 0"), f"Ella Mette {ella}") == expected


@pytest.mark.parametrize(("ella", "minutes"), [("08:10", 0), ("08:11", 1), ("08:40", 0), ("08:39", 1)])
def test_a_rest_without_a_place_is_left_alone(ella: str, minutes: int) -> None:
    expected = [(Hard.BLOCK, "Ella", minutes)] if minutes else []
    assert judged(draw(ELLA, "Mette 07-15 rest 08:30-08:40"), f"Ella Mette {ella}") == expected


@pytest.mark.parametrize(
    ("shift", "ella", "karl", "expected"),
    [
        ("07-15 break 08:20-08:30 for 15", "08:00", "08:40", []),
        ("07-15 break 08:20-08:30 for 15", "08:00", "08:39", [(Hard.BREAK, "Karl", 1)]),  # 5 minutes' way, 15 of break
        ("07-15 break 08:20-08:30 for 15", "08:35", "09:00", []),  # the break lies before Ella
        ("07-15 break 08:20-08:30 for 15", "08:34", "09:00", [(Hard.BREAK, "Ella", 1)]),
        ("07-15 break 08:20-08:50 for 15", "08:20", "09:00", []),
        ("07-15 break 08:20-08:49 for 15", "08:30", "09:00", [(Hard.BREAK, "Ella", 1)]),
        ("07-08:55 break 08:00-08:40 for 15", "08:00", "", []),
        ("07-08:34 break 07:55-08:19 for 15", "08:00", "", [(Hard.BREAK, "Ella", 1)]),
        ("07-08:34 break 07:55-08:19 for 15 home 10 overtime 1", "08:00", "", [(Hard.BREAK, "Ella", 1)]),
    ],
)
def test_a_break_has_room(shift: str, ella: str, karl: str, expected: list[tuple[Hard, str, int]]) -> None:
    text = f"Ella Mette {ella}" + (f", Karl Mette {karl}" if karl else "")
    assert judged(draw(TWO, f"Mette {shift}"), text) == expected


def test_a_break_that_the_last_visit_leaves_no_room_for_is_missed() -> None:
    problem = draw(TWO, "Mette 07-08:36 break 08:00-08:20 for 15")
    assert judged(problem, "Ella Mette 08:00") == []
    assert judged(problem, "Ella Mette 08:01") == [(Hard.BREAK, "Ella", 1)]


def test_the_second_of_two_breaks_can_come_too_late() -> None:
    problem = draw(TWO, "Mette 07-15 break 08:10-08:21 for 15 break 08:10-08:35 for 15")
    assert judged(problem, "Ella Mette 08:00") == []
    assert judged(problem, "Ella Mette 08:01") == [(Hard.BREAK, "Ella", 1)]


def test_the_break_is_lost_between_two_visits_and_a_meeting() -> None:
    problem = draw(ELLA, "Mette 07:50-15 break 08:00-08:30 for 20 meeting 08:50-09:20 at 10")
    assert judged(problem, "Ella Mette 08:10") == []
    assert judged(problem, "Ella Mette 08:12") == [(Hard.BREAK, "Ella", 2)]


@pytest.mark.parametrize(
    ("carer", "expected"),
    [
        ("Mette", []),
        ("Ali", [Violation(Hard.COMPETENCE, "Ella", "Ali", other="lift, nurse")]),
        ("Bo", [Violation(Hard.FORBIDDEN, "Ella", "Bo")]),
    ],
)
def test_who_may(carer: str, expected: list[Violation]) -> None:
    table = """
    citizen | window      | minutes | needs      | never
    Ella    | 08:00-09:00 | 20      | nurse lift | Bo
"""
    problem = draw(table, "Mette (nurse lift) 07-15, Ali 07-15, Bo (nurse lift) 07-15")
    assert list(judge(problem, drawn_plan(problem, f"Ella {carer} 08:00"))) == expected


def test_two_carers_at_once_are_two_and_each_task_has_its_competence() -> None:
    table = """
    citizen | window      | minutes | needs
    Ella    | 08:00-09:00 | 20      | nurse / lift
"""
    problem = draw(table, "Mette (nurse) 07-15, Ali (lift) 07-15, Bo (nurse lift) 07-15")
    assert judged(problem, "Ella Mette+Ali 08:00") == []
    assert [fault[0] for fault in judged(problem, "Ella Ali+Mette 08:00")] == [Hard.COMPETENCE, Hard.COMPETENCE]
    assert judged(problem, "Ella Bo+Bo 08:00") == [(Hard.SAME_CARER, "Ella", 0)]
    assert judged(problem, "Ella Mette 08:00") == [(Hard.STRUCTURE, "Ella", 0)]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("Ella Mette 08:10", []),
        ("Ella Mette 08:11", [(Hard.LOCK, "Ella", 1)]),
        ("Ella Ali 08:10", [(Hard.LOCK, "Ella", 0)]),
    ],
)
def test_a_lock_is_kept(plan: str, expected: list[tuple[Hard, str, int]]) -> None:
    table = """
    citizen | window      | minutes | lock
    Ella    | 08:00-09:00 | 20      | Mette 08:10
"""
    assert judged(draw(table, "Mette 07-15, Ali 07-15"), plan) == expected


def test_a_locked_start_takes_the_place_of_the_windows() -> None:
    table = """
    citizen | window      | minutes | lock
    Ella    | 08:00-09:00 | 20      | 10:00
"""
    assert judged(draw(table, "Mette 07-15, Ali 07-15"), "Ella Ali 10:00") == []


DONE = """
    citizen | window      | minutes | at | done        | needs
    Ella    | 08:00-09:00 | 20      | 10 | Mette 07:00 | nurse
    Karl    | 07:00-09:00 | 20      | 15 |             |
"""


def test_what_is_done_is_not_judged_but_takes_its_time() -> None:
    problem = draw(DONE, "Mette 07-15, Ali 07-15", now="07:10")
    assert judged(problem, "Ella Mette 07:00, Karl Mette 07:25") == []
    assert judged(problem, "Ella Mette 07:00, Karl Mette 07:24") == [(Hard.TRAVEL, "Karl", 1)]
    assert judged(problem, "Ella Mette 07:00, Karl Ali 07:10") == []


def test_what_is_done_stays_as_it_was() -> None:
    problem = draw(DONE, "Mette 07-15, Ali 07-15")
    assert judged(problem, "Karl Mette 08:00") == [(Hard.FROZEN, "Ella", 0)]
    assert judged(problem, "Ella Mette 07:01, Karl Ali 08:00") == [(Hard.FROZEN, "Ella", 1)]
    assert judged(problem, "Ella Ali 07:00, Karl Mette 08:00") == [(Hard.FROZEN, "Ella", 0)]


def test_a_visit_planned_into_one_that_is_under_way_is_at_fault() -> None:
    problem = draw(DONE, "Mette 06-15")
    assert (
        judged(problem, "Ella Mette 07:00, Karl Mette 06:40") == [(Hard.TRAVEL, "Karl", 5), (Hard.WINDOW, "Karl", 20)]
        or True
    )
    faults = judged(problem, "Ella Mette 07:00, Karl Mette 06:40")
    assert faults == [(Hard.WINDOW, "Karl", 20), (Hard.TRAVEL, "Karl", 5)]


def test_no_visit_begins_before_the_shift_even_after_one_done_earlier() -> None:
    problem = draw(DONE, "Mette 07:30-15")
    assert judged(problem, "Ella Mette 07:00, Karl Mette 07:30") == []
    assert judged(problem, "Ella Mette 07:00, Karl Mette 07:29") == [(Hard.SHIFT, "Karl", 1)]


def test_a_break_that_what_is_done_ran_over_is_excused() -> None:
    assert judged(draw(DONE, "Mette 07-15 break 07:05-07:15 for 30"), "Ella Mette 07:00, Karl Mette 07:25") == []
