"""Scores a roster by the rules of the nurse rostering competition of 2010. Knows the file alone, none of our rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from handlekraft_engine.bench.inrc import NIGHT, Contract, File, Nurse
from handlekraft_engine.bench.instance import Score

type Shifts = Sequence[str]
"""The shift of each day, "" = off."""


def score(file: File, rows: Mapping[str, Shifts]) -> Score:
    """Soft rules as cost; demand that is not met exactly, unknown shifts and missing rows as violations."""
    faults = tuple(_faults(file, rows))
    if faults:
        return Score(0.0, faults)
    return Score(float(sum(sum(_costs(file, nurse, rows[nurse.name])) for nurse in file.nurses)))


def _faults(file: File, rows: Mapping[str, Shifts]) -> Iterator[str]:
    if rows.keys() != {nurse.name for nurse in file.nurses}:
        yield "the rows are not those of the nurses"
    for name, shifts in rows.items():
        if len(shifts) != file.days or any(shift and shift not in file.skill_of for shift in shifts):
            yield f"{name}: not a known shift or none for each day"
            return
    for day in range(file.days):
        for shift in file.skill_of:
            there = sum(shifts[day] == shift for shifts in rows.values())
            wanted = file.demand.get((day, shift), 0)
            if there != wanted:
                yield f"day {day}, {shift}: {there} instead of {wanted}"


def _costs(file: File, nurse: Nurse, shifts: Shifts) -> Iterator[int]:
    contract = file.contracts[nurse.contract]
    for own, day, points in file.days_off:
        yield points if own == nurse.name and shifts[day] else 0
    for own, day, shift, points in file.shifts_off:
        yield points if own == nurse.name and shifts[day] == shift else 0
    yield contract.other_skill * sum(bool(one) and file.skill_of[one] not in nurse.skills for one in shifts)
    yield _outside(contract.shifts, sum(map(bool, shifts)))
    for works, group in groupby(shifts, bool):
        yield _outside(contract.work if works else contract.free, len(list(group)))
    weekends = _weekends(file, contract, shifts)
    for worked, row in groupby(map(any, weekends)):
        yield _outside(contract.weekends, len(list(row))) if worked else 0
    for weekend in weekends:
        yield contract.whole_weekends * (any(weekend) and not all(weekend))
        pairs = pairwise(weekend)
        yield contract.same_in_weekend * sum(bool(one and two and one != two) for one, two in pairs)
    yield from _nights(file, contract, shifts)
    for number in contract.patterns:
        points, days = file.patterns[number]
        yield points * sum(_fits(file, days, shifts, first) for first in range(file.days - len(days) + 1))


def _outside(limits: tuple[tuple[int, int], tuple[int, int]], count: int) -> int:
    (below, least), (above, most) = limits
    return below * max(least - count, 0) + above * max(count - most, 0)


def _weekends(file: File, contract: Contract, shifts: Shifts) -> list[list[str]]:
    """The shifts of each weekend."""
    days = [day for day in range(file.days) if file.weekday(day) in contract.weekend]
    return [[shifts[day] for day in group] for _, group in groupby(days, lambda day: day - file.weekday(day))]


def _nights(file: File, contract: Contract, shifts: Shifts) -> Iterator[int]:
    size = len(contract.weekend)
    for day, shift in enumerate(shifts):
        if shift != NIGHT:
            continue
        after = shifts[day + 1 : day + 1 + size]
        if (file.weekday(day) + 1) % 7 == contract.weekend[0] and len(after) == size and not any(after):
            yield contract.no_night_before
        following = shifts[day + 1 : day + 3]
        early = bool(following) and following[0] not in ("", NIGHT)
        late = len(following) == 2 and not following[0] and bool(following[1])
        yield contract.free_after_night * (early or late)


def _fits(file: File, days: Sequence[tuple[str, str]], shifts: Shifts, first: int) -> bool:
    for at, (shift, weekday) in enumerate(days, start=first):
        here = {"Any": bool(shifts[at]), "None": not shifts[at]}.get(shift, shifts[at] == shift)
        if not here or weekday not in ("Any", file.first.fromordinal(file.first.toordinal() + at).strftime("%A")):
            return False
    return True
