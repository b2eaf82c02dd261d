"""Proposals for a team's week, the runs that compute them, and the news a decision brings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from handlekraft.access.scope import Scope
from handlekraft.citizens.models import VisibleQuerySet
from handlekraft.people.models import Employee, Team, User
from handlekraft.rosters.week import Week
from handlekraft.visits.models.visits import Visit

SILENT_FOR = timedelta(seconds=30)
"""A computation that has given no sign of life for so long is taken for dead."""
WAITING_FOR = timedelta(minutes=5)
"""One that nobody has begun on for so long has been lost: others may be in front of it in the queue."""


class PlanRunQuerySet(models.QuerySet["PlanRun"]):
    """Questions about runs."""

    def of_week(self, team: Team, week: Week) -> PlanRunQuerySet:
        """Runs for the team's week, newest first."""
        return self.filter(team=team, monday=week.monday).order_by("-pk")

    def proposing(self) -> PlanRunQuerySet:
        """Those that make a proposal for the whole week or a day."""
        return self.filter(kind=PlanRun.Kind.PROPOSAL)

    def of_curves(self) -> PlanRunQuerySet:
        """Those that try the week at several prices of a face."""
        return self.filter(kind=PlanRun.Kind.CURVE)

    def answered_curves(self, team: Team, week: Week) -> PlanRunQuerySet:
        """Curves that were computed for the week or one before it, the newest first."""
        done = self.of_curves().filter(team=team, monday__lte=week.monday, status=PlanRun.Status.DONE)
        return done.order_by("-monday", "-pk")

    def under_way(self) -> PlanRunQuerySet:
        """Those that wait or compute."""
        return self.filter(status__in=[PlanRun.Status.QUEUED, PlanRun.Status.RUNNING])

    def broken_at(self, at: datetime) -> PlanRunQuerySet:
        """Those that stopped: failed, computing without a sign of life for half a minute, or never begun."""
        silent = Q(status=PlanRun.Status.RUNNING, sign_at__lt=at - SILENT_FOR)
        lost = Q(status=PlanRun.Status.QUEUED, queued_at__lt=at - WAITING_FOR)
        signs = self.annotate(sign_at=Coalesce("heartbeat_at", "queued_at"))
        return signs.filter(silent | lost | Q(status=PlanRun.Status.FAILED))

    def note_progress(self, share_done: float, price: float | None) -> bool:
        """Sign of life of a computation, in one statement. False when it is to stop: cancelled or taken by another."""
        running = self.filter(status=PlanRun.Status.RUNNING, cancel_asked=False)
        return running.update(heartbeat_at=timezone.now(), share_done=share_done, price=price) == 1

    def take(self, pk: int, attempt: int, *, unit: str = "") -> bool:
        """Take the run for one attempt, in one statement: of two workers only one gets it."""
        waiting = self.filter(pk=pk, attempt=attempt - 1).under_way()
        now = timezone.now()
        taken = {"status": PlanRun.Status.RUNNING, "attempt": attempt, "started_at": now, "heartbeat_at": now}
        return waiting.update(**taken, share_done=0, unit=unit) == 1

    def end(self, status: str, failure: str = "") -> bool:
        """Close runs that are still under way, in one statement."""
        return self.under_way().update(status=status, failure=failure[:300], ended_at=timezone.now()) > 0


class PlanRun(models.Model):
    """One computation of a proposal for a team's week, with its progress and heartbeat."""

    class Status(models.TextChoices):
        """Where the computation stands."""

        QUEUED = "queued", pgettext_lazy("beregning", "Venter")
        RUNNING = "running", pgettext_lazy("beregning", "Regner")
        DONE = "done", pgettext_lazy("beregning", "Færdig")
        CANCELLED = "cancelled", pgettext_lazy("beregning", "Afbrudt")
        FAILED = "failed", pgettext_lazy("beregning", "Gik i stå")

    class Kind(models.TextChoices):
        """What is computed."""

        PROPOSAL = "proposal", pgettext_lazy("beregning", "Forslag")
        REPLY = "reply", pgettext_lazy("beregning", "Svar")
        CURVE = "curve", pgettext_lazy("beregning", "Kurve")

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PROPOSAL)
    team = models.ForeignKey(Team, models.CASCADE, related_name="plan_runs")
    monday = models.DateField()
    # The proposal whose locks and order the computation begins from; empty: the adopted plan.
    based_on = models.ForeignKey("Proposal", models.SET_NULL, null=True, blank=True, related_name="+")
    # Only this day is planned anew, with as little change as possible. Empty: the whole week.
    day = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.QUEUED)
    seconds = models.PositiveSmallIntegerField(default=15)
    seed = models.PositiveIntegerField(default=1)
    # With a number of iterations the same seed gives the same plan on every machine; without, the seconds decide.
    iterations = models.PositiveIntegerField(null=True, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    # The attempts before a person last asked for it: only those after it count against the clock's patience.
    attempts_before = models.PositiveSmallIntegerField(default=0)
    share_done = models.FloatField(default=0)
    price = models.FloatField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)
    failure = models.CharField(max_length=300, blank=True)
    # The hash of the question: the same question need not be computed twice.
    unit = models.CharField(max_length=64, blank=True)

    objects = PlanRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"PlanRun {self.pk}"

    def scope(self) -> Scope:
        """The team of the run."""
        return self.team.scope()

    def is_broken(self, at: datetime) -> bool:
        """Whether it stopped: failed, silent for half a minute, or never begun."""
        if self.status == self.Status.QUEUED:
            return self.queued_at < at - WAITING_FOR
        silent = self.status == self.Status.RUNNING and (self.heartbeat_at or self.queued_at) < at - SILENT_FOR
        return silent or self.status == self.Status.FAILED

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come of it."""
        return self.status not in {self.Status.QUEUED, self.Status.RUNNING}

    @property
    def percent_done(self) -> int:
        """How far it is, as a whole percentage."""
        return round(100 * self.share_done)

    def plans(self, day: date) -> bool:
        """Whether the run plans the day anew."""
        return self.day in {None, day}

    @property
    def week(self) -> Week:
        """The week the run is for."""
        return Week.of(self.monday)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Questions about proposals."""

    def of_week(self, team: Team, week: Week) -> ProposalQuerySet:
        """Proposals for the team's week, newest first."""
        return self.filter(team=team, monday=week.monday).order_by("-number")

    def of_unit(self, team: Team, week: Week, unit: str) -> Proposal | None:
        """The answer that was given to the same question before, if nobody has changed it by hand since."""
        same = self.of_week(team, week).filter(run__unit=unit, run__status=PlanRun.Status.DONE)
        return same.filter(proposed_visits__changes=None).distinct().first()


class Proposal(models.Model):
    """A plan for a team's week that the team can change, compare and adopt. Locks and moves live here until then."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="proposals")
    monday = models.DateField()
    number = models.PositiveSmallIntegerField()
    run = models.OneToOneField(PlanRun, models.SET_NULL, null=True, related_name="proposal")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    seconds = models.FloatField(default=0)
    prices: models.JSONField[Any, Any] = models.JSONField(default=dict)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["team", "monday", "number"], name="proposal_number_once")]

    def __str__(self) -> str:
        return f"Proposal {self.pk}"

    def scope(self) -> Scope:
        """The team of the proposal."""
        return self.team.scope()

    @property
    def week(self) -> Week:
        """The week the proposal is for."""
        return Week.of(self.monday)


class ProposedVisitQuerySet(VisibleQuerySet["ProposedVisit"]):
    """Questions about proposed visits."""

    citizen_path = "visit__citizen"


class ProposedVisit(models.Model):
    """Who would come and when, in one proposal. Without a carer: not covered."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="proposed_visits")
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="proposed")
    starts_at = models.DateTimeField(null=True, blank=True)
    carer = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    second_carer = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    is_locked = models.BooleanField(default=False)

    objects = ProposedVisitQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "visit"], name="proposed_visit_once")]

    def __str__(self) -> str:
        return f"ProposedVisit {self.pk}"

    def scope(self) -> Scope:
        """Where the citizen of the visit belongs."""
        return self.visit.scope()


class ProposedChangeQuerySet(VisibleQuerySet["ProposedChange"]):
    """Questions about changes by hand."""

    citizen_path = "proposed__visit__citizen"

    def standing(self) -> ProposedChangeQuerySet:
        """Those nobody has undone."""
        return self.filter(undone_at=None)


class ProposedChange(models.Model):
    """What a person changed in a proposal, and what stood there before: the undo."""

    proposed = models.ForeignKey(ProposedVisit, models.CASCADE, related_name="changes")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    before: models.JSONField[Any, Any] = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"ProposedChange {self.pk}"

    def scope(self) -> Scope:
        """Where the citizen of the visit belongs."""
        return self.proposed.scope()


class PlanNoticeQuerySet(models.QuerySet["PlanNotice"]):
    """Questions about digests."""

    def unread(self, employee: Employee) -> PlanNoticeQuerySet:
        """Those the employee has not read yet."""
        return self.filter(employee=employee, read_at=None).select_related("proposal")


class PlanNotice(models.Model):
    """One digest to one employee whose days a decision changed: what is new, day by day."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="plan_notices")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="notices")
    days: models.JSONField[Any, Any] = models.JSONField()
    sent_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = PlanNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"PlanNotice {self.pk}"

    def scope(self) -> Scope:
        """The team of the proposal."""
        return self.proposal.scope()
