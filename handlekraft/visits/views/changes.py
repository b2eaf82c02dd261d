"""Changes on the spot, each a tap or a small form: time, length, content, who comes, nobody home, absence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlekraft.access.attempt import attempt, demand
from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Permission
from handlekraft.access.sight import get_visible
from handlekraft.citizens.models import Citizen
from handlekraft.people.models import Employee, User
from handlekraft.people.visitor import signed_in
from handlekraft.rosters.models import Shift
from handlekraft.visits.actions.absence import withdraw_sick
from handlekraft.visits.actions.notes import miss_visit
from handlekraft.visits.actions.visits import (
    add_visit,
    cancel_visit,
    change_carers_needed,
    change_content,
    change_length,
    hand_over_visit,
    lengthen_visit,
    move_visit,
)
from handlekraft.visits.change import Changed, why_settled
from handlekraft.visits.forms.visits import AddForm, CancelForm, ContentForm, LengthForm, MissForm, TimeForm
from handlekraft.visits.models import Disruption, Visit
from handlekraft.visits.modes import refusal_of_planner
from handlekraft.visits.planning.spot import colleagues_for
from handlekraft.visits.tasks import ask_about, take_sick_call
from handlekraft.visits.views.opening import opened, own_employee, warn
from handlekraft.web.pages import page

PLAN = Permission.PLAN_VISITS


def form_page(
    request: HttpRequest,
    visit: Visit,
    form: forms.Form,
    act: Callable[[], object],
    *,
    done: str,
    asks: Disruption.Kind | None = None,
    **words: Any,
) -> HttpResponse:
    """A page that is one small form: acted on and left for the visit, or shown. `asks`: what if others are affected."""
    if request.method == "POST" and form.is_valid():
        results: list[object] = []
        if attempt(form, lambda: results.append(act())):
            messages.success(request, done)
            for result in results:
                if isinstance(result, Changed):
                    warn(request, result)
                    if asks and result.warnings:
                        return answered(signed_in(request), result.visit, asks)
            return redirect("visit", visit.pk)
    back = reverse("visit", args=[visit.pk])
    context = {"visit": visit, "form": form, "back": back, "intro": "", "template_extra": "", **words}
    return page(request, "visits/change.html", context, status=422 if form.errors else 200)


def answered(user: User, visit: Visit, kind: Disruption.Kind) -> HttpResponse:
    """On to the page that says who could come, or who is affected."""
    happened = ask_about(user, visit, kind)
    return redirect("reply", happened.team_id, happened.pk)


def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time."""
    visit = opened(request, pk, PLAN)
    form = TimeForm(request.POST or None, visit=visit)
    return form_page(
        request,
        visit,
        form,
        lambda: move_visit(signed_in(request), visit, starts_at=form.starts_at(), reason=form.cleaned_data["reason"]),
        heading=_("Flyt besøget"),
        button=_("Flyt"),
        done=_("Besøget er flyttet."),
    )


def length(request: HttpRequest, pk: int) -> HttpResponse:
    """Longer or shorter."""
    visit = opened(request, pk, PLAN)
    form = LengthForm(request.POST or None, visit=visit)
    return form_page(
        request,
        visit,
        form,
        lambda: lengthen_visit(signed_in(request), visit, minutes=form.cleaned_data["minutes"]),
        asks=Disruption.Kind.LONGER,
        heading=_("Længere eller kortere"),
        button=_("Gem"),
        done=_("Besøgets længde er ændret."),
    )


def content(request: HttpRequest, pk: int) -> HttpResponse:
    """Something else."""
    visit = opened(request, pk, PLAN)
    form = ContentForm(request.POST or None, visit=visit)
    return form_page(
        request,
        visit,
        form,
        lambda: change_content(signed_in(request), visit, **form.cleaned_data),
        heading=_("Andet indhold"),
        intro=_("Besøget kan rumme både pleje, træning og forebyggelse. Det gælder kun denne dag."),
        button=_("Gem"),
        done=_("Besøgets indhold er ændret."),
    )


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Not at all."""
    visit = opened(request, pk, PLAN)
    form = CancelForm(request.POST or None)
    return form_page(
        request,
        visit,
        form,
        lambda: cancel_visit(signed_in(request), visit, reason=form.reason()),
        heading=_("Aflys besøget"),
        button=_("Aflys"),
        done=_("Besøget er aflyst."),
    )


def miss(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody home: the steps, one by one."""
    visit = opened(request, pk, Permission.DOCUMENT_VISIT)
    form = MissForm(request.POST or None)
    return form_page(
        request,
        visit,
        form,
        lambda: miss_visit(signed_in(request), visit, steps=form.tried(), text=form.cleaned_data["text"]),
        template_extra="visits/miss.html",
        heading=_("Ingen hjemme"),
        button=_("Gem, og gå videre"),
        done=_("Gemt. Teamet ser det på dagens side, og det står på borgerens side."),
    )


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A visit more."""
    citizen = get_visible(request, Citizen, pk=pk)
    user, employee = signed_in(request), own_employee(request)
    demand(user, PLAN, citizen)
    form = AddForm(request.POST or None)
    made: list[Visit] = []
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def act() -> None:
            made.append(
                add_visit(
                    user,
                    citizen,
                    title=values["title"],
                    starts_at=form.starts_at(),
                    minutes=values["minutes"],
                    text=values["text"],
                    carer=employee if values["is_mine"] else None,
                )
            )

        if attempt(form, act):
            messages.success(request, _("Besøget er lagt ind."))
            if not values["is_mine"]:
                return answered(user, made[0], Disruption.Kind.ADDED)
            return redirect("visit", made[0].pk)
    context = {"citizen": citizen, "form": form, "back": reverse("citizen", args=[pk])}
    return page(request, "visits/add.html", context, status=422 if form.errors else 200)


def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody at work who could come, those the citizen knows first; one tap gives the visit."""
    visit = opened(request, pk, PLAN)
    leaving = leaving_carer(request, visit)
    if request.method == "POST":
        to = _named(request.POST.get("to", ""))
        changed = hand_over_visit(signed_in(request), visit, to=to, instead_of=leaving)
        messages.success(request, _("%(name)s kommer til besøget.") % {"name": to.first_name})
        warn(request, changed)
        return redirect("visit", pk)
    context = {
        "visit": visit,
        "leaving": leaving,
        "others": [one for one in (visit.carer, visit.second_carer) if one and one != leaving],
        "refusal": why_settled(visit) or refusal_of_planner(signed_in(request), visit.citizen.team, visit.day),
        "colleagues": colleagues_for(visit, instead_of=leaving.pk if leaving else None),
    }
    return page(request, "visits/hand_over.html", context)


def _named(key: str) -> Employee:
    found = Employee.objects.with_key(key)
    if found is None:
        raise Refused(_("Vælg, hvem der skal komme."))
    return found


def leaving_carer(request: HttpRequest, visit: Visit) -> Employee | None:
    """Who would no longer come: the one named, else oneself, else the first; nobody while a place is empty."""
    carers = [one for one in (visit.carer, visit.second_carer) if one is not None]
    named = request.POST.get("from") or request.GET.get("fra")
    if named:
        found = next((one for one in carers if str(one.pk) == named), None)
        if found is None:
            raise Http404
        return found
    if len(carers) < visit.carers_needed:
        return None
    own = own_employee(request)
    return own if own in carers else carers[0]


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """One takes the visit oneself."""
    visit = opened(request, pk)
    own = own_employee(request)
    changed = hand_over_visit(signed_in(request), visit, to=own, instead_of=leaving_carer(request, visit))
    messages.success(request, _("Besøget er dit."))
    warn(request, changed)
    return redirect("visit", pk)


@require_POST
def nudge(request: HttpRequest, pk: int) -> HttpResponse:
    """Some minutes longer or shorter in one tap."""
    visit = opened(request, pk)
    try:
        by = int(request.POST.get("by", ""))
    except ValueError:
        raise Http404 from None
    warn(request, change_length(signed_in(request), visit, minutes=visit.minutes + by))
    messages.success(request, _("Besøgets længde er ændret."))
    return redirect("visit", pk)


@require_POST
def together(request: HttpRequest, pk: int) -> HttpResponse:
    """One carer or two."""
    visit = opened(request, pk)
    number = 1 if visit.carers_needed == 2 else 2
    warn(request, change_carers_needed(signed_in(request), visit, number=number))
    if number == 2:
        return redirect("hand_over", pk)
    messages.success(request, _("Én medarbejder kommer til besøget."))
    return redirect("visit", pk)


@require_POST
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody does not come: on to the day with its gaps."""
    shift = get_object_or_404(Shift.objects.select_related("employee", "team__section"), pk=pk)
    happened = take_sick_call(signed_in(request), shift)
    messages.success(
        request, _("%(name)s er meldt fraværende. Besøgene venter på en anden.") % {"name": shift.employee.first_name}
    )
    if happened:
        return redirect("reply", happened.team_id, happened.pk)
    return redirect("team_day_on", shift.team_id, timezone.localdate(shift.starts_at).isoformat())


@require_POST
def present(request: HttpRequest, pk: int) -> HttpResponse:
    """She comes after all."""
    shift = get_object_or_404(Shift.objects.select_related("employee", "team__section"), pk=pk)
    withdraw_sick(signed_in(request), shift)
    messages.success(request, _("%(name)s kommer alligevel.") % {"name": shift.employee.first_name})
    return redirect("team_day_on", shift.team_id, timezone.localdate(shift.starts_at).isoformat())
