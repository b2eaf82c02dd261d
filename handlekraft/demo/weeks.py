"""A team's week in the sample municipality: its visits made, its plan computed and adopted, as the team does it."""

from __future__ import annotations

from datetime import date

from handlekraft.access.permissions import Role
from handlekraft.people.models import Team, User
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.proposals import adopt_plan
from handlekraft.visits.actions.runs import start_run
from handlekraft.visits.models import Proposal, Visit
from handlekraft.visits.modes import is_dispatched
from handlekraft.visits.tasks import run_attempt


class NoPlan(RuntimeError):
    """The engine gave no proposal for a week of the sample municipality: its own rows are wrong."""


def planner_of(team: Team, day: date) -> User:
    """Who lays the team's plan: the one who has been longest in it, or the dispatcher of its section."""
    if is_dispatched(team, day):
        held = {"employee__memberships__role": Role.DISPATCHER, "employee__memberships__section": team.section}
    else:
        held = {"employee__memberships__role": Role.TEAM_MEMBER, "employee__memberships__team": team}
    return User.objects.filter(**held).order_by("pk")[0]


def plan_week(team: Team, week: Week, *, iterations: int, day: date | None = None) -> Proposal:
    """A proposal for the week, or for one day of it with few changes: computed here and now, and adopted."""
    by = planner_of(team, week.monday)
    run = start_run(by, team, week=week, iterations=iterations, day=day)
    proposal = run_attempt(run.pk, 1)
    if proposal is None:
        run.refresh_from_db()
        raise NoPlan(f"{team} {week}: {run.failure}")
    return adopt_plan(by, proposal)


def is_planned(team: Team, week: Week) -> bool:
    """Whether anybody has decided who comes when in the week."""
    return Visit.objects.of_team(team).in_week(week).exclude(starts_at=None).exists()
