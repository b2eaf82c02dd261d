"""The bridge there: rows become a problem of ids and minutes, with locks, links, prices and what has been."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handlekraft.access.permissions import Role
from handlekraft.citizens.models import Citizen
from handlekraft.demo.makers import (
    at_clock,
    give_competence,
    make_citizen,
    make_employee,
    make_help,
    make_shift,
    make_visit,
)
from handlekraft.demo.world import World
from handlekraft.people.models import Competence, DatedSetting, EmployeeCompetence, User
from handlekraft.rosters.models import ProtectedTime
from handlekraft.rosters.week import Week
from handlekraft.visits.models import Visit
from handlekraft.visits.planning.problem import Unplannable, check_plannable, problem_of
from handlekraft.visits.planning.rows import Rows, rows_of_week
from handlekraft_engine.visits.problem import Block, Break, Link, Lock, Need, Problem, Published, Window

TUESDAY = date(2026, 12, 1)
WEEK = Week.of(TUESDAY)
DAY = 24 * 60
"""Minutes: Tuesday begins one day after the week's origin."""


def rows(world: World, week: Week = WEEK) -> Rows:
    return rows_of_week(world.aaparken, week, proposal=None)


def problem(world: World, week: Week = WEEK) -> Problem:
    return problem_of(rows(world, week))


def need(world: World, visit: Visit, week: Week = WEEK) -> Need:
    return problem(world, week).need[str(visit.pk)]


def key(user: User) -> str:
    return str(user.employee.pk)


@pytest.fixture
def samira(world: World) -> User:
    make_shift(world.mette, TUESDAY, "15:00-23:30")
    samira = make_employee("Samira Khan", Role.TEAM_MEMBER, team=world.aaparken, mode="car")
    make_shift(samira, TUESDAY, "07:00-15:00")
    return samira


def test_minutes_are_counted_from_local_monday_midnight(world: World, samira: User) -> None:
    visit = make_visit(world.ella, TUESDAY, None, window="08:00-11:00", minutes=30)
    asked = problem(world)
    assert asked.origin == "2026-11-30T00:00:00+01:00"
    assert asked.need[str(visit.pk)].windows == (Window(DAY + 8 * 60, DAY + 10 * 60 + 30),)
    assert asked.carer[key(samira)].shifts[0].starts == DAY + 7 * 60
    assert asked.carer[key(samira)].mode == "car"
    assert asked.now is None


@pytest.mark.parametrize(("sunday", "hours"), [(date(2026, 10, 25), 25), (date(2026, 3, 29), 23)])
def test_a_sunday_of_25_or_23_hours_is_only_a_longer_or_shorter_row_of_minutes(
    world: World, sunday: date, hours: int
) -> None:
    week = Week.of(sunday)
    make_shift(world.mette, sunday, "15:00-23:30")
    visit = make_visit(world.ella, sunday, None, window="20:00-23:30", minutes=30)
    asked = problem(world, week)
    midnight = 6 * DAY + hours * 60
    assert asked.need[str(visit.pk)].windows == (Window(midnight - 4 * 60, midnight - 60),)
    assert asked.carer[key(world.mette)].shifts[0].ends == midnight - 30


def test_a_visit_longer_than_its_time_starts_at_once(world: World, samira: User) -> None:
    visit = make_visit(world.ella, TUESDAY, None, window="08:00-08:20", minutes=45)
    assert need(world, visit).windows == (Window(DAY + 480, DAY + 480),)


def test_a_wish_is_a_soft_window_open_to_the_side_nobody_named(world: World, samira: User) -> None:
    window = {"window": "08:00-12:00", "minutes": 30}
    plain = make_visit(world.ella, TUESDAY, None, **window)
    early = make_visit(world.ella, TUESDAY, None, wished_until_at=at_clock(TUESDAY, "09:00"), **window)
    late = make_visit(world.ella, TUESDAY, None, wished_from_at=at_clock(TUESDAY, "11:00"), **window)
    assert need(world, plain).wished is None
    assert need(world, early).wished == Window(DAY + 480, DAY + 510)
    assert need(world, late).wished == Window(DAY + 660, DAY + 690)


def test_help_names_who_is_wished_and_unwished_and_what_comes_first(world: World, samira: User) -> None:
    morning = make_help(world.ella, "Morgen", window="07:00-09:00")
    noon = make_help(world.ella, "Frokost", window="10:00-14:00", after=morning, gap_minutes=180, gap_at_most=300)
    noon.preferred.add(samira.employee)
    noon.unwanted.add(world.ali.employee)
    first = make_visit(world.ella, TUESDAY, None, help=morning)
    second = make_visit(world.ella, TUESDAY, None, help=noon, priority=3)
    alone = make_visit(world.ella, TUESDAY + timedelta(days=1), None, help=noon)
    asked = problem(world)
    assert asked.links == (Link(str(first.pk), str(second.pk), 180, 300),)
    wanted = asked.need[str(second.pk)]
    assert wanted.preferred == {key(samira), key(world.mette)}, "the primary contact is always wished for"
    assert wanted.unwanted == {key(world.ali)}
    assert wanted.priority == 2
    assert asked.need[str(alone.pk)].preferred == wanted.preferred


def test_only_those_whose_competence_holds_on_the_day_may_come(world: World, samira: User) -> None:
    visit = make_visit(world.ella, TUESDAY, None, minutes=15)
    visit.competences.add(Competence.objects.get(name="Medicin"))
    give_competence(samira.employee, "Medicin")
    EmployeeCompetence.objects.filter(employee=samira.employee).update(ends_on=TUESDAY - timedelta(days=1))
    wanted = need(world, visit)
    assert wanted.tasks == (frozenset({str(Competence.objects.get(name="Medicin").pk)}),)
    assert wanted.forbidden == {key(samira)}


def test_two_carers_at_once_are_two_tasks(world: World, samira: User) -> None:
    assert len(need(world, make_visit(world.ella, TUESDAY, None, carers_needed=2)).tasks) == 2


def test_a_break_lies_in_the_middle_half_and_protected_time_is_one_block(world: World, samira: User) -> None:
    make_visit(world.ella, TUESDAY, None)
    shift = samira.employee.shifts.get()
    shift.break_minutes = 30
    shift.save()
    for starts, ends in (("13:00", "14:00"), ("13:30", "14:30"), ("09:00", "09:15")):
        ProtectedTime.objects.create(
            employee=samira.employee,
            kind=ProtectedTime.Kind.MEETING,
            starts_at=at_clock(TUESDAY, starts),
            ends_at=at_clock(TUESDAY, ends),
        )
    carer = problem(world).carer[key(samira)]
    assert carer.shifts[0].breaks == (Break(DAY + 9 * 60, DAY + 12 * 60 + 30, 30),)
    assert carer.blocks == (Block(DAY + 540, DAY + 555), Block(DAY + 780, DAY + 870))


def test_who_is_sick_is_not_asked(world: World, samira: User) -> None:
    make_visit(world.ella, TUESDAY, None)
    samira.employee.shifts.update(sick_at=at_clock(TUESDAY, "06:45"))
    assert list(problem(world).carer) == [key(world.mette)]


def test_faces_are_known_by_agreement_and_from_four_weeks_of_visits(world: World, samira: User) -> None:
    make_visit(world.ella, TUESDAY, None)
    make_visit(world.ella, date(2026, 11, 10), carer=samira, second=world.ali, status=Visit.Status.DONE)
    make_visit(world.ella, date(2026, 10, 10), carer=world.tove, status=Visit.Status.DONE)
    known = problem(world).citizen[str(world.ella.pk)].known
    assert known == {key(world.mette), key(samira), key(world.ali)}


def test_the_adopted_plan_has_a_price_to_change_and_a_lock_is_kept(world: World, samira: User) -> None:
    told = make_visit(world.ella, TUESDAY, "09:00", carer=samira)
    locked = make_visit(world.karl, TUESDAY, "10:00", carer=samira, is_locked=True)
    half = make_visit(world.karl, TUESDAY, "11:00", carer=samira, carers_needed=2)
    asked = problem(world)
    assert asked.need[str(told.pk)].published == Published((key(samira),), DAY + 540)
    assert asked.need[str(told.pk)].lock is None
    assert asked.need[str(locked.pk)].lock == Lock((key(samira),), DAY + 600)
    assert asked.need[str(half.pk)].published is None


def test_a_lock_on_somebody_who_is_sick_keeps_its_time_alone(world: World, samira: User) -> None:
    locked = make_visit(world.ella, TUESDAY, "09:00", carer=samira, is_locked=True)
    samira.employee.shifts.update(sick_at=at_clock(TUESDAY, "06:45"))
    assert need(world, locked).lock == Lock((), DAY + 540)


def test_what_has_been_lies_fast_where_it_was(world: World, samira: User, at: object) -> None:
    at("2026-12-01 10:00")  # type: ignore[operator]
    done = make_visit(world.ella, TUESDAY, "08:00", carer=samira, status=Visit.Status.DONE)
    past = make_visit(world.karl, TUESDAY, "09:00", carer=world.ali, carers_needed=2)
    coming = make_visit(world.karl, TUESDAY, "11:00", carer=samira)
    unassigned = make_visit(world.karl, TUESDAY, None, status=Visit.Status.STARTED)
    gone = make_visit(world.karl, TUESDAY, "12:00", carer=samira, status=Visit.Status.CANCELLED)
    asked = problem(world)
    assert asked.now == DAY + 600
    assert asked.need[str(done.pk)].frozen
    assert asked.need[str(past.pk)].lock == Lock((key(world.ali),), DAY + 540)
    assert asked.need[str(past.pk)].published is None
    assert not asked.need[str(coming.pk)].frozen
    assert str(unassigned.pk) not in asked.need
    assert str(gone.pk) not in asked.need
    assert asked.carer[key(world.ali)].shifts == (), "she gave it, though nobody wrote her shift"


def test_a_home_on_no_map_is_equally_far_from_everything(world: World, samira: User) -> None:
    lost = make_citizen("Lost Larsen", world.aaparken)
    lost.lat = None
    lost.save()
    visit = make_visit(lost, TUESDAY, None)
    make_visit(world.ella, TUESDAY, None)
    asked = problem(world)
    place = asked.need[str(visit.pk)].place
    table = asked.minutes_by["car"]
    assert {table[place][other] for other in range(len(table)) if other != place} == {10}
    assert {table[other][place] for other in range(len(table)) if other != place} == {10}
    assert table[place][place] == 0
    assert [citizen.name for citizen in rows(world).without_place] == ["Lost Larsen"]


def test_a_team_without_a_base_begins_at_its_first_visit(world: World, samira: User) -> None:
    visit = make_visit(world.ella, TUESDAY, None)
    world.aaparken.base_lat = None
    world.aaparken.save()
    asked = problem(world)
    assert asked.need[str(visit.pk)].place == 0
    assert asked.carer[key(samira)].shifts[0].start_place is None


def test_what_the_municipality_decided_is_the_price_and_the_speed(world: World, samira: User) -> None:
    make_visit(world.ella, TUESDAY, None)
    before = problem(world)
    decided = {"valid_from": date(2026, 1, 1), "source": "Byrådet"}
    DatedSetting.objects.create(key="planning.new_face_minutes", value=40, **decided)
    DatedSetting.objects.create(key="travel.car_kmh", value=5, **decided)
    after = problem(world)
    assert (before.prices.new_face, after.prices.new_face) == (150, 400)
    assert after.minutes_by["car"][0][1] > before.minutes_by["car"][0][1]


def test_shifts_that_overlap_are_named(world: World, samira: User) -> None:
    make_visit(world.ella, TUESDAY, None)
    make_shift(samira, TUESDAY, "14:00-16:00")
    with pytest.raises(Unplannable, match="Samira Khan har to vagter"):
        problem(world)


def test_nothing_to_plan_is_said_in_words(world: World) -> None:
    with pytest.raises(Unplannable, match="ingen besøg"):
        check_plannable(rows(world))
    make_visit(world.ella, TUESDAY, None)
    with pytest.raises(Unplannable, match="ingen vagter"):
        check_plannable(rows(world))


def test_a_week_is_fetched_in_as_many_questions_whatever_it_holds(world: World, samira: User) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            problem(world)
        return len(asked)

    def ask_for(citizen: Citizen, days: int) -> None:
        help_ = make_help(citizen, wished_from=time(8))
        help_.preferred.add(samira.employee)
        for day in WEEK.days[:days]:
            visit = make_visit(citizen, day, "09:00", carer=samira, help=help_)
            visit.competences.add(Competence.objects.get(name="Medicin"))

    ask_for(world.ella, 1)
    before = questions()
    ask_for(world.karl, 7)
    assert questions() == before <= 20
