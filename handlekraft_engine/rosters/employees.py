"""Who is employed, on which terms, with which wishes; what the periods before have left behind."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlekraft_engine.checks import check, check_distinct
from handlekraft_engine.rosters.habits import Habits

DAILY_REST = 11 * 60
"""Minutes between two shifts. Source: Danish order on rest periods (11 hours in 24)."""

LONE_DAY_REST = 35 * 60
"""Minutes between the shifts around a single day off: a day joined to a daily rest. Source: same order."""

WEEKLY_LIMIT = 48 * 60
"""Minutes of work a week on average over the reference period. Source: Danish act on the working time directive."""


@dataclass(frozen=True)
class Period:
    """From ``starts`` to ``ends``, UTC minutes since the problem's first midnight."""

    starts: int
    ends: int

    def __post_init__(self) -> None:
        check(self.starts < self.ends, f"period {self.starts}-{self.ends} ends before it begins")


@dataclass(frozen=True)
class Limit:
    """At most ``most`` shifts of these kinds, on ``days`` (empty = in the whole period): nights, evenings, one type."""

    shifts: frozenset[str]
    most: int
    days: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        check(bool(self.shifts), "a limit names at least one shift type")
        check(self.most >= 0, f"limit of {'/'.join(sorted(self.shifts))}: most {self.most} is below 0")

    def counts(self, shift: str, day: int) -> bool:
        """Whether the shift on that day counts."""
        return shift in self.shifts and (not self.days or day in self.days)


@dataclass(frozen=True)
class Terms:
    """Rules of working time as data: law, agreement, local agreement. The defaults are Danish law.

    ``daily_rest``, ``lone_day_rest``: minutes. ``most_in_row``: shifts without a day off. ``least_in_row``,
    ``least_off``: shortest run of shifts and of days off. ``most_weekends``: weekends with work in the period.
    ``weekly_minutes``: average over the reference period (``Before.weeks`` and this one).
    """

    daily_rest: int = DAILY_REST
    lone_day_rest: int = LONE_DAY_REST
    most_in_row: int = 6
    least_in_row: int = 1
    least_off: int = 1
    most_weekends: int | None = None
    weekly_minutes: int | None = WEEKLY_LIMIT
    limits: tuple[Limit, ...] = ()

    def __post_init__(self) -> None:
        check(min(self.daily_rest, self.lone_day_rest) >= 0, "a rest is below 0 minutes")
        check(1 <= self.least_in_row <= self.most_in_row, "least_in_row must be from 1 to most_in_row")
        check(self.least_off >= 1, "least_off must be at least 1")


@dataclass(frozen=True)
class Before:
    """What the periods before have left: ``in_row`` shifts without a day off, the latest of the kind ``last`` (0 = she
    was off); ``off`` days in a row; ``minutes`` worked in the ``weeks`` of the reference period that lie behind.
    """

    in_row: int = 0
    off: int = 0
    last: str = ""
    minutes: int = 0
    weeks: int = 0

    def __post_init__(self) -> None:
        check((self.in_row > 0) != (self.off > 0), "before: give either shifts in a row or days off in a row")
        check(bool(self.last) or self.in_row == 0, "before: name the last shift of the row")


@dataclass(frozen=True)
class Ledger:
    """Fairness over periods, in burden points: what is carried over, and the fair share up to the end of this one."""

    carried: int = 0
    share: int = 0


@dataclass(frozen=True)
class Wish:
    """On ``day`` she would like to work one of ``shifts`` (``work``), or none of them. Unmet, it costs ``points``.

    Empty ``shifts`` = any shift: a wish for a day off is ``work=False`` without shifts.
    """

    day: int
    points: int
    shifts: frozenset[str] = frozenset()
    work: bool = False

    def __post_init__(self) -> None:
        check(self.points >= 0, f"wish on day {self.day}: points {self.points} are below 0")

    def is_met(self, shift: str) -> bool:
        """Whether that shift ("" = day off) fulfils the wish."""
        taken = shift != "" and (not self.shifts or shift in self.shifts)
        return taken == self.work


@dataclass(frozen=True)
class Fixed:
    """What is decided for a day and kept: a shift, or "" = off."""

    day: int
    shift: str = ""


@dataclass(frozen=True)
class Employee:
    """One who works. ``shifts``: kinds she may take (empty = all). ``norm``: minutes in the period; off it costs.

    ``least_minutes``, ``most_minutes``: never outside. ``away``: absence and protected time; no shift overlaps it.
    ``published``: the shift told for each day ("" = off), or empty. ``before``: ``None`` = unknown; then a run at the
    start of the period may be shorter than the least, as one at the end always may.
    """

    id: str
    skills: frozenset[str] = frozenset()
    shifts: frozenset[str] = frozenset()
    norm: int | None = None
    least_minutes: int = 0
    most_minutes: int | None = None
    terms: Terms = field(default_factory=Terms)
    away: tuple[Period, ...] = ()
    wishes: tuple[Wish, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    published: tuple[str, ...] = ()
    before: Before | None = None
    ledger: Ledger = field(default_factory=Ledger)
    habits: Habits = field(default_factory=Habits)

    def __post_init__(self) -> None:
        check(bool(self.id), "an employee has an empty id")
        check(self.least_minutes >= 0, f"employee {self.id}: least_minutes is below 0")
        check_distinct("fixed day", [str(one.day) for one in self.fixed])

    def minutes_allowed(self, days: int) -> int | None:
        """Most minutes in a period of ``days``: her own limit, or what the weekly average leaves; ``None`` = any."""
        return min((most for most in (self.most_minutes, self.average_allows(days)) if most is not None), default=None)

    def average_allows(self, days: int) -> int | None:
        """Minutes that the weekly average over the reference period leaves for these days, at least 0."""
        weekly = self.terms.weekly_minutes
        if weekly is None:
            return None
        before = self.before or Before(off=1)
        return max(weekly * (7 * before.weeks + days) // 7 - before.minutes, 0)
