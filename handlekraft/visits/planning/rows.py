"""Everything about one team's week that planning asks for, fetched in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from handlekraft.citizens.models import Citizen, KnownFace
from handlekraft.people.models import Employee, EmployeeCompetence, Team
from handlekraft.people.settings import value
from handlekraft.rosters.models import ProtectedTime, Shift
from handlekraft.rosters.week import Week
from handlekraft.visits.continuity import DAYS, done_visits
from handlekraft.visits.models import AffectedVisit, Proposal, ProposedVisit, Visit

NOTHING_TO_PLAN = (Visit.Status.CANCELLED, Visit.Status.MISSED)


@dataclass(frozen=True)
class Slot:
    """Who comes and when, in one plan. Without carers and start: not covered."""

    starts_at: datetime | None = None
    carers: tuple[int, ...] = ()
    is_locked: bool = False

    @classmethod
    def of(cls, row: Visit | ProposedVisit) -> Slot:
        """What the row says; half an answer (a carer without a start) is none."""
        carers = tuple(key for key in (row.carer_id, row.second_carer_id) if key)
        if row.starts_at is None or not carers:
            return cls()
        return cls(row.starts_at, carers, row.is_locked)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Slot:
        """What was kept with a visit that a disruption touches."""
        starts_at = datetime.fromisoformat(kept["starts_at"]) if kept["starts_at"] else None
        return cls(starts_at, tuple(kept["carers"])) if starts_at and kept["carers"] else cls()

    @property
    def written(self) -> dict[str, Any]:
        """The same, to keep."""
        return {"starts_at": self.starts_at.isoformat() if self.starts_at else None, "carers": list(self.carers)}


@dataclass(frozen=True)
class Decided:
    """What the municipality and the team have decided about planning, as it stands in the week."""

    new_face_minutes: int
    unknown_place_minutes: int
    speeds: Mapping[str, int]
    travel_source: str

    @classmethod
    def for_week(cls, team: Team, week: Week) -> Decided:
        """The dated settings on the week's Monday."""
        monday = week.monday
        return cls(
            new_face_minutes=value("planning.new_face_minutes", monday, team=team),
            unknown_place_minutes=value("planning.unknown_place_minutes", monday, team=team),
            speeds={mode: value(f"travel.{mode}_kmh", monday, team=team) for mode in Employee.TravelMode.values},
            travel_source=value("travel.source", monday),
        )


@dataclass(frozen=True)
class Rows:
    """One team's week. `slots` is the plan one looks at: the adopted one, or a proposal."""

    team: Team
    week: Week
    now: datetime
    decided: Decided
    visits: tuple[Visit, ...]
    slots: Mapping[int, Slot]
    shifts: tuple[Shift, ...]
    protected: tuple[ProtectedTime, ...]
    competences: tuple[EmployeeCompetence, ...]
    known: frozenset[tuple[int, int]]
    employees: Mapping[int, Employee]
    # Visits whose time has passed although nobody has begun: they are still to be given.
    pending: frozenset[int] = frozenset()

    @cached_property
    def visit(self) -> dict[int, Visit]:
        """Visits by key."""
        return {visit.pk: visit for visit in self.visits}

    @cached_property
    def shifts_at_work(self) -> tuple[Shift, ...]:
        """Shifts of those who are not sick."""
        return tuple(shift for shift in self.shifts if shift.sick_at is None)

    @cached_property
    def at_work(self) -> frozenset[tuple[int, date]]:
        """Employee and local day of each shift of those who are not sick."""
        return frozenset((shift.employee_id, timezone.localdate(shift.starts_at)) for shift in self.shifts_at_work)

    @cached_property
    def without_place(self) -> list[Citizen]:
        """Citizens whose home is on no map."""
        lost = {visit.citizen for visit in self.visits if visit.citizen.lat is None or visit.citizen.lon is None}
        return sorted(lost, key=lambda citizen: citizen.name)

    def slot(self, visit: Visit) -> Slot:
        """Where the visit stands in the plan. What is done, under way or past stands where it stood when adopted."""
        return Slot.of(visit) if self.is_frozen(visit) else self.slots.get(visit.pk, Slot())

    def is_frozen(self, visit: Visit) -> bool:
        """Whether nobody can change the visit any more: begun, done, or adopted for a moment that has passed."""
        adopted = Slot.of(visit)
        begun = visit.status in {Visit.Status.STARTED, Visit.Status.DONE}
        passed = adopted.starts_at is not None and adopted.starts_at < self.now and visit.pk not in self.pending
        return adopted.starts_at is not None and (begun or passed)

    def showing(self, slots: Mapping[int, Slot]) -> Rows:
        """The same week with another plan."""
        return replace(self, slots=slots)

    def on_day(self, day: date) -> Rows:
        """One day of the week alone."""
        starts_at, ends_at = Week.day_bounds(day)
        return replace(
            self,
            visits=tuple(visit for visit in self.visits if visit.day == day),
            shifts=tuple(shift for shift in self.shifts if shift.starts_at < ends_at and shift.ends_at > starts_at),
        )


def rows_of_week(team: Team, week: Week, *, proposal: Proposal | None, now: datetime | None = None) -> Rows:
    """The week with the plan of `proposal`, or with the adopted plan."""
    now = now or timezone.now()
    visits = _visits(team, week)
    shifts = tuple(Shift.objects.in_week(week).filter(team=team).select_related("employee__profession"))
    keys = {shift.employee_id for shift in shifts}
    keys |= {carer for visit in visits for carer in visit.carer_ids}
    slots = adopted_slots(visits) if proposal is None else slots_of(proposal)
    keys |= {carer for slot in slots.values() for carer in slot.carers}
    return Rows(
        team=team,
        week=week,
        now=now,
        decided=Decided.for_week(team, week),
        visits=visits,
        slots=slots,
        shifts=shifts,
        protected=tuple(
            ProtectedTime.objects.filter(employee__in=keys, starts_at__lt=week.ends_at, ends_at__gt=week.starts_at)
        ),
        competences=tuple(EmployeeCompetence.objects.filter(employee__in=keys).select_related("competence")),
        known=known_faces(visits, min(now, week.starts_at)),
        employees={one.pk: one for one in Employee.objects.filter(pk__in=keys).select_related("profession", "user")},
        pending=_pending(proposal),
    )


def _pending(proposal: Proposal | None) -> frozenset[int]:
    """The answer to a delay plans visits anew that should have begun already."""
    if proposal is None or proposal.run_id is None:
        return frozenset()
    late = AffectedVisit.objects.of_event().filter(disruption__run=proposal.run_id)
    return frozenset(late.values_list("visit_id", flat=True))


def _visits(team: Team, week: Week) -> tuple[Visit, ...]:
    rows = Visit.objects.of_team(team).in_week(week).exclude(status__in=NOTHING_TO_PLAN).not_lent()
    rows = rows.select_related("citizen__team", "help").prefetch_related(
        "competences", "help__preferred", "help__unwanted"
    )
    return tuple(
        visit for visit in rows.order_by("pk") if Slot.of(visit).carers or visit.status == Visit.Status.PLANNED
    )


def adopted_slots(visits: Iterable[Visit]) -> dict[int, Slot]:
    """The adopted plan."""
    return {visit.pk: Slot.of(visit) for visit in visits}


def slots_of(proposal: Proposal) -> dict[int, Slot]:
    """The plan of a proposal."""
    return {row.visit_id: Slot.of(row) for row in ProposedVisit.objects.filter(proposal=proposal)}


def known_faces(visits: Iterable[Visit], before: datetime) -> frozenset[tuple[int, int]]:
    """Citizen and employee who know each other: by agreement, or from visits done in the last four weeks."""
    citizens = sorted({visit.citizen for visit in visits}, key=lambda citizen: citizen.pk)
    day = timezone.localdate(before)
    agreed = KnownFace.objects.on(day).filter(citizen__in=citizens)
    return frozenset(agreed.values_list("citizen_id", "employee_id")) | faces_met(citizens, day, DAYS)


def faces_met(citizens: list[Citizen], until: date, days: int) -> frozenset[tuple[int, int]]:
    """Citizen and employee of the visits done in the `days` days that end with `until`."""
    met = done_visits(citizens, until, days)
    return frozenset((citizen, carer) for citizen, all_ in met.items() for pair in all_ for carer in pair if carer)
