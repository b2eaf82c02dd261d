"""A team on one sheet: who is in it, what they can, which professions are at work this week, and who decides."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from handlekraft.access.permissions import Permission, Role
from handlekraft.people.models import Employee, EmployeeCompetence, Membership, Team, User
from handlekraft.people.models.places import TeamQuerySet
from handlekraft.people.visitor import signed_in
from handlekraft.rosters.week import Week
from handlekraft.visits.self_planning import coverage, own_share
from handlekraft.web.pages import page

CHANGES_OF = timedelta(days=28)


def teams(request: HttpRequest) -> HttpResponse:
    """The teams in reach: one opens at once, several are a list by section."""
    found = teams_in_reach(signed_in(request))
    only = get_object_or_404(found) if len(found) < 2 else None
    if only is not None:
        return redirect("team", only.pk)
    return page(request, "desks/teams.html", {"teams": found.by_section()})


def teams_in_reach(user: User) -> TeamQuerySet:
    """Teams whose page the user may open: her own, her section's, or all for a role of the whole organisation."""
    places = [membership.scope() for membership in user.memberships_at(timezone.now())]
    return Team.objects.within(places)


def team(request: HttpRequest, pk: int) -> HttpResponse:
    """One team's page."""
    user = signed_in(request)
    found = get_object_or_404(teams_in_reach(user), pk=pk)
    words = request.GET.get("q", "").strip()
    today = timezone.localdate()
    week = Week.of(today)
    members = members_of(found, today)
    context = {
        "team": found,
        "week": week,
        "members": members,
        "facilitators": [member for member in members if Role.TEAM_FACILITATOR in member.roles],
        "citizen_count": found.citizens.receiving_on(today).count(),
        "words": words,
        "helpers": [member for member in members if member.can(words)] if words else [],
        "own_share": own_share(found, timezone.now() - CHANGES_OF),
        "coverage": coverage(found, week),
        "sees_citizens": found.pk in user.teams_in_sight(timezone.now()),
        "may_enter_shifts": user.may(Permission.ENTER_SHIFTS, found),
    }
    return page(request, "desks/team.html", context, part="helpers")


@dataclass(frozen=True)
class Member:
    """Somebody of the team, with roles and competences in words."""

    employee: Employee
    roles: tuple[str, ...]
    competences: tuple[str, ...]

    def can(self, words: str) -> bool:
        """Whether every word is found in what the member can or is."""
        known = " ".join([*self.competences, self.employee.name, str(self.employee.profession or "")]).lower()
        return all(word in known for word in words.lower().split())

    @property
    def role_names(self) -> list[str]:
        """Roles as they are called."""
        return [str(Role(role).label) for role in self.roles]


def members_of(found: Team, today: date) -> list[Member]:
    """Everybody with a role in the team today, by profession and name."""
    roles = Prefetch("memberships", queryset=Membership.objects.standing_on(today))
    able = Prefetch(
        "employee_competences", queryset=EmployeeCompetence.objects.standing_on(today).select_related("competence")
    )
    rows = Employee.objects.in_team(found, today).select_related("profession").prefetch_related(roles, able)
    return [
        Member(
            employee,
            tuple(row.role for row in employee.memberships.all() if row.team_id == found.pk),
            tuple(row.competence.name for row in employee.employee_competences.all()),
        )
        for employee in rows.order_by("profession__order", "name")
    ]
