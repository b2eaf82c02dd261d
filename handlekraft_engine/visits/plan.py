"""The answer: who is where when, what it costs, what it breaks. A hand-made plan is as good as a computed one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from handlekraft_engine import prices


class Hard(StrEnum):
    """What a plan may not do. The comment says what ``Violation.minutes`` counts (0 where minutes mean nothing)."""

    STRUCTURE = "structure"  # unknown visit or carer, visit missing or twice, wrong number of carers
    SAME_CARER = "same carer twice"  # one person as both carers of a visit
    COMPETENCE = "competence"  # the carer lacks a competence of the task
    FORBIDDEN = "forbidden carer"
    LOCK = "lock"  # a locked carer was changed; minutes away from a locked start
    FROZEN = "frozen"  # a visit done or under way was changed; minutes away from its start
    WINDOW = "window"  # minutes outside the nearest window
    PAST = "past"  # minutes before ``Problem.now``
    SHIFT = "shift"  # minutes outside the shift, the way from its start place and to its end place included
    TRAVEL = "travel"  # minutes that the carer comes too late from the visit before (overlap included)
    BLOCK = "protected time"  # minutes of protected time that the visit or its travel eats
    BREAK = "break"  # minutes that are missing for the break
    LINK = "link"  # minutes by which the gap is too short or too long
    TOGETHER = "linked carers"  # two linked visits that want the same carers, or no carer at both
    OVERLAP = "overlap"  # minutes for which two visits of one citizen overlap
    CAPACITY = "capacity"  # units by which the load of the shift is too high
    TOUR = "longest tour"  # minutes by which the tour is longer than the shift allows
    ONE_CARER = "one carer"  # another carer than the one who makes all the citizen's visits
    HALVED = "half of a pair"  # of two visits that are covered together the other one is not


class Soft(StrEnum):
    """What costs. The comment says what ``Charge.quantity`` counts."""

    TRAVEL = "travel"  # minutes
    WAITING = "waiting"  # idle minutes between visits
    EARLY = "early"  # minutes before the wished window
    LATE = "late"  # minutes after the wished window
    OVERTIME = "overtime"  # minutes
    FACE = "faces"  # pairs of citizen and carer
    NEW_FACE = "new faces"  # pairs of citizen and carer unknown to each other
    NOT_PREFERRED = "not preferred"  # tasks
    UNWANTED = "unwanted"  # tasks
    UNCOVERED = "uncovered"  # visits
    CHANGED_CARER = "changed carer"  # tasks
    MOVED = "moved"  # minutes away from the published start
    RETOLD = "told anew"  # visits that start at another minute than published
    LATEST = "greatest lateness"  # minutes of the latest visit after its wished window
    BEYOND_SHARE = "beyond share"  # minutes with citizens
    LONGEST_IDLE = "greatest idle time"  # minutes of the shift that is idle for longest
    SECOND_FACE = "second faces"  # carers beyond the first at a citizen within half a day
    UNSTEADY = "unsteady hours"  # minutes between the earliest and the latest time of the day, summed over rhythms
    USED_SHIFT = "used shifts"  # shifts with a visit, of those whose use has a price
    MISSED_BREAK = "missed breaks"  # breaks with a price that are not taken


@dataclass(frozen=True)
class Placed:
    """One visit in a plan: carers in the order of the need's tasks, start in minutes since the problem's origin."""

    visit: str
    carers: tuple[str, ...]
    start: int


@dataclass(frozen=True)
class Move:
    """One change by hand: the visit gets these carers at this start; no carers = it is taken off the plan."""

    visit: str
    carers: tuple[str, ...] = ()
    start: int = 0


@dataclass(frozen=True)
class Plan:
    """Placed visits and the ids of those left uncovered. The solver gives both sorted (start and id; id)."""

    placed: tuple[Placed, ...]
    uncovered: tuple[str, ...] = ()

    @cached_property
    def by_visit(self) -> dict[str, Placed]:
        """Placed visits by visit id."""
        return {one.visit: one for one in self.placed}

    def moved(self, move: Move) -> Plan:
        """The plan after the move, sorted; everything else stays as it is."""
        rest = [one for one in self.placed if one.visit != move.visit]
        missing = {name for name in self.uncovered if name != move.visit}
        if move.carers:
            rest.append(Placed(move.visit, move.carers, move.start))
        else:
            missing.add(move.visit)
        return Plan(tuple(sorted(rest, key=lambda one: (one.start, one.visit))), tuple(sorted(missing)))


@dataclass(frozen=True)
class Violation:
    """One broken rule: at which visit, for which carer (empty = nobody in particular), by how many minutes.

    ``other``: the other visit of a LINK or a HALVED pair, the visit before (TRAVEL), the missing competences
    (COMPETENCE), the visit that the ONE_CARER made, else empty.
    """

    rule: Hard
    visit: str
    carer: str = ""
    minutes: int = 0
    other: str = ""


Charge = prices.Charge[Soft]
"""What one rule costs, in whole points (10 = a minute of travel)."""

Priced = prices.Priced[Soft]
"""The price of a plan: one charge per rule of ``Soft``, in that order, also where it is 0."""


@dataclass(frozen=True)
class Verdict:
    """What a single move does: the plan after it, the price difference by rule, the violations it adds or mends."""

    plan: Plan
    difference: Priced
    new: tuple[Violation, ...]
    mended: tuple[Violation, ...]
