"""Changes by hand on the board: a visit moved, locked, or put back. Each is judged before it is made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlekraft.access.attempt import attempt, demand
from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Permission
from handlekraft.access.sight import get_visible
from handlekraft.visits.actions.proposals import (
    lock_adopted,
    lock_proposed,
    move_adopted,
    move_proposed,
    undo_change,
)
from handlekraft.visits.actions.visits import undo_visit_change
from handlekraft.visits.forms.week import MoveForm
from handlekraft.visits.models import ProposedChange, ProposedVisit, Visit, VisitChange
from handlekraft.visits.views.week import answer, done, number_of, shown, team_in_sight
from handlekraft.visits.week import Shown


@require_POST
def move(request: HttpRequest, team: int, week: str) -> HttpResponse:
    """Give the chosen visit other carers or another start."""
    view = shown(request, team_in_sight(request, team), week)
    visit = get_visible(request, Visit, pk=view.wanted_visit, day__in=view.week.days)
    demand(view.user, Permission.PLAN_VISITS, view.team)
    form = MoveForm(request.POST, visit=visit, shifts=view.shifts_on(visit.day))
    if form.is_valid() and attempt(form, lambda: _move(request, view, form)):
        # Whoever dropped it on the board looks at the board; whoever used the panel goes on there.
        return done(request, view.anew(wanted_visit=_asked_in_address(request)))
    return answer(request, view, form=form, status=422)


def _asked_in_address(request: HttpRequest) -> int | None:
    return number_of(request.GET.get("besoeg"))


def _move(request: HttpRequest, view: Shown, form: MoveForm) -> None:
    carers, starts_at = form.carers(), form.starts_at()
    if view.proposal:
        judged = move_proposed(view.user, _proposed(request, view), carers=carers, starts_at=starts_at)
    else:
        judged = move_adopted(view.user, form.visit, carers=carers, starts_at=starts_at)
    words = _("%(citizen)s er flyttet. %(price)s")
    messages.success(request, words % {"citizen": form.visit.citizen.first_name, "price": judged.in_one_line})


def _visit(request: HttpRequest, view: Shown) -> Visit:
    return get_visible(request, Visit, pk=view.wanted_visit)


def _proposed(request: HttpRequest, view: Shown) -> ProposedVisit:
    return get_visible(request, ProposedVisit, proposal=view.proposal, visit=view.wanted_visit)


@require_POST
def lock(request: HttpRequest, team: int, week: str) -> HttpResponse:
    """Lock the chosen visit, or unlock it."""
    view = shown(request, team_in_sight(request, team), week)
    try:
        _lock(request, view, locked=request.POST.get("laast") == "1")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return done(request, view.anew())


def _lock(request: HttpRequest, view: Shown, *, locked: bool) -> None:
    if view.proposal:
        lock_proposed(view.user, _proposed(request, view), locked=locked)
    else:
        lock_adopted(view.user, _visit(request, view), locked=locked)


@require_POST
def undo(request: HttpRequest, team: int, week: str, change: int) -> HttpResponse:
    """Put the visit back where it was before the change."""
    view = shown(request, team_in_sight(request, team), week)
    try:
        if view.proposal:
            undo_change(view.user, get_visible(request, ProposedChange, pk=change, proposed__proposal=view.proposal))
        else:
            undo_visit_change(view.user, get_visible(request, VisitChange, pk=change))
        messages.success(request, _("Ændringen er fortrudt."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return done(request, view.anew())
