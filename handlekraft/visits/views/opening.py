"""How a page about a visit or a day begins."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest

from handlekraft.access.attempt import demand
from handlekraft.access.permissions import Permission
from handlekraft.access.sight import get_visible
from handlekraft.citizens.authorship import employee_of
from handlekraft.people.models import Employee
from handlekraft.people.visitor import signed_in
from handlekraft.visits.change import Changed
from handlekraft.visits.models import Visit


def own_employee(request: HttpRequest) -> Employee:
    """The employee behind the sign-in; others have no day here."""
    employee = employee_of(signed_in(request))
    if employee is None:
        raise Http404
    return employee


def opened(request: HttpRequest, pk: int, needs: Permission | None = None) -> Visit:
    """The visit, for employees who see its citizen (else 404) and may do what the page is for (else refused)."""
    visit = get_visible(request, Visit, queryset=Visit.objects.visible_to(signed_in(request)).with_people(), pk=pk)
    own_employee(request)
    if needs is not None:
        demand(signed_in(request), needs, visit)
    return visit


def parse_day(text: str) -> date:
    """A day of an address."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def warn(request: HttpRequest, changed: Changed) -> None:
    """Say what a change costs, where it costs something."""
    for sentence in changed.warnings:
        messages.warning(request, sentence)
