"""One day of a plan as a board: lanes of those at work, blocks in time, and the lane of what nobody gives yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.people.models import Employee
from handlekraft.rosters.models import ProtectedTime, Shift
from handlekraft.rosters.week import Week
from handlekraft.visits.models import Visit
from handlekraft.visits.planning.judging import Standing
from handlekraft.visits.planning.problem import minutes_between
from handlekraft.visits.planning.rows import Slot
from handlekraft.web.moments import moment
from handlekraft.web.templatetags.danish import minutes as duration
from handlekraft.web.templatetags.danish import span, table_clock

MODE_ICONS = {
    Employee.TravelMode.WALK: "walk",
    Employee.TravelMode.BICYCLE: "bike",
    Employee.TravelMode.CAR: "car",
}
PROTECTED = {
    ProtectedTime.Kind.MEETING: ("meet", "calendar"),
    ProtectedTime.Kind.COURSE: ("course", "book"),
    ProtectedTime.Kind.RECHARGE: ("rest", "cup"),
}

SHORT = 25
"""Minutes below which a block has room for a name and no more."""
TARGET = 20
"""Minutes that are 24 pixels on the narrowest board: closer together, two blocks cannot be told apart by touch."""


@dataclass(frozen=True)
class Block:
    """A stretch of time on a lane: a visit (with its key) or protected time (without)."""

    starts: str
    ends: str
    hours: str
    tone: str
    title: str
    text: str
    more: str = ""
    visit: int | None = None
    carers: str = ""
    icon: str = ""
    row: int = 1
    is_locked: bool = False
    is_fixed: bool = False
    is_broken: bool = False
    is_chosen: bool = False
    is_short: bool = False

    @property
    def minutes(self) -> tuple[int, int]:
        """Start and end as minutes of the day."""
        starts, ends = (60 * int(clock[:2]) + int(clock[3:]) for clock in (self.starts, self.ends))
        return starts, ends


@dataclass(frozen=True)
class Stretch:
    """A shift on its lane."""

    starts: str
    ends: str


@dataclass(frozen=True)
class Lane:
    """Somebody at work that day, or nobody: what is not covered."""

    employee: Employee
    hours: str
    icon: str
    is_sick: bool
    stretches: list[Stretch]
    blocks: list[Block]

    @property
    def rows(self) -> int:
        """How many rows the blocks take."""
        return rows_of(self.blocks)


@dataclass(frozen=True)
class Free:
    """How many hands are free in one hour: at work, and neither with a citizen nor in protected time."""

    starts: str
    ends: str
    at_work: int
    busy: int

    @property
    def people(self) -> float:
        """As people for the whole hour; below 0 there is more to do than there are hands."""
        return (self.at_work - self.busy) / 60

    @property
    def tone(self) -> str:
        """Nobody at work, too few, just enough, or some to spare."""
        if not self.at_work:
            return "none"
        return "few" if self.people < 0.5 else "some" if self.people < 1.5 else "many"

    @property
    def spoken(self) -> str:
        """In words."""
        free = _("%(minutes)s ledig tid") % {"minutes": duration(self.at_work - self.busy)}
        return f"{self.starts}–{self.ends}: {free}"


@dataclass(frozen=True)
class Board:
    """The day from when the team opens until it closes."""

    day: date
    opens: str
    closes: str
    marks: list[str]
    free: list[Free]
    lanes: list[Lane]
    uncovered: list[Block]

    @property
    def rows_uncovered(self) -> int:
        """How many rows the uncovered visits take."""
        return rows_of(self.uncovered)


def rows_of(blocks: list[Block]) -> int:
    """The last row that blocks stand in, at least one."""
    return max((block.row for block in blocks), default=1)


def board_of(standing: Standing, day: date, chosen: int | None = None) -> Board:
    """The board of one day."""
    return _Drawing(standing, day, chosen).board()


class _Drawing:
    def __init__(self, standing: Standing, day: date, chosen: int | None) -> None:
        self.standing, self.rows, self.day, self.chosen = standing, standing.rows, day, chosen
        self.here = self.rows.on_day(day)
        self.visits = self.here.visits
        self.names = labels(self.visits)
        team = self.rows.team
        self.opens, self.closes = team.opens, team.closes

    def board(self) -> Board:
        by_employee: dict[int, list[Shift]] = {}
        for shift in sorted(self.here.shifts, key=lambda shift: (shift.starts_at, shift.employee.name)):
            by_employee.setdefault(shift.employee_id, []).append(shift)
        for carer in self.carers_without_shift(by_employee.keys()):
            by_employee[carer] = []
        return Board(
            day=self.day,
            opens=f"{self.opens:%H:%M}",
            closes=f"{self.closes:%H:%M}",
            marks=[f"{hour:02}:00" for hour in self.hours()],
            free=[self.free(hour) for hour in self.hours()],
            lanes=[self.lane(employee, shifts) for employee, shifts in by_employee.items()],
            uncovered=stacked(self.block(visit, Slot()) for visit in self.visits if not self.rows.slot(visit).carers),
        )

    def hours(self) -> range:
        """The full hours of the day."""
        return range(self.opens.hour + (self.opens.minute > 0), self.closes.hour + (self.closes.minute > 0))

    def free(self, hour: int) -> Free:
        """Hands and needs of one hour. A visit nobody gives needs hands when the citizen would like it."""
        starts_at = moment(self.day, time(hour))
        ends_at = starts_at + timedelta(hours=1)
        at_work = [(shift.starts_at, shift.ends_at) for shift in self.here.shifts_at_work]
        busy = [self.period(visit) for visit in self.visits for _carer in range(visit.carers_needed)]
        busy += [(row.starts_at, row.ends_at) for row in self.rows.protected]
        clocks = (f"{hour:02}:00", f"{min(time(hour, 59), self.closes):%H:%M}")
        return Free(*clocks, *(_within(starts_at, ends_at, periods) for periods in (at_work, busy)))

    def period(self, visit: Visit) -> tuple[datetime, datetime]:
        """From when to when the visit is, or should be."""
        starts_at = self.rows.slot(visit).starts_at or visit.wished_from_at or visit.earliest_at
        return starts_at, starts_at + timedelta(minutes=visit.minutes)

    def carers_without_shift(self, at_work: Iterable[int]) -> list[int]:
        """Those who stand in the plan though they are not at work: the plan is wrong there, and one must see it."""
        planned = {carer for visit in self.visits for carer in self.rows.slot(visit).carers}
        return sorted(planned - set(at_work), key=lambda carer: self.rows.employees[carer].name)

    def lane(self, employee: int, shifts: list[Shift]) -> Lane:
        person = self.rows.employees[employee]
        visits = [(visit, self.rows.slot(visit)) for visit in self.visits]
        blocks = [self.block(visit, slot, employee) for visit, slot in visits if employee in slot.carers]
        blocks += [
            self.kept_free(row) for row in self.rows.protected if row.employee_id == employee and self.is_today(row)
        ]
        return Lane(
            employee=person,
            hours=" ".join(span(shift.starts_at, shift.ends_at) for shift in shifts) or _("ikke på arbejde"),
            icon=MODE_ICONS[Employee.TravelMode(person.travel_mode)],
            is_sick=bool(shifts) and all(shift.sick_at for shift in shifts),
            stretches=[Stretch(*self.clocks(s.starts_at, s.ends_at)) for s in shifts if s.sick_at is None],
            blocks=stacked(blocks),
        )

    def is_today(self, row: ProtectedTime) -> bool:
        starts_at, ends_at = Week.day_bounds(self.day)
        return row.starts_at < ends_at and row.ends_at > starts_at

    def block(self, visit: Visit, slot: Slot, employee: int | None = None) -> Block:
        starts_at, ends_at = self.period(visit)
        starts, ends = self.clocks(starts_at, ends_at)
        others = [self.rows.employees[carer].first_name for carer in slot.carers if carer != employee]
        faults = self.standing.sentences.get(visit.pk, [])
        frozen = self.rows.is_frozen(visit)
        together = bool(others) and employee is not None
        more = [visit.title] * together + others[1:] + faults
        more += [_("låst")] * slot.is_locked + [_("givet")] * (visit.status == Visit.Status.DONE)
        return Block(
            starts=starts,
            ends=ends,
            hours=span(starts_at, ends_at),
            tone=self.tone(visit, slot, employee),
            title=self.names[visit.citizen_id],
            text=_("+ %(name)s") % {"name": others[0]} if together else visit.title,
            more=", ".join(more),
            visit=visit.pk,
            carers=",".join(map(str, slot.carers)),
            icon="check" if visit.status == Visit.Status.DONE else "",
            is_locked=slot.is_locked,
            is_fixed=frozen,
            is_broken=bool(faults),
            is_chosen=visit.pk == self.chosen,
            is_short=visit.minutes < SHORT,
        )

    def tone(self, visit: Visit, slot: Slot, employee: int | None) -> str:
        """One colour per meaning: two together, a known face, a new one; without a carer it stands out."""
        if employee is None:
            return "bare"
        if len(slot.carers) > 1:
            return "two"
        return "known" if (visit.citizen_id, employee) in self.rows.known else "new"

    def kept_free(self, row: ProtectedTime) -> Block:
        tone, icon = PROTECTED[ProtectedTime.Kind(row.kind)]
        title = row.title or row.get_kind_display()
        starts, ends = self.clocks(row.starts_at, row.ends_at)
        hours = span(row.starts_at, row.ends_at)
        quiet = tone == "rest"
        return Block(
            starts, ends, hours, tone, "" if quiet else title, "", title if quiet else "", icon=icon, is_fixed=True
        )

    def clocks(self, starts_at: datetime, ends_at: datetime) -> tuple[str, str]:
        """Where a stretch begins and ends on the board, never outside it."""
        first, last = Week.day_bounds(self.day)
        local = [timezone.localtime(max(first, min(at, last - timedelta(minutes=1)))) for at in (starts_at, ends_at)]
        starts, ends = (max(self.opens, min(at.time(), self.closes)) for at in local)
        return table_clock(starts), table_clock(ends)


def _within(starts_at: datetime, ends_at: datetime, periods: Iterable[tuple[datetime, datetime]]) -> int:
    """Minutes of the periods that fall between the two moments."""
    pieces = (minutes_between(max(starts_at, one), min(ends_at, two)) for one, two in periods)
    return sum(max(piece, 0) for piece in pieces)


def labels(visits: Iterable[Visit]) -> dict[int, str]:
    """What the team calls its citizens: first names, with a letter where two have the same."""
    citizens = {visit.citizen_id: visit.citizen for visit in visits}
    twice = Counter(citizen.first_name for citizen in citizens.values())
    return {
        key: citizen.first_name if twice[citizen.first_name] == 1 else _with_letter(citizen.name)
        for key, citizen in citizens.items()
    }


def _with_letter(name: str) -> str:
    first, *rest = name.split()
    return f"{first} {rest[-1][0]}." if rest else first


def stacked(blocks: Iterable[Block]) -> list[Block]:
    """Blocks in as few rows as it takes for none to lie over another or too near it to be hit."""
    rows: list[list[Block]] = []
    for block in sorted(blocks, key=lambda block: (block.starts, block.ends, block.title)):
        number = next((n for n, row in enumerate(rows) if not _is_too_near(row[-1], block)), len(rows))
        placed = replace(block, row=number + 1)
        if number == len(rows):
            rows.append([])
        rows[number].append(placed)
    return sorted((block for row in rows for block in row), key=lambda block: (block.starts, block.row))


def _is_too_near(one: Block, two: Block) -> bool:
    """Whether the next block begins before the one ends, or a finger or a shaking hand could not tell them apart."""
    (starts, ends), (begins, over) = one.minutes, two.minutes
    if begins < ends:
        return True
    if not (one.visit and two.visit):
        return False
    short_one, short_two = ends - starts < TARGET, over - begins < TARGET
    from_middle = begins + (over - begins) / 2 if short_two else begins
    to_middle = ends - (ends - starts) / 2 if short_one else ends
    room = (short_one + short_two) * TARGET / 2
    return from_middle - to_middle < room
