"""The curve of faces against ways: asked for, kept, and a point of it chosen by the team."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.people.models import DatedSetting, Team, User
from handlekraft.people.settings import value
from handlekraft.rosters.week import Week
from handlekraft.visits.change import hold_team
from handlekraft.visits.models import CurvePoint, PlanRun
from handlekraft.visits.modes import refusal_of_planner
from handlekraft.visits.planning.curve import Tried, prices_tried

PRICE = "planning.new_face_minutes"
SECONDS_A_POINT = 8
"""Enough to see the shape of the curve; less where a proposal is given less."""


@action("curve asked for", needs=Permission.PLAN_VISITS)
def start_curve(by: Actor, team: Team, *, week: Week, iterations: int | None = None, seed: int = 1) -> PlanRun:
    """Ask what fewer faces cost. `tasks.ask_for_curve` puts it in the queue."""
    hold_team(team)
    if PlanRun.objects.of_week(team, week).of_curves().under_way().exists():
        raise Refused(_("Kurven regnes allerede."))
    prices = prices_tried(value(PRICE, week.monday, team=team))
    return PlanRun.objects.create(
        kind=PlanRun.Kind.CURVE,
        team=team,
        monday=week.monday,
        by=by if isinstance(by, User) else None,
        seconds=min(SECONDS_A_POINT, value("planning.seconds", week.monday, team=team)) * len(prices),
        iterations=iterations,
        seed=seed,
    )


@action("curve stored", needs=Permission.PLAN_VISITS)
def store_curve(by: Actor, run: PlanRun, *, attempt: int, points: Sequence[Tried]) -> PlanRun:
    """Keep the points, if the computation is still wanted."""
    if not PlanRun.objects.filter(pk=run.pk, attempt=attempt, cancel_asked=False).end(PlanRun.Status.DONE):
        raise Refused(_("Beregningen er afbrudt."))
    CurvePoint.objects.bulk_create(CurvePoint(run=run, **vars(one)) for one in points)
    return run


@action("face price chosen", needs=Permission.ADOPT_PLAN)
def choose_face_price(by: User, team: Team, *, week: Week, minutes: int) -> DatedSetting:
    """The team's own weight of a known face against the way, from the week on. The next proposal counts with it."""
    if no := refusal_of_planner(by, team, week.monday):
        raise Refused(no)
    return DatedSetting.objects.create(
        key=PRICE,
        value=minutes,
        team=team,
        valid_from=week.monday,
        source=_("Teamets valg på kurven for uge %(week)s") % {"week": week.number},
        changed_by=by,
    )
