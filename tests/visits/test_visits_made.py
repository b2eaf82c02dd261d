"""Visits follow what is agreed: made, changed, paused, ended; and whatever a person decided stands."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from handlekraft.access.frame import Refused
from handlekraft.access.visit_sight import give_visit_sight
from handlekraft.audit.models import Event
from handlekraft.citizens.actions import change_help, end_citizen, end_help, move_citizen
from handlekraft.citizens.models import AgreedHelp, Away
from handlekraft.citizens.terms import Terms
from handlekraft.demo.makers import local, make_competence, make_help, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.making import make_visits
from handlekraft.visits.actions.visits import cancel_visit, change_length, move_visit
from handlekraft.visits.coming import make_coming_visits
from handlekraft.visits.making import due
from handlekraft.visits.models import Visit, VisitChange
from handlekraft.visits.tasks import ask_for_plan

NEXT = Week(2026, 49)
TUESDAY = date(2026, 12, 1)
Status = Visit.Status


def made(world: World, week: Week = NEXT) -> int:
    return make_visits(world.mette, world.aaparken, week=week)


def on(day: date) -> Visit:
    return Visit.objects.get(day=day)


def test_each_day_of_the_rhythm_gets_its_visit_once(world: World) -> None:
    help_ = make_help(world.ella, "Morgenhjælp", weekdays="13", minutes=25, text="Kaffe.", carers_needed=2, priority=3)
    help_.competences.add(make_competence("Medicin"))
    assert made(world) == 2
    assert made(world) == 0
    visit = on(date(2026, 12, 2))
    assert (visit.title, visit.text, visit.minutes, visit.carers_needed, visit.priority) == (
        "Morgenhjælp",
        "Kaffe.",
        25,
        2,
        3,
    )
    assert (visit.earliest_at, visit.latest_at) == (local("2026-12-02 07:00"), local("2026-12-02 11:00"))
    assert [competence.name for competence in visit.competences.all()] == ["Medicin"]
    assert Event.objects.filter(verb="visits made").count() == 2


def test_only_who_plans_makes_visits(world: World) -> None:
    make_help(world.ella)
    with pytest.raises(Refused, match="besøg"):
        make_visits(world.christina, world.aaparken, week=NEXT)
    with pytest.raises(Refused):
        make_visits(world.tove, world.aaparken, week=NEXT)
    assert not Visit.objects.exists()


def test_fixed_and_wished_times_become_moments(world: World) -> None:
    make_help(world.ella, weekdays="1", minutes=20, fixed_start=time(8, 15))
    make_help(world.karl, weekdays="1", wished_from=time(8), wished_until=time(9))
    made(world)
    fixed, wished = Visit.objects.get(citizen=world.ella), Visit.objects.get(citizen=world.karl)
    assert (fixed.earliest_at, fixed.latest_at) == (local("2026-11-30 08:15"), local("2026-11-30 08:35"))
    assert (wished.wished_from_at, wished.wished_until_at) == (local("2026-11-30 08:00"), local("2026-11-30 09:00"))


@pytest.mark.parametrize(
    ("now", "sunday", "before", "after"),
    [("2026-03-23 08:00", date(2026, 3, 29), 6, 5), ("2026-10-19 08:00", date(2026, 10, 25), 5, 6)],
)
def test_seven_in_the_morning_is_seven_before_and_after_the_clock_change(
    world: World,
    at,  # type: ignore[no-untyped-def]
    now: str,
    sunday: date,
    before: int,
    after: int,
) -> None:
    at(now)
    make_help(world.ella, weekdays="67", window="07:00-23:30", minutes=600)
    made(world, Week.of(sunday))
    saturday = on(sunday - timedelta(days=1))
    assert (saturday.earliest_at.hour, on(sunday).earliest_at.hour) == (before, after)
    assert timezone.localtime(on(sunday).latest_at).time() == time(23, 30)
    assert due(world.aaparken, Week.of(sunday)) == []


def test_a_help_in_the_night_of_the_change_keeps_its_length(world: World, at) -> None:  # type: ignore[no-untyped-def]
    at("2026-10-19 08:00")
    make_help(world.ella, weekdays="7", window="01:00-04:00", minutes=60, fixed_start=time(1, 30))
    made(world, Week(2026, 43))
    visit = Visit.objects.get()
    assert visit.latest_at - visit.earliest_at == timedelta(minutes=60)


def test_what_is_past_today_is_not_made(world: World) -> None:
    make_help(world.ella, window="07:00-11:00")
    make_help(world.karl, window="17:00-22:00")
    made(world, Week(2026, 48))
    today = date(2026, 11, 23)
    assert [visit.citizen for visit in Visit.objects.filter(day=today)] == [world.karl]
    assert Visit.objects.filter(citizen=world.ella).count() == 6
    assert made(world, Week(2026, 47)) == 0


def test_nothing_is_made_before_the_first_day_or_after_the_last(world: World) -> None:
    make_help(world.ella)
    make_help(world.karl)
    world.ella.ends_on, world.karl.starts_on = date(2026, 12, 1), date(2026, 12, 5)
    world.ella.save()
    world.karl.save()
    made(world)
    assert Visit.objects.filter(citizen=world.ella).count() == 2
    assert Visit.objects.filter(citizen=world.karl).count() == 2


def test_changed_terms_reach_the_visits_and_free_what_no_longer_fits(world: World) -> None:
    help_ = make_help(world.ella, weekdays="23", minutes=30, carers_needed=2)
    made(world)
    fits, misfit = on(TUESDAY), on(date(2026, 12, 2))
    mette, ali = world.mette.employee, world.ali.employee
    Visit.objects.filter(pk=fits.pk).update(
        carer=mette, second_carer=ali, starts_at=local("2026-12-01 10:00"), is_locked=True
    )
    Visit.objects.filter(pk=misfit.pk).update(carer=mette, starts_at=local("2026-12-02 07:00"), is_locked=True)
    terms = Terms(title="Bad", weekdays="23", minutes=45, allowed_from=time(9), competences=(make_competence("Bad"),))
    help_ = change_help(world.mette, help_, terms=terms)
    assert made(world) == 2
    fits.refresh_from_db()
    misfit.refresh_from_db()
    assert (fits.title, fits.minutes, fits.help, fits.carer, fits.second_carer) == ("Bad", 45, help_, mette, None)
    assert fits.is_locked
    assert (misfit.starts_at, misfit.carer, misfit.is_locked) == (None, None, False)
    assert [competence.name for competence in misfit.competences.all()] == ["Bad"]
    assert made(world) == 0


def test_a_visit_goes_on_under_new_terms_two_changes_later(world: World) -> None:
    first = make_help(world.ella, weekdays="2", starts_on=date(2026, 11, 1))
    made(world)
    visit = Visit.objects.get()
    second = AgreedHelp.objects.create(
        citizen=world.ella, title="B", weekdays="2", minutes=30, starts_on=date(2026, 11, 28), replaces=first
    )
    AgreedHelp.objects.filter(pk=first.pk).update(ends_on=date(2026, 11, 27))
    AgreedHelp.objects.filter(pk=second.pk).update(ends_on=date(2026, 11, 29))
    third = AgreedHelp.objects.create(
        citizen=world.ella, title="C", weekdays="2", minutes=30, starts_on=date(2026, 11, 30), replaces=second
    )
    made(world)
    visit.refresh_from_db()
    assert (visit.help, visit.title) == (third, "C")
    assert Visit.objects.count() == 1


def test_what_a_person_changed_begun_or_gave_is_left_alone(world: World) -> None:
    help_ = make_help(world.ella, weekdays="1234")
    made(world)
    make_shift(world.mette, TUESDAY)
    longer = on(TUESDAY)
    change_length(world.mette, longer, minutes=60)
    for day, status in ((date(2026, 11, 30), Status.STARTED), (date(2026, 12, 2), Status.DONE)):
        Visit.objects.filter(day=day).update(status=status)
    Visit.objects.filter(day=date(2026, 12, 3)).update(status=Status.MISSED)
    AgreedHelp.objects.filter(pk=help_.pk).update(minutes=15)
    assert made(world) == 0
    longer.refresh_from_db()
    assert longer.minutes == 60
    end_help(world.mette, AgreedHelp.objects.get(), on=date(2026, 11, 28))
    assert made(world) == 0


def test_a_visit_moved_to_another_day_is_not_made_again(world: World) -> None:
    make_help(world.ella, weekdays="2", window="07:00-15:00")
    made(world)
    move_visit(world.mette, on(TUESDAY), starts_at=local("2026-12-02 10:00"))
    assert made(world) == 0
    assert on(date(2026, 12, 2)).latest_at == local("2026-12-02 15:00")


def test_help_that_ends_takes_its_visits_with_it_and_back(world: World) -> None:
    help_ = make_help(world.ella, weekdays="2")
    made(world)
    end_help(world.mette, help_, on=date(2026, 11, 28))
    assert made(world) == 1
    visit = on(TUESDAY)
    assert (visit.status, visit.reason) == (Status.CANCELLED, "Hjælpen er sluttet")
    assert made(world) == 0
    AgreedHelp.objects.update(ends_on=None)
    assert made(world) == 1
    visit.refresh_from_db()
    assert (visit.status, visit.reason) == (Status.PLANNED, "")


def test_the_end_of_a_citizen_ends_all_her_visits(world: World) -> None:
    make_help(world.ella, weekdays="2")
    made(world)
    make_shift(world.mette, TUESDAY)
    change_length(world.mette, on(TUESDAY), minutes=60)
    extra = make_visit(world.ella, date(2026, 12, 2))
    end_citizen(world.mette, world.ella, on=date(2026, 11, 28))
    assert made(world) == 2
    assert not Visit.objects.to_give().exists()
    extra.refresh_from_db()
    assert extra.reason == "Hjælpen er sluttet"
    assert made(world) == 0


def away(world: World, starts: str, ends: str | None) -> Away:
    return Away.objects.create(
        citizen=world.ella,
        kind=Away.Kind.HOSPITAL,
        starts_at=local(starts),
        ends_at=local(ends) if ends else None,
    )


def test_visits_pause_while_the_citizen_is_away_and_come_back(world: World) -> None:
    make_help(world.ella, weekdays="123", window="07:00-11:00")
    made(world)
    own = make_visit(world.ella, TUESDAY, "14:00", carer=world.mette)
    make_shift(world.mette, TUESDAY)
    by_hand = Visit.objects.get(day=TUESDAY, help__isnull=False)
    change_length(world.mette, by_hand, minutes=60)
    absence = away(world, "2026-12-01 06:00", None)
    assert made(world) == 3
    assert made(world) == 0
    assert [visit.day for visit in Visit.objects.to_give()] == [date(2026, 11, 30)]
    assert set(Visit.objects.filter(status=Status.CANCELLED).values_list("reason", flat=True)) == {
        "Borgeren er ikke hjemme"
    }
    absence.ends_at = local("2026-12-01 13:00")
    absence.save()
    assert made(world) == 2
    own.refresh_from_db()
    assert (own.status, own.carer) == (Status.PLANNED, world.mette.employee)
    by_hand.refresh_from_db()
    assert by_hand.status == Status.CANCELLED


def test_a_morning_away_leaves_what_can_be_given_later(world: World) -> None:
    make_help(world.ella, weekdays="2", window="07:00-15:00", minutes=30)
    away(world, "2026-12-01 06:00", "2026-12-01 14:00")
    assert made(world) == 1
    Visit.objects.update(starts_at=local("2026-12-01 13:45"), carer=world.mette.employee)
    assert made(world) == 1
    assert on(TUESDAY).status == Status.CANCELLED


def test_no_visit_is_made_for_whoever_is_away(world: World) -> None:
    make_help(world.ella, weekdays="2")
    away(world, "2026-11-30 06:00", "2026-12-05 06:00")
    assert made(world) == 0


def test_a_visit_shaped_by_hand_pauses_though_its_help_has_ended(world: World) -> None:
    help_ = make_help(world.ella, weekdays="2")
    made(world)
    make_shift(world.mette, TUESDAY)
    change_length(world.mette, on(TUESDAY), minutes=60)
    end_help(world.mette, help_, on=date(2026, 11, 28))
    away(world, "2026-11-30 06:00", None)
    assert made(world) == 1
    assert on(TUESDAY).reason == "Borgeren er ikke hjemme"


def test_whoever_got_something_else_meanwhile_does_not_come_twice(world: World) -> None:
    make_shift(world.mette, TUESDAY)
    paused = make_visit(world.ella, TUESDAY, "09:00", carer=world.mette)
    untimed = make_visit(world.ella, TUESDAY, None)
    absence = away(world, "2026-11-30 06:00", None)
    made(world)
    make_visit(world.karl, TUESDAY, "09:15", carer=world.mette)
    make_visit(world.karl, TUESDAY, "07:15", carer=world.mette)
    absence.delete()
    assert made(world) == 2
    paused.refresh_from_db()
    untimed.refresh_from_db()
    assert (paused.status, paused.carer) == (Status.PLANNED, None)
    assert paused.starts_at == local("2026-12-01 09:00")
    assert untimed.status == Status.PLANNED


def test_a_visit_cancelled_by_a_person_stays_cancelled(world: World) -> None:
    make_help(world.ella, weekdays="2")
    made(world)
    make_shift(world.mette, TUESDAY)
    cancel_visit(world.mette, on(TUESDAY), reason="Ella er på tur")
    extra = make_visit(world.ella, date(2026, 12, 2))
    cancel_visit(world.mette, extra, reason="Ella er på tur")
    assert made(world) == 0


def test_carers_of_the_old_team_do_not_come_after_a_citizen_moved(world: World) -> None:
    visit = make_visit(world.ella, TUESDAY, "09:00", carer=world.mette)
    guest = make_visit(world.karl, TUESDAY, "09:00", carer=world.tove)
    done = make_visit(world.ella, TUESDAY, "10:00", carer=world.mette, status=Status.DONE)
    lent = make_visit(world.karl, date(2026, 12, 2), "09:00", carer=world.tove)
    give_relation(world, lent)
    move_citizen(world.soeren, world.ella, to=world.havnen)
    assert make_visits(world.soeren, world.havnen, week=NEXT) == 1
    assert made(world) == 1
    for row, carer in (
        (visit, None),
        (guest, None),
        (done, world.mette.employee),
        (lent, world.tove.employee),
    ):
        row.refresh_from_db()
        assert row.carer == carer


def give_relation(world: World, visit: Visit) -> None:
    from handlekraft.access.frame import action
    from handlekraft.access.permissions import Permission

    @action("visit handed over", needs=Permission.PLAN_VISITS)
    def hand_over(by, subject, *, day):  # type: ignore[no-untyped-def]
        give_visit_sight(by, subject, carer=world.tove, day=day)

    hand_over(world.mette, visit.citizen, day=visit.day)


def test_the_clock_makes_what_is_due_in_four_weeks_and_writes_nothing_else(world: World) -> None:
    make_help(world.ella, weekdays="3")
    make_help(world.nora, weekdays="3")
    world.havnen.closed_on = date(2026, 11, 1)
    world.havnen.save()
    make_coming_visits()
    assert Visit.objects.count() == 4
    events = Event.objects.count()
    make_coming_visits()
    assert Event.objects.count() == events
    assert Event.objects.filter(role="installation", verb="visits made").count() == 4


def test_an_old_change_that_was_undone_binds_nobody(world: World) -> None:
    help_ = make_help(world.ella, weekdays="2")
    made(world)
    VisitChange.objects.create(
        visit=on(TUESDAY),
        citizen=world.ella,
        kind=VisitChange.Kind.CANCELLED,
        by=world.mette,
        before={},
        undone_at=timezone.now(),
    )
    AgreedHelp.objects.filter(pk=help_.pk).update(minutes=15)
    assert made(world) == 1
    assert on(TUESDAY).minutes == 15


def test_whoever_asks_for_a_proposal_plans_what_is_agreed_by_now(world: World) -> None:
    make_help(world.ella, weekdays="2")
    make_shift(world.mette, TUESDAY)
    for _ in range(2):
        run = ask_for_plan(world.mette, world.aaparken, week=NEXT)
        run.delete()
    assert on(TUESDAY).citizen == world.ella
    assert Event.objects.filter(verb="visits made").count() == 1
    with pytest.raises(Refused):
        ask_for_plan(world.tove, world.aaparken, week=NEXT)
