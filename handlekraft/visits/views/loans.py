"""Yes or no to help between teams."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlekraft.access.frame import Refused
from handlekraft.people.visitor import signed_in
from handlekraft.visits.actions.loans import agree_loan, decline_loan
from handlekraft.visits.models import Loan
from handlekraft.visits.views.week import team_in_sight


@require_POST
def agree(request: HttpRequest, team: int, week: str, loan: int) -> HttpResponse:
    """Yes."""
    return _answered(request, team, week, loan, agree_loan)


@require_POST
def decline(request: HttpRequest, team: int, week: str, loan: int) -> HttpResponse:
    """No."""
    return _answered(request, team, week, loan, decline_loan)


def _answered(request: HttpRequest, team: int, week: str, loan: int, act: Callable[..., Loan]) -> HttpResponse:
    found = team_in_sight(request, team)
    try:
        answered = act(signed_in(request), found, loan=loan)
        messages.success(request, _said(answered))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("week", team, week)


def _said(loan: Loan) -> str:
    if loan.declined_at:
        return _("I har sagt nej. Ingen andre får noget at vide om hvorfor.")
    if loan.is_agreed:
        return _("Det er aftalt. Besøget står nu på kollegaens dag.")
    return _("I har sagt ja. Det andet team skal også sige ja.")
