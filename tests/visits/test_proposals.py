"""What a team does with a proposal: moves, locks, undoes, adopts; and what refuses it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from handlekraft.access.frame import Refused
from handlekraft.access.installation import Installation
from handlekraft.access.models import CareRelation
from handlekraft.access.permissions import Role
from handlekraft.audit.models import Event, EventCitizen
from handlekraft.demo.makers import at_clock, make_employee, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.visits import tasks
from handlekraft.visits.actions.proposals import (
    adopt_plan,
    lock_adopted,
    lock_proposed,
    move_adopted,
    move_proposed,
    note_export,
    undo_change,
)
from handlekraft.visits.actions.runs import start_run
from handlekraft.visits.actions.visits import undo_visit_change
from handlekraft.visits.models import PlanNotice, Proposal, ProposedChange, ProposedVisit, Visit, VisitChange
from handlekraft.visits.tasks import adopt
from tests.visits.drawing import TUESDAY, WEEK, Day, dispatched, drawn, make_day, usual


@pytest.fixture
def day(world: World) -> Day:
    return make_day(world)


def row(proposal: Proposal, visit: Visit) -> ProposedVisit:
    return ProposedVisit.objects.get(proposal=proposal, visit=visit)


def move(by: User, proposed: ProposedVisit, carer: User | None, clock: str = "12:00") -> None:
    carers = (carer.employee.pk,) if carer else ()
    move_proposed(by, proposed, carers=carers, starts_at=at_clock(TUESDAY, clock) if carer else None)


def last_event() -> tuple[str, str, list[int]]:
    event = Event.objects.latest("pk")
    citizens = EventCitizen.objects.filter(event_id=event.pk).values_list("citizen_id", flat=True)
    return event.verb, event.subject_kind, list(citizens)


# Moves


def test_a_move_is_judged_made_locked_and_logged(day: Day) -> None:
    noon = row(usual(day), day.noon)
    judged = move_proposed(
        day.world.mette, noon, carers=(day.samira.employee.pk,), starts_at=at_clock(TUESDAY, "12:30")
    )
    assert judged.in_one_line == "+ 30 min ventetid"
    noon.refresh_from_db()
    assert (noon.starts_at, noon.carer, noon.is_locked) == (at_clock(TUESDAY, "12:30"), day.samira.employee, True)
    assert last_event() == ("proposed visit moved", "visits.proposedvisit", [day.world.karl.pk])
    day.noon.refresh_from_db()
    assert day.noon.starts_at is None, "a proposal is not yet the plan"


def test_a_move_that_breaks_a_rule_is_refused_with_the_sentence(day: Day) -> None:
    noon = row(usual(day), day.noon)
    with pytest.raises(Refused, match=r"Karl har aftalt besøg 11\.00–14\.00"):
        move(day.world.mette, noon, day.samira, "10:00")
    noon.refresh_from_db()
    assert noon.starts_at == at_clock(TUESDAY, "12:00")
    assert not ProposedChange.objects.exists()


def test_a_visit_can_be_taken_off_the_plan_and_is_then_not_locked(day: Day) -> None:
    noon = row(usual(day), day.noon)
    move(day.world.mette, noon, None)
    noon.refresh_from_db()
    assert (noon.carer, noon.starts_at, noon.is_locked) == (None, None, False)
    with pytest.raises(Refused, match="kan ikke låses"):
        lock_proposed(day.world.mette, noon, locked=True)


@pytest.mark.requirement("R-063")
def test_who_does_not_plan_here_moves_nothing(day: Day) -> None:
    noon = row(usual(day), day.noon)
    for person in (day.world.christina, day.world.tove, day.world.ali):
        with pytest.raises(Refused, match="Du må ikke"):
            move_proposed(person, noon, carers=(day.samira.employee.pk,), starts_at=at_clock(TUESDAY, "12:30"))


def test_in_a_dispatched_section_the_team_moves_nothing(day: Day) -> None:
    noon = row(usual(day), day.noon)
    dispatched(day)
    with pytest.raises(Refused, match="lægger en disponent planen"):
        move(day.world.mette, noon, day.samira, "12:30")
    dora = make_employee("Dora Lind", Role.DISPATCHER, section=day.world.east)
    move(dora, noon, day.samira, "12:30")
    assert adopt_plan(dora, noon.proposal).adopted_by == dora


def test_what_has_begun_or_is_cancelled_does_not_move(day: Day, at: Callable[[str], None]) -> None:
    plan = usual(day)
    Visit.objects.filter(pk=day.noon.pk).update(status=Visit.Status.CANCELLED)
    with pytest.raises(Refused, match="begyndt, givet eller aflyst"):
        move(day.world.mette, row(plan, day.noon), day.samira)
    at("2026-12-01 09:00")
    Visit.objects.filter(pk=day.morning.pk).update(
        carer=day.samira.employee, starts_at=at_clock(TUESDAY, "08:30"), status=Visit.Status.STARTED
    )
    with pytest.raises(Refused, match="begyndt, givet eller aflyst"):
        move(day.world.mette, row(plan, day.morning), day.samira, "09:10")


def test_a_locked_visit_is_locked_for_the_computer_not_for_the_hand(day: Day) -> None:
    noon = row(usual(day), day.noon)
    lock_proposed(day.world.mette, noon, locked=True)
    assert last_event()[0] == "proposed visit locked"
    move(day.world.mette, noon, day.samira, "12:30")
    lock_proposed(day.world.mette, noon, locked=False)
    noon.refresh_from_db()
    assert (noon.starts_at, noon.is_locked) == (at_clock(TUESDAY, "12:30"), False)


def test_changes_are_undone_from_the_last_to_the_first(day: Day) -> None:
    noon = row(usual(day), day.noon)
    move(day.world.mette, noon, day.samira, "12:30")
    move(day.world.mette, noon, None)
    last, first = ProposedChange.objects.standing()
    with pytest.raises(Refused, match="ændret igen siden"):
        undo_change(day.world.mette, first)
    undo_change(day.world.mette, last)
    assert last_event()[0] == "proposed change undone"
    noon.refresh_from_db()
    assert (noon.carer, noon.is_locked) == (day.samira.employee, True)
    undo_change(day.world.mette, first)
    noon.refresh_from_db()
    assert (noon.starts_at, noon.is_locked) == (at_clock(TUESDAY, "12:00"), False)
    with pytest.raises(Refused, match="allerede fortrudt"):
        undo_change(day.world.mette, first)
    move(day.world.mette, noon, None)
    move(day.world.mette, noon, day.samira)
    undo_change(day.world.mette, ProposedChange.objects.standing()[0])
    noon.refresh_from_db()
    assert noon.starts_at is None


# Adoption


@pytest.mark.requirement("R-040", "R-063")
def test_the_team_adopts_and_only_then_the_days_change(day: Day) -> None:
    plan = usual(day)
    ProposedVisit.objects.filter(visit=day.noon).update(is_locked=True)
    with pytest.raises(Refused, match="Du må ikke vedtage ugens plan her"):
        adopt_plan(day.world.christina, plan)
    adopted = adopt_plan(day.world.mette, plan)
    assert (adopted.adopted_by, last_event()[:2]) == (day.world.mette, ("plan adopted", "visits.proposal"))
    assert list(Visit.objects.order_by("starts_at").values_list("carer", "starts_at", "is_locked")) == [
        (day.samira.employee.pk, at_clock(TUESDAY, "08:30"), False),
        (day.samira.employee.pk, at_clock(TUESDAY, "12:00"), True),
        (day.world.mette.employee.pk, at_clock(TUESDAY, "20:00"), False),
    ]
    with pytest.raises(Refused, match="Forslaget er vedtaget"):
        move(day.world.mette, row(plan, day.noon), day.samira, "12:30")


def test_each_whose_days_changed_gets_one_digest_and_one_mail(
    day: Day, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    jonas = make_employee("Jonas Holm", Role.TEAM_MEMBER, team=day.world.aaparken)
    make_shift(jonas, TUESDAY)
    Visit.objects.filter(pk=day.morning.pk).update(carer=jonas.employee, starts_at=at_clock(TUESDAY, "08:30"))
    Visit.objects.filter(pk=day.evening.pk).update(carer=day.world.mette.employee, starts_at=at_clock(TUESDAY, "20:00"))
    Visit.objects.filter(pk=day.noon.pk).update(carer=day.samira.employee, starts_at=at_clock(TUESDAY, "11:00"))
    jonas.employee.email = ""
    jonas.employee.save()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        adopt(day.world.mette, usual(day))
    news = {notice.employee.name: notice.days for notice in PlanNotice.objects.select_related("employee")}
    assert news == {
        "Samira Khan": [{"day": "2026-12-01", "new": 1, "gone": 0, "moved": 1}],
        "Jonas Holm": [{"day": "2026-12-01", "new": 0, "gone": 1, "moved": 0}],
    }, "nothing changed for Mette"
    assert [letter.to for letter in mail.outbox] == [["samira@example.org"]]
    assert mail.outbox[0].subject == "Uge 49 er vedtaget"
    assert "- Tirsdag 1. december: 1 nyt besøg, 1 flyttet" in mail.outbox[0].body
    assert "Ella" not in mail.outbox[0].body


def test_a_mail_server_that_is_away_stops_nobody(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    adopt_plan(day.world.mette, usual(day))

    def fail(*_args: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(tasks.EmailMessage, "send", fail)
    tasks.mail_notices.call(Proposal.objects.get().pk)
    assert PlanNotice.objects.count() == 2


def test_a_substitute_sees_his_citizens_on_the_day_and_no_longer_when_somebody_else_comes(
    day: Day, at: Callable[[str], None]
) -> None:
    make_shift(day.world.ali, TUESDAY, team=day.world.aaparken)
    adopt_plan(day.world.mette, drawn(day, noon=(day.world.ali, "12:00"), evening=(day.world.mette, "20:00")))
    relation = CareRelation.objects.get()
    assert (relation.user, relation.citizen, relation.kind) == (day.world.ali, day.world.karl, "visit")
    assert timezone.localdate(relation.starts_at) == TUESDAY
    at("2026-11-23 15:00")
    adopt_plan(day.world.mette, usual(day))
    relation.refresh_from_db()
    assert relation.ends_at < at_clock(TUESDAY, "00:00")


def test_what_has_been_is_left_as_it_was(day: Day, at: Callable[[str], None]) -> None:
    Visit.objects.filter(pk=day.morning.pk).update(
        carer=day.world.mette.employee, starts_at=at_clock(TUESDAY, "08:10"), status=Visit.Status.DONE
    )
    at("2026-12-01 10:30")
    adopt_plan(day.world.mette, usual(day))
    day.morning.refresh_from_db()
    assert (day.morning.carer, day.morning.starts_at) == (day.world.mette.employee, at_clock(TUESDAY, "08:10"))
    day.noon.refresh_from_db()
    assert day.noon.carer == day.samira.employee


def test_a_visit_nobody_gives_becomes_open(day: Day) -> None:
    Visit.objects.filter(pk=day.noon.pk).update(carer=day.samira.employee, starts_at=at_clock(TUESDAY, "12:00"))
    adopt_plan(day.world.mette, drawn(day, morning=(day.samira, "08:30")))
    day.noon.refresh_from_db()
    assert (day.noon.carer, day.noon.starts_at) == (None, None)
    assert PlanNotice.objects.get(employee=day.samira.employee).days[0]["gone"] == 1


def test_of_two_proposals_the_older_is_stale_once_the_newer_is_adopted(day: Day, at: Callable[[str], None]) -> None:
    old, new = usual(day), usual(day)
    at("2026-11-23 14:55")
    adopt_plan(day.world.mette, new)
    with pytest.raises(Refused, match="vedtaget med et andet forslag"):
        adopt_plan(day.world.mette, old)


def test_a_plan_changed_on_the_spot_meanwhile_makes_a_proposal_stale(day: Day, at: Callable[[str], None]) -> None:
    plan = usual(day)
    at("2026-11-23 14:55")
    kept = {"citizen": day.world.karl, "by": day.world.mette, "before": {}}
    VisitChange.objects.create(visit=day.noon, kind=VisitChange.Kind.CONTENT, **kept)
    VisitChange.objects.create(visit=day.noon, kind=VisitChange.Kind.LENGTH, **kept)
    with pytest.raises(Refused, match="Mette Lund har ændret planen"):
        adopt_plan(day.world.mette, plan)


def test_what_is_being_computed_is_overtaken_by_a_decision(day: Day) -> None:
    run = start_run(day.world.mette, day.world.aaparken, week=WEEK)
    adopt_plan(day.world.mette, usual(day))
    run.refresh_from_db()
    assert (run.status, run.cancel_asked) == ("cancelled", True)


@pytest.mark.parametrize(("number", "words"), [(1, "1 nyt besøg til"), (2, "2 nye besøg til")])
def test_visits_that_came_after_the_proposal_make_it_stale(day: Day, number: int, words: str) -> None:
    plan = usual(day)
    for _ in range(number):
        make_visit(day.world.karl, TUESDAY, None)
    with pytest.raises(Refused, match=words):
        adopt_plan(day.world.mette, plan)


def test_a_plan_that_breaks_a_rule_today_is_not_adopted(day: Day) -> None:
    plan = usual(day)
    day.samira.employee.shifts.update(sick_at=timezone.now())
    with pytest.raises(Refused, match="Planen bryder en regel: Samira"):
        adopt_plan(day.world.mette, plan)
    assert not Visit.objects.exclude(starts_at=None).exists()
    assert not PlanNotice.objects.exists()


# The adopted plan


def adopted(day: Day) -> None:
    adopt_plan(day.world.mette, usual(day))
    for visit in (day.morning, day.noon, day.evening):
        visit.refresh_from_db()


def test_the_adopted_plan_is_moved_by_the_same_judgement_and_undone(day: Day) -> None:
    adopted(day)
    make_shift(day.world.ali, TUESDAY, team=day.world.aaparken)
    with pytest.raises(Refused, match="Karl har aftalt"):
        move_adopted(day.world.mette, day.noon, carers=day.noon.carer_ids, starts_at=at_clock(TUESDAY, "10:00"))
    move_adopted(day.world.mette, day.noon, carers=day.noon.carer_ids, starts_at=at_clock(TUESDAY, "13:00"))
    ali = (day.world.ali.employee.pk,)
    move_adopted(day.world.mette, day.noon, carers=ali, starts_at=at_clock(TUESDAY, "13:00"))
    day.noon.refresh_from_db()
    assert day.noon.carer == day.world.ali.employee
    assert CareRelation.objects.filter(user=day.world.ali, citizen=day.world.karl).exists()
    assert list(VisitChange.objects.order_by("pk").values_list("kind", flat=True)) == ["moved", "handed_over"]
    undo_visit_change(day.world.mette, VisitChange.objects.latest("pk"))
    day.noon.refresh_from_db()
    assert (day.noon.carer, day.noon.starts_at) == (day.samira.employee, at_clock(TUESDAY, "13:00"))


def test_the_adopted_plan_is_not_moved_by_others_nor_once_it_is_given(day: Day) -> None:
    adopted(day)
    for person in (day.world.christina, day.world.tove):
        with pytest.raises(Refused, match="Du må ikke"):
            move_adopted(person, day.noon, carers=day.noon.carer_ids, starts_at=day.noon.starts_at)
    Visit.objects.filter(pk=day.noon.pk).update(status=Visit.Status.DONE)
    with pytest.raises(Refused, match="Besøget er givet"):
        move_adopted(day.world.mette, day.noon, carers=day.noon.carer_ids, starts_at=day.noon.starts_at)
    with pytest.raises(Refused, match="Besøget er givet"):
        lock_adopted(day.world.mette, day.noon, locked=True)


def test_a_visit_of_the_adopted_plan_is_locked_and_unlocked(day: Day) -> None:
    adopted(day)
    assert lock_adopted(day.world.mette, day.noon, locked=True).is_locked
    assert last_event() == ("visit locked", "visits.visit", [day.world.karl.pk])
    assert not lock_adopted(day.world.mette, day.noon, locked=False).is_locked


def test_names_in_a_file_stand_in_the_log_of_each_citizen(day: Day) -> None:
    plan = usual(day)
    with pytest.raises(Refused, match="Du må ikke trække lister med navne her"):
        note_export(day.world.christina, plan, citizens=frozenset({day.world.ella.pk}))
    note_export(Installation(), plan, citizens=frozenset({day.world.ella.pk, day.world.karl.pk}))
    event = Event.objects.get(verb="citizens exported")
    assert (event.actor_id, event.role) == (None, "installation")
    assert set(EventCitizen.objects.filter(event_id=event.pk).values_list("citizen_id", flat=True)) == {
        day.world.ella.pk,
        day.world.karl.pk,
    }


def test_a_day_after_the_week_is_no_matter_for_sight(day: Day, at: Callable[[str], None]) -> None:
    make_shift(day.world.ali, TUESDAY, team=day.world.aaparken)
    Visit.objects.filter(pk=day.morning.pk).update(
        carer=day.world.ali.employee, starts_at=at_clock(TUESDAY, "08:30"), status=Visit.Status.DONE
    )
    at("2026-12-02 10:00")
    make_shift(day.world.mette, TUESDAY + timedelta(days=1))
    adopt_plan(day.world.mette, drawn(day))
    assert not CareRelation.objects.exists(), "what was yesterday opens nothing"


def test_rows_of_plans_name_themselves_without_anybody(day: Day) -> None:
    plan = usual(day)
    noon = row(plan, day.noon)
    move(day.world.mette, noon, day.samira, "12:30")
    adopt_plan(day.world.mette, plan)
    notice = PlanNotice.objects.filter(proposal=plan)[0]
    rows = (plan.run, plan, noon, ProposedChange.objects.get(), notice)
    names = ["PlanRun", "Proposal", "ProposedVisit", "ProposedChange", "PlanNotice"]
    assert [str(one).split()[0] for one in rows] == names
    assert {one.scope().team_id for one in rows} == {day.world.aaparken.pk}
