"""Figures of seeded weeks with breaks, meetings, days off: unassigned, travel, known faces, a sick call, one move."""

from __future__ import annotations

from typing import TextIO

from handlekraft_engine.bench.figures import Figures, Replanned, move_milliseconds, planned, replanned
from handlekraft_engine.bench.teams import Team
from handlekraft_engine.visits.solve import Seconds, warm

HEAD = "team        visits  unassigned  travel  known faces  faces/citizen  violations  seconds"

SECONDS = 20.0
"""For a week; a day gets a seventh of it, a sick call at most two."""


def report(out: TextIO, seconds: float = SECONDS, carers: int = 12, visits: int = 60, seed: int = 1) -> int:
    """Write the table of one team's day and week; the number of violations in its plans."""
    warm()
    out.write(f"\n{HEAD}\n")
    day, week = (Team(seed, days, carers, visits) for days in (1, 7))
    of_day, found = planned(day, Seconds(seconds / 7), seed)
    of_week, found_week = planned(week, Seconds(seconds), seed)
    again = replanned(day, of_day, Seconds(min(seconds / 10, 2.0)), seed)
    out.write(_row(day, found) + _row(week, found_week))
    out.write(_replan_row(again, move_milliseconds(week, of_week)))
    return found.violations + found_week.violations + again.violations


def _row(team: Team, found: Figures) -> str:
    name = f"{team.seed}, {team.days} day" + ("s" if team.days > 1 else "")
    return (
        f"{name:<10}{found.visits:>8}{found.unassigned:>12}{found.travel_share:>8.1%}{found.known_share:>13.1%}"
        f"{found.faces:>15.2f}{found.violations:>12}{found.seconds:>9.1f}\n"
    )


def _replan_row(again: Replanned, move: float) -> str:
    return (
        f"  sick call 06.45: {again.seconds:.1f} s, {again.hit} citizens lose a carer, {again.changed} get another, "
        f"{again.unassigned} unassigned, {again.violations} violations; one move judged in {move:.0f} ms\n"
    )
