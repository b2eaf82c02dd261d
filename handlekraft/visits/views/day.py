"""I dag, I morgen, another day; the same on paper; and the digest of an adopted plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from handlekraft.access.models import WhyQuestion
from handlekraft.access.permissions import Permission
from handlekraft.access.sight import remember
from handlekraft.people.models import Employee, Team, User
from handlekraft.people.visitor import signed_in
from handlekraft.visits.actions.notices import read_notice
from handlekraft.visits.day import Day, day_of
from handlekraft.visits.models import PlanNotice, Visit
from handlekraft.visits.on_paper import day_paper
from handlekraft.visits.reply import news_for
from handlekraft.visits.views.opening import own_employee, parse_day
from handlekraft.visits.views.week import team_in_sight
from handlekraft.web.pages import page

ONE_DAY = timedelta(days=1)


@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """Today."""
    return show(request, timezone.localdate(), "visits/day.html")


@require_GET
def day_on(request: HttpRequest, text: str) -> HttpResponse:
    """Any day."""
    return show(request, parse_day(text), "visits/day.html")


@require_GET
def tomorrow(request: HttpRequest) -> HttpResponse:
    """The day that comes: who comes to the citizens one knows, and what may be handed on."""
    user, employee = signed_in(request), own_employee(request)
    coming = timezone.localdate() + ONE_DAY
    visits = Visit.objects.visible_to(user).of_regular(employee, coming).on_day(coming).to_give()
    regulars = [visit for visit in visits.with_people() if employee.pk not in visit.carer_ids]
    remember(request, regulars)
    return show(request, coming, "visits/day.html", regulars=regulars)


def show(request: HttpRequest, on: date, template: str, *, regulars: list[Visit] | None = None) -> HttpResponse:
    """The page of one's own day."""
    user, employee = signed_in(request), own_employee(request)
    own = day_of(user, employee, on)
    questions = list(WhyQuestion.objects.visible_to(user).for_team_of(user)) if on == timezone.localdate() else []
    remember(request, [*own.visits, *questions])
    return page(request, template, {**words_of(user, own, on), "regulars": regulars, "questions": questions})


def words_of(user: User, own: Day, on: date) -> dict[str, Any]:
    """What stands around the list."""
    today, in_sight = timezone.localdate(), user.teams_in_sight(timezone.now())
    return {
        "own": own,
        "today": today,
        "is_today": on == today,
        "is_tomorrow": on == today + ONE_DAY,
        "before": on - ONE_DAY,
        "after": on + ONE_DAY,
        "greeting": greeting(user.first_name) if on == today else "",
        "shifts": [(shift_word(shift.starts_at), shift) for shift in own.shifts],
        "teams": [team for team in {shift.team for shift in own.shifts} if team.pk in in_sight],
        "may_plan": user.holds(Permission.PLAN_VISITS),
        "disruptions": news_for(user, {shift.team_id for shift in own.shifts}, on, on) if on == today else [],
    }


def greeting(name: str) -> str:
    """A word for the time of the day."""
    hour = timezone.localtime().hour
    if 5 <= hour < 10:
        return _("Godmorgen, %(name)s") % {"name": name}
    if 10 <= hour < 12:
        return _("God formiddag, %(name)s") % {"name": name}
    if 12 <= hour < 18:
        return _("God eftermiddag, %(name)s") % {"name": name}
    return _("God aften, %(name)s") % {"name": name}


def shift_word(starts_at: Any) -> str:
    """What the team calls a shift that begins then."""
    hour = timezone.localtime(starts_at).hour
    if 5 <= hour < 13:
        return _("dagvagt")
    return _("aftenvagt") if hour < 21 and hour >= 13 else _("nattevagt")


@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    """The digest has been read."""
    notice = get_object_or_404(PlanNotice, pk=pk, employee=own_employee(request))
    read_notice(signed_in(request), signed_in(request), notice=notice)
    return redirect("day")


@require_GET
def day_print(request: HttpRequest) -> HttpResponse:
    """One's own day on paper."""
    return printed(request, own_employee(request), timezone.localdate())


@require_GET
def day_print_for(request: HttpRequest, pk: int, employee: int, text: str) -> HttpResponse:
    """A colleague's day on paper, for the team."""
    team = team_in_sight(request, pk)
    on = parse_day(text)
    return printed(request, get_object_or_404(Employee.objects.in_team(team, on), pk=employee), on, team)


def printed(request: HttpRequest, employee: Employee, on: date, team: Team | None = None) -> HttpResponse:
    """The sheet."""
    own = day_of(signed_in(request), employee, on)
    remember(request, own.visits)
    response = HttpResponse(day_paper(own), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="dagsliste-{on:%Y-%m-%d}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
