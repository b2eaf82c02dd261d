"""A day that changes: what happened is kept, its answer is stored as a proposal, or the team lets the plan stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.people.models import Employee, Team, User
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.runs import store_proposal
from handlekraft.visits.change import hold_team
from handlekraft.visits.models import AffectedVisit, Disruption, PlanRun, Proposal
from handlekraft.visits.modes import refusal_of_planner
from handlekraft.visits.planning.reply import Replied
from handlekraft.visits.planning.rows import Rows, Slot

A_MOMENT = 1
"""Seconds, for the bar of progress: the engine takes a fifth of one."""


@action("reply asked for", needs=Permission.PLAN_VISITS)
def ask_reply(
    by: Actor,
    team: Team,
    *,
    said_by: User,
    kind: Disruption.Kind,
    day: date,
    told: Mapping[int, Slot],
    employee: Employee | None = None,
    until_at: datetime | None = None,
    iterations: int | None = None,
) -> Disruption:
    """Keep what happened, and ask what then. `said_by` may be one who does not plan: then the house asks for her."""
    hold_team(team)
    run = PlanRun.objects.create(
        kind=PlanRun.Kind.REPLY,
        team=team,
        monday=Week.of(day).monday,
        day=day,
        by=by if isinstance(by, User) else None,
        seconds=A_MOMENT,
        iterations=iterations,
    )
    happened = Disruption.objects.create(
        team=team, day=day, kind=kind, employee=employee, until_at=until_at, by=said_by, run=run
    )
    AffectedVisit.objects.bulk_create(
        AffectedVisit(disruption=happened, visit_id=visit, before=slot.written) for visit, slot in sorted(told.items())
    )
    return happened


@action("reply stored", needs=Permission.PLAN_VISITS)
def store_reply(
    by: Actor, disruption: Disruption, *, attempt: int, rows: Rows, replied: Replied, seconds: float
) -> Proposal:
    """Keep the answer as a proposal, and which other visits made room for it."""
    proposal = store_proposal(by, disruption.run, attempt=attempt, rows=rows, answer=replied.answer, seconds=seconds)
    told = set(disruption.affected.values_list("visit_id", flat=True))
    AffectedVisit.objects.bulk_create(
        AffectedVisit(
            disruption=disruption,
            visit_id=visit,
            cause=_cause(disruption, replied.before[visit]),
            before=replied.before[visit].written,
        )
        for visit in replied.changed
        if visit not in told
    )
    Disruption.objects.filter(pk=disruption.pk).update(milliseconds=replied.milliseconds)
    return proposal


def _cause(disruption: Disruption, told: Slot) -> AffectedVisit.Cause:
    """A visit of whoever is away or late is what it is about, though nobody named it."""
    mine = disruption.employee_id in told.carers
    return AffectedVisit.Cause.EVENT if mine else AffectedVisit.Cause.ROOM


@action("plan let stand", needs=Permission.PLAN_VISITS)
def leave_plan(by: User, disruption: Disruption) -> Disruption:
    """The team has seen the answer and does something else, or nothing."""
    held = Disruption.objects.select_for_update(of=("self",)).select_related("team__section").get(pk=disruption.pk)
    if no := refusal_of_planner(by, held.team, held.day):
        raise Refused(no)
    if held.left_at is None:
        held.left_at, held.left_by = timezone.now(), by
        held.save(update_fields=["left_at", "left_by"])
    return held
