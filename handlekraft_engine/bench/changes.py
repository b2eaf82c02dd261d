"""How a day that changes is answered: seconds, visits that give way, rules broken, over seeded days and four events."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TextIO

from handlekraft_engine.bench.teams import Team, make_problem
from handlekraft_engine.visits.plan import Placed, Plan
from handlekraft_engine.visits.problem import Problem, Window
from handlekraft_engine.visits.referee import judge
from handlekraft_engine.visits.replan import SOON, Added, Cause, Event, Late, Longer, Reply, Sick, replan
from handlekraft_engine.visits.solve import Seconds, Stop, solve, warm

NOW = 9 * 60
"""Minute of the day at which something happens."""

DELAY, LONGER = 45, 30
"""Minutes by which a carer is late, and by which a visit takes longer."""


@dataclass(frozen=True)
class Changed:
    """The answer to one event. Shares of the visits of the day, from 0 to 1."""

    event: str
    milliseconds: float
    about: int
    """Visits that the event itself is about."""
    gave_way: float
    """Share of the day's visits that were told anew to make room."""
    left_out: int
    """Visits without a carer that had one."""
    violations: int


def report(out: TextIO, seeds: int = 5, seconds: float = 3.0, carers: int = 12, visits: int = 60) -> int:
    """Write a row per event over the seeds; the number of violations."""
    warm()
    teams = [Team(seed, 1, carers, visits) for seed in range(1, seeds + 1)]
    found = [one for team in teams for one in changed(team, Seconds(seconds), SOON)]
    out.write(f"\nchanged days at {NOW // 60:02}.{NOW % 60:02}, {seeds} teams of {carers} carers, {visits} visits\n")
    out.write("event       p50 ms  p95 ms  about  gave way (mean, greatest)  left out  violations\n")
    kinds = dict.fromkeys(one.event for one in found)
    out.writelines(_row(event, [one for one in found if one.event == event]) for event in kinds)
    out.write(_row("all", found))
    return sum(one.violations for one in found)


def changed(
    team: Team, planning: Stop, replanning: Stop, clock: Callable[[], float] = time.perf_counter
) -> Iterator[Changed]:
    """Plan the team's day, then answer each event on its own."""
    problem = make_problem(team)
    published = solve(problem, planning, team.seed)
    for event in events(problem, published):
        began = clock()
        reply = replan(problem, published, event, NOW, replanning)
        yield _measured(published, event, reply, (clock() - began) * 1000)


def events(problem: Problem, published: Plan) -> list[Event]:
    """Who has most to do goes home, who comes next is late, what is under way takes longer, a visit more is wanted."""
    ahead = [one for one in published.placed if one.start >= NOW]
    carers = [carer for one in ahead for carer in one.carers]
    busiest = max(sorted(set(carers)), key=carers.count)
    begun = [one for one in published.placed if one.start < NOW] or ahead
    last = max(begun, key=lambda one: one.start)
    like = problem.need[ahead[len(ahead) // 2].visit]
    more = replace(like, id="one more", windows=tuple(_wider(window) for window in like.windows), wished=None)
    return [
        Sick(busiest),
        Late(_next(ahead), NOW + DELAY),
        Longer(last.visit, problem.need[last.visit].minutes + LONGER),
        Added(more),
    ]


def _next(ahead: Sequence[Placed]) -> str:
    return min(ahead, key=lambda one: (one.start, one.visit)).carers[0]


def _wider(window: Window) -> Window:
    return Window(max(window.earliest - 60, NOW), window.latest + 60)


def _measured(published: Plan, event: Event, reply: Reply, milliseconds: float) -> Changed:
    about = sum(one.cause is Cause.EVENT for one in reply.affected)
    had = published.by_visit.keys()
    return Changed(
        event=type(event).__name__,
        milliseconds=milliseconds,
        about=about,
        gave_way=(len(reply.affected) - about) / max(len(reply.problem.visits), 1),
        left_out=len(set(reply.plan.uncovered) & had),
        violations=len(judge(reply.problem, reply.plan)),
    )


def _row(event: str, found: Sequence[Changed]) -> str:
    times = sorted(one.milliseconds for one in found)
    ways = [one.gave_way for one in found]
    late = times[min(int(0.95 * len(times)), len(times) - 1)]
    return (
        f"{event:<10}{times[len(times) // 2]:>8.0f}{late:>8.0f}{sum(one.about for one in found) / len(found):>7.1f}"
        f"{sum(ways) / len(ways):>16.1%}, {max(ways):>6.1%}{sum(one.left_out for one in found):>14}"
        f"{sum(one.violations for one in found):>12}\n"
    )
