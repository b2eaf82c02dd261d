"""Scores a roster by the rules of schedulingbenchmarks.org. Knows the file alone, none of our rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from handlekraft_engine.bench.instance import Score
from handlekraft_engine.bench.nrp import Sections

type Shifts = Sequence[str]
"""The shift of each day, "" = off."""


def score(file: Sections, rows: Mapping[str, Shifts]) -> Score:
    """Unmet requests and cover as cost, everything else as violations."""
    days = int(file["SECTION_HORIZON"][0][0])
    kinds = {fields[0] for fields in file["SECTION_SHIFTS"]}
    names = [fields[0] for fields in file["SECTION_STAFF"]]
    if sorted(rows) != sorted(names):
        return Score(0.0, ("the rows are not those of the staff",))
    if any(len(shifts) != days or not {*shifts} <= {"", *kinds} for shifts in rows.values()):
        return Score(0.0, ("not a known shift or none for each day",))
    faults = [fault for fields in file["SECTION_STAFF"] for fault in _faults(file, fields, rows[fields[0]])]
    return Score(float(sum(_costs(file, rows))), tuple(faults))


def _costs(file: Sections, rows: Mapping[str, Shifts]) -> Iterator[int]:
    for name, day, shift, weight in file["SECTION_SHIFT_ON_REQUESTS"]:
        yield int(weight) * (rows[name][int(day)] != shift)
    for name, day, shift, weight in file["SECTION_SHIFT_OFF_REQUESTS"]:
        yield int(weight) * (rows[name][int(day)] == shift)
    for day, shift, wanted, short, over in file["SECTION_COVER"]:
        there = sum(shifts[int(day)] == shift for shifts in rows.values())
        yield max(int(wanted) - there, 0) * int(short) + max(there - int(wanted), 0) * int(over)


def _faults(file: Sections, fields: Sequence[str], shifts: Shifts) -> Iterator[str]:
    name, most_of, *numbers = fields
    most, least, in_row, least_in_row, least_off, weekends = map(int, numbers)
    minutes = {row[0]: int(row[1]) for row in file["SECTION_SHIFTS"]}
    barred = {(row[0], other) for row in file["SECTION_SHIFTS"] for other in row[2].split("|") if other}
    for day, pair in enumerate(pairwise(shifts), start=1):
        if pair in barred:
            yield f"{name}: {pair[1]} after {pair[0]} on day {day}"
    for kind, count in (part.split("=") for part in most_of.split("|")):
        if list(shifts).count(kind) > int(count):
            yield f"{name}: more than {count} of {kind}"
    worked = sum(minutes[shift] for shift in shifts if shift)
    if not least <= worked <= most:
        yield f"{name}: {worked} minutes"
    for row in file["SECTION_DAYS_OFF"]:
        if row[0] == name and any(shifts[int(day)] for day in row[1:]):
            yield f"{name}: works on a day off"
    yield from _run_faults(name, shifts, (in_row, least_in_row, least_off))
    busy = sum(any(shifts[day : day + 2]) for day in range(5, len(shifts), 7))
    if busy > weekends:
        yield f"{name}: {busy} weekends"


def _run_faults(name: str, shifts: Shifts, limits: tuple[int, int, int]) -> Iterator[str]:
    """Runs that touch the ends of the horizon may be short."""
    in_row, least_in_row, least_off = limits
    at = 0
    for works, group in groupby(shifts, bool):
        length = len(list(group))
        inside = at > 0 and at + length < len(shifts)
        if works and length > in_row:
            yield f"{name}: {length} shifts in a row"
        if inside and length < (least_in_row if works else least_off):
            yield f"{name}: {length} {'shifts' if works else 'days off'} in a row on day {at}"
        at += length
