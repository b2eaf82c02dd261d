"""What fewer faces cost: the curve of a team's week, and the point the team chooses."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from handlekraft.access.frame import Refused
from handlekraft.people.visitor import signed_in
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.curves import choose_face_price
from handlekraft.visits.curve import Curve
from handlekraft.visits.tasks import ask_for_curve
from handlekraft.visits.views.week import number_of, team_in_sight
from handlekraft.web.pages import page


def curve_in_sight(request: HttpRequest, team: int, week: str) -> Curve:
    """The curve, if the user sees the citizens of the team."""
    found = team_in_sight(request, team)
    try:
        return Curve(signed_in(request), found, Week.parse(week))
    except ValueError:
        raise Http404 from None


@require_GET
def curve(request: HttpRequest, team: int, week: str) -> HttpResponse:
    """The points, or how far the computation is; then the page asks again and again."""
    return page(request, "visits/curve.html", {"curve": curve_in_sight(request, team, week)}, part="points")


@require_POST
def ask(request: HttpRequest, team: int, week: str) -> HttpResponse:
    """Have it computed."""
    view = curve_in_sight(request, team, week)
    try:
        ask_for_curve(view.user, view.team, week=view.week)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("week_curve", team, week)


@require_POST
def choose(request: HttpRequest, team: int, week: str) -> HttpResponse:
    """Decide for one point."""
    view = curve_in_sight(request, team, week)
    minutes = number_of(request.POST.get("minutter"))
    dot = next((one for one in view.dots if one.minutes == minutes), None)
    if dot is None:
        raise Http404
    try:
        choose_face_price(view.user, view.team, week=view.week, minutes=dot.minutes)
        messages.success(request, _("Valgt: %(words)s. Det næste forslag regner med det.") % {"words": dot.words})
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("week_curve", team, week)
