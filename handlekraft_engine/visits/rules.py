"""Each rule once, as a named function on the types of problem and plan. The solver has its own arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from handlekraft_engine.visits.plan import Hard, Placed, Violation
from handlekraft_engine.visits.problem import Carer, Link, Need, Prices, Problem, Window


def outside(windows: Sequence[Window], minute: int) -> int:
    """Minutes from ``minute`` to the nearest of the windows, 0 inside one."""
    return min(max(window.earliest - minute, minute - window.latest, 0) for window in windows)


class OffWish(NamedTuple):
    """Minutes that a start lies before and after the wished window that counts; one of them is 0."""

    early: int
    late: int


NO_WISH = OffWish(0, 0)


def off_wish(prices: Prices, need: Need, start: int) -> OffWish:
    """Against the wished window that makes the start cheapest, of equally cheap ones the nearest, then the first."""
    each = [OffWish(max(w.earliest - start, 0), max(start - w.latest, 0)) for w in need.wishes]
    return min(each, key=lambda off: (off.early * prices.early + off.late * prices.late, sum(off)), default=NO_WISH)


def minutes_moved(need: Need, start: int) -> int:
    """Minutes away from the published start, 0 if never published."""
    return abs(start - need.published.start) if need.published else 0


def retold(need: Need, start: int) -> int:
    """1 for a visit that starts at another minute than published."""
    return int(need.published is not None and need.published.start != start)


def changed_carers(need: Need, carers: Sequence[str]) -> int:
    """Carers who are not among the published ones; who takes which task does not matter."""
    return sum(carer not in need.published.carers for carer in carers) if need.published else 0


def not_preferred(need: Need, carers: Sequence[str]) -> int:
    """Carers outside the preferred group of a visit that names one."""
    return sum(carer not in need.preferred for carer in carers) if need.preferred else 0


def unwanted(need: Need, carers: Sequence[str]) -> int:
    """Carers whom the citizen would rather not have."""
    return sum(carer in need.unwanted for carer in carers)


def carer_faults(problem: Problem, need: Need, carers: Sequence[str]) -> list[Violation]:
    """COMPETENCE, FORBIDDEN, SAME_CARER: who may do which task at all. Not asked of a frozen visit."""
    faults = []
    for task, carer in zip(need.tasks, carers, strict=True):
        missing = task - problem.carer[carer].competences
        if missing:
            faults.append(Violation(Hard.COMPETENCE, need.id, carer, other=", ".join(sorted(missing))))
        if carer in need.forbidden:
            faults.append(Violation(Hard.FORBIDDEN, need.id, carer))
    if len(set(carers)) < len(carers):
        faults.append(Violation(Hard.SAME_CARER, need.id, carers[0]))
    return faults


def lock_faults(need: Need, carers: Sequence[str], start: int) -> list[Violation]:
    """LOCK, or FROZEN where the visit is done or under way: what the team decided is kept."""
    rule = Hard.FROZEN if need.frozen else Hard.LOCK
    pairs = [(need.locked_carer(task), carer) for task, carer in enumerate(carers)]
    faults = [Violation(rule, need.id, carer) for locked, carer in pairs if locked not in (None, carer)]
    locked_start = need.lock.start if need.lock else None
    if locked_start is not None and locked_start != start:
        faults.append(Violation(rule, need.id, minutes=abs(locked_start - start)))
    return faults


def time_faults(problem: Problem, need: Need, start: int) -> list[Violation]:
    """WINDOW and PAST. A locked start takes the place of the windows. Not asked of a frozen visit."""
    faults = []
    if outside(need.allowed, start) and not (need.lock and need.lock.start is not None):
        faults.append(Violation(Hard.WINDOW, need.id, minutes=outside(need.allowed, start)))
    if problem.now is not None and start < problem.now:
        faults.append(Violation(Hard.PAST, need.id, minutes=problem.now - start))
    return faults


class Item(NamedTuple):
    """One fixed point on a carer's way: a visit, or protected time at a place (``visit`` empty)."""

    starts: int
    ends: int
    visit: str
    place: int
    frozen: bool
    load: int = 0

    @property
    def judged(self) -> bool:
        """A visit that is still to come: only those can break a rule."""
        return bool(self.visit) and not self.frozen


def visit_item(need: Need, placed: Placed, carer: str) -> Item:
    """The visit as an item of the way of one of its carers."""
    ends = placed.start + need.minutes_of(placed.carers.index(carer))
    return Item(placed.start, ends, need.id, need.place, need.frozen, need.load)


def minutes_with_citizens(problem: Problem, placed: Iterable[Placed]) -> dict[str, int]:
    """Minutes of visits by carer."""
    minutes = dict.fromkeys(problem.carer, 0)
    for one in placed:
        for task, carer in enumerate(one.carers):
            minutes[carer] += problem.need[one.visit].minutes_of(task)
    return minutes


def beyond_share(carer: Carer, minutes: int) -> int:
    """Minutes with citizens above the carer's share."""
    return 0 if carer.share is None else max(minutes - carer.share, 0)


class Way:
    """A carer's way through one shift, walked item by item in the order of starts.

    Sums ``travel``, ``waiting``, ``overtime`` and ``idle`` (minutes), gathers the prices of ``missed`` breaks, and
    collects ``faults``: SHIFT, TRAVEL, BLOCK, BREAK, CAPACITY, TOUR.
    Pauses are taken in their order, each as early as it fits; the way to the next item may be walked before or after
    them. Travel to and from the shift's places counts; idle time before the first and after the last item does not.
    """

    def __init__(self, problem: Problem, carer: Carer, shift: int, items: Sequence[Item]) -> None:
        self.carer, self.shift, self.limit = carer, carer.shifts[shift], carer.limits[shift]
        self.minutes_by = problem.minutes_by[carer.mode]
        self.pauses = list(carer.pauses(shift))
        self.free = self.floor = self.shift.starts  # since when under way; until when the last pause lasts
        self.busy = 0  # minutes of pauses since ``free``
        self.place = self.shift.start_place
        self.last: Item | None = None
        self.leaves = self.shift.starts  # as late as the first item allows
        self.travel = self.waiting = self.overtime = self.worked = 0
        self.missed: list[int] = []
        self.faults: list[Violation] = []
        blocks = [
            Item(b.starts, b.ends, "", b.place, frozen=False) for b in carer.blocks_in(shift) if b.place is not None
        ]
        self._walk(sorted([*items, *blocks]))
        self._weigh(sorted(items))
        self.price_if_used = self.shift.price_if_used if items else 0

    def _walk(self, items: list[Item]) -> None:
        for item in items:
            self._go_to(item)
        home = self._go_home(self.last) if self.last is not None else self._stay_idle()
        longest = home - self.leaves if self.shift.max_minutes is None else self.shift.max_minutes
        judged = [item for item in items if item.judged]
        self._blame(Hard.TOUR, judged[-1] if judged else None, home - self.leaves - longest)
        self.idle = max(max(home, self.shift.ends) - self.shift.starts - self.worked, 0)

    def _stay_idle(self) -> int:
        self.worked = sum(pause.minutes for pause in self.pauses if pause.protected)
        return self.shift.ends

    def _weigh(self, items: list[Item]) -> None:
        """CAPACITY: named at the last visit of the shift that is still to come."""
        load, judged = sum(item.load for item in items), [item for item in items if item.judged]
        if self.shift.capacity is not None and load > self.shift.capacity and judged:
            self._blame(Hard.CAPACITY, judged[-1], load - self.shift.capacity)

    def _minutes_to(self, place: int | None) -> int:
        return 0 if self.place is None or place is None else self.minutes_by[self.place][place]

    def _blame(self, rule: Hard, item: Item | None, minutes: int, other: str = "") -> None:
        if item is not None and item.judged and minutes > 0:
            self.faults.append(Violation(rule, item.visit, self.carer.id, minutes, other))

    def _go_to(self, item: Item) -> None:
        travel = self._minutes_to(item.place)
        self._take_pauses(item.starts, travel)
        self._lose_pauses(item, travel)
        self._arrive(item, max(self.free + travel + self.busy, self.floor) - item.starts)
        if self.last is None:
            self.leaves = item.starts - travel - self.busy
        else:
            self.waiting += max(item.starts - self.free - travel - self.busy, 0)
            self._blame(Hard.SHIFT, self.last, self.last.ends - self.limit)
        self.travel += travel
        self.worked += travel + self.busy + item.ends - item.starts
        self.free = self.floor = item.ends
        self.busy, self.place, self.last = 0, item.place, item

    def _take_pauses(self, until: int, travel: int) -> None:
        while self.pauses:
            pause = self.pauses[0]
            begin = max(self.floor, pause.earliest)
            ready = max(begin, self.free + travel + self.busy) + pause.minutes
            if begin > pause.latest or begin + pause.minutes > until or ready > until:
                return
            self.floor, self.busy = begin + pause.minutes, self.busy + pause.minutes
            del self.pauses[0]

    def _lose_pauses(self, item: Item, travel: int) -> None:
        """A pause that can no longer begin once the item is over. What is done or under way excuses it."""
        while self.pauses and self.pauses[0].latest < item.ends:
            pause = self.pauses.pop(0)
            if pause.price >= 0:
                self.missed.append(pause.price)
                continue
            later = max(self.free + travel + self.busy, max(self.floor, pause.earliest)) + pause.minutes - item.starts
            missing = max(min(later, item.ends - pause.latest), 1)
            culprit = item if item.visit else self.last
            self._blame(Hard.BLOCK if pause.protected else Hard.BREAK, culprit, missing)

    def _arrive(self, item: Item, late: int) -> None:
        last = self.last
        if not item.judged:
            self._blame(Hard.TRAVEL if item.visit else Hard.BLOCK, last, late, item.visit)
        elif last is None:
            self._blame(Hard.SHIFT, item, late)
        else:
            self._blame(Hard.TRAVEL if last.visit else Hard.BLOCK, item, late, last.visit)
            self._blame(Hard.SHIFT, item, self.shift.starts - item.starts)

    def _go_home(self, last: Item) -> int:
        travel = self._minutes_to(self.shift.end_place)
        self._blame(Hard.SHIFT, last, self.free + travel - self.limit)
        for pause in self.pauses:
            begin = max(self.floor, pause.earliest)
            if begin > pause.latest and pause.price >= 0:
                self.missed.append(pause.price)
            elif begin > pause.latest:
                self._blame(Hard.BREAK, last, begin - pause.latest)
            else:
                self.floor, self.busy = begin + pause.minutes, self.busy + pause.minutes
        home = max(self.free + travel + self.busy, self.floor)
        if self.free + travel <= self.limit:
            self._blame(Hard.BREAK, last, home - self.limit)
        self.travel += travel
        self.worked += travel + self.busy
        if last.visit:
            self.overtime = max(home - self.shift.ends, 0)
        return home


def link_faults(problem: Problem, link: Link, gap: int) -> list[Violation]:
    """LINK: minutes by which ``gap`` = start(second) - start(first) is too short or too long.

    The second visit is named, unless it is frozen; two frozen visits are excused.
    """
    first, second = problem.need[link.first], problem.need[link.second]
    least = gap if link.min_gap is None else link.min_gap
    most = gap if link.max_gap is None else link.max_gap
    wrong = max(least - gap, gap - most)
    if wrong <= 0 or (first.frozen and second.frozen):
        return []
    return [
        Violation(Hard.LINK, *((first.id, "", wrong, second.id) if second.frozen else (second.id, "", wrong, first.id)))
    ]


def pairs_apart(problem: Problem) -> list[tuple[str, str]]:
    """Pairs of visits that may not overlap: one citizen, ``one_at_a_time``, windows that meet, no link at one start."""
    at_once = {frozenset((link.first, link.second)) for link in problem.links if link.min_gap == 0}
    of: dict[str, list[Need]] = {}
    for need in problem.visits if problem.one_at_a_time else ():
        of.setdefault(need.citizen, []).append(need)
    return [
        (one.id, two.id)
        for needs in of.values()
        for one, two in combinations(needs, 2)
        if frozenset((one.id, two.id)) not in at_once and _may_meet(one, two) and not (one.frozen and two.frozen)
    ]


def _stay(need: Need) -> int:
    """Minutes until the last carer has left."""
    return max(need.minutes_of(task) for task in range(len(need.tasks)))


def _may_meet(one: Need, two: Need) -> bool:
    """Some start of the one lies within some stay of the other."""
    first, second = sorted((one, two), key=lambda need: need.allowed[0].earliest)
    return first.allowed[-1].latest + _stay(first) > second.allowed[0].earliest


def overlap_fault(problem: Problem, one: Placed, two: Placed) -> list[Violation]:
    """OVERLAP: the later visit of the two is named, unless it is frozen."""
    first, second = sorted((one, two), key=lambda each: (each.start, each.visit))
    minutes = first.start + _stay(problem.need[first.visit]) - second.start
    named, other = (first, second) if problem.need[second.visit].frozen else (second, first)
    return [Violation(Hard.OVERLAP, named.visit, minutes=minutes, other=other.visit)] if minutes > 0 else []


def linked_carers_faults(problem: Problem, link: Link, carers: tuple[Sequence[str], Sequence[str]]) -> list[Violation]:
    """TOGETHER: the carers of the first and the second visit against what the link says about them.

    The second visit is named, unless it is frozen; two frozen visits are excused.
    """
    first, second = problem.need[link.first], problem.need[link.second]
    common = set(carers[0]) & set(carers[1])
    wrong = {None: False, "different": bool(common), "same": set(carers[0]) != set(carers[1])}[link.carers]
    if not wrong or (first.frozen and second.frozen):
        return []
    named, other = (first, second) if second.frozen else (second, first)
    return [Violation(Hard.TOGETHER, named.id, other=other.id)]


def halved_fault(problem: Problem, link: Link, first: Placed | None, second: Placed | None) -> list[Violation]:
    """HALVED: named at the visit that is covered while the other one is not. Not asked where one of them is frozen."""
    placed = first or second
    asked = link.together and not (problem.need[link.first].frozen or problem.need[link.second].frozen)
    if not asked or placed is None or (first is not None and second is not None):
        return []
    other = link.second if placed.visit == link.first else link.first
    return [Violation(Hard.HALVED, placed.visit, other=other)]


def one_carer_faults(problem: Problem, placed: Iterable[Placed]) -> list[Violation]:
    """ONE_CARER: visits still to come by another carer than the first one (of frozen visits, else of all by start)."""
    of: dict[str, list[Placed]] = {}
    for one in sorted(placed, key=lambda one: (not problem.need[one.visit].frozen, one.start, one.visit)):
        need = problem.need[one.visit]
        if problem.citizen[need.citizen].one_carer and len(need.tasks) == 1:
            of.setdefault(need.citizen, []).append(one)
    return [
        Violation(Hard.ONE_CARER, one.visit, one.carers[0], other=mine[0].visit)
        for mine in of.values()
        for one in mine
        if one.carers != mine[0].carers and not problem.need[one.visit].frozen
    ]


def pairs_alike(problem: Problem) -> list[tuple[str, str]]:
    """Pairs of visits that one carer makes, by the rule of the citizen."""
    of: dict[str, list[str]] = {}
    for need in problem.visits:
        if problem.citizen[need.citizen].one_carer and len(need.tasks) == 1:
            of.setdefault(need.citizen, []).append(need.id)
    return [pair for names in of.values() for pair in combinations(names, 2)]


def second_faces(problem: Problem, placed: Iterable[Placed]) -> int:
    """Carers beyond the first at a citizen within half a day, summed over citizens and half days."""
    seen: dict[tuple[str, int, int], set[str]] = {}
    for one in placed:
        half = problem.need[one.visit].half_day
        if half is not None:
            seen.setdefault(half, set()).update(one.carers)
    return sum(len(carers) - 1 for carers in seen.values())


def unsteady_minutes(problem: Problem, placed: Iterable[Placed]) -> int:
    """Minutes between the earliest and the latest time of the day, summed over rhythms."""
    times: dict[str, list[int]] = {}
    for one in placed:
        need = problem.need[one.visit]
        if need.rhythm and need.midnight is not None:
            times.setdefault(need.rhythm, []).append(one.start - need.midnight)
    return sum(max(each) - min(each) for each in times.values())
