"""Ugen: the team's week as one board a day, what the plan costs and gives, and why each visit stands where it does."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from handlekraft.access.frame import Refused
from handlekraft.people.models import Team, User
from handlekraft.rosters.week import Week
from handlekraft.visits.forms.week import MoveForm
from handlekraft.visits.tasks import adopt, ask_for_plan
from handlekraft.visits.week import Shown
from handlekraft.web.pages import page


def team_in_sight(request: HttpRequest, pk: int) -> Team:
    """The team, if the user sees its citizens; else it does not exist."""
    if pk not in user_of(request).teams_in_sight(timezone.now()):
        raise Http404
    return get_object_or_404(Team.objects.select_related("section"), pk=pk)


def user_of(request: HttpRequest) -> User:
    """The user; nobody sees no team and gets nowhere."""
    return cast("User", request.user)


@require_GET
def week_now(request: HttpRequest) -> HttpResponse:
    """This week of the first team in sight."""
    teams = sorted(user_of(request).teams_in_sight(timezone.now()))
    if not teams:
        raise Http404
    return redirect("week", teams[0])


@require_GET
def week(request: HttpRequest, team: int, week: str = "") -> HttpResponse:
    """One week of one team: a day's board, or the overview of all seven."""
    found = team_in_sight(request, team)
    if not week:
        return redirect("week", team, str(Week.of(timezone.localdate())))
    return answer(request, shown(request, found, week), part="panel")


def shown(request: HttpRequest, team: Team, week: str) -> Shown:
    """What the address asks to see: `dag`, `forslag` (a number, or 0 for the adopted plan) and `besoeg`."""
    try:
        of = Week.parse(week)
    except ValueError:
        raise Http404 from None
    return Shown(
        user=user_of(request),
        team=team,
        week=of,
        now=timezone.now(),
        wanted_day=_day(request.GET, of),
        wanted_proposal=number_of(request.GET.get("forslag")),
        wanted_visit=number_of(request.POST.get("besoeg") or request.GET.get("besoeg")),
        as_list=request.GET.get("vis") == "liste",
    )


def _day(asked: QueryDict, week: Week) -> date | None:
    """The day asked for; None is the whole week. Without a wish: today, or the week's first day."""
    text = asked.get("dag", "")
    if text == "alle":
        return None
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day of the calendar has no zone
    except ValueError:
        day = timezone.localdate()
    return day if day in week.days else week.monday


def number_of(text: str | None) -> int | None:
    """A key or number of an address, if it is one."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def answer(
    request: HttpRequest, view: Shown, *, part: str = "week", form: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, or the part of it that changed."""
    view.remember(request)
    return page(request, "visits/week.html", view.context(form), part=part, status=status)


def done(request: HttpRequest, view: Shown) -> HttpResponse:
    """After a change: the week anew by htmx, a redirect for everybody else."""
    if request.htmx:  # type: ignore[attr-defined]
        return answer(request, view)
    return redirect(view.url)


@require_POST
def propose(request: HttpRequest, team: int, week: str) -> HttpResponse:
    """Ask for a proposal: around the locks of the one shown, and for one day only if one is named."""
    view = shown(request, team_in_sight(request, team), week)
    day = _day(request.POST, view.week) if request.POST.get("dag") else None
    try:
        ask_for_plan(view.user, view.team, week=view.week, based_on=view.proposal, day=day)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(view.url)


@require_POST
def adopt_proposal(request: HttpRequest, team: int, week: str) -> HttpResponse:
    """Make the proposal shown the plan of the team."""
    view = shown(request, team_in_sight(request, team), week)
    if view.proposal is None:
        raise Http404
    try:
        adopt(view.user, view.proposal)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(view.url)
    messages.success(request, _("Ugen er vedtaget. Dem, hvis dage er ændret, har fået besked."))
    return redirect(f"{reverse('week', args=[view.team.pk, view.week])}?dag={view.day_word}")
