"""From the citizens' needs to cover: how many are needed in each half hour, and then in each shift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from handlekraft_engine.checks import check, check_minutes
from handlekraft_engine.rosters.problem import DAY, Cover, ShiftType

HALF_HOUR = 30
"""Minutes of a slot."""


@dataclass(frozen=True)
class Help:
    """What one citizen needs on a day: ``minutes`` of help, travel included, by ``people`` at once, begun between
    ``earliest`` and ``latest`` (minutes after midnight); ``skill``: the profession, empty = anybody.
    """

    day: int
    earliest: int
    latest: int
    minutes: int
    people: int = 1
    skill: str = ""

    def __post_init__(self) -> None:
        check_minutes(f"help on day {self.day}", self.minutes)
        check(0 <= self.earliest <= self.latest, f"help on day {self.day}: the window ends before it begins")
        check(self.people >= 1, f"help on day {self.day}: {self.people} people; give at least 1")


type Need = dict[tuple[int, int, str], float]
"""(day, slot of the day from 0, profession) -> employees needed, as a fraction. Slots from 48 on lie after midnight."""


def need_by_half_hour(helps: Iterable[Help]) -> Need:
    """Employees needed in each half hour: each help spreads evenly over the time in which it may be given."""
    need: Counter[tuple[int, int, str]] = Counter()
    for one in helps:
        ends = one.latest + one.minutes
        rate = one.people * one.minutes / (ends - one.earliest)
        for slot in range(one.earliest // HALF_HOUR, ceil(ends / HALF_HOUR)):
            shared = min(ends, (slot + 1) * HALF_HOUR) - max(one.earliest, slot * HALF_HOUR)
            need[one.day, slot, one.skill] += rate * shared / HALF_HOUR  # type: ignore[assignment]
    return dict(need)


def cover_by_shift(need: Need, shifts: Sequence[ShiftType], short: int, over: int) -> tuple[Cover, ...]:
    """Cover per day, shift type and profession that meets the need of every half hour, with few employees.

    Greedy: while a half hour lacks somebody, the shift type that meets the most of what is lacking gets one more. A
    fraction of an employee below a tenth is let go. Half hours that no shift touches are left out. ``short`` and
    ``over`` are the points of each cover.
    """
    covers = []
    for day, skill in sorted({(day, skill) for day, _, skill in need}):
        lacking = {slot: amount for (d, slot, s), amount in need.items() if (d, s) == (day, skill)}
        for shift, wanted in sorted(_fill(lacking, shifts).items()):
            covers.append(Cover(day, (shift,), wanted, short, over, skill))
    return tuple(covers)


def _fill(lacking: dict[int, float], shifts: Sequence[ShiftType]) -> Counter[str]:
    chosen: Counter[str] = Counter()
    while True:
        met = {
            shift.id: sum(min(lacking[slot], 1.0) for slot in _slots(shift) if lacking.get(slot, 0.0) > 0.1)
            for shift in shifts
        }
        best = max(shifts, key=lambda shift: met[shift.id] / shift.minutes)
        if met[best.id] == 0:
            return chosen
        chosen[best.id] += 1
        for slot in _slots(best):
            lacking[slot] = lacking.get(slot, 0.0) - 1


def _slots(shift: ShiftType) -> range:
    """The half hours that a shift fills wholly, on its own day's count."""
    return range(ceil(shift.starts / HALF_HOUR), min(shift.ends, 2 * DAY) // HALF_HOUR)
