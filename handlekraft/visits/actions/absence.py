"""Somebody falls out: her visits of the shift wait for somebody else, and come back to her if she comes after all."""

from __future__ import annotations

from django.utils import timezone

from handlekraft.access.frame import action
from handlekraft.access.permissions import Permission
from handlekraft.people.models import User
from handlekraft.rosters.actions import report_absence, report_own_absence, withdraw_absence
from handlekraft.rosters.models import Shift
from handlekraft.visits.change import hold, restore, see_to_sight, snapshot
from handlekraft.visits.models import Visit, VisitChange
from handlekraft.visits.models.visits import VisitQuerySet

Kind = VisitChange.Kind


@action("sick call taken", needs=Permission.ENTER_SHIFTS)
def report_sick(by: User, shift: Shift) -> Shift:
    """The shift is marked, and its visits that nobody has begun lose their carer. Their time stays."""
    report_absence(by, shift)
    return _let_go(by, shift)


@action("own sick call taken", needs=Permission.DOCUMENT_VISIT, anywhere=True)
def report_own_sick(by: User, shift: Shift) -> Shift:
    """The same, said by herself."""
    report_own_absence(by, shift)
    return _let_go(by, shift)


def _let_go(by: User, shift: Shift) -> Shift:
    employee = shift.employee_id
    for visit in _of_shift(shift, Visit.objects.by(shift.employee)):
        held = hold(visit)
        before, carers = snapshot(held), held.carer_ids
        left = [key for key in carers if key != employee]
        held.carer_id, held.second_carer_id = (*left, None, None)[:2]
        held.is_locked = False
        held.save()
        see_to_sight(by, held, carers, held.day)
        VisitChange.objects.remember(held, Kind.ABSENCE, by=by, before=before)
    return shift


@action("sick call withdrawn", needs=Permission.ENTER_SHIFTS)
def withdraw_sick(by: User, shift: Shift) -> Shift:
    """She comes: whatever of hers nobody else has got is hers again."""
    withdraw_absence(by, shift)
    for visit in _of_shift(shift, Visit.objects.unassigned()):
        last = visit.changes.standing().first()
        if last and last.kind == Kind.ABSENCE and shift.employee_id in _carers(last):
            held = hold(visit)
            carers = held.carer_ids
            restore(held, last.before)
            held.save()
            last.undone_at = timezone.now()
            last.save(update_fields=["undone_at"])
            see_to_sight(by, held, carers, held.day)
    return shift


def _carers(change: VisitChange) -> set[int | None]:
    return {change.before["carer_id"], change.before["second_carer_id"]}


def _of_shift(shift: Shift, visits: VisitQuerySet) -> list[Visit]:
    inside = visits.filter(status=Visit.Status.PLANNED, starts_at__gte=shift.starts_at, starts_at__lt=shift.ends_at)
    return list(inside.filter(citizen__team=shift.team_id))
