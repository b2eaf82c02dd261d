"""Shifts are entered, changed, copied and taken away; each act is recorded, and what cannot be is refused."""

from datetime import date

import pytest

from handlekraft.access.frame import Refused
from handlekraft.audit.models import Event
from handlekraft.demo.makers import local, make_shift
from handlekraft.demo.world import World
from handlekraft.people.models import Membership
from handlekraft.rosters.actions import (
    CellsRefused,
    change_shift,
    copy_roster,
    enter_roster,
    enter_shift,
    free_time,
    protect_time,
    remove_shift,
    report_absence,
    withdraw_absence,
)
from handlekraft.rosters.models import ProtectedTime, Shift
from handlekraft.rosters.spans import read_spans
from handlekraft.rosters.week import Week

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def recorded() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_a_shift_is_entered_and_recorded(world: World) -> None:
    shift = enter_shift(
        world.mette,
        world.aaparken,
        employee=world.ali.employee,
        starts_at=local("2026-11-24 07:00"),
        ends_at=local("2026-11-24 15:00"),
        external_id="V-1",
    )
    assert str(shift) == f"Shift {shift.pk}"
    assert (shift.team, shift.employee, shift.external_id) == (world.aaparken, world.ali.employee, "V-1")
    assert recorded() == ["shift entered"]


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("2026-11-24 14:00", "2026-11-24 20:00", "overlapper"),
        ("2026-11-24 20:00", "2026-11-24 20:00", "slutte"),
        ("2026-11-24 20:00", "2026-11-26 07:00", "døgn"),
    ],
)
def test_impossible_hours_are_refused(world: World, starts: str, ends: str, words: str) -> None:
    make_shift(world.mette, TUESDAY, "07:00-15:00")
    with pytest.raises(Refused, match=words):
        enter_shift(
            world.mette, world.aaparken, employee=world.mette.employee, starts_at=local(starts), ends_at=local(ends)
        )
    assert Shift.objects.count() == 1


def test_only_somebody_of_the_team_gets_a_shift_and_only_by_somebody_who_may(world: World) -> None:
    hours = {"starts_at": local("2026-11-24 07:00"), "ends_at": local("2026-11-24 15:00")}
    with pytest.raises(Refused, match="Tove er ikke i Team Åparken"):
        enter_shift(world.mette, world.aaparken, employee=world.tove.employee, **hours)
    world.ali.employee.ends_on = MONDAY
    with pytest.raises(Refused, match="Ali er ikke i Team Åparken"):
        enter_shift(world.mette, world.aaparken, employee=world.ali.employee, **hours)
    for stranger in (world.tove, world.christina, world.ali):
        with pytest.raises(Refused, match="lægge vagter ind"):
            enter_shift(stranger, world.aaparken, employee=world.mette.employee, **hours)
    assert recorded() == []


def test_a_shift_changes_its_hours_and_break(world: World) -> None:
    shift = make_shift(world.mette, TUESDAY, "07:00-15:00")
    make_shift(world.mette, TUESDAY, "18:00-22:00")
    change_shift(world.mette, shift, starts_at=local("2026-11-24 08:00"), ends_at=local("2026-11-24 16:00"))
    change_shift(
        world.mette, shift, starts_at=local("2026-11-24 08:00"), ends_at=local("2026-11-24 17:00"), break_minutes=30
    )
    shift.refresh_from_db()
    assert (shift.ends_at, shift.break_minutes) == (local("2026-11-24 17:00"), 30)
    with pytest.raises(Refused, match="overlapper"):
        change_shift(world.mette, shift, starts_at=local("2026-11-24 08:00"), ends_at=local("2026-11-24 19:00"))


def test_a_shift_that_has_begun_stays(world: World) -> None:
    coming, begun = make_shift(world.mette, TUESDAY), make_shift(world.ali, MONDAY, "07:00-15:00")
    remove_shift(world.mette, coming)
    with pytest.raises(Refused, match="begyndt"):
        remove_shift(world.mette, begun)
    assert list(Shift.objects.all()) == [begun]
    assert recorded() == ["shift removed"]


def test_a_roster_is_entered_whole_or_not_at_all(world: World) -> None:
    kept = make_shift(world.mette, TUESDAY, "07:00-15:00")
    gone = make_shift(world.ali, TUESDAY, "07:00-15:00")
    mette, ali = world.mette.employee.pk, world.ali.employee.pk
    wednesday = date(2026, 11, 25)
    days = {
        (mette, TUESDAY): read_spans("7-15, 18-22", TUESDAY),
        (mette, wednesday): read_spans("15-23.30", wednesday),
        (ali, TUESDAY): [],
    }
    assert enter_roster(world.mette, world.aaparken, days=days) == 3
    assert Shift.objects.filter(employee=mette).order_by("starts_at").first() == kept
    assert not Shift.objects.filter(pk=gone.pk).exists()
    wrong = {(mette, TUESDAY): [], (ali, MONDAY): read_spans("7-15", MONDAY), (mette, wednesday): []}
    night = {"starts_at": local("2026-11-22 23:00"), "ends_at": local("2026-11-23 07:30")}
    Shift.objects.create(employee=world.ali.employee, team=world.aaparken, **night)
    with pytest.raises(CellsRefused) as refused:
        enter_roster(world.mette, world.aaparken, days=wrong)
    assert list(refused.value.sentences) == [(ali, MONDAY)]
    assert Shift.objects.filter(employee=mette).count() == 3


def test_a_changed_field_changes_the_shift_itself(world: World) -> None:
    shift = make_shift(world.mette, TUESDAY, "07:00-15:00")
    enter_roster(world.mette, world.aaparken, days={(world.mette.employee.pk, TUESDAY): read_spans("8-16", TUESDAY)})
    shift.refresh_from_db()
    assert shift.starts_at == local("2026-11-24 08:00")
    assert Shift.objects.count() == 1


def test_the_week_before_is_copied_by_local_clock(world: World, at) -> None:  # type: ignore[no-untyped-def]
    at("2026-10-19 09:00")
    for user, day, hours in (
        (world.mette, date(2026, 10, 22), "07:00-15:00"),
        (world.mette, date(2026, 10, 19), "07:00-15:00"),
        (world.ali, date(2026, 10, 22), "15:00-23:30"),
    ):
        make_shift(user, day, hours)
    make_shift(world.ali, date(2026, 10, 29), "14:00-20:00")
    assert copy_roster(world.mette, world.aaparken, week=Week(2026, 44)) == 2
    copied = Shift.objects.filter(employee=world.mette.employee).in_week(Week(2026, 44))
    assert [shift.starts_at for shift in copied] == [local("2026-10-26 07:00"), local("2026-10-29 07:00")]
    assert copy_roster(world.mette, world.aaparken, week=Week(2026, 44)) == 0


def test_whoever_has_left_is_not_copied(world: World) -> None:
    make_shift(world.ali, TUESDAY)
    Membership.objects.filter(employee=world.ali.employee).update(ends_on=date(2026, 11, 28))
    assert copy_roster(world.mette, world.aaparken, week=Week(2026, 49)) == 0


def test_absence_is_reported_once_and_withdrawn(world: World) -> None:
    shift, over = make_shift(world.ali, MONDAY, "15:00-23:00"), make_shift(world.mette, MONDAY, "06:00-14:00")
    report_absence(world.mette, shift)
    shift.refresh_from_db()
    assert shift.sick_at is not None
    with pytest.raises(Refused, match="allerede"):
        report_absence(world.mette, shift)
    with pytest.raises(Refused, match="slut"):
        report_absence(world.mette, over)
    withdraw_absence(world.mette, shift)
    with pytest.raises(Refused, match="ikke meldt"):
        withdraw_absence(world.mette, shift)
    with pytest.raises(Refused, match="Du må ikke"):
        report_absence(world.tove, shift)
    assert recorded() == ["absence reported", "absence withdrawn"]


def test_time_is_protected_and_freed(world: World) -> None:
    details = {
        "employee": world.mette.employee,
        "kind": ProtectedTime.Kind.MEETING,
        "starts_at": local("2026-11-24 12:00"),
        "ends_at": local("2026-11-24 13:00"),
    }
    row = protect_time(world.mette, world.aaparken, title="Teammøde", **details)
    assert str(row) == f"ProtectedTime {row.pk}"
    with pytest.raises(Refused, match="allerede noget"):
        protect_time(world.mette, world.aaparken, **details)
    with pytest.raises(Refused, match="slutte"):
        protect_time(world.mette, world.aaparken, **(details | {"ends_at": details["starts_at"]}))
    with pytest.raises(Refused, match="Tove er ikke"):
        protect_time(world.mette, world.aaparken, **(details | {"employee": world.tove.employee}))
    free_time(world.mette, world.aaparken, protected=row)
    assert not ProtectedTime.objects.exists()
    assert recorded() == ["time protected", "time freed"]
