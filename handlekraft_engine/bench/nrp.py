"""Reads rostering instances of schedulingbenchmarks.org (Curtois and Qu) as problems of ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from handlekraft_engine.rosters.problem import (
    DAY,
    Cover,
    Employee,
    Limit,
    Period,
    Prices,
    Problem,
    ShiftType,
    Terms,
    Wish,
)  # fmt: skip

type Sections = dict[str, list[list[str]]]
"""Rows of fields by section."""

ORIGIN = "2026-11-23"
"""A Monday: every instance begins on one."""


def read(path: Path) -> Problem:
    """The instance of one file. Conventions: price = unmet requests + the cover's own weights; all else is hard."""
    return problem_of(sections(path.read_text(encoding="utf-8")))


def problem_of(found: Sections) -> Problem:
    """The problem of a file's contents."""
    days = int(found["SECTION_HORIZON"][0][0])
    shifts = tuple(_shift(fields, found["SECTION_SHIFTS"]) for fields in found["SECTION_SHIFTS"])
    wishes = _wishes(found)
    off = {fields[0]: [int(day) for day in fields[1:]] for fields in found["SECTION_DAYS_OFF"]}
    employees = tuple(
        _employee(fields, off.get(fields[0], ()), wishes.get(fields[0], ())) for fields in found["SECTION_STAFF"]
    )
    covers = tuple(
        Cover(int(day), (shift,), int(wanted), int(short), int(over))
        for day, shift, wanted, short, over in found["SECTION_COVER"]
    )
    return Problem(ORIGIN, days, shifts, employees, covers, prices=Prices(0, 0, 0, 0))


def sections(text: str) -> Sections:
    """A file's contents; comments and blank lines left out."""
    found: Sections = {}
    name = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("SECTION_"):
            name = line
            found[name] = []
        elif line and not line.startswith("#"):
            found[name].append(line.split(","))
    return found


def _shift(fields: Sequence[str], every: Sequence[Sequence[str]]) -> ShiftType:
    """Without clock times all begin at midnight; what may follow what is said outright."""
    name, minutes = fields[0], int(fields[1])
    barred = frozenset(other[0] for other in every if name in other[2].split("|"))
    return ShiftType(name, 0, minutes, minutes, not_after=barred)


def _employee(fields: Sequence[str], off: Sequence[int], wishes: Sequence[Wish]) -> Employee:
    name, most_of, most, least, in_row, least_in_row, least_off, weekends = fields
    limits = tuple(
        Limit(frozenset({kind}), int(count)) for kind, count in (part.split("=") for part in most_of.split("|"))
    )
    barred = {next(iter(limit.shifts)) for limit in limits if limit.most == 0}
    terms = Terms(
        daily_rest=0,
        lone_day_rest=0,
        most_in_row=int(in_row),
        least_in_row=int(least_in_row),
        least_off=int(least_off),
        most_weekends=int(weekends),
        weekly_minutes=None,
        limits=tuple(limit for limit in limits if limit.most > 0),
    )
    return Employee(
        name,
        shifts=frozenset(next(iter(limit.shifts)) for limit in limits) - barred,
        least_minutes=int(least),
        most_minutes=int(most),
        terms=terms,
        away=tuple(Period(day * DAY, (day + 1) * DAY) for day in off),
        wishes=tuple(wishes),
    )


def _wishes(found: Sections) -> dict[str, list[Wish]]:
    wishes: dict[str, list[Wish]] = {}
    for section, work in (("SECTION_SHIFT_ON_REQUESTS", True), ("SECTION_SHIFT_OFF_REQUESTS", False)):
        for name, day, shift, weight in found[section]:
            wishes.setdefault(name, []).append(Wish(int(day), int(weight), frozenset({shift}), work))
    return wishes
