"""What a team decided by hand is not lost when a plan is computed, adopted or undone around it."""

from typing import Any

import pytest

from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Role
from handlekraft.demo.makers import at_clock, make_employee, make_shift
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.visits import tasks
from handlekraft.visits.actions.absence import report_sick, withdraw_sick
from handlekraft.visits.actions.proposals import adopt_plan, lock_adopted, move_adopted, move_proposed, undo_change
from handlekraft.visits.actions.visits import hand_over_visit, undo_visit_change
from handlekraft.visits.models import Proposal, ProposedChange, ProposedVisit, Visit, VisitChange
from handlekraft.visits.planning.answer import compute
from tests.visits.drawing import TUESDAY, Day, drawn, make_day, proposed, usual


@pytest.fixture
def day(world: World) -> Day:
    return make_day(world)


@pytest.fixture
def jonas(world: World) -> User:
    jonas = make_employee("Jonas Holm", Role.TEAM_MEMBER, team=world.aaparken)
    make_shift(jonas, TUESDAY, "07:00-15:00")
    return jonas


def move(day: Day, carer: User, clock: str = "12:00") -> None:
    move_adopted(day.world.mette, day.noon, carers=(carer.employee.pk,), starts_at=at_clock(TUESDAY, clock))


def others(day: Day, jonas: User) -> Proposal:
    """A plan where Jonas has the noon."""
    return drawn(day, morning=(day.samira, "08:30"), noon=(jonas, "13:00"), evening=(day.world.mette, "20:00"))


def test_what_changed_while_the_plan_was_computed_makes_it_stale(
    day: Day, jonas: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(day, day.samira)

    def slow(*rows: Any, **details: Any) -> object:
        answer = compute(*rows, **details)
        hand_over_visit(day.world.mette, day.noon, to=jonas.employee, instead_of=day.samira.employee)
        return answer

    monkeypatch.setattr(tasks, "compute", slow)
    proposal = proposed(day)
    with pytest.raises(Refused, match=r"Mette \w+ har ændret planen, siden forslaget blev lavet"):
        adopt_plan(day.world.mette, proposal)
    day.noon.refresh_from_db()
    assert day.noon.carer == jonas.employee


def test_what_was_undone_since_makes_a_plan_stale(day: Day, jonas: User) -> None:
    move(day, day.samira)
    move(day, jonas, "13:00")
    change = VisitChange.objects.first()
    assert change is not None
    proposal = others(day, jonas)
    undo_visit_change(day.world.mette, change)
    with pytest.raises(Refused, match="En ændring er fortrudt, siden forslaget blev lavet"):
        adopt_plan(day.world.mette, proposal)
    day.noon.refresh_from_db()
    assert day.noon.carer == day.samira.employee


def test_a_colleague_who_comes_after_all_makes_a_plan_stale(day: Day, jonas: User) -> None:
    move(day, day.samira)
    shift = report_sick(day.world.mette, day.samira.employee.shifts.get(starts_at__date=TUESDAY))
    proposal = drawn(day, noon=(jonas, "13:00"), evening=(day.world.mette, "20:00"))
    withdraw_sick(day.world.mette, shift)
    with pytest.raises(Refused, match="En ændring er fortrudt, siden forslaget blev lavet"):
        adopt_plan(day.world.mette, proposal)
    day.noon.refresh_from_db()
    assert day.noon.carer == day.samira.employee


def test_a_change_of_a_visit_that_is_gone_is_not_undone(day: Day) -> None:
    move(day, day.samira)
    change = VisitChange.objects.get()
    Visit.objects.filter(pk=day.noon.pk).delete()
    with pytest.raises(Refused, match="Besøget findes ikke længere"):
        undo_visit_change(day.world.mette, change)


def test_a_visit_locked_meanwhile_stays_where_it_is(day: Day, jonas: User) -> None:
    move(day, day.samira)
    proposal = others(day, jonas)
    lock_adopted(day.world.mette, day.noon, locked=True)
    with pytest.raises(Refused, match="Besøget hos Karl er låst et andet sted i planen"):
        adopt_plan(day.world.mette, proposal)
    adopt_plan(day.world.mette, usual(day))
    day.noon.refresh_from_db()
    assert day.noon.carer == day.samira.employee


def test_a_change_from_before_an_adopted_plan_is_not_undone_over_it(day: Day, jonas: User) -> None:
    move(day, day.samira)
    change = VisitChange.objects.get()
    adopt_plan(day.world.mette, others(day, jonas))
    with pytest.raises(Refused, match="Ugen er vedtaget siden"):
        undo_visit_change(day.world.mette, change)
    day.noon.refresh_from_db()
    assert day.noon.carer == jonas.employee
    move(day, day.samira)
    undo_visit_change(day.world.mette, VisitChange.objects.latest("pk"))
    day.noon.refresh_from_db()
    assert day.noon.carer == jonas.employee


def test_of_two_who_move_at_once_the_second_starts_from_where_the_first_left_it(day: Day, jonas: User) -> None:
    usual(day)
    mine, hers = (ProposedVisit.objects.get(visit=day.noon) for _each in range(2))
    for proposed_visit, clock in ((mine, "12:30"), (hers, "13:00")):
        carers = (jonas.employee.pk,)
        move_proposed(day.world.mette, proposed_visit, carers=carers, starts_at=at_clock(TUESDAY, clock))
    last = ProposedChange.objects.latest("pk")
    twice = ProposedChange.objects.get(pk=last.pk)
    undo_change(day.world.mette, last)
    hers.refresh_from_db()
    assert (hers.carer, hers.starts_at) == (jonas.employee, at_clock(TUESDAY, "12:30"))
    with pytest.raises(Refused, match="allerede fortrudt"):
        undo_change(day.world.mette, twice)
