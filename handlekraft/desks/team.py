"""A team on one sheet: who is in it, what they can, which professions are at work this week, and who decides."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from handlekraft.access.permissions import Permission, Role
from handlekraft.citizens.models import Citizen
from handlekraft.people.models import Employee, EmployeeCompetence, Membership, Profession, Team, User
from handlekraft.rosters.models import Shift
from handlekraft.rosters.week import Week
from handlekraft.visits.models import VisitChange
from handlekraft.web.pages import page

CHANGES_OF = timedelta(days=28)


def teams(request: HttpRequest) -> HttpResponse:
    """The teams in reach: one opens at once, several are a list by section."""
    found = list(teams_in_reach(request.user))
    if len(found) == 1:
        return redirect("team", found[0].pk)
    if not found:
        raise Http404
    return page(request, "desks/teams.html", {"teams": found})


def teams_in_reach(user: User) -> Iterable[Team]:
    """Teams whose page the user may open: her own, those of her section, or all for a role of the whole organisation."""
    places = Q(pk__in=[])
    for membership in user.memberships_at(timezone.now()):
        if membership.team_id:
            places |= Q(pk=membership.team_id)
        elif membership.section_id:
            places |= Q(section=membership.section_id)
        else:
            return Team.objects.filter(closed_on=None).select_related("section").order_by("section__name", "name")
    return Team.objects.filter(places, closed_on=None).select_related("section").order_by("section__name", "name")


def team(request: HttpRequest, pk: int) -> HttpResponse:
    """One team's page."""
    found = next((row for row in teams_in_reach(request.user) if row.pk == pk), None)
    if found is None:
        raise Http404
    words = request.GET.get("q", "").strip()
    today = timezone.localdate()
    members = members_of(found, today)
    context = {
        "team": found,
        "week": Week.of(today),
        "members": members,
        "facilitators": [m for m in members if Role.TEAM_FACILITATOR in m.roles],
        "citizen_count": Citizen.objects.filter(team=found).receiving_on(today).count(),
        "words": words,
        "helpers": [member for member in members if member.can(words)] if words else [],
        "own_share": own_share(found),
        "coverage": coverage(found, Week.of(today)),
        "may_enter_shifts": request.user.may(Permission.ENTER_SHIFTS, found),
        "sees_citizens": found.pk in request.user.teams_in_sight(timezone.now()),
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
    standing = Membership.objects.standing_on(today).filter(team=found)
    able = EmployeeCompetence.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today)).select_related("competence")
    employees = (
        Employee.objects.in_team(found, today)
        .select_related("profession")
        .prefetch_related(
            Prefetch("memberships", queryset=standing, to_attr="standing"),
            Prefetch("employee_competences", queryset=able, to_attr="able"),
        )
        .order_by("profession__order", "name")
    )
    return [
        Member(
            employee,
            tuple(membership.role for membership in employee.standing),
            tuple(row.competence.name for row in employee.able),
        )
        for employee in employees
    ]


@dataclass(frozen=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """Between 0 and 1."""
        return self.part / self.whole


def own_share(found: Team) -> Share | None:
    """Changes of the plan in the last four weeks that somebody of the team decided, of all."""
    changes = VisitChange.objects.filter(citizen__team=found, at__gte=timezone.now() - CHANGES_OF, undone_at=None)
    whole = changes.count()
    own = changes.filter(by__employee__memberships__team=found).distinct().count()
    return Share(own, whole) if whole else None


@dataclass(frozen=True)
class ProfessionRow:
    """How many of one profession work on each day of the week."""

    profession: Profession
    days: tuple[int, ...]

    @property
    def missing(self) -> int:
        """Days without anybody of the profession."""
        return self.days.count(0)


def coverage(found: Team, week: Week) -> list[ProfessionRow]:
    """The professions of the team, and on which days of the week they are at work."""
    shifts = Shift.objects.filter(team=found, sick_at=None).in_week(week).select_related("employee__profession")
    count: Counter[tuple[int, date]] = Counter()
    professions: dict[int, Profession] = {}
    for shift in shifts:
        if profession := shift.employee.profession:
            professions[profession.pk] = profession
            count[profession.pk, timezone.localdate(shift.starts_at)] += 1
    ordered = sorted(professions.values(), key=lambda profession: profession.order)
    return [ProfessionRow(row, tuple(count[row.pk, day] for day in week.days)) for row in ordered]
