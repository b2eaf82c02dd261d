"""A plan that is under way meets an event: plan the rest again with the least change, and say who notices and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from handlekraft_engine.checks import check
from handlekraft_engine.visits.plan import Placed, Plan
from handlekraft_engine.visits.problem import Lock, Need, Problem, Published, Shift
from handlekraft_engine.visits.solve import Seconds, Stop, solve

LEAST_CHANGE = 150
"""Points per visit told anew, where the problem's own prices do not say more: a quarter of an hour of travel."""

SOON = Seconds(0.2)
"""How long is searched when nobody says otherwise."""


@dataclass(frozen=True)
class Sick:
    """The carer goes home now."""

    carer: str


@dataclass(frozen=True)
class Late:
    """The carer begins the shift in hand, or the next one, only at minute ``until``."""

    carer: str
    until: int


@dataclass(frozen=True)
class Longer:
    """The visit takes ``minutes`` (of every carer) instead of what was planned."""

    visit: str
    minutes: int


@dataclass(frozen=True)
class Added:
    """One more visit; its citizen and place are in the problem already."""

    need: Need


type Event = Sick | Late | Longer | Added


class Cause(StrEnum):
    """Why a visit is another one than published."""

    EVENT = "event"  # the event is about this visit, or about its carer
    ROOM = "room"  # it gave way to a visit of the first kind


@dataclass(frozen=True)
class Affected:
    """One visit that is not as it was told. ``before`` and ``after``: ``None`` = not in the plan."""

    visit: str
    citizen: str
    before: Placed | None
    after: Placed | None
    cause: Cause

    @property
    def other_carers(self) -> tuple[str, ...]:
        """Who comes now and was not expected."""
        told = self.before.carers if self.before else ()
        return tuple(carer for carer in (self.after.carers if self.after else ()) if carer not in told)

    @property
    def minutes(self) -> int:
        """How much later (below 0: earlier) the visit starts; 0 where it is not in both plans."""
        return self.after.start - self.before.start if self.before and self.after else 0


@dataclass(frozen=True)
class Reply:
    """The problem as it is now, its plan, and every visit that is not as published, in the order of the plan."""

    problem: Problem
    plan: Plan
    affected: tuple[Affected, ...]


def replan(problem: Problem, published: Plan, event: Event, now: int, stop: Stop = SOON, seed: int = 1) -> Reply:
    """Plan again from minute ``now`` on: what has begun stays, what was told is changed only where that pays.

    Errors: ``ValueError`` when the event names a carer or a visit that the problem does not have, or says nothing new.
    """
    after = under_way(happened(problem, event, now), published, now)
    prices = replace(after.prices, retold=max(after.prices.retold, LEAST_CHANGE))
    after = replace(after, prices=prices)
    plan = solve(after, stop, seed, start=published)
    return Reply(after, plan, tuple(_affected(after, published, plan, event)))


def happened(problem: Problem, event: Event, now: int) -> Problem:
    """The problem after the event; nothing is frozen yet."""
    if isinstance(event, Added):
        return replace(problem, visits=(*problem.visits, event.need))
    if isinstance(event, Longer):
        check(event.visit in problem.need, f"the visit {event.visit!r} is not in the problem")
        longer = replace(problem.need[event.visit], minutes=event.minutes, task_minutes=())
        return replace(problem, visits=tuple(longer if each.id == longer.id else each for each in problem.visits))
    if isinstance(event, Sick):
        return _with_shifts(problem, event.carer, lambda shift: _cut(shift, now))
    return _with_shifts(problem, event.carer, lambda shift: _delayed(shift, now, event.until))


def under_way(problem: Problem, published: Plan, now: int) -> Problem:
    """The problem at minute ``now``: what has begun by the plan is frozen, all else remembers what was told."""
    told = published.by_visit
    visits = tuple(_told(need, told[need.id], now) if need.id in told else need for need in problem.visits)
    return replace(problem, visits=visits, now=now)


def _told(need: Need, one: Placed, now: int) -> Need:
    if need.frozen or one.start >= now:
        return replace(need, published=Published(one.carers, one.start))
    return replace(need, lock=Lock(one.carers, one.start), frozen=True, published=Published(one.carers, one.start))


def _with_shifts(problem: Problem, carer: str, change: Callable[[Shift], Shift | None]) -> Problem:
    check(carer in problem.carer, f"the carer {carer!r} is not in the problem")
    one = problem.carer[carer]
    shifts = tuple(shift for shift in map(change, one.shifts) if shift is not None)
    return replace(problem, carers=tuple(replace(k, shifts=shifts) if k is one else k for k in problem.carers))


def _cut(shift: Shift, now: int) -> Shift | None:
    """What is left of the shift of one who goes home at ``now``: only the stretch behind."""
    if shift.starts >= now:
        return None
    ends = min(shift.ends, now)
    breaks = tuple(each for each in shift.breaks if each.latest + each.minutes <= ends)
    return shift if ends == shift.ends else replace(shift, ends=ends, max_overtime=0, breaks=breaks, end_place=None)


def _delayed(shift: Shift, now: int, until: int) -> Shift | None:
    """The shift from ``until`` on; shifts that are over by ``now`` or begin later stay as they are."""
    if shift.ends <= now or shift.starts >= until:
        return shift
    if shift.ends <= until:
        return None
    breaks = tuple(replace(each, earliest=max(each.earliest, until)) for each in shift.breaks if each.latest >= until)
    return replace(shift, starts=until, breaks=breaks)


def _affected(problem: Problem, published: Plan, plan: Plan, event: Event) -> Iterator[Affected]:
    before, after = published.by_visit, plan.by_visit
    order = [*(one.visit for one in plan.placed), *plan.uncovered]
    for visit in order:
        told, now = before.get(visit), after.get(visit)
        same = told is not None and now is not None and (set(told.carers), told.start) == (set(now.carers), now.start)
        if same or (told is None and now is None and not _about(event, visit, None)):
            continue
        cause = Cause.EVENT if _about(event, visit, told) else Cause.ROOM
        yield Affected(visit, problem.need[visit].citizen, told, now, cause)


def _about(event: Event, visit: str, told: Placed | None) -> bool:
    """The event itself is about this visit or one of the carers told."""
    if isinstance(event, Added):
        return event.need.id == visit
    if isinstance(event, Longer):
        return event.visit == visit
    return told is not None and event.carer in told.carers
