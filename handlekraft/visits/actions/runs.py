"""Computations of a week's proposal: asked for, cancelled, tried again, and their answer stored. Solves nothing."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.people.models import Team, User
from handlekraft.people.settings import value
from handlekraft.rosters.week import Week
from handlekraft.visits.change import hold_team
from handlekraft.visits.models import PlanRun, Proposal, ProposedVisit
from handlekraft.visits.modes import refusal_of_planner
from handlekraft.visits.planning.answer import Answer
from handlekraft.visits.planning.rows import Rows, Slot

DAY_SECONDS = 2
"""How long one day is computed: whoever waits has a sick colleague and a telephone in the other hand."""


@action("plan asked for", needs=Permission.PLAN_VISITS)
def start_run(
    by: Actor,
    team: Team,
    *,
    week: Week,
    seconds: int | None = None,
    seed: int | None = None,
    iterations: int | None = None,
    based_on: Proposal | None = None,
    day: date | None = None,
) -> PlanRun:
    """Ask for a proposal. `tasks.ask_for_plan` puts it in the queue; with `day` only that day is planned anew."""
    if no := refusal_of_planner(by, team, week.monday):
        raise Refused(no)
    hold_team(team)
    earlier = PlanRun.objects.of_week(team, week).proposing()
    if earlier.under_way().exists():
        raise Refused(_("Der regnes allerede på ugen."))
    return PlanRun.objects.create(
        team=team,
        monday=week.monday,
        day=day,
        based_on=based_on,
        by=by if isinstance(by, User) else None,
        seconds=seconds or (DAY_SECONDS if day else value("planning.seconds", week.monday, team=team)),
        # Another try looks another way.
        seed=earlier.count() + 1 if seed is None else seed,
        iterations=iterations,
    )


@action("plan cancelled", needs=Permission.PLAN_VISITS)
def cancel_run(by: Actor, run: PlanRun) -> None:
    """Stop the computation; it hears so at its next sign of life."""
    asked = PlanRun.objects.filter(pk=run.pk)
    asked.update(cancel_asked=True)
    asked.end(PlanRun.Status.CANCELLED)


@action("plan tried again", needs=Permission.PLAN_VISITS)
def retry_run(by: Actor, run: PlanRun) -> PlanRun:
    """Put a computation that stopped back in the queue."""
    now = timezone.now()
    hold_team(run.team)
    others = PlanRun.objects.of_week(run.team, run.week).filter(kind=run.kind).exclude(pk=run.pk).under_way()
    if run.kind != PlanRun.Kind.REPLY and others.exists():
        raise Refused(_("Der regnes allerede på ugen."))
    stopped = PlanRun.objects.filter(pk=run.pk).broken_at(now)
    anew = {"status": PlanRun.Status.QUEUED, "queued_at": now, "heartbeat_at": None, "started_at": None}
    fresh = {"failure": "", "ended_at": None, "cancel_asked": False, "attempts_before": F("attempt")}
    if not stopped.update(**anew, **fresh):
        raise Refused(_("Beregningen er i gang eller afsluttet."))
    run.refresh_from_db()
    return run


@action("proposal stored", needs=Permission.PLAN_VISITS)
def store_proposal(by: Actor, run: PlanRun, *, attempt: int, rows: Rows, answer: Answer, seconds: float) -> Proposal:
    """Keep the answer of a computation, if the computation is still wanted and the referee found nothing wrong."""
    if answer.faults:
        raise Refused(_("Forslaget brød %(n)s regler og blev ikke gemt. Prøv igen.") % {"n": answer.faults})
    if not PlanRun.objects.filter(pk=run.pk, attempt=attempt, cancel_asked=False).end(PlanRun.Status.DONE):
        raise Refused(_("Beregningen er afbrudt."))
    number = Proposal.objects.of_week(run.team, run.week).aggregate(last=Max("number"))["last"] or 0
    proposal = Proposal.objects.create(
        team=run.team,
        monday=run.monday,
        number=number + 1,
        run=run,
        # What changes after this moment the computation knows nothing of.
        made_at=rows.now,
        made_by=run.by,
        seconds=seconds,
        prices=answer.prices,
    )
    ProposedVisit.objects.bulk_create(
        _proposed(proposal, visit.pk, answer.slots.get(visit.pk, Slot()) if run.plans(visit.day) else rows.slot(visit))
        for visit in rows.visits
    )
    return proposal


def _proposed(proposal: Proposal, visit: int, slot: Slot) -> ProposedVisit:
    first, second, *_rest = (*slot.carers, None, None)
    return ProposedVisit(
        proposal=proposal,
        visit_id=visit,
        starts_at=slot.starts_at,
        carer_id=first,
        second_carer_id=second,
        is_locked=slot.is_locked,
    )
