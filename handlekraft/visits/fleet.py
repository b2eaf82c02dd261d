"""Many teams' weeks at once: what is unchanged is not computed again, what fails is named, what is left is offered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from handlekraft.access.frame import Refused
from handlekraft.access.installation import Installation
from handlekraft.people.models import Team
from handlekraft.people.settings import value
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.loans import offer_loans
from handlekraft.visits.actions.runs import start_run, store_proposal
from handlekraft.visits.models import Loan, PlanRun, Proposal
from handlekraft.visits.planning.answer import plan_of
from handlekraft.visits.planning.fleet import (
    Found,
    PlanHands,
    TeamWeek,
    Worked,
    offers_between,
    team_week,
    work_through,
)
from handlekraft.visits.planning.problem import Unplannable
from handlekraft.visits.planning.rows import rows_of_week

BETWEEN_SIGNS = 5.0
"""Seconds between two signs of life of the runs."""

type Tell = Callable[[str], None]


@dataclass
class Report:
    """What became of each team, and what was offered between them."""

    made: list[Proposal] = field(default_factory=list)
    unchanged: list[Proposal] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    loans: list[Loan] = field(default_factory=list)


def plan_teams(
    teams: Iterable[Team],
    week: Week,
    hands: PlanHands,
    *,
    seconds: int | None,
    iterations: int | None,
    seed: int,
    tell: Tell,
) -> Report:
    """All teams; a team that cannot be planned is named and hinders nobody."""
    fleet = _Fleet(week, seconds, iterations, seed, tell)
    for team in teams:
        fleet.ask(team)
    fleet.work(hands)
    fleet.offer()
    return fleet.report


class _Fleet:
    """Holds the weeks while they are worked on."""

    def __init__(self, week: Week, seconds: int | None, iterations: int | None, seed: int, tell: Tell) -> None:
        self.week, self.seconds, self.iterations, self.seed, self.tell = week, seconds, iterations, seed, tell
        self.report = Report()
        self.runs: dict[str, tuple[PlanRun, TeamWeek]] = {}
        self.planned: dict[int, tuple[TeamWeek, Found]] = {}
        self.signed = time.monotonic()

    def ask(self, team: Team) -> None:
        """Make the team's unit; one whose answer is there already is not asked again."""
        seconds = self.seconds or value("planning.seconds", self.week.monday, team=team)
        try:
            rows = rows_of_week(team, self.week, proposal=None)
            unit = team_week(rows, seconds=seconds, iterations=self.iterations, seed=self.seed)
            if known := Proposal.objects.of_unit(team, self.week, unit.unit.key):
                self._know(known, unit)
                return
            run = start_run(
                Installation(), team, week=self.week, seconds=seconds, iterations=self.iterations, seed=self.seed
            )
        except (Refused, Unplannable) as no:
            self.report.failed[team.name] = no.sentence
            return
        PlanRun.objects.take(run.pk, 1, unit=unit.unit.key)
        self.runs[unit.unit.key] = run, unit

    def _know(self, known: Proposal, unit: TeamWeek) -> None:
        self.report.unchanged.append(known)
        seen = rows_of_week(known.team, self.week, proposal=known)
        self.planned[known.team_id] = unit, plan_of(seen, unit.problem)

    def work(self, hands: PlanHands) -> None:
        """Compute what is not there yet."""
        if not self.runs:
            return
        weeks = [unit for _run, unit in self.runs.values()]
        worked = work_through(weeks, hands, tell=self._tell, go_on=self._sign)
        for key, (run, unit) in self.runs.items():
            self._store(run, unit, worked[key])

    def _tell(self, key: str, end: str, attempts: int) -> None:
        self.tell(f"{self.runs[key][0].team.name}: {end} ({attempts})")

    def _sign(self) -> bool:
        """A sign of life for all that are under way; whether anybody still wants them."""
        if time.monotonic() - self.signed >= BETWEEN_SIGNS:
            self.signed = time.monotonic()
            PlanRun.objects.filter(pk__in=[run.pk for run, _unit in self.runs.values()]).note_progress(0, None)
        return True

    def _store(self, run: PlanRun, unit: TeamWeek, worked: Worked) -> None:
        if worked.answer is None or worked.plan is None:
            PlanRun.objects.filter(pk=run.pk, attempt=1).end(PlanRun.Status.FAILED, worked.why)
            self.report.failed[run.team.name] = worked.why
            return
        try:
            made = store_proposal(
                Installation(), run, attempt=1, rows=unit.rows, answer=worked.answer, seconds=unit.seconds
            )
        except Refused as no:
            PlanRun.objects.filter(pk=run.pk, attempt=1).end(PlanRun.Status.FAILED, no.sentence)
            self.report.failed[run.team.name] = no.sentence
            return
        self.report.made.append(made)
        self.planned[run.team_id] = unit, worked.plan

    def offer(self) -> None:
        """What a team cannot cover is offered to the other teams of its section."""
        teams = [unit.rows.team for unit, _plan in self.planned.values()]
        if not any(plan.uncovered for _unit, plan in self.planned.values()):
            return
        offers = offers_between(self.planned, neighbours_of(teams), iterations=self.iterations)
        self.report.loans = offer_loans(Installation(), teams, week=self.week, offers=offers)


def neighbours_of(teams: Sequence[Team]) -> dict[int, list[int]]:
    """Teams of the same section are neighbours."""
    return {
        one.pk: [other.pk for other in teams if other.section_id == one.section_id and other != one] for one in teams
    }
