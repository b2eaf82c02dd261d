"""The computation of a proposal as the team sees it: how far it is, stop it, try it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from handlekraft.access.frame import Refused
from handlekraft.visits.actions.runs import cancel_run
from handlekraft.visits.models import Disruption, PlanRun
from handlekraft.visits.tasks import try_again
from handlekraft.visits.views.week import team_in_sight, user_of
from handlekraft.web.pages import page


def run_in_sight(request: HttpRequest, pk: int) -> PlanRun:
    """The computation, if the user sees the citizens of its team."""
    run = get_object_or_404(PlanRun.objects.select_related("team__section"), pk=pk)
    team_in_sight(request, run.team_id)
    return run


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is. The page asks again and again; once there is an answer it opens the week anew."""
    run = run_in_sight(request, pk)
    broken = run.is_broken(timezone.now())
    context = {"run": run, "is_broken": broken, "week_url": _week_url(run)}
    response = page(request, "visits/week_run.html", context, part="progress")
    if request.htmx and not broken and run.is_over:  # type: ignore[attr-defined]
        response["HX-Redirect"] = _week_url(run)
    return response


def _week_url(run: PlanRun) -> str:
    if happened := Disruption.objects.of_run(run):
        return reverse("reply", args=[run.team_id, happened.pk])
    if run.kind == PlanRun.Kind.CURVE:
        return reverse("week_curve", args=[run.team_id, run.week])
    day = f"?dag={run.day}" if run.day else ""
    return f"{reverse('week', args=[run.team_id, run.week])}{day}"


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it."""
    run = run_in_sight(request, pk)
    cancel_run(user_of(request), run)
    return redirect(_week_url(run))


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try it again."""
    run = run_in_sight(request, pk)
    try:
        try_again(user_of(request), run)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_week_url(run))
