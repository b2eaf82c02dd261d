"""Each soft rule: its quantity and its price, and nothing else moves."""

from dataclasses import replace

import pytest

from handlekraft_engine.visits.plan import Charge, Move, Plan, Priced, Soft
from handlekraft_engine.visits.problem import Break, Prices, Problem, Window
from handlekraft_engine.visits.referee import judge, judge_move, price
from tests.engine.drawing import draw, drawn_plan

BASE = {Soft.FACE: (1, 50)}


def priced(problem: Problem, text: str) -> dict[Soft, tuple[int, int]]:
    """Quantity and points of the rules that cost anything."""
    charges = price(problem, drawn_plan(problem, text)).charges
    return {one.rule: (one.quantity, one.points) for one in charges if one.quantity or one.points}


def ella(**columns: str) -> str:
    cells = {"citizen": "Ella", "window": "07:00-10:00", "minutes": "20", "known": "Mette Ali"} | columns
    return " | ".join(cells) + "\n" + " | ".join(cells.values())


@pytest.mark.parametrize(
    ("columns", "shifts", "plan", "expected"),
    [
        ({}, "Mette 07-15", "Ella Mette 08:00", {}),
        ({"at": "6"}, "Mette 07-15 from 0 home 12", "Ella Mette 08:00", {Soft.TRAVEL: (12, 120)}),
        ({"at": "6"}, "Mette (car) 07-15 from 0 home 12", "Ella Mette 08:00", {Soft.TRAVEL: (4, 40)}),
        ({"wish": "08:00-08:30"}, "Mette 07-15", "Ella Mette 08:00", {}),
        ({"wish": "08:00-08:30"}, "Mette 07-15", "Ella Mette 07:59", {Soft.EARLY: (1, 20)}),
        ({"wish": "08:00-08:30"}, "Mette 07-15", "Ella Mette 08:31", {Soft.LATE: (1, 20), Soft.LATEST: (1, 0)}),
        ({"at": "6"}, "Mette 07-08:20 overtime 9 home 0", "Ella Mette 07:54", {Soft.TRAVEL: (6, 60)}),
        (
            {"at": "6"},
            "Mette 07-08:20 overtime 9 home 0",
            "Ella Mette 07:55",
            {Soft.TRAVEL: (6, 60), Soft.OVERTIME: (1, 30)},
        ),
        ({"known": ""}, "Mette 07-15", "Ella Mette 08:00", {Soft.NEW_FACE: (1, 150)}),
        ({"usual": "Mette"}, "Mette 07-15, Ali 07-15", "Ella Mette 08:00", {}),
        ({"usual": "Mette"}, "Mette 07-15, Ali 07-15", "Ella Ali 08:00", {Soft.NOT_PREFERRED: (1, 40)}),
        ({"unwanted": "Ali"}, "Mette 07-15, Ali 07-15", "Ella Ali 08:00", {Soft.UNWANTED: (1, 600)}),
        ({"told": "Mette 08:00"}, "Mette 07-15, Ali 07-15", "Ella Mette 08:00", {}),
        (
            {"told": "Mette 08:00"},
            "Mette 07-15, Ali 07-15",
            "Ella Mette 07:59",
            {Soft.MOVED: (1, 5), Soft.RETOLD: (1, 0)},
        ),
        (
            {"told": "Mette 08:00"},
            "Mette 07-15, Ali 07-15",
            "Ella Mette 08:01",
            {Soft.MOVED: (1, 5), Soft.RETOLD: (1, 0)},
        ),
        ({"told": "Mette 08:00"}, "Mette 07-15, Ali 07-15", "Ella Ali 08:00", {Soft.CHANGED_CARER: (1, 1000)}),
    ],
)
def test_a_visit_costs(columns: dict[str, str], shifts: str, plan: str, expected: dict[Soft, tuple[int, int]]) -> None:
    assert priced(draw(ella(**columns), shifts), plan) == BASE | expected


@pytest.mark.parametrize(("priority", "points"), [("0", 4000), ("1", 12000), ("2", 40000)])
def test_an_uncovered_visit_costs_by_its_priority(priority: str, points: int) -> None:
    problem = draw(ella(priority=priority), "Mette 07-15")
    assert priced(problem, "") == {Soft.UNCOVERED: (1, points)}


def test_two_carers_may_change_tasks_for_nothing() -> None:
    problem = draw(ella(needs="/", told="Mette+Ali 08:00"), "Mette 07-15, Ali 07-15")
    assert priced(problem, "Ella Ali+Mette 08:00") == {Soft.FACE: (2, 100)}


WEEK = """
    citizen | visit   | window            | minutes | at | known
    Ella    | monday  | 07:00-10:00       | 20      | 10 | Mette
    Ella    | tuesday | +1 07:00-+1 10:00 | 20      | 10 |
    Karl    | karl    | 07:00-10:00       | 20      | 30 | Mette
"""


def test_a_face_counts_once_per_citizen_in_the_whole_week() -> None:
    problem = draw(WEEK, "Mette 07-15 then +1 07-+1 15, Ali 07-15 then +1 07-+1 15")
    same = priced(problem, "monday Ali 08:00, tuesday Ali +1 08:00, karl Mette 08:00")
    other = priced(problem, "monday Ali 08:00, tuesday Mette +1 08:00, karl Mette 08:00")
    assert (same[Soft.FACE], same[Soft.NEW_FACE]) == ((2, 100), (1, 150))
    assert (other[Soft.FACE], other[Soft.NEW_FACE]) == ((3, 150), (1, 150))


@pytest.mark.parametrize(
    ("shift", "waiting"),
    [
        ("07-15", 40),
        ("07-15 break 08:20-09:00 for 30", 10),
        ("07-15 rest 08:25-08:45", 20),
        ("07-15 meeting 08:30-08:50 at 10", 20),
        ("07-15 meeting 10:00-10:30 at 30", 60),  # 20 of them before the meeting
    ],
)
def test_idle_minutes_between_visits_cost_but_not_breaks_or_ways(shift: str, waiting: int) -> None:
    problem = draw(WEEK, f"Mette {shift} then +1 07-+1 15")
    found = priced(problem, "monday Mette 08:00, karl Mette 09:20")
    assert found[Soft.WAITING] == (waiting, 2 * waiting)
    assert found[Soft.TRAVEL] == (20, 200)


def test_a_meeting_after_the_last_visit_is_no_overtime() -> None:
    problem = draw(WEEK, "Mette 07-15 overtime 60 meeting 15:10-16:00 at 10 home 0 then +1 07-+1 15")
    assert Soft.OVERTIME not in priced(problem, "monday Mette 08:00")


def test_a_break_after_the_last_visit_can_be_overtime() -> None:
    problem = draw(WEEK, "Mette 07-08:20 break 07:00-08:05 for 15 overtime 30 then +1 07-+1 15")
    assert priced(problem, "monday Mette 07:00")[Soft.UNCOVERED] == (2, 24000)
    assert Soft.OVERTIME not in priced(problem, "monday Mette 07:45")
    assert priced(problem, "monday Mette 08:05, karl Mette 07:00")[Soft.OVERTIME] == (5, 150)


def test_the_greatest_lateness_costs_once() -> None:
    table = """
    citizen | window      | wish        | minutes
    Ella    | 07:00-10:00 | 08:00-08:00 | 20
    Karl    | 07:00-10:00 | 08:00-08:00 | 20
"""
    problem = draw(table, "Mette 07-15, Ali 07-15", prices=Prices(latest=7))
    assert Soft.LATEST not in priced(problem, "Ella Mette 08:00, Karl Ali 07:50")
    assert priced(problem, "Ella Mette 08:01, Karl Ali 08:00")[Soft.LATEST] == (1, 7)
    assert priced(problem, "Ella Mette 08:05, Karl Ali 08:12")[Soft.LATEST] == (12, 84)


def test_minutes_with_citizens_beyond_the_share_cost() -> None:
    problem = draw(WEEK, "Mette 07-15 then +1 07-+1 15, Ali 07-15", prices=Prices(beyond_share=4))
    mette = replace(problem.carers[0], share=40)
    problem = replace(problem, carers=(mette, problem.carers[1]))
    assert Soft.BEYOND_SHARE not in priced(problem, "monday Mette 08:00, tuesday Mette +1 08:00, karl Ali 09:00")
    problem = replace(problem, carers=(replace(mette, share=39), problem.carers[1]))
    assert priced(problem, "monday Mette 08:00, tuesday Mette +1 08:00")[Soft.BEYOND_SHARE] == (1, 4)


def test_a_visit_told_anew_costs_whatever_the_minutes() -> None:
    problem = draw(ella(told="Mette 08:00"), "Mette 07-15", prices=Prices(retold=90))
    assert Soft.RETOLD not in priced(problem, "Ella Mette 08:00")
    assert priced(problem, "Ella Mette 08:01")[Soft.RETOLD] == (1, 90)
    assert priced(problem, "Ella Mette 08:30")[Soft.RETOLD] == (1, 90)


def test_a_price_knows_its_total_and_its_rules() -> None:
    dear, cheap = Priced((Charge(Soft.LATE, 3, 60),)), Priced((Charge(Soft.LATE, 1, 20),))
    assert dear.total == 60
    assert dear[Soft.LATE].quantity == 3
    assert dear.minus(cheap) == Priced((Charge(Soft.LATE, 2, 40),))


def test_a_move_tells_what_it_costs_what_it_breaks_and_what_it_mends() -> None:
    problem = draw(WEEK, "Mette 07-15 then +1 07-+1 15, Ali 07-15 then +1 07-+1 15")
    plan = drawn_plan(problem, "monday Mette 08:00, karl Mette 08:10")
    verdict = judge_move(problem, plan, Move("karl", ("Mette",), 10 * 60 + 1))
    assert [(one.rule.value, one.visit, one.minutes) for one in verdict.new] == [("window", "karl", 1)]
    assert [(one.rule.value, one.visit, one.minutes) for one in verdict.mended] == [("travel", "karl", 30)]
    assert verdict.difference.total == price(problem, verdict.plan).total - price(problem, plan).total
    assert verdict.difference[Soft.WAITING].quantity == 81


def test_a_move_can_take_a_visit_off_the_plan_and_put_it_back() -> None:
    problem = draw(WEEK, "Mette 07-15 then +1 07-+1 15")
    plan = drawn_plan(problem, "monday Mette 08:00")
    assert plan.uncovered == ("karl", "tuesday")
    empty = plan.moved(Move("monday"))
    assert empty == Plan((), ("karl", "monday", "tuesday"))
    assert empty.moved(Move("monday", ("Mette",), 480)) == plan


def with_break(problem: Problem, pause: Break) -> Problem:
    shift = replace(problem.carers[0].shifts[0], breaks=(pause,))
    return replace(problem, carers=(replace(problem.carers[0], shifts=(shift,)), *problem.carers[1:]))


@pytest.mark.parametrize(("karl", "missed"), [("08:50", {}), ("08:49", {Soft.MISSED_BREAK: (1, 70)})])
def test_a_break_with_a_price_may_be_missed(karl: str, missed: dict[Soft, tuple[int, int]]) -> None:
    table = """
    citizen | window      | minutes | known
    Ella    | 07:00-10:00 | 20      | Mette
    Karl    | 07:00-10:00 | 20      | Mette
"""
    problem = with_break(draw(table, "Mette 07-15", prices=Prices(waiting=0)), Break(500, 510, 30, 70))
    plan = drawn_plan(problem, f"Ella Mette 08:00, Karl Mette {karl}")
    assert judge(problem, plan) == ()
    found = priced(problem, f"Ella Mette 08:00, Karl Mette {karl}")
    assert {rule: amount for rule, amount in found.items() if rule is Soft.MISSED_BREAK} == missed


@pytest.mark.parametrize(("latest", "missed"), [(500, (0, 0)), (499, (1, 70))])
def test_a_break_after_the_last_visit_may_come_too_late(latest: int, missed: tuple[int, int]) -> None:
    problem = with_break(draw(ella(), "Mette 07-15"), Break(490, latest, 30, 70))
    charge = price(problem, drawn_plan(problem, "Ella Mette 08:00"))[Soft.MISSED_BREAK]
    assert (charge.quantity, charge.points) == missed


@pytest.mark.parametrize(("latest", "missed"), [(530, (0, 0)), (529, (1, 50))])
def test_of_two_breaks_after_the_last_visit_the_second_may_come_too_late(latest: int, missed: tuple[int, int]) -> None:
    problem = with_break(draw(ella(), "Mette 07-15"), Break(490, 500, 30, 70))
    shift = problem.carers[0].shifts[0]
    shift = replace(shift, breaks=(*shift.breaks, Break(505, latest, 10, 50)))
    problem = replace(problem, carers=(replace(problem.carers[0], shifts=(shift,)),))
    charge = price(problem, drawn_plan(problem, "Ella Mette 08:00"))[Soft.MISSED_BREAK]
    assert (charge.quantity, charge.points) == missed


@pytest.mark.parametrize(
    ("shifts", "minutes"),
    [
        ("Mette 07-09 from 0 home 0, Ali 07-08", 80),  # 120 less 2 * 10 on the way and 20 with Ella
        ("Mette 07-09 from 0 home 0, Ali 07-08:21", 81),  # who has no visit is idle all the time
        ("Mette 07-09 from 0 home 0 break 08:20-08:40 for 15, Ali 07-08", 65),
        ("Mette 07-09 from 0 home 0, Ali 07-08:40 rest 07:10-07:29", 81),
        ("Mette 07-08:25 overtime 9 from 0 home 0, Ali 07-08", 60),  # 85, and 5 until home, less 40: at work 50
    ],
)
def test_the_shift_that_is_idle_for_longest_costs(shifts: str, minutes: int) -> None:
    table = ella(at="10")
    problem = draw(table, shifts, prices=Prices(longest_idle=7))
    assert priced(problem, "Ella Mette 08:00")[Soft.LONGEST_IDLE] == (minutes, 7 * minutes)
    free = replace(problem, prices=Prices())
    assert Soft.LONGEST_IDLE not in priced(free, "Ella Mette 08:00")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("08:10", {}),
        ("08:11", {Soft.LATE: (1, 20), Soft.LATEST: (1, 0)}),
        ("08:59", {Soft.EARLY: (1, 20)}),
        ("08:35", {Soft.LATE: (25, 500), Soft.LATEST: (25, 0)}),  # as near to both: the first counts
        ("09:00", {}),
        ("09:31", {Soft.LATE: (1, 20), Soft.LATEST: (1, 0)}),
    ],
)
def test_of_several_wishes_the_cheapest_counts(start: str, expected: dict[Soft, tuple[int, int]]) -> None:
    problem = draw(ella(wish="08:00-08:10"), "Mette 07-15")
    need = replace(problem.visits[0], also_wished=(Window(540, 570),))
    assert priced(replace(problem, visits=(need,)), f"Ella Mette {start}") == BASE | expected


def test_a_used_shift_has_its_price() -> None:
    problem = draw(ella(), "Mette 07-15, Ali 07-15")
    carers = tuple(replace(one, shifts=(replace(one.shifts[0], price_if_used=300),)) for one in problem.carers)
    problem = replace(problem, carers=carers)
    assert priced(problem, "Ella Mette 08:00")[Soft.USED_SHIFT] == (1, 300)
    assert Soft.USED_SHIFT not in priced(problem, "")


@pytest.mark.parametrize(("window", "second"), [("07:00-10:00", (1, 35)), ("12:00-13:00", (0, 0))])
def test_a_second_carer_within_half_a_day_costs(window: str, second: tuple[int, int]) -> None:
    table = f"""
    citizen | visit | window      | minutes | known
    Ella    | bath  | 07:00-10:00 | 20      | Mette Ali
    Ella    | soup  | {window}    | 20      |
    Ella    | chat  | 07:00-15:00 | 20      |
"""
    problem = draw(table, "Mette 07-15, Ali 07-15", prices=Prices(second_face=35))
    dated = tuple(replace(need, midnight=0 if need.id != "chat" else None) for need in problem.visits)
    problem = replace(problem, visits=dated)
    start = window[:5]
    charge = price(problem, drawn_plan(problem, f"bath Mette 08:00, soup Ali {start}, chat Ali 09:00"))
    assert (charge[Soft.SECOND_FACE].quantity, charge[Soft.SECOND_FACE].points) == second
    one_carer = drawn_plan(problem, f"bath Mette 08:00, soup Mette {start}, chat Ali 09:00")
    assert price(problem, one_carer)[Soft.SECOND_FACE].points == 0


@pytest.mark.parametrize(("tuesday", "spread"), [("08:00", 0), ("08:01", 1), ("07:50", 10)])
def test_hours_that_are_not_steady_cost(tuesday: str, spread: int) -> None:
    problem = draw(WEEK, "Mette 07-15 then +1 07-+1 15", prices=Prices(unsteady=3))
    monday, other, karl = problem.visits
    dated = (replace(monday, midnight=0, rhythm="bath"), replace(other, midnight=1440, rhythm="bath"))
    problem = replace(problem, visits=(*dated, replace(karl, midnight=0)))
    found = price(problem, drawn_plan(problem, f"monday Mette 08:00, tuesday Mette +1 {tuesday}, karl Mette 09:00"))
    assert (found[Soft.UNSTEADY].quantity, found[Soft.UNSTEADY].points) == (spread, 3 * spread)
