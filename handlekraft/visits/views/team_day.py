"""The team's day as a whole: numbers, people, and what is missing."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from handlekraft.access.permissions import Permission
from handlekraft.access.sight import remember, show
from handlekraft.citizens.models import Citizen
from handlekraft.people.visitor import signed_in
from handlekraft.rosters.week import Week
from handlekraft.visits.continuity import team_continuity
from handlekraft.visits.models import Visit
from handlekraft.visits.planning.spot import rows_of_day
from handlekraft.visits.punctuality import punctuality
from handlekraft.visits.reply import news_for
from handlekraft.visits.team_day import TeamDay
from handlekraft.visits.views.opening import parse_day
from handlekraft.visits.views.week import team_in_sight
from handlekraft.web.pages import page

ONE_DAY = timedelta(days=1)


@require_GET
def team_day(request: HttpRequest, pk: int, text: str = "") -> HttpResponse:
    """Today, or the day in the address."""
    team, user = team_in_sight(request, pk), signed_in(request)
    on = parse_day(text) if text else timezone.localdate()
    whole = TeamDay(rows_of_day(team, on), on)
    remember(request, whole.rows.visits)
    citizens = Citizen.objects.visible_to(user).of_team(team.pk).receiving_on(on)
    missed = Visit.objects.visible_to(user).of_team(team).on_day(on).missed().with_people()
    context = {
        "team": team,
        "whole": whole,
        "on": on,
        "is_today": on == timezone.localdate(),
        "before": on - ONE_DAY,
        "after": on + ONE_DAY,
        "week": Week.of(on),
        "missed": show(request, missed),
        "punctuality": punctuality(team, timezone.localdate()),
        "faces": [(days, figures) for days in (14, 28) if (figures := team_continuity(citizens, on, days))],
        "may_plan": user.may(Permission.PLAN_VISITS, team),
        "may_change": user.may(Permission.PLAN_VISITS, team) and on >= timezone.localdate(),
        "disruptions": [] if on < timezone.localdate() else news_for(user, {team.pk}, on, on),
    }
    return page(request, "visits/team_day.html", context)
