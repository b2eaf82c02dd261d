"""What upsets an adopted day, which visits it is about, and the proposal that answers it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from handlekraft.access.scope import Scope
from handlekraft.citizens.models import VisibleQuerySet
from handlekraft.people.models import Employee, Team, User
from handlekraft.visits.models.plans import PlanRun, Proposal
from handlekraft.visits.models.visits import Visit


class DisruptionQuerySet(models.QuerySet["Disruption"]):
    """Questions about disruptions."""

    def of_run(self, run: PlanRun) -> Disruption | None:
        """The one that the computation answers, if it answers one."""
        return self.filter(run=run).first()

    def unanswered(self, teams: frozenset[int], since: date) -> DisruptionQuerySet:
        """Those of the teams, on the day or later, that nobody has decided about, newest first."""
        week = {"team": OuterRef("team"), "monday": OuterRef("run__monday")}
        decided_since = Proposal.objects.filter(**week, adopted_at__gt=OuterRef("at"))
        waiting = self.filter(team__in=teams, day__gte=since, left_at=None).exclude(Exists(decided_since))
        return waiting.select_related("employee", "run", "by", "team").order_by("-at")


class Disruption(models.Model):
    """A colleague who falls out or is late, a visit that is new or takes longer: the day must be looked at again."""

    class Kind(models.TextChoices):
        """What happened."""

        SICK = "sick", pgettext_lazy("hændelse", "Fravær")
        LATE = "late", pgettext_lazy("hændelse", "Forsinket")
        LONGER = "longer", pgettext_lazy("hændelse", "Længere besøg")
        ADDED = "added", pgettext_lazy("hændelse", "Nyt besøg")

    team = models.ForeignKey(Team, models.CASCADE, related_name="disruptions")
    day = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # Whoever falls out or is late.
    employee = models.ForeignKey(Employee, models.CASCADE, null=True, blank=True, related_name="+")
    # From when on she can be with somebody again.
    until_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    run = models.OneToOneField(PlanRun, models.CASCADE, related_name="disruption")
    # How long the engine took for its answer.
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DisruptionQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"Disruption {self.pk}"

    def scope(self) -> Scope:
        """The team of the day."""
        return self.team.scope()

    @property
    def proposal(self) -> Proposal | None:
        """The answer, once there is one."""
        return Proposal.objects.filter(run=self.run_id).first()


class AffectedVisitQuerySet(VisibleQuerySet["AffectedVisit"]):
    """Questions about affected visits."""

    citizen_path = "visit__citizen"

    def of_event(self) -> AffectedVisitQuerySet:
        """Those that the disruption is about; the others only made room."""
        return self.filter(cause=AffectedVisit.Cause.EVENT)


class AffectedVisit(models.Model):
    """A visit that a disruption touches, as it had been told before."""

    class Cause(models.TextChoices):
        """Why it is touched."""

        EVENT = "event", pgettext_lazy("hændelse", "Det handler om besøget")
        ROOM = "room", pgettext_lazy("hændelse", "Det gør plads")

    disruption = models.ForeignKey(Disruption, models.CASCADE, related_name="affected")
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="+")
    cause = models.CharField(max_length=12, choices=Cause.choices, default=Cause.EVENT)
    # {"starts_at": ISO text or null, "carers": [keys]}
    before: models.JSONField[Any, Any] = models.JSONField()

    objects = AffectedVisitQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disruption", "visit"], name="affected_visit_once")]

    def __str__(self) -> str:
        return f"AffectedVisit {self.pk}"

    def scope(self) -> Scope:
        """Where the citizen of the visit belongs."""
        return self.visit.scope()
