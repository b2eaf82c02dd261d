"""What a disruption is about before anything is changed: the visits ahead of a colleague, and when she comes again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from handlekraft.people.models import Employee
from handlekraft.rosters.models import Shift
from handlekraft.visits.models import Visit
from handlekraft.visits.models.visits import VisitQuerySet
from handlekraft.visits.planning.rows import Slot

GRID = 5


def ahead_in(shift: Shift, day: date) -> dict[int, Slot]:
    """Visits of the shift that nobody has begun, with what was told about them."""
    inside = _planned(shift.employee, day).filter(starts_at__gte=shift.starts_at, starts_at__lt=shift.ends_at)
    return {visit.pk: Slot.of(visit) for visit in inside.filter(citizen__team=shift.team_id)}


def ahead_of(employee: Employee, day: date) -> dict[int, Slot]:
    """All visits of the day that she has not begun, the next one first."""
    return {visit.pk: Slot.of(visit) for visit in _planned(employee, day).exclude(starts_at=None)}


def _planned(employee: Employee, day: date) -> VisitQuerySet:
    return Visit.objects.by(employee).on_day(day).filter(status=Visit.Status.PLANNED).order_by("starts_at", "pk")


def late_until(told: dict[int, Slot], minutes: int, now: datetime) -> datetime:
    """When she can be with the next citizen: so many minutes later than told, or than now if that has passed."""
    first = min(slot.starts_at for slot in told.values() if slot.starts_at)
    at = max(first, now) + timedelta(minutes=minutes)
    over = timedelta(minutes=at.minute % GRID, seconds=at.second, microseconds=at.microsecond)
    return at - over + timedelta(minutes=GRID) if over else at
