"""A day that changes: somebody falls out or is late, a visit is new or longer; the answer changes what it must."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Role
from handlekraft.audit.models import Event
from handlekraft.demo.makers import at_clock, make_employee, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.visits.actions.absence import report_own_sick, withdraw_sick
from handlekraft.visits.actions.notes import begin_visit
from handlekraft.visits.actions.replies import leave_plan
from handlekraft.visits.actions.visits import add_visit, lengthen_visit
from handlekraft.visits.models import AffectedVisit, CurvePoint, Disruption, PlanNotice, PlanRun, Proposal, Visit
from handlekraft.visits.planning.rows import Slot
from handlekraft.visits.reply import Line, Reply, told_anew
from handlekraft.visits.tasks import adopt, answer_now, ask_about, take_delay, take_sick_call
from tests.visits.drawing import dispatched, make_day

TODAY = date(2026, 11, 23)
type Login = Callable[[User], Client]


@pytest.fixture
def sofie(world: World) -> User:
    """At work tonight with Jonas, whom both citizens know; she gives three visits, he gives one."""
    sofie = make_employee("Sofie Thy", Role.TEAM_MEMBER, team=world.aaparken)
    make_shift(sofie, TODAY, "15:00-23:30")
    return sofie


@pytest.fixture
def jonas(world: World) -> User:
    """Her colleague."""
    jonas = make_employee("Jonas Mark", Role.TEAM_MEMBER, team=world.aaparken)
    make_shift(jonas, TODAY, "15:00-23:30")
    return jonas


@pytest.fixture
def ella(world: World, sofie: User) -> Visit:
    return make_visit(world.ella, TODAY, "16:30", minutes=30, carer=sofie, window="15:00-18:00", title="Aftensmad")


@pytest.fixture
def karl(world: World, jonas: User) -> Visit:
    return make_visit(world.karl, TODAY, "19:00", minutes=30, carer=jonas, window="18:00-22:00", title="Medicin")


def answer(disruption: Disruption | None) -> Proposal:
    """What the worker makes of it."""
    assert disruption is not None
    run = disruption.run
    PlanRun.objects.filter(pk=run.pk).update(iterations=200)
    answer_now.call(run.pk, run.attempt + 1)
    assert not PlanRun.objects.get(pk=run.pk).failure
    return Proposal.objects.get(run=run)


def lines(user: User, disruption: Disruption | None) -> list[Line]:
    assert disruption is not None
    return Reply(user, Disruption.objects.get(pk=disruption.pk)).lines


def sentences(user: User, disruption: Disruption | None) -> list[str]:
    return [line.sentence for line in lines(user, disruption)]


def recorded() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def shift_of(user: User) -> Any:
    return user.employee.shifts.get(starts_at__date=TODAY)


def test_a_sick_call_says_who_is_affected_and_why(
    world: World, jonas: User, sofie: User, ella: Visit, karl: Visit
) -> None:
    happened = take_sick_call(world.mette, shift_of(sofie))
    ella.refresh_from_db()
    assert ella.carer is None, "nobody counts on her any more, whatever is decided"
    proposal = answer(happened)
    assert sentences(world.mette, happened) == [
        "Ella kl. 16.30 flyttes fra Sofie til Jonas, fordi Sofie er fraværende."
    ]
    assert [line.faces for line in lines(world.mette, happened)] == [[("sun", "Jonas er et nyt ansigt")]]
    assert proposal.adopted_at is None
    ella.refresh_from_db()
    assert ella.carer is None, "an answer is a proposal"
    assert [verb for verb in recorded() if verb.startswith(("sick", "reply", "proposal"))] == [
        "sick call taken",
        "reply asked for",
        "proposal stored",
        "reply stored",
    ]
    adopt(world.mette, proposal)
    ella.refresh_from_db()
    karl.refresh_from_db()
    assert (ella.carer, ella.starts_at) == (jonas.employee, at_clock(TODAY, "16:30"))
    assert karl.starts_at == at_clock(TODAY, "19:00"), "the others stand as told"
    assert set(PlanNotice.objects.values_list("employee", flat=True)) == {jonas.employee.pk}


@pytest.mark.requirement("R-040")
def test_she_says_so_herself_and_a_stranger_may_not(world: World, jonas: User, sofie: User, ella: Visit) -> None:
    with pytest.raises(Refused, match="Det er ikke din vagt"):
        report_own_sick(jonas, shift_of(sofie))
    for stranger in (world.tove, world.christina):
        with pytest.raises(Refused, match="Du må ikke lægge vagter ind her"):
            take_sick_call(stranger, shift_of(sofie))
    happened = take_sick_call(sofie, shift_of(sofie))
    assert happened is not None
    assert (happened.by, happened.run.by) == (sofie, sofie)
    assert "own sick call taken" in recorded()


def test_a_substitute_says_so_too_and_the_house_asks_for_her(world: World, jonas: User) -> None:
    make_shift(world.ali, TODAY, "15:00-23:30")
    make_visit(world.ella, TODAY, "16:30", minutes=30, carer=world.ali, window="15:00-18:00")
    happened = take_sick_call(world.ali, shift_of(world.ali))
    assert happened is not None
    assert (happened.by, happened.run.by) == (world.ali, None)
    assert answer(happened).made_by is None


def test_without_visits_nobody_is_affected(world: World, sofie: User) -> None:
    assert take_sick_call(world.mette, shift_of(sofie)) is None
    assert not Disruption.objects.exists()


def test_what_nobody_can_give_is_named_with_its_reasons(world: World, sofie: User, ella: Visit) -> None:
    happened = take_sick_call(world.mette, shift_of(sofie))
    make_shift(world.mette, TODAY, "20:00-23:30")
    answer(happened)
    [line] = lines(world.mette, happened)
    assert line.is_lost
    assert line.sentence == "Ella kl. 16.30 har ingen, der kan komme."
    assert line.reasons == ["Mette er ikke på arbejde på det tidspunkt."]


def test_a_visit_that_makes_room_is_told_apart(world: World, jonas: User, sofie: User, ella: Visit) -> None:
    # Both at the same time, and Karl can wait.
    make_visit(world.karl, TODAY, "16:30", minutes=30, carer=jonas, window="15:00-22:00")
    Visit.objects.filter(pk=ella.pk).update(earliest_at=at_clock(TODAY, "16:30"), latest_at=at_clock(TODAY, "17:00"))
    happened = take_sick_call(world.mette, shift_of(sofie))
    answer(happened)
    told = sentences(world.mette, happened)
    assert "Ella kl. 16.30 flyttes fra Sofie til Jonas, fordi Sofie er fraværende." in told
    assert any(
        one.startswith("Karl får besøg af Jonas kl.") and "så der bliver plads til de andre" in one for one in told
    )
    causes = AffectedVisit.objects.filter(disruption=happened).values_list("visit__citizen__name", "cause")
    assert set(causes) == {("Ella Winther", "event"), ("Karl Mortensen", "room")}


def test_who_is_late_keeps_what_she_can_reach(world: World, jonas: User, sofie: User, ella: Visit) -> None:
    with pytest.raises(Refused, match="Det er ikke din vagt"):
        take_delay(world.tove, shift_of(sofie), minutes=20)
    happened = take_delay(sofie, shift_of(sofie), minutes=20)
    assert happened.until_at == at_clock(TODAY, "16:50")
    answer(happened)
    told = sentences(world.mette, happened)
    assert told in (
        ["Ella får besøg af Sofie kl. 16.50 i stedet for kl. 16.30, fordi Sofie er forsinket."],
        ["Ella kl. 16.30 flyttes fra Sofie til Jonas, fordi Sofie er forsinket."],
    )


def test_late_from_a_visit_in_hand_one_goes_on_from_there(
    world: World, at: Callable[[str], None], sofie: User, ella: Visit
) -> None:
    at("2026-11-23 16:35")
    begin_visit(sofie, ella)
    later = make_visit(world.karl, TODAY, "17:15", minutes=30, carer=sofie, window="17:00-22:00")
    happened = take_delay(sofie, shift_of(sofie), minutes=30)
    proposal = answer(happened)
    rows = {row.visit_id: row.starts_at for row in proposal.proposed_visits.all()}
    assert rows[later.pk] == at_clock(TODAY, "17:45")
    assert rows[ella.pk] == at_clock(TODAY, "16:30"), "what has begun stands"


def test_a_visit_that_should_have_begun_is_planned_all_the_same(
    world: World, at: Callable[[str], None], sofie: User, ella: Visit
) -> None:
    at("2026-11-23 16:42")
    happened = take_delay(sofie, shift_of(sofie), minutes=10)
    assert happened.until_at == at_clock(TODAY, "16:55")
    proposal = answer(happened)
    adopt(world.mette, proposal)
    ella.refresh_from_db()
    assert (ella.starts_at, ella.carer) == (at_clock(TODAY, "16:55"), sofie.employee)


def test_whoever_has_nothing_left_is_not_late(world: World, sofie: User) -> None:
    with pytest.raises(Refused, match="Sofie har ingen besøg tilbage"):
        take_delay(sofie, shift_of(sofie), minutes=20)


@pytest.mark.requirement("R-045")
def test_a_new_visit_finds_somebody_near_its_time(world: World, jonas: User, karl: Visit) -> None:
    visit = add_visit(world.mette, world.ella, title="Fald", starts_at=at_clock(TODAY, "17:30"), minutes=20)
    happened = ask_about(world.mette, visit, Disruption.Kind.ADDED)
    assert Reply(world.mette, happened).heading == "Et nyt besøg hos Ella i dag"
    assert lines(world.mette, happened) == [], "nobody has computed yet"
    answer(happened)
    assert sentences(world.mette, happened) == ["Ella får besøg af Jonas kl. 17.30."]
    with pytest.raises(Refused, match="Du må ikke"):
        add_visit(world.tove, world.ella, title="Fald", starts_at=at_clock(TODAY, "18:30"), minutes=20)


def test_a_longer_visit_pushes_what_follows(world: World, sofie: User, ella: Visit) -> None:
    make_visit(world.karl, TODAY, "17:10", minutes=30, carer=sofie, window="17:00-22:00")
    changed = lengthen_visit(world.mette, ella, minutes=60)
    assert changed.warnings
    happened = ask_about(world.mette, changed.visit, Disruption.Kind.LONGER)
    proposal = answer(happened)
    told = sentences(world.mette, happened)
    assert [one for one in told if one.startswith("Karl får besøg af Sofie kl. 17.") and one.endswith(" de andre.")]
    adopt(world.mette, proposal)
    ella.refresh_from_db()
    assert ella.minutes == 60


def test_the_team_may_let_the_plan_stand(world: World, jonas: User, sofie: User, ella: Visit) -> None:
    happened = take_sick_call(world.mette, shift_of(sofie))
    assert happened is not None
    answer(happened)
    with pytest.raises(Refused, match="Du må ikke"):
        leave_plan(world.christina, happened)
    leave_plan(world.mette, happened)
    leave_plan(jonas, happened)
    happened.refresh_from_db()
    assert happened.left_by == world.mette, "the first word stands"
    assert not Disruption.objects.unanswered(frozenset({world.aaparken.pk}), TODAY).exists()


def test_where_a_dispatcher_plans_the_team_neither_adopts_nor_leaves(
    world: World, jonas: User, sofie: User, ella: Visit
) -> None:
    dispatched(make_day(world))
    happened = take_sick_call(sofie, shift_of(sofie))
    assert happened is not None
    assert happened.run.by is None, "the house asks"
    proposal = answer(happened)
    for act in (lambda: adopt(world.mette, proposal), lambda: leave_plan(world.mette, happened)):
        with pytest.raises(Refused, match="lægger en disponent planen"):
            act()


def test_when_she_comes_after_all_the_answer_no_longer_holds(
    world: World, jonas: User, sofie: User, ella: Visit
) -> None:
    happened = take_sick_call(world.mette, shift_of(sofie))
    proposal = answer(happened)
    withdraw_sick(world.mette, shift_of(sofie))
    with pytest.raises(Refused, match="En ændring er fortrudt"):
        adopt(world.mette, proposal)


def test_an_answer_waits_for_no_other_computation(world: World, jonas: User, sofie: User, ella: Visit) -> None:
    PlanRun.objects.create(team=world.aaparken, monday=date(2026, 11, 23), status=PlanRun.Status.RUNNING)
    happened = take_sick_call(world.mette, shift_of(sofie))
    assert answer(happened).number == 1


def test_a_change_is_told_as_the_citizen_would_hear_it(world: World, jonas: User, sofie: User) -> None:
    names = {sofie.employee.pk: "Sofie", jonas.employee.pk: "Jonas"}
    by_sofie = Slot(at_clock(TODAY, "16:30"), (sofie.employee.pk,))
    by_jonas = Slot(at_clock(TODAY, "17:00"), (jonas.employee.pk,))
    assert told_anew("Ella", by_sofie, by_jonas, names) == "Ella flyttes fra Sofie kl. 16.30 til Jonas kl. 17.00"
    assert told_anew("Ella", Slot(), Slot(), names) == "Ella har ingen, der kan komme"
    assert Slot.read(by_sofie.written) == by_sofie
    assert Slot.read(Slot().written) == Slot()


def test_a_visit_that_is_cancelled_meanwhile_needs_no_reasons(world: World, sofie: User, ella: Visit) -> None:
    happened = take_sick_call(world.mette, shift_of(sofie))
    make_shift(world.mette, TODAY, "20:00-23:30")
    answer(happened)
    Visit.objects.filter(pk=ella.pk).update(status=Visit.Status.CANCELLED)
    [line] = lines(world.mette, happened)
    assert (line.is_lost, line.reasons) == (True, [])


def test_rows_are_called_by_their_kind_and_belong_where_they_should(world: World, sofie: User, ella: Visit) -> None:
    happened = take_sick_call(world.mette, shift_of(sofie))
    assert happened is not None
    row = happened.affected.get()
    run = PlanRun.objects.create(kind=PlanRun.Kind.CURVE, team=world.aaparken, monday=TODAY)
    point = CurvePoint.objects.create(run=run, face_minutes=5, travel_minutes=60, faces=3, new_faces=1, uncovered=0)
    for thing in (happened, row, point):
        assert str(thing) == f"{type(thing).__name__} {thing.pk}"
        assert thing.scope().team_id == world.aaparken.pk
