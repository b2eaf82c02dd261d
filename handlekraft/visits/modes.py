"""Who plans a team's week: the team itself, or, to compare with, a dispatcher."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from handlekraft.access.permissions import Role
from handlekraft.access.scope import Actor
from handlekraft.people.models import Team, User
from handlekraft.people.settings import value

DISPATCHER = "dispatcher"


def is_dispatched(team: Team, day: date) -> bool:
    """Whether a dispatcher plans the team's visits on `day`."""
    mode: str = value("visits.planned_by", day, section=team.section)
    return mode == DISPATCHER


def is_others_plan(by: Actor, team: Team, day: date) -> bool:
    """Whether the plan of the day belongs to a dispatcher, and `by` is none."""
    return isinstance(by, User) and is_dispatched(team, day) and not _dispatches(by, team)


def _dispatches(user: User, team: Team) -> bool:
    held = user.memberships_at(timezone.now())
    return any(one.role == Role.DISPATCHER and one.covers(team.scope()) for one in held)
