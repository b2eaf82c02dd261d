"""Something happens during the day: the rest is planned again with the least change, and the reply says who notices."""

import pytest

from handlekraft_engine.visits.plan import Placed, Plan
from handlekraft_engine.visits.problem import Need, Problem, Shift, Window
from handlekraft_engine.visits.referee import judge
from handlekraft_engine.visits.replan import Added, Affected, Cause, Event, Late, Longer, Reply, Sick, happened, replan
from handlekraft_engine.visits.solve import Iterations
from tests.engine.drawing import draw, drawn_plan, minute

TABLE = """
    citizen | window      | minutes | at
    Ella    | 07:00-09:00 | 20      | 10
    Karl    | 07:30-09:30 | 45      | 15
    Bodil   | 08:00-10:00 | 30      | 30
    Jens    | 09:00-11:00 | 30      | 5
"""
TOLD = "Ella Mette 07:30, Karl Mette 08:00, Bodil Ali 08:30, Jens Ali 09:35"
TEAM = "Mette 07-15 break 11-12 for 30, Ali 07-15, Bo 07-15 then +1 07-+1 15"


def day() -> tuple[Problem, Plan]:
    problem = draw(TABLE, TEAM)
    return problem, drawn_plan(problem, TOLD)


def replied(event: Event, now: str, moves: int = 900) -> Reply:
    problem, told = day()
    reply = replan(problem, told, event, minute(now), Iterations(moves))
    assert judge(reply.problem, reply.plan) == ()
    return reply


def told(reply: Reply) -> dict[str, tuple[Cause, tuple[str, ...], int]]:
    return {one.visit: (one.cause, one.other_carers, one.minutes) for one in reply.affected}


def test_a_sick_call_gives_the_carers_visits_to_others_and_leaves_the_rest() -> None:
    reply = replied(Sick("Mette"), "06:45")
    assert reply.plan.uncovered == ()
    assert told(reply) == {"Ella": (Cause.EVENT, ("Bo",), 0), "Karl": (Cause.EVENT, ("Bo",), 0)}


def test_who_goes_home_in_the_middle_keeps_what_has_begun() -> None:
    reply = replied(Sick("Mette"), "07:55")
    assert reply.plan.by_visit["Ella"] == Placed("Ella", ("Mette",), 450)
    assert told(reply) == {"Karl": (Cause.EVENT, ("Bo",), 0)}


def test_who_is_late_keeps_what_can_still_be_kept() -> None:
    reply = replied(Late("Mette", minute("07:50")), "06:45")
    assert told(reply) == {"Ella": (Cause.EVENT, (), 20), "Karl": (Cause.EVENT, (), 15)}


def test_a_longer_visit_moves_only_what_it_must() -> None:
    reply = replied(Longer("Bodil", 60), "08:00")
    changes = told(reply)
    assert "Bodil" not in changes
    assert changes.keys() <= {"Jens"}


def test_a_new_visit_finds_its_place_and_changes_nobody() -> None:
    extra = Need("extra", "Ella", 10, 20, (Window(480, 700),))
    reply = replied(Added(extra), "07:00")
    (only,) = reply.affected
    assert (only.visit, only.citizen, only.before, only.cause) == ("extra", "Ella", None, Cause.EVENT)
    assert only.minutes == 0


def test_what_can_no_longer_be_given_is_told_as_left_out() -> None:
    problem = draw(TABLE, "Mette 07-15")
    published = drawn_plan(problem, "Ella Mette 07:30, Karl Mette 08:00")
    reply = replan(problem, published, Sick("Mette"), minute("06:45"), Iterations(60))
    assert {one.visit for one in reply.affected} == {"Ella", "Karl"}
    assert all(one.after is None and one.other_carers == () for one in reply.affected)
    full = Need("extra", "Ella", 10, 20, (Window(480, 500),))
    nobody = replan(problem, Plan((), ("Ella",)), Added(full), minute("14:50"), Iterations(60))
    assert nobody.affected == (Affected("extra", "Ella", None, None, Cause.EVENT),)


@pytest.mark.parametrize(
    ("event", "now", "expected"),
    [
        (Sick("Mette"), "06:00", ()),
        (Sick("Mette"), "15:00", (Shift(420, 900, day()[0].carers[0].shifts[0].breaks),)),
        (Sick("Mette"), "11:10", (Shift(420, 670),)),
        (Late("Mette", 480), "16:00", day()[0].carers[0].shifts),
        (Late("Mette", 400), "06:00", day()[0].carers[0].shifts),
        (Late("Mette", 900), "06:00", ()),
    ],
)
def test_a_shift_after_the_event(event: Event, now: str, expected: tuple[Shift, ...]) -> None:
    assert happened(day()[0], event, minute(now)).carers[0].shifts == expected


def test_a_break_that_one_who_is_late_can_still_have_is_kept() -> None:
    (shift,) = happened(day()[0], Late("Mette", 690), minute("07:00")).carers[0].shifts
    assert (shift.starts, shift.breaks[0].earliest, shift.breaks[0].latest) == (690, 690, 720)
    (shift,) = happened(day()[0], Late("Mette", 721), minute("07:00")).carers[0].shifts
    assert shift.breaks == ()


def test_what_is_frozen_already_stays_frozen() -> None:
    problem, published = day()
    first = replan(problem, published, Sick("Mette"), minute("07:55"), Iterations(60))
    again = replan(first.problem, first.plan, Longer("Jens", 40), minute("08:00"), Iterations(60))
    assert again.problem.need["Ella"].frozen
    assert judge(again.problem, again.plan) == ()


@pytest.mark.parametrize(
    ("event", "sentence"),
    [(Sick("Nobody"), "carer 'Nobody' is not"), (Longer("Nothing", 5), "visit 'Nothing' is not")],
)
def test_an_event_about_nobody_is_refused(event: Event, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        happened(day()[0], event, 0)
