"""Who is at work when: shifts with breaks, protected time, and what must fit between the visits of a shift."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from handlekraft_engine.checks import check, check_minutes


@dataclass(frozen=True)
class Break:
    """A pause of ``minutes`` that starts from ``earliest`` to ``latest``; taken where the carer is, also on the way.

    ``price``: points when it is missed in a shift that has a visit or a meeting; ``None`` = it must not be missed.
    """

    earliest: int
    latest: int
    minutes: int
    price: int | None = None

    def __post_init__(self) -> None:
        check(self.price is None or self.price >= 0, f"break {self.earliest}-{self.latest}: price is below 0")
        check(self.earliest <= self.latest, f"break {self.earliest}-{self.latest} ends before it begins; swap the two")
        check_minutes("break", self.minutes)


@dataclass(frozen=True)
class Block:
    """Protected time of one carer (meeting, course, recharge): busy from ``starts`` to ``ends``.

    ``place``: where the carer must be at ``starts`` (index into places); ``None`` = wherever the carer is.
    """

    starts: int
    ends: int
    place: int | None = None

    def __post_init__(self) -> None:
        check(self.starts < self.ends, f"block {self.starts}-{self.ends} must end after it begins")


@dataclass(frozen=True)
class Shift:
    """One stretch of work: from leaving ``start_place`` to reaching ``end_place`` (``None`` = begins/ends at a visit).

    ``max_overtime``: minutes after ``ends`` that may be worked, at a price; cut where the carer's next shift begins.
    ``breaks`` are taken in their order; with no visit in the shift nothing is asked of them.
    ``capacity``: the sum of ``Need.load`` over the visits of the shift may not be higher; ``None`` = any.
    ``max_minutes``: longest tour, from leaving for the first visit as late as its start allows until ``end_place`` is
    reached, pauses on the way included; ``None`` = any. ``price_if_used``: points when the shift has any visit.
    """

    starts: int
    ends: int
    breaks: tuple[Break, ...] = ()
    start_place: int | None = None
    end_place: int | None = None
    max_overtime: int = 0
    capacity: int | None = None
    max_minutes: int | None = None
    price_if_used: int = 0

    def __post_init__(self) -> None:
        where = f"shift {self.starts}-{self.ends}"
        check(self.starts < self.ends, f"{where} must end after it begins")
        check(self.capacity is None or self.capacity >= 0, f"{where}: capacity is {self.capacity}; give 0 or more")
        check(self.max_minutes is None or self.max_minutes >= 1, f"{where}: max_minutes is {self.max_minutes}")
        check(self.price_if_used >= 0, f"{where}: price_if_used is {self.price_if_used}; give 0 or more points")
        check(self.max_overtime >= 0, f"{where}: max_overtime is {self.max_overtime}; give 0 or more minutes")
        for pause in self.breaks:
            inside = self.starts <= pause.earliest and pause.latest + pause.minutes <= self.ends
            check(inside, f"{where}: the break {pause.earliest}-{pause.latest} of {pause.minutes} min lies outside it")
        for one, two in zip(self.breaks, self.breaks[1:], strict=False):
            in_order = one.earliest <= two.earliest and one.latest <= two.latest
            check(in_order, f"{where}: write the breaks in the order in which they are taken")


@dataclass(frozen=True)
class Carer:
    """One who visits: travel ``mode`` (of ``Problem.travel``), competences, shifts and protected blocks in order.

    ``share``: minutes with citizens in the whole problem that are fair; more has a price (``None`` = no limit).
    """

    id: str
    mode: str
    competences: frozenset[str] = frozenset()
    shifts: tuple[Shift, ...] = ()
    blocks: tuple[Block, ...] = ()
    share: int | None = None

    def __post_init__(self) -> None:
        check(bool(self.id), "a carer has an empty id")
        check(self.share is None or self.share >= 0, f"carer {self.id}: share is {self.share}; give 0 or more minutes")
        for one, two in zip(self.shifts, self.shifts[1:], strict=False):
            apart = one.ends <= two.starts
            check(apart, f"carer {self.id}: the shift {two.starts}-{two.ends} begins before the one ahead of it ends")
        for before, after in zip(self.blocks, self.blocks[1:], strict=False):
            apart = before.ends <= after.starts
            check(apart, f"carer {self.id}: the block {after.starts}-{after.ends} overlaps the one ahead of it")

    @cached_property
    def limits(self) -> tuple[int, ...]:
        """Per shift the minute at which work must be over: ``ends + max_overtime``, but not into the next shift."""
        nexts = [shift.starts for shift in self.shifts[1:]]
        bounds = [shift.ends + shift.max_overtime for shift in self.shifts]
        return tuple(min(bound, begin) for bound, begin in zip(bounds, [*nexts, *bounds[-1:]], strict=True))

    def shift_at(self, minute: int) -> int:
        """Index of the shift of work that starts at ``minute``: the last one begun, else the first, else -1."""
        begun = sum(1 for shift in self.shifts if shift.starts <= minute)
        return max(begun - 1, 0) if self.shifts else -1

    def blocks_in(self, shift: int) -> tuple[Block, ...]:
        """Protected time that overlaps the shift (its overtime included)."""
        starts, limit = self.shifts[shift].starts, self.limits[shift]
        return tuple(block for block in self.blocks if block.starts < limit and block.ends > starts)

    def pauses(self, shift: int) -> tuple[Pause, ...]:
        """What must fit between the visits of a shift, in order: its breaks, and its protected time that has no place.

        A break that protected time cuts in pieces keeps its longest piece (the first of equals), none if none is left.
        """
        blocks = self.blocks_in(shift)
        begin, limit = self.shifts[shift].starts, self.limits[shift]
        pauses = [_clipped(block, begin, limit) for block in blocks if block.place is None]
        pauses += [piece for pause in self.shifts[shift].breaks for piece in _longest_piece(pause, blocks)]
        return tuple(sorted(pauses))


class Pause(NamedTuple):
    """A stretch of ``minutes`` off that starts from ``earliest`` to ``latest``; ``protected``: a block, not a break.

    ``price``: points for missing it, -1 = it must not be missed.
    """

    earliest: int
    latest: int
    minutes: int
    protected: bool
    price: int = -1


def _clipped(block: Block, begin: int, limit: int) -> Pause:
    starts, ends = max(block.starts, begin), min(block.ends, limit)
    return Pause(starts, starts, ends - starts, protected=True)


def _longest_piece(pause: Break, blocks: tuple[Block, ...]) -> list[Pause]:
    edges = [(pause.earliest, pause.latest)]
    for block in blocks:
        cut = [(low, min(high, block.starts - pause.minutes)) for low, high in edges]
        cut += [(max(low, block.ends), high) for low, high in edges]
        edges = [(low, high) for low, high in cut if low <= high]
    best = sorted(edges, key=lambda edge: (edge[0] - edge[1], edge[0]))[:1]
    price = -1 if pause.price is None else pause.price
    return [Pause(low, high, pause.minutes, protected=False, price=price) for low, high in best]
