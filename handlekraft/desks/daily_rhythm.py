"""The citizen's days as she lives them: our visits among what she does herself, with people close to her, in groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlekraft.access.attempt import attempt, demand
from handlekraft.access.permissions import Permission
from handlekraft.access.sight import get_visible
from handlekraft.citizens.actions import add_own_activity, end_own_activity
from handlekraft.citizens.forms import OwnActivityForm
from handlekraft.citizens.models import Citizen, OwnActivity
from handlekraft.people.visitor import signed_in
from handlekraft.rosters.week import Week
from handlekraft.visits.models import Visit
from handlekraft.web.moments import moment
from handlekraft.web.pages import asks_for_part, page


@dataclass(frozen=True)
class Entry:
    """One part of a day. A visit nobody has given a time yet stands where the citizen would like it."""

    starts_at: datetime
    ends_at: datetime
    title: str
    who: str = ""
    icon: str = "home"
    is_visit: bool = False
    is_timed: bool = True
    meets: str = ""
    """What lies at the same time."""


@dataclass(frozen=True)
class DayOfRhythm:
    """A day and what fills it, in its order."""

    day: date
    entries: list[Entry]


def daily_rhythm(request: HttpRequest, pk: int) -> HttpResponse:
    """The week's seven days, and the form for one more fixed part of them."""
    citizen = get_visible(request, Citizen, pk=pk)
    if request.method == "POST":
        demand(signed_in(request), Permission.WRITE_CITIZEN, citizen)
    form = OwnActivityForm(request.POST if request.method == "POST" else None)

    def add() -> OwnActivity:
        return add_own_activity(signed_in(request), citizen, **form.cleaned_data)

    if form.is_bound and form.is_valid() and attempt(form, add):
        if not asks_for_part(request):
            messages.success(request, _("Gemt. Det står i døgnrytmen."))
            return redirect("daily_rhythm", citizen.pk)
        form = OwnActivityForm()
    return show_rhythm(request, citizen, form)


@require_POST
def own_activity_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of the week is no more."""
    activity = get_visible(request, OwnActivity, pk=pk)
    end_own_activity(signed_in(request), activity)
    if not asks_for_part(request):
        messages.success(request, _("Taget af."))
        return redirect("daily_rhythm", activity.citizen_id)
    return show_rhythm(request, activity.citizen, OwnActivityForm())


def show_rhythm(request: HttpRequest, citizen: Citizen, form: OwnActivityForm) -> HttpResponse:
    """The page or its part."""
    user, today = signed_in(request), timezone.localdate()
    week = Week.of(today)
    activities = list(citizen.own_activities.standing())
    visits = Visit.objects.visible_to(user).in_week(week).to_give().filter(citizen=citizen)
    context = {
        "citizen": citizen,
        "form": form,
        "week": week,
        "today": today,
        "activities": activities,
        "days": days_of(week, visits.select_related("carer", "second_carer"), activities),
        "may_write": user.may(Permission.WRITE_CITIZEN, citizen),
    }
    return page(request, "desks/daily_rhythm.html", context, part="rhythm", status=422 if form.errors else 200)


def own_day(citizen: Citizen, day: date) -> list[Entry]:
    """What a citizen in sight does herself on the day, without our visits."""
    mine = citizen.own_activities.standing()
    return [of_activity(activity, day) for activity in mine if activity.falls_on(day)]


def days_of(week: Week, visits: Iterable[Visit], activities: Iterable[OwnActivity]) -> list[DayOfRhythm]:
    """Visits and own activities of each day, in the order of the clock."""
    given, own = list(visits), list(activities)
    days = []
    for day in week.days:
        entries = [of_visit(visit) for visit in given if visit.day == day]
        entries += [of_activity(activity, day) for activity in own if activity.falls_on(day)]
        days.append(DayOfRhythm(day, with_meetings(sorted(entries, key=lambda one: (one.starts_at, one.title)))))
    return days


def of_visit(visit: Visit) -> Entry:
    """A visit of ours, with who comes."""
    starts_at = visit.starts_at or visit.wished_from_at or visit.earliest_at
    ends_at = visit.ends_at or visit.wished_until_at or visit.latest_at
    who = ", ".join(carer.first_name for carer in (visit.carer, visit.second_carer) if carer)
    return Entry(starts_at, ends_at, visit.title, who, is_visit=True, is_timed=visit.starts_at is not None)


def of_activity(activity: OwnActivity, day: date) -> Entry:
    """A part of the citizen's own day."""
    starts_at, ends_at = moment(day, activity.starts), moment(day, activity.ends)
    return Entry(starts_at, ends_at, activity.title, str(activity.get_kind_display()), activity.icon)


def with_meetings(entries: list[Entry]) -> list[Entry]:
    """Each visit that lies over something else of the day says what. A visit without a time disturbs nobody yet."""
    found = dict.fromkeys(range(len(entries)), "")
    for (one, first), (two, second) in combinations(enumerate(entries), 2):
        if first.is_visit != second.is_visit and are_at_once(first, second):
            number, other = (one, second) if first.is_visit else (two, first)
            found[number] = other.title
    return [replace(entry, meets=found[number]) for number, entry in enumerate(entries)]


def are_at_once(one: Entry, other: Entry) -> bool:
    """Whether the two, both with a time, lie over each other."""
    return one.is_timed and other.is_timed and one.starts_at < other.ends_at and other.starts_at < one.ends_at
