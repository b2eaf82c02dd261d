"""Who plans a team's week: the team itself, or, to compare with, a dispatcher."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.permissions import GRANTS, Permission, Role
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


def refusal_of_planner(by: Actor, team: Team, day: date) -> str:
    """Why `by` may not change the plan of the day although she may plan, or nothing."""
    if is_others_plan(by, team, day):
        words = _("I %(section)s lægger en disponent planen. Ring til disponenten, eller skriv ønsket i noten.")
        return words % {"section": team.section.name}
    if isinstance(by, User) and not is_dispatched(team, day) and not _plans(by, team):
        return _("%(team)s planlægger selv. Tal med teamet om ændringen.") % {"team": team.name}
    return ""


def _plans(user: User, team: Team) -> bool:
    """Whether the user plans here by a role other than the dispatcher's, or is not there to plan at all."""
    held = [one for one in user.memberships_at(timezone.now()) if one.covers(team.scope())]
    planning = [one.role for one in held if Permission.PLAN_VISITS in GRANTS[Role(one.role)].permissions]
    return not planning or planning != [Role.DISPATCHER] * len(planning)
