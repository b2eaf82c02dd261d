"""Each hard rule between visits: links, pairs, one at a time, one carer, tours; kept, and broken by one minute."""

from dataclasses import replace

import pytest

from handlekraft_engine.visits.plan import Hard, Placed, Plan, Violation
from handlekraft_engine.visits.problem import Link
from handlekraft_engine.visits.referee import judge
from tests.engine.drawing import draw, drawn_plan, judged

TWO = """
    citizen | window      | minutes | at
    Ella    | 08:00-09:00 | 20      | 10
    Karl    | 08:00-09:00 | 20      | 15
"""

GAP = """
    citizen | visit   | window      | minutes
    Ella    | pills   | 07:00-11:00 | 10
    Ella    | walk    | 07:00-11:00 | 30
"""


@pytest.mark.parametrize(
    ("walk", "expected"),
    [("08:00", 0), ("07:59", 1), ("09:00", 0), ("09:01", 1), ("06:59", 61)],
)
def test_a_link_keeps_its_gap(walk: str, expected: int) -> None:
    problem = draw(GAP, "Mette 06-15", links=[Link("pills", "walk", 60, 120)])
    faults = [fault for fault in judged(problem, f"pills Mette 07:00, walk Mette {walk}") if fault[0] is Hard.LINK]
    assert faults == ([(Hard.LINK, "walk", expected)] if expected else [])


def test_a_link_without_an_upper_gap_is_an_order_and_asks_nothing_of_an_uncovered_visit() -> None:
    problem = draw(GAP, "Mette 06-15", links=[Link("pills", "walk", 10)])
    assert judged(problem, "pills Mette 07:00, walk Mette 10:59") == []
    assert judged(problem, "walk Mette 07:00") == []


@pytest.mark.parametrize(
    ("carers", "plan", "broken"),
    [
        ("different", "pills Mette 07:00, walk Ali 07:00", False),
        ("different", "pills Mette 07:00, walk Mette 08:00", True),
        ("same", "pills Mette 07:00, walk Mette 08:00", False),
        ("same", "pills Mette 07:00, walk Ali 07:00", True),
        ("same", "pills Mette 07:00", False),
        (None, "pills Mette 07:00, walk Mette 08:00", False),
    ],
)
def test_linked_visits_have_the_same_carers_or_different_ones(carers: str | None, plan: str, broken: bool) -> None:
    links = [Link("pills", "walk", 0 if carers is None else None, None, carers)]
    problem = draw(GAP, "Mette 06-15, Ali 06-15", links=links)
    assert judged(problem, plan) == ([(Hard.TOGETHER, "walk", 0)] if broken else [])


@pytest.mark.parametrize(("done", "expected"), [("pills", "walk"), ("walk", "pills"), ("both", "")])
def test_of_linked_visits_with_wrong_carers_the_one_still_to_come_is_named(done: str, expected: str) -> None:
    table = f"""
    citizen | visit   | window      | minutes | done
    Ella    | pills   | 07:00-11:00 | 10      | {"Mette 07:00" if done in ("pills", "both") else ""}
    Ella    | walk    | 07:00-11:00 | 30      | {"Mette 07:30" if done in ("walk", "both") else ""}
"""
    problem = draw(table, "Mette 07-15", links=[Link("pills", "walk", None, None, "different")])
    faults = judged(problem, "pills Mette 07:00, walk Mette 07:30")
    assert faults == ([(Hard.TOGETHER, expected, 0)] if expected else [])


@pytest.mark.parametrize(
    ("plan", "links", "expected"),
    [
        ("pills Mette 07:00, walk Ali 07:10", [], []),
        ("pills Mette 07:00, walk Ali 07:09", [], [(Hard.OVERLAP, "walk", 1)]),
        ("pills Mette 07:29, walk Ali 07:00", [], [(Hard.OVERLAP, "pills", 1)]),
        ("pills Mette 07:00", [], []),
        ("pills Mette 07:00, walk Ali 07:00", [Link("pills", "walk", 0, 0)], []),
    ],
)
def test_a_citizen_has_one_visit_at_a_time(plan: str, links: list[Link], expected: list[tuple[Hard, str, int]]) -> None:
    problem = draw(GAP, "Mette 06-15, Ali 06-15", links=links)
    assert judged(replace(problem, one_at_a_time=True), plan) == expected
    assert judged(problem, plan) == []


def test_of_two_visits_that_overlap_the_one_still_to_come_is_named() -> None:
    table = """
    citizen | visit   | window      | minutes | done
    Ella    | pills   | 07:00-11:00 | 10      |
    Ella    | walk    | 07:00-11:00 | 30      | Mette 07:30
    Ella    | soup    | 12:00-13:00 | 30      |
"""
    problem = replace(draw(table, "Mette 07-15, Ali 07-15"), one_at_a_time=True)
    faults = judged(problem, "pills Ali 07:25, walk Mette 07:30, soup Ali 12:00")
    assert faults == [(Hard.OVERLAP, "pills", 5)]


@pytest.mark.parametrize(("capacity", "over"), [(None, 0), (5, 0), (4, 1)])
def test_a_shift_carries_no_more_than_its_capacity(capacity: int | None, over: int) -> None:
    problem = draw(TWO, "Mette 07-15, Ali 07-15")
    loaded = tuple(replace(need, load=load) for need, load in zip(problem.visits, (2, 3), strict=True))
    mette = replace(problem.carers[0], shifts=(replace(problem.carers[0].shifts[0], capacity=capacity),))
    problem = replace(problem, visits=loaded, carers=(mette, problem.carers[1]))
    faults = judged(problem, "Ella Mette 08:00, Karl Mette 09:00")
    assert faults == ([(Hard.CAPACITY, "Karl", over)] if over else [])
    assert judged(problem, "Ella Mette 08:00, Karl Ali 09:00") == []


def test_each_carer_stays_as_long_as_the_task_takes() -> None:
    table = """
    citizen | window      | minutes | needs
    Ella    | 08:00-09:00 | 20      | /
    Karl    | 08:00-09:00 | 20      |
"""
    problem = draw(table, "Mette 07-15, Ali 07-15")
    ella = replace(problem.visits[0], task_minutes=(20, 5))
    problem = replace(problem, visits=(ella, problem.visits[1]))
    assert judged(problem, "Ella Mette+Ali 08:00, Karl Ali 08:05") == []
    assert judged(problem, "Ella Mette+Ali 08:00, Karl Ali 08:04") == [(Hard.TRAVEL, "Karl", 1)]
    assert judged(problem, "Ella Mette+Ali 08:00, Karl Mette 08:19") == [(Hard.TRAVEL, "Karl", 1)]


@pytest.mark.parametrize(("done", "expected"), [("pills", "walk"), ("walk", "pills"), ("both", "")])
def test_of_a_broken_link_the_visit_still_to_come_is_named(done: str, expected: str) -> None:
    table = f"""
    citizen | visit   | window      | minutes | done
    Ella    | pills   | 07:00-11:00 | 10      | {"Mette 07:00" if done in ("pills", "both") else ""}
    Ella    | walk    | 07:00-11:00 | 30      | {"Ali 07:30" if done in ("walk", "both") else ""}
"""
    problem = draw(table, "Mette 07-15, Ali 07-15", links=[Link("pills", "walk", 31)])
    other = {"walk": "pills", "pills": "walk"}.get(expected, "")
    faults = judge(problem, drawn_plan(problem, "pills Mette 07:00, walk Ali 07:30"))
    assert list(faults) == ([Violation(Hard.LINK, expected, minutes=1, other=other)] if expected else [])


@pytest.mark.parametrize(
    ("placed", "uncovered", "names"),
    [
        ([], ["Ella", "Karl"], []),
        ([], ["Ella"], ["Karl"]),
        ([], ["Ella", "Karl", "Nobody"], ["Nobody"]),
        ([], ["Ella", "Karl", "Karl"], ["Karl"]),
        ([Placed("Ella", ("Mette",), 480)], ["Ella", "Karl"], ["Ella"]),
        ([Placed("Ella", ("Mette",), 480), Placed("Ella", ("Ali",), 480)], ["Karl"], ["Ella"]),
        ([Placed("Ella", ("Nobody",), 480)], ["Karl"], ["Ella"]),
        ([Placed("Ella", (), 480)], ["Karl"], ["Ella"]),
        ([Placed("Nobody", ("Mette",), 480)], ["Ella", "Karl"], ["Nobody"]),
    ],
)
def test_every_visit_is_mentioned_once_with_known_names(
    placed: list[Placed], uncovered: list[str], names: list[str]
) -> None:
    faults = judge(draw(TWO, "Mette 07-15, Ali 07-15"), Plan(tuple(placed), tuple(uncovered)))
    assert [(fault.rule, fault.visit) for fault in faults] == [(Hard.STRUCTURE, name) for name in names]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("pills Mette 07:00, walk Ali 07:00", []),
        ("pills Mette 07:00", [(Hard.HALVED, "pills", 0)]),
        ("walk Mette 07:00", [(Hard.HALVED, "walk", 0)]),
        ("", []),
    ],
)
def test_a_pair_is_covered_whole_or_not_at_all(plan: str, expected: list[tuple[Hard, str, int]]) -> None:
    links = [Link("pills", "walk", None, together=True)]
    assert judged(draw(GAP, "Mette 06-15, Ali 06-15", links=links), plan) == expected


def test_nobody_is_to_blame_for_the_half_of_a_pair_that_is_done() -> None:
    table = """
    citizen | visit   | window      | minutes | done
    Ella    | pills   | 07:00-11:00 | 10      | Mette 07:00
    Ella    | walk    | 07:00-11:00 | 30      |
"""
    problem = draw(table, "Mette 07-15", links=[Link("pills", "walk", None, together=True)])
    assert judged(problem, "pills Mette 07:00") == []


@pytest.mark.parametrize(("most", "minutes"), [(None, 0), (105, 0), (104, 1)])
def test_a_tour_is_no_longer_than_the_shift_allows(most: int | None, minutes: int) -> None:
    problem = draw(TWO, "Mette 07-15 from 0 home 0")
    shift = replace(problem.carers[0].shifts[0], max_minutes=most)
    problem = replace(problem, carers=(replace(problem.carers[0], shifts=(shift,)),))
    expected = [(Hard.TOUR, "Karl", minutes)] if minutes else []
    assert judged(problem, "Ella Mette 08:00, Karl Mette 09:00") == expected


@pytest.mark.parametrize(
    ("pills", "walk", "expected"),
    [
        ("Mette", "Mette", []),
        ("Mette", "Ali", [(Hard.ONE_CARER, "walk", 0)]),
    ],
)
def test_all_visits_of_a_citizen_are_by_one_carer(pills: str, walk: str, expected: list[tuple[Hard, str, int]]) -> None:
    problem = draw(GAP, "Mette 06-15, Ali 06-15")
    plan = f"pills {pills} 07:00, walk {walk} 08:00"
    assert judged(problem, plan) == []
    asked = replace(problem, citizens=tuple(replace(one, one_carer=True) for one in problem.citizens))
    assert judged(asked, plan) == expected


def test_who_has_been_there_is_the_one_carer() -> None:
    table = """
    citizen | visit   | window      | minutes | needs | done
    Ella    | pills   | 07:00-11:00 | 10      |       |
    Ella    | walk    | 07:00-11:00 | 30      |       | Ali 09:00
    Ella    | lift    | 07:00-11:00 | 30      | /     |
"""
    problem = draw(table, "Mette 06-15, Ali 06-15")
    problem = replace(problem, citizens=(replace(problem.citizens[0], one_carer=True),))
    faults = judge(problem, drawn_plan(problem, "pills Mette 07:00, walk Ali 09:00, lift Ali+Mette 10:00"))
    assert list(faults) == [Violation(Hard.ONE_CARER, "pills", "Mette", other="walk")]
