"""Judges and prices any roster, computed or made by hand. Shares nothing with the solver but problem and plan."""

from __future__ import annotations

from collections import Counter

from handlekraft_engine.rosters import habit_rules, rules
from handlekraft_engine.rosters.plan import Charge, Hard, Plan, Priced, Soft, Violation
from handlekraft_engine.rosters.problem import Problem


def judge(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Every broken hard rule, in the order of the rules' enum, then employee and day; empty = the plan is legal.

    Too few at work is no violation, it has a price. A row with an unknown employee or shift, the wrong number of days
    or a second time is a STRUCTURE violation and is left out of the other rules.
    """
    sound = _sound(problem, plan)
    found = _structure(problem, plan, sound)
    for name, shifts in sound.items():
        for rule in rules.RULES:
            found.extend(rule(problem, problem.employee[name], shifts))
    order = {rule: place for place, rule in enumerate(Hard)}
    return tuple(sorted(found, key=lambda one: (order[one.rule], one.employee, one.day, one.amount)))


def price(problem: Problem, plan: Plan) -> Priced:
    """What the plan costs by soft rule, legal or not; rows that are not sound count as not there."""
    sound = _sound(problem, plan)
    amounts, points = Counter[Soft](), Counter[Soft]()
    _price_cover(problem, sound, amounts, points)
    _price_faces(problem, sound, amounts, points)
    for name, shifts in sound.items():
        _price_row(problem, name, shifts, amounts, points)
    return Priced(tuple(Charge(rule, amounts[rule], points[rule]) for rule in Soft))


def _is_sound(problem: Problem, shifts: tuple[str, ...]) -> bool:
    return len(shifts) == problem.days and all(shift in problem.shift for shift in shifts if shift)


def _sound(problem: Problem, plan: Plan) -> dict[str, tuple[str, ...]]:
    """Rows of known employees with one known shift (or none) for each day; of several the first."""
    sound: dict[str, tuple[str, ...]] = {}
    for row in plan.rows:
        if row.employee in problem.employee and row.employee not in sound and _is_sound(problem, row.shifts):
            sound[row.employee] = row.shifts
    return sound


def _structure(problem: Problem, plan: Plan, sound: dict[str, tuple[str, ...]]) -> list[Violation]:
    mentions = Counter(row.employee for row in plan.rows)
    wrong = {name for name, count in mentions.items() if count > 1 or name not in sound}
    return [Violation(Hard.STRUCTURE, name) for name in wrong | (problem.employee.keys() - mentions.keys())]


def _price_cover(
    problem: Problem, sound: dict[str, tuple[str, ...]], amounts: Counter[Soft], points: Counter[Soft]
) -> None:
    for cover in problem.covers:
        skilled = [name for name in sound if not cover.skill or cover.skill in problem.employee[name].skills]
        there = sum(sound[name][cover.day] in cover.shifts for name in skilled)
        short, over = max(cover.wanted - there, 0), max(there - cover.wanted, 0)
        amounts[Soft.SHORT] += short
        amounts[Soft.OVER] += over
        points[Soft.SHORT] += short * cover.short
        points[Soft.OVER] += over * cover.over


def _price_faces(
    problem: Problem, sound: dict[str, tuple[str, ...]], amounts: Counter[Soft], points: Counter[Soft]
) -> None:
    for face in problem.faces:
        if not any(sound[name][face.day] in face.shifts for name in face.known & sound.keys()):
            amounts[Soft.FACE] += 1
            points[Soft.FACE] += face.points


def _price_row(
    problem: Problem, name: str, shifts: tuple[str, ...], amounts: Counter[Soft], points: Counter[Soft]
) -> None:
    employee, prices = problem.employee[name], problem.prices
    missed, missed_points = rules.unmet(employee, shifts)
    amounts[Soft.WISH] += missed
    points[Soft.WISH] += missed_points
    above = rules.off_norm(problem, employee, shifts)
    excess = rules.excess_burden(problem, employee, shifts)
    changed = rules.changed_days(employee, shifts)
    for rule, amount, cost in (
        (Soft.UNDER_NORM, max(-above, 0), max(-above, 0) * prices.under),
        (Soft.OVER_NORM, max(above, 0), max(above, 0) * prices.over),
        (Soft.BURDEN, excess, excess * excess * prices.burden),
        (Soft.CHANGED, changed, changed * prices.changed),
    ):
        amounts[rule] += amount
        points[rule] += cost
    for rule, amount, cost in habit_rules.prices(problem, employee, shifts):
        amounts[rule] += amount
        points[rule] += cost
