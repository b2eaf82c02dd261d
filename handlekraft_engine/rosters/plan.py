"""The answer: who works which shift on which day, what it costs, what it breaks. By hand or computed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from handlekraft_engine import prices


class Hard(StrEnum):
    """What a roster may not do. The comment says what ``Violation.amount`` counts (0 where it means nothing)."""

    STRUCTURE = "structure"  # employee unknown, missing or twice; wrong number of days; unknown shift
    SHIFT = "not her shift"
    FIXED = "fixed day"  # a decided day was changed
    AWAY = "absence"  # minutes of absence or protected time that the shift overlaps
    REST = "daily rest"  # minutes that are missing
    ORDER = "order of shifts"  # this kind may not follow the one of the day before
    LONE_DAY = "single day off"  # minutes of rest that are missing around it
    LONG_RUN = "days in a row"  # shifts too many
    SHORT_RUN = "too few days in a row"  # shifts too few
    SHORT_OFF = "too few days off in a row"  # days off too few
    WEEKENDS = "weekends"  # weekends too many
    LIMIT = "limit of shifts"  # shifts too many
    TOO_LITTLE = "too few hours"  # minutes
    TOO_MUCH = "too many hours"  # minutes
    AVERAGE = "weekly average"  # minutes above what the reference period leaves


class Soft(StrEnum):
    """What costs. The comment says what ``Charge.quantity`` counts."""

    SHORT = "short"  # employees missing
    OVER = "surplus"  # employees too many
    FACE = "no known face"  # citizens and parts of days
    WISH = "wish"  # wishes unmet
    UNDER_NORM = "below norm"  # minutes
    OVER_NORM = "above norm"  # minutes
    BURDEN = "burden"  # points above the fair share
    CHANGED = "changed"  # days
    SHIFTS = "number of shifts"  # shifts too few or too many
    IN_ROW = "liked days in a row"  # days too few or too many
    OFF_IN_ROW = "liked days off in a row"  # days off too few or too many
    WEEKENDS_IN_ROW = "weekends in a row"  # weekends too few or too many
    PATTERN = "pattern"  # times


@dataclass(frozen=True)
class Row:
    """One employee's period: the id of a shift type for each day, "" = off."""

    employee: str
    shifts: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A row for each employee, in the order of the problem."""

    rows: tuple[Row, ...]

    @cached_property
    def of(self) -> dict[str, tuple[str, ...]]:
        """Shifts by employee."""
        return {row.employee: row.shifts for row in self.rows}

    def changed(self, employee: str, day: int, shift: str) -> Plan:
        """The plan with another shift ("" = off) for that employee on that day."""

        def after(row: Row) -> Row:
            return Row(row.employee, (*row.shifts[:day], shift, *row.shifts[day + 1 :]))

        return Plan(tuple(after(row) if row.employee == employee else row for row in self.rows))


@dataclass(frozen=True)
class Violation:
    """One broken rule: whose, on which day (where it shows first; -1 = the whole period), by how much."""

    rule: Hard
    employee: str
    day: int = -1
    amount: int = 0


Charge = prices.Charge[Soft]
"""What one rule costs, in whole points."""

Priced = prices.Priced[Soft]
"""The price of a plan: one charge per rule of ``Soft``, in that order, also where it is 0."""
