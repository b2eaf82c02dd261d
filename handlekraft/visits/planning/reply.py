"""The bridge of a day that changes: what happened as an event for the engine, its answer back as slots."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from handlekraft.visits.models import Disruption, Visit
from handlekraft.visits.planning.answer import Answer, answer_of, plan_of
from handlekraft.visits.planning.problem import check_plannable, key, problem_of
from handlekraft.visits.planning.rows import Rows, Slot
from handlekraft_engine.visits.plan import Plan
from handlekraft_engine.visits.problem import Problem, minute_of

if TYPE_CHECKING:
    from handlekraft_engine.visits.replan import Event

GRID = timedelta(minutes=5)


@dataclass(frozen=True)
class Replied:
    """The day planned anew, what each visit had been told before, and how long the engine thought."""

    answer: Answer
    before: Mapping[int, Slot]
    milliseconds: int

    @property
    def changed(self) -> list[int]:
        """Visits with other carers or another start than told, by key."""
        after = self.answer.slots
        return sorted(visit for visit, told in self.before.items() if _differ(told, after.get(visit, Slot())))


def _differ(one: Slot, other: Slot) -> bool:
    return (one.starts_at, set(one.carers)) != (other.starts_at, set(other.carers))


def reply_to(
    rows: Rows, disruption: Disruption, told: Mapping[int, Slot], *, iterations: int | None, seed: int
) -> Replied:
    """Plan the day of `rows` again with the least change. `told`: what the disruption is about, as it was before."""
    # Only here, in the worker: the web process never loads the solver.
    from handlekraft_engine.visits.replan import SOON, replan
    from handlekraft_engine.visits.stop import Iterations

    here = replace(rows, pending=_not_begun(rows, told))
    here = here.showing({**rows.slots, **told})
    check_plannable(here)
    problem = problem_of(here)
    now = max(minute_of(problem.origin, _on_grid(rows.now)), 0)
    published = _published(here, problem, told, now)
    before, event = _event(here, problem, published, disruption, told)
    began = time.perf_counter()
    found = replan(before, published, event, now, SOON if iterations is None else Iterations(iterations), seed)
    spent = time.perf_counter() - began
    answer = answer_of(found.problem, found.plan)
    return Replied(answer, {visit.pk: here.slot(visit) for visit in here.visits}, round(spent * 1000))


def _not_begun(rows: Rows, told: Mapping[int, Slot]) -> frozenset[int]:
    return frozenset(visit.pk for visit in rows.visits if visit.pk in told and visit.status == Visit.Status.PLANNED)


def _on_grid(at: datetime) -> datetime:
    """The next five minutes: whoever is asked now leaves then."""
    over = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at - over + GRID if over else at


def _published(rows: Rows, problem: Problem, told: Mapping[int, Slot], now: int) -> Plan:
    """What the carers and citizens know. What should have begun and has not counts as told for now."""
    plan = plan_of(rows, problem)
    late = {key(visit) for visit in told if not rows.is_frozen(rows.visit[visit])}
    placed = [replace(one, start=max(one.start, now)) if one.visit in late else one for one in plan.placed]
    return Plan(tuple(sorted(placed, key=lambda one: (one.start, one.visit))), plan.uncovered)


def _event(
    rows: Rows, problem: Problem, published: Plan, disruption: Disruption, told: Mapping[int, Slot]
) -> tuple[Problem, Event]:
    """The problem before the event, and the event."""
    from handlekraft_engine.visits import replan

    kind, visits = Disruption.Kind(disruption.kind), [key(visit) for visit in told]
    if kind is Disruption.Kind.ADDED:
        [new] = visits
        rest = tuple(need for need in problem.visits if need.id != new)
        return replace(problem, visits=rest), replan.Added(problem.need[new])
    if kind is Disruption.Kind.LONGER:
        [longer] = visits
        return problem, replan.Longer(longer, problem.need[longer].minutes)
    carer = key(disruption.employee_id or 0)
    if kind is Disruption.Kind.SICK:
        return problem, replan.Sick(carer)
    until = minute_of(problem.origin, disruption.until_at or rows.now)
    return problem, _late(problem, published, carer, until)


def _late(problem: Problem, published: Plan, carer: str, until: int) -> Event:
    """She is with her next citizen at `until`: what she has in hand takes longer, or her shift begins later."""
    from handlekraft_engine.visits import replan

    one = problem.carer[carer]
    table = problem.minutes_by[one.mode]
    coming = [placed for placed in published.placed if carer in placed.carers]
    behind = [placed for placed in coming if problem.need[placed.visit].frozen]
    following = next(placed for placed in coming if not problem.need[placed.visit].frozen)
    there = problem.need[following.visit].place
    if behind and len(behind[-1].carers) == 1:
        last = problem.need[behind[-1].visit]
        minutes = until - table[last.place][there] - behind[-1].start
        return replan.Longer(last.id, max(minutes, last.minutes))
    base = next((shift.start_place for shift in one.shifts if shift.ends > until), None)
    return replan.Late(carer, until - (table[base][there] if base is not None else 0))
