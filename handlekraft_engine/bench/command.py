"""``python -m handlekraft_engine.bench``: plan seeded team days and weeks, print one row each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from handlekraft_engine.bench.figures import Figures, Replanned, move_milliseconds, planned, replanned
from handlekraft_engine.bench.teams import Team
from handlekraft_engine.visits.solve import Seconds, warm

HEAD = "team        visits  unassigned  travel  known faces  faces/citizen  violations  seconds"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rows; 1 when the referee found a violation."""
    ask = argparse.ArgumentParser(prog="python -m handlekraft_engine.bench", description=__doc__)
    ask.add_argument("--seeds", type=int, default=2, help="how many teams")
    ask.add_argument("--seconds", type=float, default=20.0, help="for a week; a day gets a seventh of it")
    ask.add_argument("--carers", type=int, default=12)
    ask.add_argument("--visits", type=int, default=60, help="a day")
    options = ask.parse_args(arguments)
    warm()
    sys.stdout.write(HEAD + "\n")
    violations = 0
    for seed in range(1, options.seeds + 1):
        day, week = (Team(seed, days, options.carers, options.visits) for days in (1, 7))
        of_day, found = planned(day, Seconds(options.seconds / 7), seed)
        of_week, found_week = planned(week, Seconds(options.seconds), seed)
        again = replanned(day, of_day, Seconds(min(options.seconds / 10, 2.0)), seed)
        sys.stdout.write(_row(day, found) + _row(week, found_week))
        sys.stdout.write(_replan_row(again, move_milliseconds(week, of_week)))
        violations += found.violations + found_week.violations + again.violations
    return 1 if violations else 0


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
