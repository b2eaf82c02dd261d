"""Shifts and protected time: entered, changed, copied, taken away; absence reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.people.models import Employee, Team
from handlekraft.rosters.limits import why_impossible, why_stranger
from handlekraft.rosters.models import ProtectedTime, Shift
from handlekraft.rosters.spans import Span
from handlekraft.rosters.week import Week
from handlekraft.web.moments import moment

ONE_WEEK = timedelta(days=7)

type Cell = tuple[int, date]
"""An employee's key and a day: one field of the roster."""


class CellsRefused(Refused):
    """Some fields of a roster cannot stand; nothing was stored."""

    def __init__(self, sentences: Mapping[Cell, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences


@action("shift entered", needs=Permission.ENTER_SHIFTS)
def enter_shift(
    by: Actor,
    team: Team,
    *,
    employee: Employee,
    starts_at: datetime,
    ends_at: datetime,
    break_minutes: int = 0,
    external_id: str = "",
) -> Shift:
    """A new shift in the team."""
    _refuse_impossible(team, employee, Span(starts_at, ends_at))
    return Shift.objects.create(
        employee=employee,
        team=team,
        starts_at=starts_at,
        ends_at=ends_at,
        break_minutes=break_minutes,
        external_id=external_id,
    )


@action("shift changed", needs=Permission.ENTER_SHIFTS)
def change_shift(
    by: Actor, shift: Shift, *, starts_at: datetime, ends_at: datetime, break_minutes: int | None = None
) -> Shift:
    """Other hours for the same shift."""
    _refuse_impossible(shift.team, shift.employee, Span(starts_at, ends_at), but=shift.pk)
    shift.starts_at, shift.ends_at = starts_at, ends_at
    if break_minutes is not None:
        shift.break_minutes = break_minutes
    shift.save()
    return shift


@action("shift removed", needs=Permission.ENTER_SHIFTS)
def remove_shift(by: Actor, shift: Shift) -> None:
    """A shift that has not begun is taken away; one that has is working time and stays."""
    if shift.starts_at <= timezone.now():
        raise Refused(_("Vagten er begyndt og bliver stående. Meld fravær i stedet."))
    Shift.objects.filter(pk=shift.pk).delete()


@action("roster entered", needs=Permission.ENTER_SHIFTS)
def enter_roster(by: Actor, team: Team, *, days: Mapping[Cell, Sequence[Span]]) -> int:
    """All fields that a person changed in a week, or none of them. Returns how many shifts changed."""
    found = {employee.pk: employee for employee in Employee.objects.filter(pk__in={key for key, _day in days})}
    refused: dict[Cell, str] = {}
    changed = 0
    # What frees time comes first, so that two fields may swap their hours.
    for cell in sorted(days, key=lambda cell: (len(days[cell]), cell)):
        try:
            changed += _enter_day(by, team, found[cell[0]], cell[1], days[cell])
        except Refused as no:
            refused[cell] = no.sentence
    if refused:
        raise CellsRefused(refused)
    return changed


def _enter_day(by: Actor, team: Team, employee: Employee, day: date, spans: Sequence[Span]) -> int:
    standing = list(Shift.objects.on_day(day).filter(team=team, employee=employee).order_by("starts_at"))
    wanted = [one for one in spans if one not in {Span(shift.starts_at, shift.ends_at) for shift in standing}]
    left = [shift for shift in standing if Span(shift.starts_at, shift.ends_at) not in spans]
    for shift in left[len(wanted) :]:
        remove_shift(by, shift)
    for shift, one in zip(left, wanted, strict=False):
        change_shift(by, shift, starts_at=one.starts_at, ends_at=one.ends_at)
    for one in wanted[len(left) :]:
        enter_shift(by, team, employee=employee, starts_at=one.starts_at, ends_at=one.ends_at)
    return max(len(left), len(wanted))


@action("roster copied", needs=Permission.ENTER_SHIFTS)
def copy_roster(by: Actor, team: Team, *, week: Week) -> int:
    """The week before, by local clock, for everybody who can; what stands already stays. Returns how many."""
    copied = 0
    for shift in Shift.objects.in_week(week.previous).filter(team=team).select_related("employee"):
        moved = Span(_same_clock(shift.starts_at), _same_clock(shift.ends_at))
        if moved.starts_at > timezone.now() and not why_impossible(team, shift.employee, moved):
            enter_shift(
                by,
                team,
                employee=shift.employee,
                starts_at=moved.starts_at,
                ends_at=moved.ends_at,
                break_minutes=shift.break_minutes,
            )
            copied += 1
    return copied


def _same_clock(at: datetime) -> datetime:
    local = timezone.localtime(at)
    return moment(local.date() + ONE_WEEK, local.time())


@action("absence reported", needs=Permission.ENTER_SHIFTS)
def report_absence(by: Actor, shift: Shift) -> Shift:
    """Whoever should have worked does not come. Why is nobody's business here."""
    return _mark_absent(shift)


@action("own absence reported", needs=Permission.DOCUMENT_VISIT, anywhere=True)
def report_own_absence(by: Actor, shift: Shift) -> Shift:
    """One says so oneself, whatever else one may do with shifts."""
    if shift.employee.user_id != by.pk:
        raise Refused(_("Det er ikke din vagt."))
    return _mark_absent(shift)


def _mark_absent(shift: Shift) -> Shift:
    if shift.sick_at is not None:
        raise Refused(_("%(name)s er allerede meldt fraværende.") % {"name": shift.employee.first_name})
    if shift.ends_at <= timezone.now():
        raise Refused(_("Vagten er slut."))
    shift.sick_at = timezone.now()
    shift.save()
    return shift


@action("absence withdrawn", needs=Permission.ENTER_SHIFTS)
def withdraw_absence(by: Actor, shift: Shift) -> Shift:
    """She comes after all."""
    if shift.sick_at is None:
        raise Refused(_("%(name)s er ikke meldt fraværende.") % {"name": shift.employee.first_name})
    shift.sick_at = None
    shift.save()
    return shift


@action("time protected", needs=Permission.ENTER_SHIFTS)
def protect_time(
    by: Actor, team: Team, *, employee: Employee, kind: str, starts_at: datetime, ends_at: datetime, title: str = ""
) -> ProtectedTime:
    """Time for a meeting, a course or a recharge that no visit may take."""
    one = Span(starts_at, ends_at)
    _refuse_stranger(team, employee, starts_at)
    if ends_at <= starts_at:
        raise Refused(_("Tiden skal slutte, efter at den begynder."))
    taken = ProtectedTime.objects.filter(employee=employee, starts_at__lt=one.ends_at, ends_at__gt=one.starts_at)
    if taken.exists():
        raise Refused(_("%(name)s har allerede noget i kalenderen der.") % {"name": employee.first_name})
    return ProtectedTime.objects.create(employee=employee, kind=kind, title=title, starts_at=starts_at, ends_at=ends_at)


@action("time freed", needs=Permission.ENTER_SHIFTS)
def free_time(by: Actor, team: Team, *, protected: ProtectedTime) -> None:
    """The time may be used for visits again."""
    _refuse_stranger(team, protected.employee, protected.starts_at)
    ProtectedTime.objects.filter(pk=protected.pk).delete()


def _refuse_impossible(team: Team, employee: Employee, one: Span, *, but: int | None = None) -> None:
    if sentence := why_impossible(team, employee, one, but=but):
        raise Refused(sentence)


def _refuse_stranger(team: Team, employee: Employee, at: datetime) -> None:
    if sentence := why_stranger(team, employee, timezone.localdate(at)):
        raise Refused(sentence)
