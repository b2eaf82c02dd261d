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
from handlekraft.access.scope import Actor
from handlekraft.people.models import Team
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.making import make_visits
from handlekraft.visits.actions.proposals import adopt_plan
from handlekraft.visits.actions.runs import retry_run, start_run, store_proposal
from handlekraft.visits.making import due
from handlekraft.visits.models import PlanNotice, PlanRun, Proposal
from handlekraft.visits.planning.answer import compute
from handlekraft.visits.planning.problem import Unplannable
from handlekraft.visits.planning.rows import rows_of_week
from handlekraft.visits.telling import digest

logger = logging.getLogger("handlekraft.visits")
ATTEMPTS = 3
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
    transaction.on_commit(partial(compute_plan.enqueue, run.pk, run.attempt + 1))


@task()
def compute_plan(pk: int, attempt: int) -> None:
    """Compute the proposal of a run, unless another attempt has it."""
    run_attempt(pk, attempt)


def run_attempt(pk: int, attempt: int, tell: Tell = lambda share, price: None) -> Proposal | None:
    """One attempt at a run: nothing is held open in the database while it computes."""
    if not PlanRun.objects.take(pk, attempt):
        return None
    mine = PlanRun.objects.filter(pk=pk, attempt=attempt)
    try:
        return _propose(mine.select_related("team__section", "by", "based_on").get(), attempt, tell)
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
