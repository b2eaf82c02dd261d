"""The roster of a team's week: hours, protected time, what is wrong with them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from handlekraft.access.attempt import attempt, demand
from handlekraft.access.permissions import Permission
from handlekraft.people.models import Employee, Team, User
from handlekraft.rosters.actions import CellsRefused, copy_roster, enter_roster, free_time, protect_time
from handlekraft.rosters.forms import ProtectForm, RosterForm, coming_shifts
from handlekraft.rosters.known import known_faces_at_work
from handlekraft.rosters.models import ProtectedTime, Shift
from handlekraft.rosters.rest import daily_rest, short_rests
from handlekraft.rosters.week import Week
from handlekraft.web.pages import page

ENTER = Permission.ENTER_SHIFTS


def opened(request: HttpRequest, pk: int, week: str) -> tuple[User, Team, Week]:
    """The team and the week, for whoever sees the team; others are told that there is no such page."""
    user = cast("User", request.user)
    team = get_object_or_404(Team.objects.select_related("section"), pk=pk)
    if team.pk not in user.teams_in_sight(timezone.now()) and not user.may(ENTER, team):
        raise Http404
    try:
        return user, team, Week.parse(week)
    except ValueError:
        raise Http404 from None


def shifts(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    """The week's hours in a table that one types into."""
    user, team, asked = opened(request, pk, week)
    if request.method != "POST":
        return show(request, team, asked)
    demand(user, ENTER, team)
    form = roster_form(team, asked, request.POST)
    if not form.errors:
        try:
            changed = enter_roster(user, team, days=form.changed)
        except CellsRefused as no:
            form.errors = dict(no.sentences)
        else:
            words = ngettext("%(n)s vagt er ændret.", "%(n)s vagter er ændret.", changed) % {"n": changed}
            messages.success(request, words if changed else _("Der var ikke noget at ændre."))
            return redirect("shifts", team.pk, asked)
    return show(request, team, asked, form=form)


@require_POST
def copy(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    """Take over the hours of the week before."""
    user, team, asked = opened(request, pk, week)
    copied = copy_roster(user, team, week=asked)
    words = ngettext("%(n)s vagt er kopieret.", "%(n)s vagter er kopieret.", copied) % {"n": copied}
    messages.success(request, words if copied else _("Der var ingen vagter at kopiere."))
    return redirect("shifts", team.pk, asked)


def protect(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    """Keep time free of visits."""
    user, team, asked = opened(request, pk, week)
    demand(user, ENTER, team)
    form = ProtectForm(request.POST or None, week=asked, employees=people_of(team, asked))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def act() -> None:
            with transaction.atomic():
                for employee in values["people"]:
                    protect_time(
                        user,
                        team,
                        employee=employee,
                        kind=values["kind"],
                        title=values["title"],
                        starts_at=values["starts_at"],
                        ends_at=values["ends_at"],
                    )

        if attempt(form, act):
            messages.success(request, _("Tiden er holdt fri for besøg."))
            return redirect("shifts", team.pk, asked)
    context = {"team": team, "week": asked, "form": form}
    return page(request, "rosters/protect.html", context, status=422 if form.errors else 200)


@require_POST
def free(request: HttpRequest, pk: int, week: str, protected: int) -> HttpResponse:
    """The time may be used for visits again."""
    user, team, asked = opened(request, pk, week)
    free_time(user, team, protected=get_object_or_404(ProtectedTime.objects.select_related("employee"), pk=protected))
    messages.success(request, _("Tiden er fri igen."))
    return redirect("shifts", team.pk, asked)


def show(request: HttpRequest, team: Team, week: Week, *, form: RosterForm | None = None) -> HttpResponse:
    """The page."""
    user = cast("User", request.user)
    roster = form or roster_form(team, week)
    keys = [employee.pk for employee in roster.employees]
    around = list(Shift.objects.around(week).of_employees(keys))
    context: dict[str, Any] = {
        "team": team,
        "week": week,
        "roster": roster,
        "wrong": roster.wrong(),
        "rests": list(short_rests(around, daily_rest(team, week.monday))),
        "protected": ProtectedTime.objects.in_week(week).of_employees(keys),
        "coming": coming_shifts(shift for shift in around if shift.team_id == team.pk),
        "may_enter": user.may(ENTER, team),
        "today": timezone.localdate(),
        "known": known_faces_at_work(team, week, (shift for shift in around if shift.team_id == team.pk)),
    }
    return page(request, "rosters/shifts.html", context, status=422 if roster.errors else 200)


def roster_form(team: Team, week: Week, data: Any = None) -> RosterForm:
    """The table of a week."""
    standing = list(Shift.objects.in_week(week).of_team(team).select_related("employee"))
    return RosterForm(week, people_of(team, week, standing), standing, data)


def people_of(team: Team, week: Week, standing: list[Shift] | None = None) -> list[Employee]:
    """Those who belong to the team on a day of the week, and those who have a shift in it all the same."""
    found = {shift.employee_id: shift.employee for shift in standing or ()}
    for day in (week.monday, week.days[-1]):
        members = Employee.objects.in_team(team, day).employed_on(day).select_related("profession")
        found |= {employee.pk: employee for employee in members}
    return sorted(found.values(), key=lambda employee: employee.name)
