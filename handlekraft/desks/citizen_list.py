"""The team's citizens on one sheet: who they are, who comes next, how many faces they meet."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from handlekraft.access.permissions import Permission
from handlekraft.access.sight import show
from handlekraft.citizens.forms import SearchForm
from handlekraft.citizens.models import Citizen, CitizenQuerySet
from handlekraft.people.models import User
from handlekraft.visits.continuity import faces_seen
from handlekraft.visits.models import Visit
from handlekraft.web.pages import page

# More than a person reads: whoever looks for somebody searches, or chooses a team.
LONGEST = 100
AHEAD = timedelta(days=8)


class Coming(NamedTuple):
    """A next visit: when, and who."""

    starts_at: datetime | None
    names: list[str]


class Row(NamedTuple):
    """One citizen of the list."""

    citizen: Citizen
    coming: Coming | None
    faces: int
    is_to_be_asked: bool


def citizens(request: HttpRequest) -> HttpResponse:
    """The citizens one sees. A search is sent by POST: names do not belong in addresses, histories and server logs."""
    user = cast("User", request.user)
    now = timezone.now()
    if not user.memberships_at(now) and hasattr(user, "citizen"):
        return redirect("own_page")
    form = SearchForm(request.POST, teams=user.teams_in_sight(now))
    found = searched(user, form, timezone.localdate(now))
    shown = show(request, found[:LONGEST])
    context = {
        "form": form,
        "rows": rows(user, shown, now),
        "left_out": found.count() - LONGEST if len(shown) == LONGEST else 0,
        "several_teams": "team" in form.fields,
        "may_admit": user.holds(Permission.ADMIT_CITIZEN),
        "may_break_glass": user.holds(Permission.BREAK_GLASS),
    }
    return page(request, "desks/citizens.html", context, part="citizens", status=422 if form.errors else 200)


def searched(user: User, form: SearchForm, today: date) -> CitizenQuerySet:
    """Those who fit what was typed and chosen; nobody for a choice that was not offered."""
    seen = Citizen.objects.visible_to(user).select_related("team", "primary_contact").with_ask_again_on()
    if not form.is_valid():
        return seen.none()
    wanted = form.cleaned_data
    seen = seen.ended_before(today) if wanted["ended"] else seen.receiving_on(today)
    if team := wanted.get("team"):
        seen = seen.of_team(team.pk)
    return seen.matching(wanted["q"]) if wanted["q"] else seen


def rows(user: User, shown: Sequence[Citizen], now: datetime) -> list[Row]:
    """Each citizen with what the visits know about her."""
    today = timezone.localdate(now)
    coming = next_visits(user, shown, now)
    faces = faces_seen(shown, until=today)
    return [
        Row(citizen, coming.get(citizen.pk), faces[citizen.pk], (citizen.ask_again_on or today) <= today)
        for citizen in shown
    ]


def next_visits(user: User, shown: Sequence[Citizen], now: datetime) -> dict[int, Coming]:
    """The first visit of each citizen in the days ahead."""
    planned = Visit.objects.visible_to(user).filter(citizen__in=shown, status=Visit.Status.PLANNED)
    ahead = planned.filter(starts_at__gte=now, starts_at__lt=now + AHEAD).order_by("-starts_at")
    found = {}
    for visit in ahead.values_list("citizen_id", "starts_at", "carer__name", "second_carer__name"):
        citizen_id, starts_at, *names = visit
        found[citizen_id] = Coming(starts_at, [name for name in names if name])
    return found
