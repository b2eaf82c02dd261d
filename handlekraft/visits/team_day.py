"""The whole of a team's day: everybody's needs, who is at work, what is left over, and what nobody gives yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from handlekraft.people.models import Employee
from handlekraft.rosters.models import ProtectedTime, Shift
from handlekraft.visits.models import Visit
from handlekraft.visits.planning.rows import Rows
from handlekraft.visits.planning.spot import travel_minutes

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Turn:
    """One employee at work, and what she gives."""

    employee: Employee
    shifts: list[Shift]
    visits: list[Visit]

    @property
    def minutes(self) -> int:
        """With citizens."""
        return sum(visit.minutes for visit in self.visits)

    @property
    def is_absent(self) -> bool:
        """Whether she does not come."""
        return bool(self.shifts) and all(shift.sick_at for shift in self.shifts)

    @property
    def done(self) -> int:
        """Visits given."""
        return sum(visit.status == Visit.Status.DONE for visit in self.visits)


@dataclass(frozen=True)
class TeamDay:
    """The day in numbers and by person. All minutes are carer minutes: a visit of two counts twice."""

    rows: Rows
    day: date

    @cached_property
    def needs(self) -> int:
        """What all citizens together have agreed to."""
        return sum(visit.minutes * visit.carers_needed for visit in self.rows.visits)

    @cached_property
    def capacity(self) -> int:
        """Working time left for visits and ways: without breaks and time kept for something else."""
        shifts = self.rows.shifts_at_work
        worked = sum(shift.length // MINUTE - shift.break_minutes for shift in shifts)
        return worked - sum(_shared(shift, kept) for shift in shifts for kept in self.rows.protected)

    @cached_property
    def travel(self) -> int:
        """On the way."""
        return travel_minutes(self.rows)

    @property
    def slack(self) -> int:
        """What is left when everything has been given; below nothing the day is too short."""
        return self.capacity - self.needs - self.travel

    @property
    def is_too_short(self) -> bool:
        """Whether there is more to give than time."""
        return self.slack < 0

    @property
    def citizens(self) -> int:
        """How many are visited."""
        return len({visit.citizen_id for visit in self.rows.visits})

    @cached_property
    def uncovered(self) -> list[Visit]:
        """Visits that nobody, or only one of two, gives yet."""
        missing = [visit for visit in self.rows.visits if visit.status == Visit.Status.PLANNED and not _is_whole(visit)]
        return sorted(missing, key=lambda visit: visit.starts_at or visit.earliest_at)

    @cached_property
    def turns(self) -> list[Turn]:
        """Everybody at work, and everybody who gives something all the same."""
        shifts: dict[int, list[Shift]] = {}
        for shift in self.rows.shifts:
            shifts.setdefault(shift.employee_id, []).append(shift)
        carers = {carer for visit in self.rows.visits for carer in visit.carer_ids}
        found = [self._turn(key, shifts.get(key, [])) for key in shifts.keys() | carers]
        return sorted(found, key=lambda turn: (_first(turn), turn.employee.name))

    def _turn(self, employee: int, shifts: list[Shift]) -> Turn:
        own = [visit for visit in self.rows.visits if employee in visit.carer_ids]
        own.sort(key=lambda visit: visit.starts_at or visit.earliest_at)
        return Turn(self.rows.employees[employee], shifts, own)


def _is_whole(visit: Visit) -> bool:
    return visit.starts_at is not None and len(visit.carer_ids) >= visit.carers_needed


def _first(turn: Turn) -> datetime:
    moments = [shift.starts_at for shift in turn.shifts] or [visit.earliest_at for visit in turn.visits]
    return min(moments)


def _shared(shift: Shift, kept: ProtectedTime) -> int:
    if kept.employee_id != shift.employee_id:
        return 0
    return max(min(shift.ends_at, kept.ends_at) - max(shift.starts_at, kept.starts_at), timedelta()) // MINUTE
