"""The plan on the board as the referee sees it, and what one change by hand would do to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from handlekraft.visits.models import Visit
from handlekraft.visits.planning.answer import plan_of
from handlekraft.visits.planning.problem import Built, built_of, key, problem_of
from handlekraft.visits.planning.rows import Rows, Slot
from handlekraft.visits.planning.words import Difference, differences, in_one_line, sentence
from handlekraft_engine.visits.plan import Move, Plan, Priced, Verdict, Violation
from handlekraft_engine.visits.problem import Problem, minute_of
from handlekraft_engine.visits.referee import judge, judge_move, price


@dataclass(frozen=True)
class Standing:
    """A plan with everything the referee says about it, asked for once."""

    rows: Rows

    @cached_property
    def built(self) -> Built:
        """The problem the plan answers, and what the map does not know."""
        return built_of(self.rows)

    @property
    def problem(self) -> Problem:
        """The problem the plan answers."""
        return self.built.problem

    @cached_property
    def plan(self) -> Plan:
        """The plan in the engine's words."""
        return plan_of(self.rows, self.problem)

    @cached_property
    def priced(self) -> Priced:
        """What it costs."""
        return price(self.problem, self.plan)

    @cached_property
    def faults(self) -> tuple[Violation, ...]:
        """Rules it breaks."""
        return judge(self.problem, self.plan)

    @cached_property
    def sentences(self) -> dict[int, list[str]]:
        """Broken rules in words, by visit."""
        found: dict[int, list[str]] = {}
        for fault in self.faults:
            found.setdefault(int(fault.visit), []).append(sentence(self.rows, fault))
        return found


@dataclass(frozen=True)
class Judged:
    """What a change by hand would do: the rules it newly breaks, and its price."""

    broken: list[str]
    differences: list[Difference]
    in_one_line: str
    points: int


def judge_slot(rows: Rows, visit: Visit, slot: Slot) -> Judged:
    """What it does to the plan that the visit gets this slot. A lock is there for the computer: a hand may move it."""
    free = rows.showing({**rows.slots, visit.pk: replace(rows.slot(visit), is_locked=False)})
    problem = problem_of(free)
    verdict = judge_move(problem, plan_of(free, problem), move_to(problem, visit, slot.carers, slot.starts_at))
    return Judged(
        broken=[sentence(rows, fault) for fault in worse(verdict)],
        differences=differences(verdict.difference),
        in_one_line=in_one_line(verdict.difference),
        points=verdict.difference.total,
    )


def move_to(problem: Problem, visit: Visit, carers: tuple[int, ...], starts_at: datetime | None) -> Move:
    """The change in the engine's words; without a start the visit is taken off the plan."""
    if starts_at is None:
        return Move(key(visit.pk))
    return Move(key(visit.pk), tuple(key(carer) for carer in carers), minute_of(problem.origin, starts_at))


def worse(verdict: Verdict) -> list[Violation]:
    """Rules that the change breaks, or breaks more than before: what was broken already does not refuse a remedy."""
    before = {(fault.rule, fault.visit, fault.carer): fault.minutes for fault in verdict.mended}
    return [fault for fault in verdict.new if fault.minutes > before.get((fault.rule, fault.visit, fault.carer), -1)]
