"""The question: who needs what, who is at work, how far it is, what things cost. Frozen values that check themselves.

Time is whole minutes in UTC since ``Problem.origin``; a local day of 23 or 25 hours is only a shorter or longer row of
minutes. Places are indexes into ``Problem.places``. Visits, carers and citizens are named by text ids that mean nothing
to the engine. Prices are whole points, so that sums are exact and equal on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from handlekraft_engine.checks import check, check_distinct, check_known, check_minutes
from handlekraft_engine.visits.shifts import Block, Break, Carer, Shift

__all__ = [
    "Block", "Break", "Carer", "Citizen", "Link", "Lock", "Need", "Place", "Prices", "Problem", "Published", "Shift",
    "Travel", "Window", "minute_of", "moment_of",
]  # fmt: skip


def minute_of(origin: str, at: datetime) -> int:
    """Whole minutes from ``origin`` (ISO text with offset) to the aware moment ``at``; seconds are cut off."""
    check(at.tzinfo is not None, f"the moment {at.isoformat()} has no time zone; give an aware datetime")
    return (at - datetime.fromisoformat(origin)) // timedelta(minutes=1)


def moment_of(origin: str, minute: int) -> datetime:
    """The aware UTC moment ``minute`` minutes after ``origin``: the inverse of ``minute_of``."""
    return (datetime.fromisoformat(origin) + timedelta(minutes=minute)).astimezone(UTC)


@dataclass(frozen=True)
class Place:
    """A point on the earth in degrees (WGS84)."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        check(-90 <= self.lat <= 90, f"latitude {self.lat} is not between -90 and 90 degrees; are lat and lon swapped?")
        check(-180 <= self.lon <= 180, f"longitude {self.lon} is not between -180 and 180 degrees")


@dataclass(frozen=True)
class Window:
    """The first and the last minute at which a visit (or a break) may START; both included."""

    earliest: int
    latest: int

    def __post_init__(self) -> None:
        check(self.earliest <= self.latest, f"window {self.earliest}-{self.latest} ends before it begins; swap the two")


@dataclass(frozen=True)
class Citizen:
    """One who is visited. ``known``: carers whose face is known from the last weeks (others cost more).

    ``one_carer``: all visits for one carer each are by the same one, over all days (hard).
    """

    id: str
    known: frozenset[str] = frozenset()
    one_carer: bool = False

    def __post_init__(self) -> None:
        check(bool(self.id), "a citizen has an empty id")


@dataclass(frozen=True)
class Lock:
    """What the team has decided and the engine keeps.

    ``carers``: one entry per task of the visit (a carer id, or ``None`` = free); empty = all free.
    ``start``: the fixed minute (takes the place of the visit's windows), or ``None`` = free.
    """

    carers: tuple[str | None, ...] = ()
    start: int | None = None

    def __post_init__(self) -> None:
        named = [carer for carer in self.carers if carer is not None]
        check(bool(named) or self.start is not None, "a lock must fix a carer or a start; leave it out otherwise")
        check_distinct("carer in one lock", named)


@dataclass(frozen=True)
class Published:
    """What the citizen and the carers have been told: carers (one per task) and start; a change from it has a price."""

    carers: tuple[str, ...]
    start: int


@dataclass(frozen=True)
class Need:
    """One visit that is wanted.

    ``tasks``: one set of competences per carer at the visit; one entry = one carer, two entries = two carers at once.
    ``windows``: hard, one or several in order, bound the START. ``wished``: soft; minutes outside cost early or late.
    ``also_wished``: further wished windows, in order after the first; the one that makes the start cheapest counts.
    ``preferred`` (empty = anybody), ``unwanted`` (price), ``forbidden`` (never): carer ids.
    ``priority``: index into ``Prices.uncovered``; higher = dearer to leave out.
    ``task_minutes``: minutes of each task where the two carers stay for different times; empty = ``minutes`` for all.
    ``load``: units that count against ``Shift.capacity`` of every carer at the visit.
    ``midnight``: minute since the origin at which the visit's local day begins; what speaks of the time of the day
    leaves out visits without it. ``rhythm``: visits that name the same one are wished at the same time of their days.
    ``frozen``: done or under way; ``lock`` then names all carers and the start; it is not judged, it only takes time.
    """

    id: str
    citizen: str
    place: int
    minutes: int
    windows: tuple[Window, ...]
    wished: Window | None = None
    tasks: tuple[frozenset[str], ...] = (frozenset(),)
    preferred: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    forbidden: frozenset[str] = frozenset()
    priority: int = 1
    lock: Lock | None = None
    frozen: bool = False
    published: Published | None = None
    task_minutes: tuple[int, ...] = ()
    load: int = 0
    also_wished: tuple[Window, ...] = ()
    midnight: int | None = None
    rhythm: str = ""

    def __post_init__(self) -> None:
        where = f"visit {self.id or '(no id)'}"
        check(bool(self.id), "a visit has an empty id")
        check_minutes(where, self.minutes)
        check(bool(self.windows), f"{where}: give at least one window")
        for one, two in zip(self.windows, self.windows[1:], strict=False):
            check(one.latest < two.earliest, f"{where}: windows must be in order and apart; join or sort them")
        check(len(self.tasks) in (1, 2), f"{where}: {len(self.tasks)} tasks; a visit has one or two carers at once")
        check(self.priority >= 0, f"{where}: priority {self.priority} is below 0")
        check(not self.rhythm or self.midnight is not None, f"{where}: a rhythm needs the midnight of the day")
        check(self.load >= 0, f"{where}: load {self.load} is below 0")
        self._check_lock(where)
        self._check_task_minutes(where)
        check(self.wished is not None or not self.also_wished, f"{where}: also_wished without wished; give both")
        for one, two in zip(self.wishes, self.also_wished, strict=False):
            check(one.latest < two.earliest, f"{where}: wished windows must be in order and apart; join or sort them")
        if self.published is not None:
            check(len(self.published.carers) == len(self.tasks), f"{where}: published needs one carer per task")

    def _check_lock(self, where: str) -> None:
        carers = self.lock.carers if self.lock else ()
        check(len(carers) in (0, len(self.tasks)), f"{where}: a lock names a carer or None for each task, or nobody")
        whole = self.lock is not None and self.lock.start is not None and bool(carers) and None not in carers
        check(whole or not self.frozen, f"{where}: a frozen visit needs a lock with every carer and the start")

    def _check_task_minutes(self, where: str) -> None:
        known = len(self.task_minutes) in (0, len(self.tasks))
        check(known, f"{where}: task_minutes needs one entry per task, or none")
        for minutes in self.task_minutes:
            check_minutes(where, minutes)

    def minutes_of(self, task: int) -> int:
        """How long the carer of ``task`` (0 or 1) stays."""
        return self.task_minutes[task] if self.task_minutes else self.minutes

    @cached_property
    def allowed(self) -> tuple[Window, ...]:
        """The windows that count: the locked start alone where there is one, else ``windows``."""
        start = self.lock.start if self.lock else None
        return self.windows if start is None else (Window(start, start),)

    @property
    def half_day(self) -> tuple[str, int, int] | None:
        """Citizen, midnight and half (0 before noon, 1 after) in which the visit is wished; ``None`` = not known."""
        first = self.allowed[0] if self.wished is None or (self.lock and self.lock.start is not None) else self.wished
        return None if self.midnight is None else (self.citizen, self.midnight, (first.earliest - self.midnight) // 720)

    @property
    def wishes(self) -> tuple[Window, ...]:
        """All wished windows in order; empty without a wish."""
        return (self.wished, *self.also_wished) if self.wished else ()

    def locked_carer(self, task: int) -> str | None:
        """The carer fixed for ``task`` (0 or 1), or ``None``."""
        return self.lock.carers[task] if self.lock and self.lock.carers else None


@dataclass(frozen=True)
class Link:
    """``min_gap <= start(second) - start(first) <= max_gap`` in minutes, asked when both visits are covered.

    Same start: 0 and 0. Apart: e.g. 180 and 300. Order only: 0 (or the first one's minutes) and ``None``.
    ``carers``: ``"same"`` = exactly the same carers at both, ``"different"`` = no carer at both, ``None`` = anybody.
    ``min_gap=None`` asks nothing of the times; the link is then about the carers, or about being covered.
    ``together``: both visits are covered or neither is; not asked where one of them is frozen.
    """

    first: str
    second: str
    min_gap: int | None = 0
    max_gap: int | None = None
    carers: str | None = None
    together: bool = False

    def __post_init__(self) -> None:
        where = f"link {self.first} -> {self.second}"
        check(self.first != self.second, f"{where} ties a visit to itself")
        check(self.carers in (None, "same", "different"), f"{where}: carers is {self.carers!r}; give same or different")
        if self.min_gap is None:
            check(self.max_gap is None, f"{where}: max_gap without min_gap; give both")
            asks = self.carers is not None or self.together
            check(asks, f"{where} asks nothing; give a gap, say which carers, or together")
        else:
            check(self.min_gap >= 0, f"{where}: min_gap {self.min_gap} is below 0; swap first and second")
            most = self.min_gap if self.max_gap is None else self.max_gap
            check(most >= self.min_gap, f"{where}: max_gap is below min_gap; swap the two")


@dataclass(frozen=True)
class Travel:
    """Minutes from place to place by one mode: ``minutes[from][to]``, whole, square, one row and column per place."""

    mode: str
    minutes: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        for row in self.minutes:
            check(len(row) == len(self.minutes), f"travel by {self.mode}: the table is not square")
            check(all(cell >= 0 for cell in row), f"travel by {self.mode}: a time is below 0 minutes")


@dataclass(frozen=True)
class Prices:
    """What things cost, in whole points. The team may turn these; the engine has no other opinion."""

    travel: tuple[tuple[str, int], ...] = (("walk", 10), ("bicycle", 10), ("car", 10))
    """(mode, points per minute of travel)."""
    waiting: int = 2
    """Points per idle minute between two visits of a shift."""
    early: int = 20
    """Points per minute that a visit starts before its wished window."""
    late: int = 20
    """Points per minute that a visit starts after its wished window."""
    overtime: int = 30
    """Points per minute from the end of the shift until home."""
    face: int = 50
    """Points per different carer at one citizen in the whole problem (fewer faces in a week)."""
    new_face: int = 150
    """Points on top per carer whom the citizen does not know; counted once per citizen and carer."""
    not_preferred: int = 40
    """Points per task done by one who is not among the preferred of a visit that names some."""
    unwanted: int = 600
    """Points per task done by a carer whom the citizen would rather not have."""
    uncovered: tuple[int, ...] = (4000, 12000, 40000)
    """Points per visit left out, by priority: 0 can wait, 1 ordinary, 2 must not fail (medicine)."""
    changed_carer: int = 1000
    """Points per carer at a visit who is not the one published."""
    moved: int = 5
    """Points per minute that a visit starts away from its published start."""
    retold: int = 0
    """Points per visit that starts at another minute than published (on top of ``moved``)."""
    latest: int = 0
    """Points per minute that the latest of all visits starts after its wished window (on top of ``late``)."""
    beyond_share: int = 0
    """Points per minute with citizens that a carer has in the whole problem beyond ``Carer.share``."""
    second_face: int = 0
    """Points per carer beyond the first at one citizen within one half of a day (see ``Need.midnight``)."""
    unsteady: int = 0
    """Points per minute between the earliest and the latest time of the day of the visits of one ``Need.rhythm``."""
    longest_idle: int = 0
    """Points per minute of the greatest idle time of all shifts, those without any visit included.

    Idle: from the beginning of the shift to its end (to home, if that is later) less travel, visits, breaks taken and
    protected time. It is the fairness of a day: nobody sits idle while others run.
    """

    def __post_init__(self) -> None:
        check_distinct("mode in the travel prices", [mode for mode, _ in self.travel])
        single = (self.waiting, self.early, self.late, self.overtime, self.face, self.new_face, self.not_preferred)
        extra = (self.unwanted, self.changed_carer, self.moved, self.retold, self.latest, self.beyond_share)
        rest = (
            *extra,
            self.longest_idle,
            self.second_face,
            self.unsteady,
            *self.uncovered,
            *(price for _, price in self.travel),
        )
        check(min(*single, *rest) >= 0, "a price is below 0; the engine would be paid for breaking the rule")
        check(bool(self.uncovered), "give the price of an uncovered visit for at least one priority")


@dataclass(frozen=True)
class Problem:
    """A day or a week of one team, complete in itself.

    ``origin``: ISO text with offset (e.g. ``2026-11-22T23:00:00+00:00``), minute 0.
    ``now``: no visit that is not frozen may start before this minute (``None`` = all is still ahead).
    ``grid_minutes``: computed starts are multiples of it (from the origin), but where a window holds none, and but for
    what is locked or published; the referee asks it of nobody.
    ``one_at_a_time``: two visits of one citizen may not overlap, unless a link lets them start at the same minute.
    Errors: ``ValueError`` that says what, where and how to mend it.
    """

    origin: str
    places: tuple[Place, ...]
    travel: tuple[Travel, ...]
    carers: tuple[Carer, ...]
    citizens: tuple[Citizen, ...]
    visits: tuple[Need, ...]
    links: tuple[Link, ...] = ()
    prices: Prices = field(default_factory=Prices)
    now: int | None = None
    grid_minutes: int = 1
    one_at_a_time: bool = False

    def __post_init__(self) -> None:
        check(self.grid_minutes >= 1, f"grid_minutes is {self.grid_minutes}; give at least 1")
        aware = datetime.fromisoformat(self.origin).tzinfo is not None
        check(aware, f"origin {self.origin} needs an offset, such as +00:00")
        check_distinct("carer", [carer.id for carer in self.carers])
        check_distinct("visit", [need.id for need in self.visits])
        check_distinct("citizen", [citizen.id for citizen in self.citizens])
        check_distinct("travel table", [table.mode for table in self.travel])
        self._check_travel()
        for carer in self.carers:
            self._check_carer(carer)
        for need in self.visits:
            self._check_need(need)
        for link in self.links:
            check_known(f"link {link.first} -> {link.second}", "visit", (link.first, link.second), self.need)

    def _check_travel(self) -> None:
        priced = {mode for mode, _ in self.prices.travel}
        for table in self.travel:
            size = len(table.minutes)
            sizes = f"travel by {table.mode} knows {size} places, the problem has {len(self.places)}"
            check(size == len(self.places), sizes)
            check(table.mode in priced, f"travel by {table.mode} has no price; add it to Prices.travel")

    def _check_carer(self, carer: Carer) -> None:
        where = f"carer {carer.id}"
        check_known(where, "travel mode", (carer.mode,), {table.mode for table in self.travel})
        self._check_places(where, [block.place for block in carer.blocks])
        self._check_places(where, [place for shift in carer.shifts for place in (shift.start_place, shift.end_place)])

    def _check_need(self, need: Need) -> None:
        where = f"visit {need.id}"
        self._check_places(where, [need.place])
        check_known(where, "citizen", (need.citizen,), self.citizen)
        priced = need.priority < len(self.prices.uncovered)
        check(priced, f"{where}: priority {need.priority} has no price in Prices.uncovered")
        locked = [carer for carer in (need.lock.carers if need.lock else ()) if carer is not None]
        check_known(where, "locked carer", locked, self.carer)

    def _check_places(self, where: str, places: Iterable[int | None]) -> None:
        for place in places:
            known = place is None or 0 <= place < len(self.places)
            check(known, f"{where}: place {place} is not one of the {len(self.places)} places (counted from 0)")

    @cached_property
    def need(self) -> dict[str, Need]:
        """Visits by id."""
        return {need.id: need for need in self.visits}

    @cached_property
    def carer(self) -> dict[str, Carer]:
        """Carers by id."""
        return {carer.id: carer for carer in self.carers}

    @cached_property
    def citizen(self) -> dict[str, Citizen]:
        """Citizens by id."""
        return {citizen.id: citizen for citizen in self.citizens}

    @cached_property
    def minutes_by(self) -> dict[str, tuple[tuple[int, ...], ...]]:
        """Travel tables by mode: ``minutes_by["walk"][origin][destination]``."""
        return {table.mode: table.minutes for table in self.travel}
