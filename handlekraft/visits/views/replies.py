"""A day that changes: somebody says what happened, and the house says who is affected and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from handlekraft.access.attempt import attempt, demand
from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Permission
from handlekraft.access.sight import get_visible, remember
from handlekraft.citizens.models import Citizen
from handlekraft.people.models import Team
from handlekraft.people.visitor import signed_in
from handlekraft.rosters.models import Shift
from handlekraft.visits.actions.replies import leave_plan
from handlekraft.visits.actions.visits import add_visit, lengthen_visit
from handlekraft.visits.forms.disruptions import LateForm, LongerVisitForm, NewVisitForm, ShiftForm
from handlekraft.visits.models import Disruption, Visit
from handlekraft.visits.reply import Reply
from handlekraft.visits.tasks import adopt, ask_about, take_delay, take_sick_call
from handlekraft.visits.views.opening import own_employee, parse_day
from handlekraft.visits.views.week import team_in_sight
from handlekraft.web.pages import page

SOON = timedelta(hours=36)
"""So far ahead one says that one does not come."""
PLAN = Permission.PLAN_VISITS
type Act = Callable[[], Disruption | None]


def shown(request: HttpRequest, team: int, pk: int) -> Reply:
    """The disruption, if the user sees the citizens of its team."""
    found = team_in_sight(request, team)
    rows = Disruption.objects.select_related("team__section", "employee", "run", "by")
    return Reply(signed_in(request), get_object_or_404(rows, team=found, pk=pk))


@require_GET
def reply(request: HttpRequest, team: int, pk: int) -> HttpResponse:
    """Who is affected and why; the page asks again and again until there is an answer."""
    view = shown(request, team, pk)
    remember(request, [row.visit for row in view.rows])
    return page(request, "visits/reply.html", {"view": view, "week": view.run.week}, part="answer")


@require_POST
def adopt_reply(request: HttpRequest, team: int, pk: int) -> HttpResponse:
    """Make the answer the plan of the day."""
    view = shown(request, team, pk)
    if view.proposal is None:
        raise Http404
    try:
        adopt(view.user, view.proposal)
        messages.success(request, _("Planen er ændret. Dem, hvis dage er ændret, har fået besked."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("reply", team, pk)


@require_POST
def leave_reply(request: HttpRequest, team: int, pk: int) -> HttpResponse:
    """Let the plan stand as it is."""
    view = shown(request, team, pk)
    try:
        leave_plan(view.user, view.disruption)
        messages.success(request, _("Planen står, som den er."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("team_day_on", team, view.disruption.day.isoformat())


# Said by the one it is about


def own_sick(request: HttpRequest) -> HttpResponse:
    """I am not coming."""
    form = ShiftForm(request.POST or None, shifts=_own_shifts(request, SOON), own=True)
    words = {
        "heading": _("Jeg er syg"),
        "intro": _(
            "Teamet får besked, og dine besøg går til andre. Hvorfor du ikke kommer, bliver ikke skrevet nogen steder."
        ),
        "button": _("Meld mig syg"),
    }
    return _own(
        request,
        form,
        lambda: take_sick_call(signed_in(request), form.chosen()),
        _("Teamet har fået besked. God bedring."),
        words,
    )


def own_late(request: HttpRequest) -> HttpResponse:
    """I am late."""
    form = LateForm(request.POST or None, shifts=_own_shifts(request, timedelta()), own=True)
    words = {
        "heading": _("Jeg er forsinket"),
        "intro": _("Vi ser efter, om nogen anden kan nå dem, der ellers må vente."),
        "button": _("Sig det til teamet"),
    }

    def act() -> Disruption:
        return take_delay(signed_in(request), form.chosen(), minutes=form.cleaned_data["minutes"])

    return _own(request, form, act, _("Teamet har fået besked."), words)


def _own_shifts(request: HttpRequest, ahead: timedelta) -> list[Shift]:
    """One's shifts that are not over, this one and those that begin so soon; of today at least."""
    now = timezone.now()
    coming = Shift.objects.of_employees([own_employee(request).pk]).at_work().not_over(now, now + ahead)
    return list(coming.select_related("employee", "team__section"))


def _own(request: HttpRequest, form: ShiftForm, act: Act, done: str, words: dict[str, Any]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        results: list[Disruption | None] = []
        if attempt(form, lambda: results.append(act())):
            messages.success(request, done)
            return _onward(request, results[0]) or redirect("day")
    context = {"form": form, "back": reverse("day"), **words}
    return page(request, "visits/own_disruption.html", context, status=422 if form.errors else 200)


def _onward(request: HttpRequest, happened: Disruption | None) -> HttpResponse | None:
    """To the answer, for those who may see it."""
    in_sight = signed_in(request).teams_in_sight(timezone.now())
    if happened is None or happened.team_id not in in_sight:
        return None
    return redirect("reply", happened.team_id, happened.pk)


# Said for the team


def change_day(request: HttpRequest, team: int, text: str) -> HttpResponse:
    """The four things that upset a day, each a small form."""
    found, on = team_in_sight(request, team), parse_day(text)
    demand(signed_in(request), PLAN, found)
    if on < timezone.localdate():
        raise Http404
    options = _options(request, found, on)
    wish = next((name for name in options if name in request.POST), "")
    if request.method == "POST" and not wish:
        raise Http404
    filled = {name: make(request.POST if name == wish else None) for name, (make, _act) in options.items()}
    if wish and filled[wish].is_valid():
        results: list[Disruption | None] = []
        act = options[wish][1]
        if attempt(filled[wish], lambda: results.append(act(filled[wish]))):
            return _told(request, found, on, results[0])
    errors = any(form.errors for form in filled.values())
    context = {"team": found, "on": on, "forms": filled}
    return page(request, "visits/change_day.html", context, status=422 if errors else 200)


def _told(request: HttpRequest, team: Team, on: date, happened: Disruption | None) -> HttpResponse:
    if happened is None:
        messages.success(request, _("Det er noteret. Ingen andre besøg bliver berørt."))
        return redirect("team_day_on", team.pk, on.isoformat())
    return redirect("reply", team.pk, happened.pk)


def _options(
    request: HttpRequest, team: Team, on: date
) -> dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]]:
    """By word: the form, and what it does."""
    user = signed_in(request)
    shifts = list(Shift.objects.of_team(team).at_work().on_day(on).select_related("employee", "team__section"))
    visits = list(Visit.objects.visible_to(user).of_team(team).on_day(on).changeable().with_people())
    citizens = list(Citizen.objects.visible_to(user).of_team(team.pk).receiving_on(on).order_by("name"))

    def longer(form: LongerVisitForm) -> Disruption | None:
        visit = get_visible(request, Visit, pk=form.cleaned_data["visit"])
        changed = lengthen_visit(user, visit, minutes=form.cleaned_data["minutes"])
        return ask_about(user, changed.visit, Disruption.Kind.LONGER) if changed.warnings else None

    def new(form: NewVisitForm) -> Disruption:
        citizen = get_visible(request, Citizen, pk=form.cleaned_data["citizen"])
        words = {name: form.cleaned_data[name] for name in ("title", "minutes")}
        visit = add_visit(user, citizen, starts_at=form.starts_at(), **words)
        return ask_about(user, visit, Disruption.Kind.ADDED)

    return {
        "syg": (lambda data: ShiftForm(data, shifts=shifts), lambda form: take_sick_call(user, form.chosen())),
        "forsinket": (
            lambda data: LateForm(data, shifts=shifts),
            lambda form: take_delay(user, form.chosen(), minutes=form.cleaned_data["minutes"]),
        ),
        "nyt": (lambda data: NewVisitForm(data, citizens=citizens, day=on), new),
        "laengere": (lambda data: LongerVisitForm(data, visits=visits), longer),
    }
