"""Reads instances of the first international nurse rostering competition (2010) as problems of ours.

Demand must be met exactly there; here it has a price that no roster of worth pays. Where a nurse lacks the skill of a
shift, her contract may price it: an unmet wish. What is said of weekends, nights and sequences is a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handlekraft_engine.rosters.problem import (
    OFF,
    Cover,
    Employee,
    Habits,
    Pattern,
    Prices,
    Problem,
    ShiftType,
    Terms,
    Wanted,
    Wish,
)  # fmt: skip

UNMET = 100
"""Points for each nurse missing or too many: more than any soft rule."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

NIGHT = "N"


@dataclass(frozen=True)
class Contract:
    """One contract as the file has it. A rule that is off has weight 0; (weight, value)."""

    shifts: tuple[tuple[int, int], tuple[int, int]]
    work: tuple[tuple[int, int], tuple[int, int]]
    free: tuple[tuple[int, int], tuple[int, int]]
    weekends: tuple[tuple[int, int], tuple[int, int]]
    weekend: tuple[int, ...]
    whole_weekends: int
    same_in_weekend: int
    no_night_before: int
    free_after_night: int
    other_skill: int
    patterns: tuple[int, ...]


@dataclass(frozen=True)
class Nurse:
    """One nurse: number of the contract and the skills."""

    name: str
    contract: int
    skills: frozenset[str]


@dataclass(frozen=True)
class File:
    """What a file says, without any reading of it."""

    first: date
    days: int
    skill_of: dict[str, str]
    contracts: dict[int, Contract]
    patterns: dict[int, tuple[int, tuple[tuple[str, str], ...]]]
    nurses: tuple[Nurse, ...]
    demand: dict[tuple[int, str], int]
    days_off: tuple[tuple[str, int, int], ...]
    shifts_off: tuple[tuple[str, int, str, int], ...]

    def weekday(self, day: int) -> int:
        """0 = Monday."""
        return (self.first.weekday() + day) % 7


def read_file(path: Path) -> File:
    """The contents of one file. Errors: ``ValueError`` where it uses what no instance of the competition does."""
    found = _sections(path.read_text(encoding="utf-8"))
    (period,) = found["SCHEDULING_PERIOD"]
    first, last = date.fromisoformat(period[1]), date.fromisoformat(period[2])
    days = (last - first).days + 1
    for name in ("DATE_SPECIFIC_COVER", "DAY_ON_REQUESTS", "SHIFT_ON_REQUESTS"):
        if found.get(name):
            raise ValueError(f"{path.name}: {name} is not read")
    weekly = {(WEEKDAYS.index(day), shift): int(count) for day, shift, count in found["DAY_OF_WEEK_COVER"]}
    return File(
        first,
        days,
        {row[0]: row[5] for row in found["SHIFT_TYPES"]},
        {int(row[0]): _contract(row) for row in found["CONTRACTS"]},
        {int(row[0]): (int(row[1]), _days(row[2])) for row in found["PATTERNS"]},
        tuple(Nurse(row[0], int(row[2]), frozenset(row[4].split())) for row in found["EMPLOYEES"]),
        {
            (day, shift): count
            for day in range(days)
            for (weekday, shift), count in weekly.items()
            if weekday == (first.weekday() + day) % 7
        },
        tuple((who, _day(first, when), int(weight)) for who, when, weight in found["DAY_OFF_REQUESTS"]),
        tuple((who, _day(first, when), what, int(points)) for who, when, what, points in found["SHIFT_OFF_REQUESTS"]),
    )


def _sections(text: str) -> dict[str, list[list[str]]]:
    """Rows of fields by section."""
    found: dict[str, list[list[str]]] = {}
    name = ""
    for line in (line.strip().rstrip(";") for line in text.splitlines()):
        head = re.match(r"([A-Z_]+)( *= *\d+| \d+)?$", line)
        if head:
            name = head[1]
            found[name] = []
        elif line and not line.startswith("//"):
            found[name].append([field.strip() for field in line.split(",")])
    if "EMPLOYEES" not in found:
        raise ValueError("this is not an instance of the competition")
    return found


def _day(first: date, when: str) -> int:
    return (date.fromisoformat(when) - first).days


def _days(text: str) -> tuple[tuple[str, str], ...]:
    """``2 (L|Any) (D|Any)`` as pairs of shift (``Any``, ``None``) and weekday."""
    return tuple((one, two) for one, two in re.findall(r"\((\w+)\|(\w+)\)", text))


def _contract(row: Sequence[str]) -> Contract:
    def pair(at: int) -> tuple[int, int]:
        on, weight, value = map(int, row[at].strip("()").split("|"))
        return on * weight, value

    def weight(at: int) -> int:
        on, points = map(int, row[at].strip("()").split("|"))
        return on * points

    if pair(11)[0]:
        raise ValueError("a limit of weekends in four weeks is not read")
    weekend = tuple(day for day, name in enumerate(WEEKDAYS) if name in row[12])
    return Contract(
        shifts=(pair(4), pair(3)),
        work=(pair(6), pair(5)),
        free=(pair(8), pair(7)),
        weekends=(pair(10), pair(9)),
        weekend=weekend,
        whole_weekends=weight(13),
        same_in_weekend=weight(14),
        no_night_before=weight(15),
        free_after_night=weight(16),
        other_skill=weight(17),
        patterns=tuple(map(int, row[19].split())) if len(row) > 19 else (),
    )


def read(path: Path) -> Problem:
    """The instance of one file as a problem of ours."""
    return problem_of(read_file(path))


def problem_of(file: File) -> Problem:
    """The problem of a file's contents."""
    shifts = tuple(ShiftType(name, 0, 480, 480) for name in file.skill_of)
    covers = tuple(Cover(day, (shift,), wanted, UNMET, UNMET) for (day, shift), wanted in file.demand.items())
    employees = tuple(_employee(file, nurse) for nurse in file.nurses)
    return Problem(file.first.isoformat(), file.days, shifts, employees, covers, prices=Prices(0, 0, 0, 0))


def _employee(file: File, nurse: Nurse) -> Employee:
    contract = file.contracts[nurse.contract]
    lacking = frozenset(shift for shift, skill in file.skill_of.items() if skill not in nurse.skills)
    wishes = [Wish(day, points) for who, day, points in file.days_off if who == nurse.name]
    wishes += [
        Wish(day, points, frozenset({shift})) for who, day, shift, points in file.shifts_off if who == nurse.name
    ]
    if lacking and contract.other_skill:
        wishes += [Wish(day, contract.other_skill, lacking) for day in range(file.days)]
    terms = Terms(daily_rest=0, lone_day_rest=0, most_in_row=file.days, weekly_minutes=None)
    return Employee(nurse.name, terms=terms, wishes=tuple(wishes), habits=_habits(file, contract))


def _habits(file: File, contract: Contract) -> Habits:
    def wanted(pair: tuple[tuple[int, int], tuple[int, int]]) -> Wanted:
        (below, least), (above, most) = pair
        return Wanted(least, most, below, above)

    return Habits(
        shifts=wanted(contract.shifts),
        in_row=wanted(contract.work),
        off=wanted(contract.free),
        weekends=wanted(contract.weekends),
        weekend=frozenset(contract.weekend),
        alone=True,
        patterns=tuple(_patterns(file, contract)),
    )


def _patterns(file: File, contract: Contract) -> Iterator[Pattern]:
    work, off = frozenset(file.skill_of), frozenset({OFF})
    size, first = len(contract.weekend), contract.weekend[0]
    if contract.whole_weekends:
        for mask in range(1, 2**size - 1):
            days = tuple(work if mask >> i & 1 else off for i in range(size))
            yield Pattern(days, contract.whole_weekends, first)
    if contract.same_in_weekend:
        for shift in file.skill_of:
            for at in range(size - 1):
                one, other = frozenset({shift}), work - {shift}
                yield Pattern((one, other), contract.same_in_weekend, first + at)
    if contract.no_night_before and NIGHT in work:
        yield Pattern((frozenset({NIGHT}), *[off] * size), contract.no_night_before, (first - 1) % 7)
    if contract.free_after_night and NIGHT in work:
        night, other = frozenset({NIGHT}), work - {NIGHT}
        yield Pattern((night, other), contract.free_after_night)
        yield Pattern((night, off, work), contract.free_after_night)
    for number in contract.patterns:
        points, days_of = file.patterns[number]
        kinds = {"Any": work, "None": off}
        days = tuple(kinds.get(shift, frozenset({shift})) for shift, _ in days_of)
        weekday = None if days_of[0][1] == "Any" else WEEKDAYS.index(days_of[0][1])
        yield Pattern(days, points, weekday)
