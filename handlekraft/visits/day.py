"""One employee's day: visits, the ways between them, kept time, and what is new since she was last there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.citizens.models import Alert, Citizen, KnownFace, WhatMatters
from handlekraft.people.models import Employee, Team, User
from handlekraft.people.settings import values
from handlekraft.rosters.models import ProtectedTime, Shift
from handlekraft.rosters.rest import next_start_in_words
from handlekraft.rosters.week import Week
from handlekraft.visits.board import MODE_ICONS, PROTECTED
from handlekraft.visits.models import PlanNotice, Visit, VisitChange, VisitNote
from handlekraft.visits.planning.ride import Point, ride_minutes
from handlekraft.visits.telling import Digest, digest, tell

LOOK_AHEAD = timedelta(days=15)
NEWS_SHOWN = 3
EARLY = 6
"""The hour from which on nobody begins too soon by chance."""
BEHIND = frozenset({Visit.Status.DONE, Visit.Status.MISSED, Visit.Status.CANCELLED})
HANDED = frozenset({VisitChange.Kind.HANDED_OVER, VisitChange.Kind.ADDED})
REST, UNKNOWN = "rosters.daily_rest_hours", "planning.unknown_place_minutes"
SOURCE = "travel.source"


@dataclass(frozen=True)
class Ride:
    """The way to a door."""

    icon: str
    minutes: int
    words: str


@dataclass
class Stop:
    """One line of the day: a visit, or time that is kept free of visits."""

    starts_at: datetime
    ends_at: datetime
    visit: Visit | None = None
    kept: ProtectedTime | None = None
    ride: Ride | None = None
    is_now: bool = False
    is_regular: bool = False
    is_new: bool = False
    words: str = ""
    alerts: list[Alert] = field(default_factory=list)
    note: VisitNote | None = None
    handed_by: str = ""
    met: Employee | None = None

    @property
    def is_behind(self) -> bool:
        """Whether the visit is over, given or not."""
        return self.visit is not None and self.visit.status in BEHIND

    @property
    def length(self) -> int:
        """Minutes."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def map_url(self) -> str:
        """For the phone's own map; a home on no map has none."""
        return map_url(self.visit.citizen) if self.visit else ""

    @property
    def icon(self) -> str:
        """The drawing of kept time."""
        return PROTECTED[ProtectedTime.Kind(self.kept.kind)][1] if self.kept else ""


@dataclass(frozen=True)
class Day:
    """What the page of a day shows of one employee."""

    employee: Employee
    day: date
    shifts: list[Shift]
    next_shift: Shift | None
    stops: list[Stop]
    digests: list[Digest]
    news: list[str]
    rest: timedelta

    @cached_property
    def visits(self) -> list[Visit]:
        """The visits of the day."""
        return [stop.visit for stop in self.stops if stop.visit]

    @property
    def left(self) -> int:
        """Visits that are not over."""
        return sum(stop.visit is not None and not stop.is_behind for stop in self.stops)

    @property
    def earliest_next(self) -> str:
        """When she may begin again after the day's last shift."""
        return next_start_in_words(self.shifts[-1].ends_at, self.rest) if self.shifts else ""

    @property
    def is_rest_told(self) -> bool:
        """Whether the rest reaches into the next morning, or is cut short: then she is told."""
        if not self.shifts:
            return False
        earliest = timezone.localtime(self.shifts[-1].ends_at + self.rest)
        return self.is_rest_short or earliest.hour >= EARLY

    @property
    def is_rest_short(self) -> bool:
        """Whether her next shift begins before that."""
        if not self.shifts or self.next_shift is None:
            return False
        return self.next_shift.starts_at < self.shifts[-1].ends_at + self.rest


def day_of(user: User, employee: Employee, day: date) -> Day:
    """The employee's day, as `user` may see it, in a fixed number of questions."""
    visits = list(visits_of(user, employee, day))
    starts_at, ends_at = Week.day_bounds(day)
    coming = Shift.objects.filter(employee=employee, ends_at__gt=starts_at, starts_at__lt=ends_at + LOOK_AHEAD)
    shifts = list(coming.at_work().select_related("team__section")[:6])
    today = [shift for shift in shifts if shift.starts_at < ends_at]
    later = [shift for shift in shifts if shift.starts_at >= ends_at]
    kept = ProtectedTime.objects.on_day(day).filter(employee=employee)
    stops = [*(_stop(visit, employee) for visit in visits), *map(_kept, kept)]
    stops.sort(key=lambda stop: stop.starts_at)
    _mark_now(stops, day)
    now = next((stop.visit for stop in stops if stop.is_now), None)
    changes, notes = _written(user, visits, now, starts_at)
    _tell(stops, user, visits, changes, notes)
    decided = _decided(employee, next((shift.team for shift in shifts), None), day)
    _ride(stops, employee, decided)
    return Day(
        employee=employee,
        day=day,
        shifts=today,
        next_shift=later[0] if later else None,
        stops=stops,
        digests=[digest(notice) for notice in PlanNotice.objects.unread(employee)],
        news=_news(user, now, changes, notes),
        rest=timedelta(hours=decided[REST]),
    )


def visits_of(user: User, employee: Employee, day: date) -> Iterable[Visit]:
    """The employee's visits of the day, each with what she knows of the citizen."""
    known = KnownFace.objects.on(day).filter(citizen=OuterRef("citizen"), employee=employee)
    given = Visit.objects.by(employee).done().filter(citizen=OuterRef("citizen"), day__lte=day)
    last = given.exclude(pk=OuterRef("pk")).exclude(ended_at=None).order_by("-ended_at")
    words = WhatMatters.objects.filter(citizen=OuterRef("citizen")).order_by("-said_on", "-pk")
    rows = Visit.objects.visible_to(user).by(employee).on_day(day)
    return rows.annotate(
        is_known=Exists(known) | Q(citizen__primary_contact=employee),
        last_here=Subquery(last.values("ended_at")[:1]),
        what_matters=Subquery(words.values("words")[:1]),
    ).with_people()


def companion(visit: Visit, employee: Employee) -> Employee | None:
    """Whom one meets at the door."""
    return visit.second_carer if visit.carer_id == employee.pk else visit.carer


def _stop(visit: Visit, employee: Employee) -> Stop:
    starts_at = visit.starts_at or visit.earliest_at
    return Stop(
        starts_at,
        starts_at + timedelta(minutes=visit.minutes),
        visit=visit,
        is_regular=visit.is_known,  # type: ignore[attr-defined]
        is_new=not visit.is_known and visit.last_here is None,  # type: ignore[attr-defined]
        words=visit.what_matters or "",  # type: ignore[attr-defined]
        met=companion(visit, employee),
    )


def _kept(row: ProtectedTime) -> Stop:
    return Stop(row.starts_at, row.ends_at, kept=row, words=row.title or row.get_kind_display())


def _mark_now(stops: list[Stop], day: date) -> None:
    open_visits = [stop for stop in stops if stop.visit and not stop.is_behind]
    begun = [stop for stop in open_visits if stop.visit and stop.visit.status == Visit.Status.STARTED]
    if day == timezone.localdate() and open_visits:
        (begun or open_visits)[0].is_now = True


def _written(
    user: User, visits: list[Visit], now: Visit | None, since: datetime
) -> tuple[list[VisitChange], list[VisitNote]]:
    """Changes and notes of the day, and at the next citizen those of others since one was last there."""
    keys = [visit.pk for visit in visits]
    changed, noted = Q(visit__in=keys, at__gte=since), Q(visit__in=keys)
    last = now.last_here if now else None  # type: ignore[attr-defined]
    if now and last:
        changed |= Q(citizen=now.citizen_id, at__gt=last)
        noted |= Q(citizen=now.citizen_id, written_at__gt=last)
    changes = VisitChange.objects.visible_to(user).standing().filter(changed).select_related("by", "visit")
    notes = VisitNote.objects.visible_to(user).filter(noted).select_related("author", "visit")
    return list(changes), list(notes)


def _tell(
    stops: list[Stop], user: User, visits: list[Visit], changes: list[VisitChange], notes: list[VisitNote]
) -> None:
    alerts: dict[int, list[Alert]] = defaultdict(list)
    for alert in Alert.objects.standing().filter(citizen__in={visit.citizen_id for visit in visits}):
        alerts[alert.citizen_id].append(alert)
    handed = {change.visit_id: change.by for change in changes if change.kind in HANDED and change.by_id != user.pk}
    written = {note.visit_id: note for note in reversed(notes)}
    for stop in stops:
        if stop.visit:
            stop.alerts = alerts[stop.visit.citizen_id]
            stop.note = written.get(stop.visit.pk)
            giver = handed.get(stop.visit.pk)
            stop.handed_by = giver.first_name if giver else ""


def _news(user: User, now: Visit | None, changes: list[VisitChange], notes: list[VisitNote]) -> list[str]:
    """What others wrote and changed at the next citizen since one was last there, newest first."""
    last = now.last_here if now else None  # type: ignore[attr-defined]
    if now is None or last is None:
        return []
    here: list[tuple[datetime, VisitChange | VisitNote]] = []
    here += [(note.written_at, note) for note in notes if note.text and note.author_id != user.pk]
    here += [(one.at, one) for one in changes if one.by_id != user.pk]
    new = [(at, row) for at, row in here if row.citizen_id == now.citizen_id and at > last]
    return [tell(row) for _at, row in sorted(new, key=lambda one: one[0], reverse=True)[:NEWS_SHOWN]]


def _decided(employee: Employee, team: Team | None, day: date) -> dict[str, Any]:
    keys = (REST, UNKNOWN, SOURCE, f"travel.{employee.travel_mode}_kmh")
    return values(keys, day, team=team)


def _ride(stops: list[Stop], employee: Employee, decided: dict[str, Any]) -> None:
    doors = [stop for stop in stops if stop.visit and stop.visit.status != Visit.Status.CANCELLED]
    if not doors:
        return
    kmh = decided[f"travel.{employee.travel_mode}_kmh"]
    points = [_point(stop.visit.citizen) for stop in doors if stop.visit]
    ways = ride_minutes(points, employee.travel_mode, kmh=kmh, unknown=decided[UNKNOWN], source=decided[SOURCE])
    icon = MODE_ICONS[Employee.TravelMode(employee.travel_mode)]
    for before, stop, minutes in zip(doors, doors[1:], ways, strict=False):
        if minutes and before.visit and stop.visit:
            stop.ride = Ride(icon, minutes, f"{address(before.visit.citizen)} → {address(stop.visit.citizen)}")


def _point(citizen: Citizen) -> Point:
    return None if citizen.lat is None or citizen.lon is None else (citizen.lat, citizen.lon)


def map_url(citizen: Citizen) -> str:
    """An address that the phone's own map opens; nothing is loaded from anywhere. A protected home is on no map."""
    if citizen.is_protected or (point := _point(citizen)) is None:
        return ""
    lat, lon = point
    return f"geo:{lat},{lon}?q={lat},{lon}"


def address(citizen: Citizen) -> str:
    """Where the citizen lives; a protected address stands on the visit's own page only."""
    return _("beskyttet adresse") if citizen.is_protected else citizen.address
