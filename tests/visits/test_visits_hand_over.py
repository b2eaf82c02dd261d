"""Who comes is changed by hand: the law refuses, a wish is worth a word, and sight follows the visit."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from handlekraft.access.frame import Refused
from handlekraft.access.models import CareRelation
from handlekraft.access.permissions import Role
from handlekraft.audit.models import Event
from handlekraft.demo.makers import (
    at_clock,
    local,
    make_competence,
    make_employee,
    make_help,
    make_shift,
    make_visit,
)
from handlekraft.demo.world import World
from handlekraft.people.models import EmployeeCompetence, User
from handlekraft.rosters.models import ProtectedTime
from handlekraft.visits.actions.absence import report_sick, withdraw_sick
from handlekraft.visits.actions.notes import begin_visit
from handlekraft.visits.actions.visits import (
    change_carers_needed,
    change_length,
    hand_over_visit,
    move_visit,
    undo_visit_change,
)
from handlekraft.visits.models import Visit, VisitChange
from handlekraft.visits.planning.spot import colleagues_for, default_start

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
Status = Visit.Status


@pytest.fixture
def jonas(world: World) -> User:
    """A colleague at work tonight, who can do everything."""
    jonas = make_employee("Jonas Mark", Role.TEAM_MEMBER, team=world.aaparken, competences=["Medicin"], mode="car")
    for user in (world.mette, jonas):
        make_shift(user, TODAY, "15:00-23:30")
        make_shift(user, TOMORROW, "07:00-23:30")
    return jonas


@pytest.fixture
def visit(world: World, jonas: User) -> Visit:
    """Mette is to be at Ella's at 16.30."""
    return make_visit(world.ella, TODAY, "16:30", minutes=30, carer=world.mette, window="15:00-22:00")


def latest() -> VisitChange:
    change = VisitChange.objects.first()
    assert change is not None
    return change


def recorded() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_whoever_lacks_the_competence_or_lost_it_does_not_come(world: World, visit: Visit, jonas: User) -> None:
    visit.competences.add(make_competence("Medicin"))
    ida = make_employee("Ida Ud", Role.TEAM_MEMBER, team=world.aaparken)
    make_shift(ida, TODAY, "15:00-23:30")
    with pytest.raises(Refused, match="Ida mangler Medicin"):
        hand_over_visit(world.mette, visit, to=ida.employee, instead_of=world.mette.employee)
    EmployeeCompetence.objects.filter(employee=jonas.employee).update(ends_on=date(2026, 11, 1))
    with pytest.raises(Refused, match="gælder ikke den dag for Jonas"):
        hand_over_visit(world.mette, visit, to=jonas.employee, instead_of=world.mette.employee)
    visit.refresh_from_db()
    assert visit.carer == world.mette.employee


def test_whoever_is_not_at_work_or_elsewhere_does_not_come(world: World, visit: Visit, jonas: User) -> None:
    with pytest.raises(Refused, match=r"Ali er ikke på arbejde 16\.30–17\.00, hvor Ella skal have besøg"):
        hand_over_visit(world.mette, visit, to=world.ali.employee, instead_of=world.mette.employee)
    make_visit(world.karl, TODAY, "16:45", carer=jonas)
    with pytest.raises(Refused, match="Jonas når ikke frem"):
        hand_over_visit(world.mette, visit, to=jonas.employee, instead_of=world.mette.employee)
    with pytest.raises(Refused, match="ikke på arbejde"):
        move_visit(world.mette, visit, starts_at=local("2026-11-23 14:55"))


def test_a_way_that_is_a_little_short_and_kept_time_are_worth_a_word(world: World, visit: Visit, jonas: User) -> None:
    make_visit(world.karl, TODAY, "17:01", carer=jonas)
    ProtectedTime.objects.create(
        employee=jonas.employee,
        kind=ProtectedTime.Kind.RECHARGE,
        starts_at=at_clock(TODAY, "16:40"),
        ends_at=at_clock(TODAY, "16:50"),
    )
    changed = hand_over_visit(world.mette, visit, to=jonas.employee, instead_of=world.mette.employee)
    assert any("når ikke frem" in words for words in changed.warnings)
    assert any("opladning" in words for words in changed.warnings)


def test_an_empty_place_is_filled_and_a_full_visit_is_not(world: World, jonas: User) -> None:
    empty = make_visit(world.ella, TODAY, None, window="17:00-22:00")
    hand_over_visit(world.mette, empty, to=jonas.employee)
    empty.refresh_from_db()
    assert (empty.carer, empty.starts_at) == (jonas.employee, local("2026-11-23 17:00"))
    with pytest.raises(Refused, match="Jonas kommer allerede"):
        hand_over_visit(world.mette, empty, to=jonas.employee)
    with pytest.raises(Refused, match="allerede nogen"):
        hand_over_visit(world.mette, empty, to=world.mette.employee)
    with pytest.raises(Refused, match="Ali kommer ikke længere"):
        hand_over_visit(world.mette, empty, to=world.mette.employee, instead_of=world.ali.employee)


def test_two_come_together_and_one_of_them_is_handed_on(world: World, visit: Visit, jonas: User) -> None:
    change_carers_needed(world.mette, visit, number=2)
    visit.refresh_from_db()
    assert Visit.objects.unassigned().get() == visit
    hand_over_visit(world.mette, visit, to=jonas.employee)
    ida = make_employee("Ida Ud", Role.TEAM_MEMBER, team=world.aaparken)
    make_shift(ida, TODAY, "15:00-23:30")
    hand_over_visit(world.mette, visit, to=ida.employee, instead_of=jonas.employee)
    visit.refresh_from_db()
    assert visit.carer_ids == (world.mette.employee.pk, ida.employee.pk)
    change_carers_needed(world.mette, visit, number=1)
    visit.refresh_from_db()
    assert (visit.carers_needed, visit.carer_ids) == (1, (world.mette.employee.pk,))
    with pytest.raises(Refused, match="en eller to"):
        change_carers_needed(world.mette, visit, number=3)


@pytest.mark.requirement("D-03")
def test_a_substitute_sees_the_citizen_from_the_handing_over_until_it_is_taken_back(world: World, visit: Visit) -> None:
    make_shift(world.ali, TODAY, "15:00-23:00")
    another = make_visit(world.ella, TODAY, "20:00", carer=world.ali)
    hand_over_visit(world.mette, visit, to=world.ali.employee, instead_of=world.mette.employee)
    assert [row.name for row in type(world.ella).objects.visible_to(world.ali)] == ["Ella Winther"]
    undo_visit_change(world.mette, latest())
    assert CareRelation.objects.filter(ends_at__gt=timezone.now()).exists()
    hand_over_visit(world.mette, another, to=world.mette.employee, instead_of=world.ali.employee)
    assert not type(world.ella).objects.visible_to(world.ali).exists()
    with pytest.raises(Refused):
        begin_visit(world.ali, visit)


def test_moving_to_another_day_moves_the_sight(world: World, jonas: User) -> None:
    make_shift(world.ali, TODAY, "15:00-23:00")
    make_shift(world.ali, TOMORROW, "15:00-23:00")
    visit = make_visit(world.ella, TODAY, "16:30", carer=world.mette)
    hand_over_visit(world.mette, visit, to=world.ali.employee, instead_of=world.mette.employee)
    move_visit(world.mette, visit, starts_at=local("2026-11-24 16:30"))
    at_noon = local("2026-11-24 12:00")
    assert not type(world.ella).objects.visible_to(world.ali).exists()
    assert type(world.ella).objects.visible_to(world.ali, at=at_noon).exists()


def test_colleagues_at_work_come_known_faces_first_with_what_speaks_against(
    world: World, visit: Visit, jonas: User
) -> None:
    help_ = make_help(world.ella)
    Visit.objects.filter(pk=visit.pk).update(help=help_, carer=jonas.employee)
    visit.refresh_from_db()
    ida, bo = (
        make_employee(name, Role.TEAM_MEMBER, team=world.aaparken, competences=["Medicin"])
        for name in ("Ida Ud", "Bo Ny")
    )
    for user, hours in ((ida, "15:00-23:30"), (bo, "15:00-23:30"), (world.ali, "15:00-23:30")):
        make_shift(user, TODAY, hours)
    help_.unwanted.add(bo.employee)
    make_visit(world.ella, TODAY - timedelta(days=3), "09:00", carer=ida, status=Status.DONE)
    visit.competences.add(make_competence("Medicin"))
    found = colleagues_for(visit, instead_of=jonas.employee.pk)
    assert [one.employee.first_name for one in found] == ["Mette", "Ida", "Bo", "Ali"]
    mette, ida_, bo_, ali = found
    assert (mette.is_primary, ida_.is_known, bo_.is_unwanted) == (True, True, True)
    assert "Ali mangler Medicin" in ali.refusal
    assert mette.refusal == ""
    Visit.objects.filter(pk=visit.pk).update(status=Status.CANCELLED)
    assert colleagues_for(visit, instead_of=None) == []


def test_a_visit_without_a_time_begins_as_wished_but_not_before_now(world: World, at: Callable[[str], None]) -> None:
    visit = make_visit(world.ella, TODAY, None, window="07:00-22:00", wished_from_at=local("2026-11-23 08:00"))
    assert default_start(visit) == local("2026-11-23 14:50")
    at("2026-11-23 14:52")
    assert default_start(visit) == local("2026-11-23 14:55")
    tomorrow = make_visit(world.ella, TOMORROW, None, window="07:00-22:00")
    assert default_start(tomorrow) == local("2026-11-24 07:00")


def test_whoever_falls_out_leaves_her_visits_open_and_gets_them_back(world: World, visit: Visit, jonas: User) -> None:
    shift = world.mette.employee.shifts.get(starts_at=local("2026-11-23 15:00"))
    both = make_visit(world.karl, TODAY, "18:00", carer=world.mette, second=jonas)
    given = make_visit(world.karl, TODAY, "15:10", carer=world.mette, status=Status.DONE)
    taken = make_visit(world.ella, TODAY, "20:00", carer=world.mette)
    report_sick(jonas, shift)
    for row in (visit, both, given, taken):
        row.refresh_from_db()
    assert (visit.carer, visit.starts_at) == (None, local("2026-11-23 16:30"))
    assert both.carer_ids == (jonas.employee.pk,)
    assert given.carer == world.mette.employee
    hand_over_visit(jonas, taken, to=jonas.employee)
    change_length(jonas, both, minutes=45)
    with pytest.raises(Refused, match="Mette er ikke på arbejde"):
        hand_over_visit(jonas, visit, to=world.mette.employee)
    withdraw_sick(jonas, shift)
    for row in (visit, both, taken):
        row.refresh_from_db()
    assert visit.carer == world.mette.employee
    assert taken.carer == jonas.employee
    assert both.carer_ids == (jonas.employee.pk,)
    with pytest.raises(Refused):
        report_sick(world.tove, shift)
    assert "sick call taken" in recorded()
