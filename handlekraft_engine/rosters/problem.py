"""The question: who is employed on which terms, which shifts there are, how many are needed, what things cost.

A roster has whole days, counted from 0; an employee works one shift a day or none. Clock times are minutes after the
midnight (local) at which the shift's day begins; ``midnights`` places those midnights in UTC minutes since ``origin``,
so that a day of 23 or 25 hours is only a shorter or longer one. Prices are whole points, so that sums are exact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from handlekraft_engine.checks import check, check_distinct, check_known, check_minutes
from handlekraft_engine.rosters.employees import Before, Employee, Fixed, Ledger, Limit, Period, Terms, Wish
from handlekraft_engine.rosters.habits import Habits, Pattern, Wanted

__all__ = [
    "DAY", "OFF", "Before", "Cover", "Employee", "Face", "Fixed", "Habits", "Hours", "Ledger", "Limit", "Pattern",
    "Period", "Prices", "Problem", "ShiftType", "Terms", "Wanted", "Wish",
]  # fmt: skip

DAY = 24 * 60
"""Minutes in a day without a change of the clock."""

OFF = ""
"""The id that stands for a day without a shift."""

SATURDAY = 5


@dataclass(frozen=True)
class Hours:
    """The hours of a shift type on one day that differs (a night in which the clock is changed)."""

    day: int
    starts: int
    ends: int
    minutes: int

    def __post_init__(self) -> None:
        check(self.starts < self.ends, f"hours on day {self.day}: ends {self.ends} is not after starts {self.starts}")
        check_minutes(f"hours on day {self.day}", self.minutes)


@dataclass(frozen=True)
class ShiftType:
    """A kind of shift: from ``starts`` to ``ends``, minutes after midnight of its day (a night ends after 1440).

    ``minutes``: what it counts in working time. ``not_after``: kinds that may not stand on the day before, whatever the
    clock says. ``burden``, ``weekend_burden``: points in the ledger of fairness, on weekdays and at weekends.
    """

    id: str
    starts: int
    ends: int
    minutes: int
    special: tuple[Hours, ...] = ()
    not_after: frozenset[str] = frozenset()
    burden: int = 0
    weekend_burden: int = 0

    def __post_init__(self) -> None:
        where = f"shift type {self.id or '(no id)'}"
        check(bool(self.id), "a shift type has an empty id; that is the name of a day off")
        check(self.starts < self.ends, f"{where}: ends {self.ends} is not after starts {self.starts}")
        check_minutes(where, self.minutes)
        check(min(self.burden, self.weekend_burden) >= 0, f"{where}: a burden is below 0")

    def on(self, day: int) -> Hours:
        """The hours on one day."""
        usual = Hours(day, self.starts, self.ends, self.minutes)
        return next((hours for hours in self.special if hours.day == day), usual)


@dataclass(frozen=True)
class Cover:
    """How many are needed: ``wanted`` employees with ``skill`` (empty = anybody) in one of ``shifts`` on ``day``.

    ``short``, ``over``: points for each one missing and for each one too many. Two covers of the same shifts make a
    price with a bend: the first few missing dear, the rest cheap, or the other way round.
    """

    day: int
    shifts: tuple[str, ...]
    wanted: int
    short: int
    over: int = 0
    skill: str = ""

    def __post_init__(self) -> None:
        where = f"cover of {'/'.join(self.shifts)} on day {self.day}"
        check(bool(self.shifts), f"{where}: name at least one shift type")
        check(min(self.wanted, self.short, self.over) >= 0, f"{where}: wanted, short and over are 0 or more")


@dataclass(frozen=True)
class Face:
    """A citizen wants one of ``known`` at work in one of ``shifts`` (a part of the day); else it costs ``points``."""

    citizen: str
    day: int
    shifts: tuple[str, ...]
    known: frozenset[str]
    points: int

    def __post_init__(self) -> None:
        where = f"known face for {self.citizen} on day {self.day}"
        check(bool(self.shifts), f"{where}: name at least one shift type")
        check(self.points >= 0, f"{where}: points {self.points} are below 0")


@dataclass(frozen=True)
class Prices:
    """What things cost beside cover, faces and wishes, which carry their own points."""

    under: int = 1
    """Points per minute below an employee's norm."""
    over: int = 1
    """Points per minute above an employee's norm."""
    burden: int = 5
    """Points for the square of the burden points above the fair share: the second is dearer than the first."""
    changed: int = 200
    """Points per day that differs from the published roster."""

    def __post_init__(self) -> None:
        check(min(self.under, self.over, self.burden, self.changed) >= 0, "a price is below 0")


@dataclass(frozen=True)
class Problem:
    """The roster of one team for one period, complete in itself.

    ``origin``: ISO date of day 0. ``days``: how many. ``midnights``: UTC minutes since the midnight of ``origin`` at
    which each day begins, or empty = every day has 1440 minutes. Errors: ``ValueError`` that says what and where.
    """

    origin: str
    days: int
    shifts: tuple[ShiftType, ...]
    employees: tuple[Employee, ...]
    covers: tuple[Cover, ...]
    faces: tuple[Face, ...] = ()
    prices: Prices = field(default_factory=Prices)
    midnights: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        check(self.days >= 1, f"{self.days} days; a roster has at least one")
        date.fromisoformat(self.origin)
        check_distinct("shift type", [one.id for one in self.shifts])
        check_distinct("employee", [one.id for one in self.employees])
        check(len(self.midnights) in (0, self.days), f"{len(self.midnights)} midnights for {self.days} days")
        for one in self.shifts:
            check_known(f"shift type {one.id}", "shift type", one.not_after, self.shift)
        asked: tuple[Cover | Face, ...] = (*self.covers, *self.faces)
        for row in asked:
            self._check_day(f"cover of {'/'.join(row.shifts)}", row.day)
            check_known(f"cover on day {row.day}", "shift type", row.shifts, self.shift)
        for face in self.faces:
            check_known(f"known face for {face.citizen}", "employee", face.known, self.employee)
        for employee in self.employees:
            self._check_employee(employee)

    def _check_day(self, where: str, day: int) -> None:
        check(0 <= day < self.days, f"{where}: day {day} is not one of the {self.days} days (counted from 0)")

    def _check_employee(self, employee: Employee) -> None:
        where = f"employee {employee.id}"
        names = [*employee.shifts, *(kind for wish in employee.wishes for kind in wish.shifts)]
        names += [kind for limit in employee.terms.limits for kind in limit.shifts]
        names += [name for one in employee.habits.patterns for day in one.days for name in day if name != OFF]
        names += [one.shift for one in employee.fixed if one.shift != OFF]
        names += [name for name in employee.published if name != OFF]
        names += [employee.before.last] if employee.before and employee.before.last else []
        check_known(where, "shift type", names, self.shift)
        for day in (*(wish.day for wish in employee.wishes), *(one.day for one in employee.fixed)):
            self._check_day(where, day)
        told = len(employee.published)
        check(told in (0, self.days), f"{where}: published for {told} days, the roster has {self.days}")

    @cached_property
    def shift(self) -> dict[str, ShiftType]:
        """Shift types by id."""
        return {one.id: one for one in self.shifts}

    @cached_property
    def employee(self) -> dict[str, Employee]:
        """Employees by id."""
        return {one.id: one for one in self.employees}

    def midnight(self, day: int) -> int:
        """UTC minutes since the midnight of ``origin`` at which ``day`` begins; days outside have 1440 minutes."""
        if not self.midnights or day < 0:
            return day * DAY
        return self.midnights[day] if day < self.days else self.midnights[-1] + (day - self.days + 1) * DAY

    def span(self, shift: str, day: int) -> tuple[int, int]:
        """When the shift begins and ends, in UTC minutes since the midnight of ``origin``."""
        hours = self.shift[shift].on(day)
        return self.midnight(day) + hours.starts, self.midnight(day) + hours.ends

    def weekday(self, day: int) -> int:
        """0 = Monday."""
        return (date.fromisoformat(self.origin).weekday() + day) % 7

    def is_weekend(self, day: int) -> bool:
        """Saturday or Sunday."""
        return self.weekday(day) >= SATURDAY

    def burden(self, shift: str, day: int) -> int:
        """Points in the ledger of fairness for the shift on that day."""
        one = self.shift[shift]
        return one.weekend_burden if self.is_weekend(day) else one.burden
