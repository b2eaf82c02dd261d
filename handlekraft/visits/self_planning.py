"""How much of the plan a team decides itself, and which professions are at work: figures of teams, not of people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from handlekraft.people.models import Profession, Team
from handlekraft.rosters.models import Shift
from handlekraft.rosters.week import Week
from handlekraft.visits.models import VisitChange


@dataclass(frozen=True)
class Share:
    """A part of a whole that is not empty."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """Between 0 and 1."""
        return self.part / self.whole


def own_share(team: Team, since: datetime) -> Share | None:
    """Standing changes of the team's plan since a moment: those decided by somebody of the team, of all there are."""
    changes = VisitChange.objects.filter(citizen__team=team, at__gte=since, undone_at=None)
    whole = changes.count()
    own = changes.filter(by__employee__memberships__team=team).distinct().count()
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


def coverage(team: Team, week: Week) -> list[ProfessionRow]:
    """The professions of the team, and on which days of the week they are at work."""
    shifts = Shift.objects.of_team(team).at_work().in_week(week).select_related("employee__profession")
    count: Counter[tuple[int, date]] = Counter()
    professions: dict[int, Profession] = {}
    for shift in shifts:
        if profession := shift.employee.profession:
            professions[profession.pk] = profession
            count[profession.pk, timezone.localdate(shift.starts_at)] += 1
    ordered = sorted(professions.values(), key=lambda profession: profession.order)
    return [ProfessionRow(row, tuple(count[row.pk, day] for day in week.days)) for row in ordered]
