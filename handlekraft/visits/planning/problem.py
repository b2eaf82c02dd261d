"""Rows to a problem: names become ids, moments become minutes, what the team has decided becomes locks and prices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.citizens.models import AgreedHelp
from handlekraft.citizens.models import Citizen as Home
from handlekraft.people.models import EmployeeCompetence
from handlekraft.rosters.models import ProtectedTime, Shift
from handlekraft.visits.models import Visit
from handlekraft.visits.planning.rows import Rows, Slot
from handlekraft.visits.planning.travel import travel_of
from handlekraft_engine.travel.crow_fly import Table, travel_tables
from handlekraft_engine.visits.problem import (
    Block,
    Break,
    Carer,
    Citizen,
    Link,
    Lock,
    Need,
    Place,
    Prices,
    Problem,
    Published,
    Window,
    minute_of,
)
from handlekraft_engine.visits.problem import Shift as Work

POINTS_A_MINUTE = 10
"""The engine counts ten points for a minute on the way."""
PRIORITIES = {AgreedHelp.Priority.MAY_WAIT: 0, AgreedHelp.Priority.SAME_DAY: 1, AgreedHelp.Priority.CRITICAL: 2}


class Unplannable(Exception):
    """The rows hold no problem that can be planned; the sentence says what to mend."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def key(number: int) -> str:
    """How the engine names a row."""
    return str(number)


def problem_of(rows: Rows, *, ask: bool = False) -> Problem:
    """The planning problem of the rows. `ask`: the map may be asked for ways not yet known. Raises `Unplannable`."""
    return _Builder(rows, ask=ask).problem()


@dataclass(frozen=True)
class Built:
    """The problem, and the homes for which crow-fly minutes stand in because no street leads there."""

    problem: Problem
    off_street: tuple[Home, ...]


def built_of(rows: Rows) -> Built:
    """The planning problem with what the map says about the homes. Raises `Unplannable`."""
    builder = _Builder(rows, ask=False)
    problem = builder.problem()
    off = [home for home in builder.homes if builder.place[home.pk] in builder.off_street]
    known = [home for home in off if home.lat is not None and home.lon is not None]
    return Built(problem, tuple(sorted(known, key=lambda home: home.name)))


def check_plannable(rows: Rows) -> None:
    """Say what is missing before anybody computes. Raises `Unplannable`."""
    if not rows.visits:
        raise Unplannable(_("Der er ingen besøg at planlægge."))
    if not rows.shifts_at_work:
        raise Unplannable(_("Der er ingen vagter. Læg vagterne ind, og prøv igen."))


GRID_MINUTES = 5
"""People read 9.35, not 9.33."""


def prices_of(face_minutes: int) -> Prices:
    """The team's price of a face: each different one at a citizen costs it, and one not known before costs it twice."""
    points = face_minutes * POINTS_A_MINUTE
    return Prices(face=points, new_face=points)


class _Builder:
    """Holds the indexes while the problem is put together."""

    def __init__(self, rows: Rows, *, ask: bool) -> None:
        self.rows = rows
        self.origin = timezone.localtime(rows.week.starts_at).isoformat()
        self.homes = sorted({visit.citizen for visit in rows.visits}, key=lambda citizen: citizen.pk)
        protected = frozenset(Place(c.lat, c.lon) for c in self.homes if c.is_protected and c.lat and c.lon)
        self.off_street: set[int] = set()
        self.travel = travel_of(
            rows.decided.travel_source,
            rows.decided.speeds,
            ask=ask,
            protected=protected,
            off_street=self.off_street.update,
        )
        self.base = None if rows.team.base_lat is None or rows.team.base_lon is None else 0
        first = 0 if self.base is None else 1
        self.place = {citizen.pk: first + number for number, citizen in enumerate(self.homes)}
        self.by_help = {(visit.help_id, visit.day): visit for visit in rows.visits if visit.help_id}

    def problem(self) -> Problem:
        rows = self.rows
        carers = self.carers()
        places = self.places()
        return Problem(
            origin=self.origin,
            grid_minutes=GRID_MINUTES,
            one_at_a_time=True,
            places=places,
            travel=travel_tables(places, [carer.mode for carer in carers], self.minutes),
            carers=carers,
            citizens=tuple(self.citizen(citizen.pk) for citizen in self.homes),
            visits=tuple(self.need(visit) for visit in rows.visits),
            links=tuple(link for visit in rows.visits for link in self.links(visit)),
            prices=prices_of(rows.decided.new_face_minutes),
            now=max(self.minute(rows.now), 0) or None,
        )

    def minute(self, at: datetime) -> int:
        return minute_of(self.origin, at)

    # Places

    def places(self) -> tuple[Place, ...]:
        team = self.rows.team
        base = [] if team.base_lat is None or team.base_lon is None else [Place(team.base_lat, team.base_lon)]
        known = [Place(c.lat, c.lon) for c in self.homes if c.lat is not None and c.lon is not None]
        # Somewhere in the town; `minutes` knows that nobody can say how far it is.
        anywhere = (base + known + [Place(0.0, 0.0)])[0]
        homes = [anywhere if c.lat is None or c.lon is None else Place(c.lat, c.lon) for c in self.homes]
        return (*base, *homes)

    def minutes(self, places: Sequence[Place], mode: str) -> Table:
        """Travel times, where a home on no map is equally far from everything."""
        table = self.travel.minutes(places, mode)
        lost = {self.place[c.pk] for c in self.homes if c.lat is None or c.lon is None}
        far = self.rows.decided.unknown_place_minutes
        return tuple(
            tuple(far if a != b and {a, b} & lost else cell for b, cell in enumerate(row))
            for a, row in enumerate(table)
        )

    # Carers

    def carers(self) -> tuple[Carer, ...]:
        shifts: dict[int, list[Shift]] = {}
        for shift in self.rows.shifts_at_work:
            shifts.setdefault(shift.employee_id, []).append(shift)
        # Whoever has been there, or stands in the plan though she is sick: the referee must see that it is wrong.
        planned = {carer for visit in self.rows.visits for carer in self.rows.slot(visit).carers}
        return tuple(self.carer(employee, shifts.get(employee, [])) for employee in sorted(shifts.keys() | planned))

    def carer(self, employee: int, shifts: list[Shift]) -> Carer:
        shifts.sort(key=lambda shift: shift.starts_at)
        for one, two in pairwise(shifts):
            if two.starts_at < one.ends_at:
                words = _("%(name)s har to vagter, der overlapper. Ret vagterne, og prøv igen.")
                raise Unplannable(words % {"name": one.employee.name})
        held = [row for row in self.rows.competences if row.employee_id == employee]
        return Carer(
            id=key(employee),
            mode=self.rows.employees[employee].travel_mode,
            competences=frozenset(key(row.competence_id) for row in held),
            shifts=tuple(self.work(shift) for shift in shifts),
            blocks=self.blocks([row for row in self.rows.protected if row.employee_id == employee]),
        )

    def work(self, shift: Shift) -> Work:
        starts, ends = self.minute(shift.starts_at), self.minute(shift.ends_at)
        pause = shift.break_minutes
        # The break lies in the middle half of the shift.
        earliest, latest = starts + (ends - starts) // 4, ends - (ends - starts) // 4 - pause
        breaks = (Break(earliest, max(earliest, latest), pause),) if pause else ()
        return Work(starts, ends, breaks, start_place=self.base, end_place=self.base)

    def blocks(self, protected: Iterable[ProtectedTime]) -> tuple[Block, ...]:
        """Protected time, where overlapping pieces become one."""
        joined: list[Block] = []
        for row in sorted(protected, key=lambda row: row.starts_at):
            starts, ends = self.minute(row.starts_at), self.minute(row.ends_at)
            if joined and starts < joined[-1].ends:
                joined[-1] = Block(joined[-1].starts, max(joined[-1].ends, ends))
            else:
                joined.append(Block(starts, ends))
        return tuple(joined)

    # Citizens and visits

    def citizen(self, citizen: int) -> Citizen:
        return Citizen(key(citizen), frozenset(key(face) for home, face in self.rows.known if home == citizen))

    def need(self, visit: Visit) -> Need:
        slot, frozen = self.rows.slot(visit), self.rows.is_frozen(visit)
        competences = frozenset(key(competence.pk) for competence in visit.competences.all())
        carers = len(slot.carers) if frozen else visit.carers_needed
        help_ = visit.help
        preferred = {visit.citizen.primary_contact_id, *(one.pk for one in (help_.preferred.all() if help_ else ()))}
        return Need(
            id=key(visit.pk),
            citizen=key(visit.citizen_id),
            place=self.place[visit.citizen_id],
            minutes=visit.minutes,
            windows=(self.window(visit.earliest_at, visit.latest_at, visit.minutes),),
            wished=self.wished(visit),
            tasks=(competences,) * carers,
            preferred=frozenset(key(one) for one in preferred if one),
            unwanted=frozenset(key(one.pk) for one in (help_.unwanted.all() if help_ else ())),
            forbidden=self.forbidden(visit),
            priority=PRIORITIES[AgreedHelp.Priority(visit.priority)],
            lock=self.lock(visit, slot, frozen=frozen),
            frozen=frozen,
            published=None if frozen else self.published(visit),
        )

    def window(self, earliest_at: datetime, latest_at: datetime, minutes: int) -> Window:
        """When the visit may start so that it is over in time. One that is longer than its time starts at once."""
        earliest = self.minute(earliest_at)
        return Window(earliest, max(earliest, self.minute(latest_at) - minutes))

    def wished(self, visit: Visit) -> Window | None:
        if visit.wished_from_at is None and visit.wished_until_at is None:
            return None
        return self.window(
            visit.wished_from_at or visit.earliest_at, visit.wished_until_at or visit.latest_at, visit.minutes
        )

    def forbidden(self, visit: Visit) -> frozenset[str]:
        """Those whose competence for the visit does not hold on its day."""
        needed = {competence.pk for competence in visit.competences.all()}
        return frozenset(
            key(row.employee_id)
            for row in self.rows.competences
            if row.competence_id in needed and not _holds_on(row, visit.day)
        )

    def lock(self, visit: Visit, slot: Slot, *, frozen: bool) -> Lock | None:
        """What is fixed. A lock on somebody who is not at work that day has nobody to hold on to; its time stays."""
        if slot.starts_at is None or not (slot.is_locked or frozen):
            return None
        present = frozen or all((carer, visit.day) in self.rows.at_work for carer in slot.carers)
        fits = present and (frozen or len(slot.carers) == visit.carers_needed)
        carers = tuple(key(carer) for carer in slot.carers) if fits else ()
        return Lock(carers, self.minute(slot.starts_at))

    def published(self, visit: Visit) -> Published | None:
        told = Slot.of(visit)
        if told.starts_at is None or len(told.carers) != visit.carers_needed:
            return None
        return Published(tuple(key(carer) for carer in told.carers), self.minute(told.starts_at))

    def links(self, visit: Visit) -> list[Link]:
        """The order that was agreed between this visit and another of the same day."""
        help_ = visit.help
        first = self.by_help.get((help_.after_id, visit.day)) if help_ and help_.after_id else None
        if help_ is None or first is None:
            return []
        return [Link(key(first.pk), key(visit.pk), help_.gap_minutes, help_.gap_at_most)]


def _holds_on(row: EmployeeCompetence, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)


def minutes_between(one: datetime, two: datetime) -> int:
    """Whole minutes from one moment to the other."""
    return (two - one) // timedelta(minutes=1)
