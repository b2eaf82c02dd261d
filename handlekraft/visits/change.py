"""What a change by hand asks before it is stored, and what stood before it. The writing is done by the actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from handlekraft.access.frame import Refused
from handlekraft.access.scope import Actor
from handlekraft.access.visit_sight import give_visit_sight, take_visit_sight
from handlekraft.people.models import Team, User
from handlekraft.rosters.week import Week
from handlekraft.visits.models import Visit, VisitChange
from handlekraft.visits.modes import refusal_of_planner

MOMENTS = ("earliest_at", "latest_at", "wished_from_at", "wished_until_at", "starts_at", "started_at", "ended_at")
PLAIN = ("minutes", "carer_id", "second_carer_id", "carers_needed", "status", "title", "text", "need_of_the_day",
         "reason", "is_locked")  # fmt: skip
OVER = {
    Visit.Status.DONE: _("Besøget er givet. Skriv i stedet en note."),
    Visit.Status.CANCELLED: _("Besøget er aflyst. Fortryd aflysningen først."),
    Visit.Status.MISSED: _("Der var ingen hjemme. Lav et nyt besøg i stedet."),
}


@dataclass(frozen=True)
class Changed:
    """A visit after a change, and what is worth a word about it."""

    visit: Visit
    change: VisitChange
    warnings: list[str] = field(default_factory=list)


def snapshot(visit: Visit) -> dict[str, Any]:
    """What the visit was before, as it is kept with a change."""
    before: dict[str, Any] = {name: getattr(visit, name) for name in PLAIN}
    before |= {name: at.isoformat() if (at := getattr(visit, name)) else None for name in MOMENTS}
    return before | {"day": visit.day.isoformat()}


def restore(visit: Visit, before: dict[str, Any]) -> None:
    """Put the columns back as they were."""
    for name in PLAIN:
        setattr(visit, name, before[name])
    for name in MOMENTS:
        setattr(visit, name, datetime.fromisoformat(before[name]) if before[name] else None)
    visit.day = date.fromisoformat(before["day"])


def hold(visit: Visit) -> Visit:
    """The row as it is now, held until the change is stored: of two who change it at once the second sees the first."""
    rows = Visit.objects.select_for_update(of=("self",)).select_related("citizen__team__section", "help")
    held = rows.filter(pk=visit.pk).first()
    if held is None:
        raise Refused(str(_("Besøget findes ikke længere.")))
    return held


def hold_team(team: Team) -> None:
    """Of two who plan the team's days at once the second waits. Rows that only point at the team come through."""
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)


def hold_week(team: Team, week: Week) -> None:
    """The team, then its visits of the week, in one order for everybody."""
    hold_team(team)
    visits = Visit.objects.select_for_update(of=("self",)).of_team(team).in_week(week)
    list(visits.order_by("pk").only("pk"))


def refuse_settled(visit: Visit) -> None:
    """A visit that is over is not changed."""
    if visit.status in OVER:
        raise Refused(why_settled(visit))


def refuse_begun(visit: Visit) -> None:
    """Nor is one that somebody is in the middle of."""
    if sentence := why_settled(visit):
        raise Refused(sentence)


def why_settled(visit: Visit) -> str:
    """Why the plan of the visit stands, or nothing."""
    status = Visit.Status(visit.status)
    return str(_("Besøget er i gang.") if status == Visit.Status.STARTED else OVER.get(status, ""))


def refuse_others_plan(by: User, visit: Visit) -> None:
    """Whoever does not plan the team's days does not change them."""
    if sentence := refusal_of_planner(by, visit.citizen.team, visit.day):
        raise Refused(sentence)


def see_to_sight(by: Actor, visit: Visit, carers_before: tuple[int, ...], day_before: date) -> None:
    """Whoever comes from elsewhere sees the citizen that day; whoever no longer comes does not."""
    coming = set() if visit.status == Visit.Status.CANCELLED else set(visit.carer_ids)
    for user in User.objects.filter(employee__in=coming):
        give_visit_sight(by, visit.citizen, carer=user, day=visit.day)
    gone = set(carers_before) - (coming if day_before == visit.day else set())
    for user in User.objects.filter(employee__in=gone).select_related("employee"):
        others = Visit.objects.by(user.employee).on_day(day_before).exclude(pk=visit.pk)
        if not others.to_give().filter(citizen_id=visit.citizen_id).exists():
            take_visit_sight(by, visit.citizen, carer=user, day=day_before)
