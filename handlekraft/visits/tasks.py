"""Plans in the background: a proposal computed, a broken computation taken up again, a digest mailed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused
from handlekraft.access.installation import Installation
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.people.models import Team, User
from handlekraft.rosters.models import Shift
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.absence import report_own_sick, report_sick
from handlekraft.visits.actions.curves import start_curve, store_curve
from handlekraft.visits.actions.making import make_visits
from handlekraft.visits.actions.proposals import adopt_plan
from handlekraft.visits.actions.replies import ask_reply, store_reply
from handlekraft.visits.actions.runs import retry_run, start_run, store_proposal
from handlekraft.visits.disrupted import ahead_in, ahead_of, late_until
from handlekraft.visits.making import due
from handlekraft.visits.models import AffectedVisit, Disruption, PlanNotice, PlanRun, Proposal, Visit
from handlekraft.visits.modes import refusal_of_planner
from handlekraft.visits.planning.answer import compute
from handlekraft.visits.planning.curve import curve_of
from handlekraft.visits.planning.problem import Unplannable
from handlekraft.visits.planning.reply import reply_to
from handlekraft.visits.planning.rows import Slot, rows_of_week
from handlekraft.visits.telling import digest

logger = logging.getLogger("handlekraft.visits")
ATTEMPTS = 3
AT_ONCE = "at-once"
BETWEEN_BEATS = 0.5
"""Seconds: at most two signs of life a second."""

type Tell = Callable[[float, int | None], None]
"""Is told the share done (0 to 1) and the best price so far."""


def ask_for_plan(by: Actor, team: Team, **details: Any) -> PlanRun:
    """Store the wish for a proposal; the computation begins once the wish is committed."""
    week: Week = details["week"]
    if due(team, week):
        make_visits(by, team, week=week)
    run = start_run(by, team, **details)
    _queue(run)
    return run


def ask_for_reply(by: User, team: Team, **details: Any) -> Disruption:
    """What happened is kept; its answer is computed at once, before everything else that waits."""
    plans = by.may(Permission.PLAN_VISITS, team) and not refusal_of_planner(by, team, details["day"])
    happened = ask_reply(by if plans else Installation(), team, said_by=by, **details)
    _queue(happened.run)
    return happened


def ask_for_curve(by: Actor, team: Team, **details: Any) -> PlanRun:
    """Store the wish for a curve; the computation begins once the wish is committed."""
    run = start_curve(by, team, **details)
    _queue(run)
    return run


@transaction.atomic
def take_sick_call(by: User, shift: Shift) -> Disruption | None:
    """She does not come: her visits wait, and if there are any, the house asks who could come instead."""
    day = timezone.localdate(shift.starts_at)
    told = ahead_in(shift, day)
    (report_own_sick if shift.employee.user_id == by.pk else report_sick)(by, shift)
    if not told:
        return None
    words = {"kind": Disruption.Kind.SICK, "day": day, "employee": shift.employee, "told": told}
    return ask_for_reply(by, shift.team, **words)


def take_delay(by: User, shift: Shift, *, minutes: int) -> Disruption:
    """She comes so many minutes late to her next citizen."""
    day = timezone.localdate(shift.starts_at)
    if shift.employee.user_id != by.pk and not by.may(Permission.PLAN_VISITS, shift.team):
        raise Refused(_("Det er ikke din vagt."))
    told = ahead_of(shift.employee, day)
    if not told:
        raise Refused(_("%(name)s har ingen besøg tilbage den dag.") % {"name": shift.employee.first_name})
    until = late_until(told, minutes, timezone.now())
    words = {"kind": Disruption.Kind.LATE, "day": day, "employee": shift.employee, "told": told, "until_at": until}
    return ask_for_reply(by, shift.team, **words)


def ask_about(by: User, visit: Visit, kind: Disruption.Kind) -> Disruption:
    """The visit is new, or takes longer than there is room for."""
    return ask_for_reply(by, visit.citizen.team, kind=kind, day=visit.day, told={visit.pk: Slot.of(visit)})


def try_again(by: Actor, run: PlanRun) -> PlanRun:
    """Put a computation that stopped back in the queue."""
    run = retry_run(by, run)
    _queue(run)
    return run


def take_up_broken_runs() -> int:
    """Queue computations anew whose worker fell silent, for the clock. Of two that take up one only one gets it."""
    now = timezone.now()
    for run in PlanRun.objects.broken_at(now).under_way():
        tried = run.attempt - run.attempts_before
        if tried < ATTEMPTS:
            _queue(run)
        else:
            failure = _("Beregningen gik i stå %(n)s gange.") % {"n": tried}
            PlanRun.objects.filter(pk=run.pk, attempt=run.attempt).end(PlanRun.Status.FAILED, failure)
    return PlanRun.objects.broken_at(now).under_way().count()


def _queue(run: PlanRun) -> None:
    first = answer_now if run.kind == PlanRun.Kind.REPLY else compute_plan
    transaction.on_commit(partial(first.enqueue, run.pk, run.attempt + 1))


@task()
def compute_plan(pk: int, attempt: int) -> None:
    """Compute a run, unless another attempt has it."""
    run_attempt(pk, attempt)


@task(queue_name=AT_ONCE)
def answer_now(pk: int, attempt: int) -> None:
    """The same for what somebody waits for: never behind a computation of a minute."""
    run_attempt(pk, attempt)


def run_attempt(pk: int, attempt: int, tell: Tell = lambda share, price: None) -> Proposal | None:
    """One attempt at a run: nothing is held open in the database while it computes."""
    if not PlanRun.objects.take(pk, attempt):
        return None
    mine = PlanRun.objects.filter(pk=pk, attempt=attempt)
    try:
        run = mine.select_related("team__section", "by", "based_on").get()
        return WORK[PlanRun.Kind(run.kind)](run, attempt, tell)
    except (Unplannable, Refused) as no:
        mine.end(PlanRun.Status.FAILED, no.sentence)
    except Exception:
        mine.end(PlanRun.Status.FAILED, _("Der gik noget galt i beregningen. Fejlen er noteret."))
        raise
    return None


def _propose(run: PlanRun, attempt: int, tell: Tell) -> Proposal:
    began = time.monotonic()
    rows = rows_of_week(run.team, run.week, proposal=run.based_on)
    answer = compute(
        rows if run.day is None else rows.on_day(run.day),
        seconds=run.seconds,
        iterations=run.iterations,
        seed=run.seed,
        go_on=Heartbeat(run, tell),
    )
    spent = time.monotonic() - began
    return store_proposal(
        run.by or Installation(), run, attempt=attempt, rows=rows, answer=answer, seconds=round(spent, 1)
    )


def _reply(run: PlanRun, attempt: int, tell: Tell) -> Proposal:
    began = time.monotonic()
    happened = Disruption.objects.select_related("run").get(run=run)
    told = {row.visit_id: Slot.read(row.before) for row in AffectedVisit.objects.of_event().filter(disruption=happened)}
    rows = rows_of_week(run.team, run.week, proposal=None)
    here = rows.on_day(happened.day)
    replied = reply_to(here, happened, told, iterations=run.iterations, seed=run.seed)
    spent = round(time.monotonic() - began, 1)
    by = run.by or Installation()
    return store_reply(by, happened, attempt=attempt, rows=rows, replied=replied, seconds=spent)


def _curve(run: PlanRun, attempt: int, tell: Tell) -> None:
    rows = rows_of_week(run.team, run.week, proposal=None)
    beat = Heartbeat(run, tell)
    points = curve_of(rows, seconds=run.seconds, iterations=run.iterations, seed=run.seed, go_on=beat)
    store_curve(run.by or Installation(), run, attempt=attempt, points=points)


WORK: dict[PlanRun.Kind, Callable[[PlanRun, int, Tell], Proposal | None]] = {
    PlanRun.Kind.PROPOSAL: _propose,
    PlanRun.Kind.REPLY: _reply,
    PlanRun.Kind.CURVE: _curve,
}


class Heartbeat:
    """Writes signs of life, at most two a second, and hears whether the computation is still wanted."""

    def __init__(self, run: PlanRun, tell: Tell, clock: Callable[[], float] = time.monotonic) -> None:
        self.runs = PlanRun.objects.filter(pk=run.pk, attempt=run.attempt)
        self.seconds, self.tell, self.clock = run.seconds, tell, clock
        self.began = self.last = clock()
        self.wanted = True

    def __call__(self, price: int | None) -> bool:
        """Whether to go on."""
        now = self.clock()
        if self.wanted and now - self.last >= BETWEEN_BEATS:
            self.last = now
            share = min((now - self.began) / self.seconds, 1.0)
            self.tell(share, price)
            self.wanted = self.runs.note_progress(share, price)
        return self.wanted


def adopt(by: Actor, proposal: Proposal) -> Proposal:
    """Adopt the proposal; those whose days changed get one mail each once it is committed."""
    adopted = adopt_plan(by, proposal)
    transaction.on_commit(partial(mail_notices.enqueue, proposal.pk))
    return adopted


@task()
def mail_notices(pk: int) -> None:
    """One mail to each whose days the adopted plan changed: which days, never which citizens."""
    for notice in (
        PlanNotice.objects.filter(proposal=pk).exclude(employee__email="").select_related("employee", "proposal")
    ):
        words = {"name": notice.employee.first_name, "digest": digest(notice), "link": settings.SITE_URL}
        letter = EmailMessage(
            _("Uge %(week)s er vedtaget") % {"week": notice.proposal.week.number},
            render_to_string("visits/week_mail.txt", words),
            to=[notice.employee.email],
        )
        try:
            letter.send()
        except OSError as mistake:
            logger.warning("mail not sent: %s", type(mistake).__name__)
