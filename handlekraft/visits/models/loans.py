"""A visit that one team cannot cover and a neighbour could: an offer, until people of both teams say yes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from handlekraft.access.scope import Scope
from handlekraft.citizens.models import VisibleQuerySet
from handlekraft.people.models import Employee, Team, User
from handlekraft.rosters.week import Week
from handlekraft.visits.models.visits import Visit


class LoanQuerySet(VisibleQuerySet["Loan"]):
    """Questions about loans. The team that would lend a hand sees no citizen in them: only when, how long and who."""

    citizen_path = "visit__citizen"

    def in_week(self, week: Week) -> LoanQuerySet:
        """Those of the week's days."""
        return self.filter(visit__day__gte=week.monday, visit__day__lte=week.days[-1])

    def of_team(self, team: Team) -> LoanQuerySet:
        """Those that the team would be helped by, or would help with."""
        return self.filter(Q(visit__citizen__team=team) | Q(host=team))

    def open(self) -> LoanQuerySet:
        """Those that wait for an answer."""
        return self.filter(declined_at=None).filter(Q(home_yes_at=None) | Q(host_yes_at=None))


class Loan(models.Model):
    """`host` could give the visit with this carer at this time, and its own visits would stay as they are."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="loans")
    host = models.ForeignKey(Team, models.CASCADE, related_name="loans")
    carer = models.ForeignKey(Employee, models.CASCADE, related_name="+")
    second_carer = models.ForeignKey(Employee, models.CASCADE, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    offered_at = models.DateTimeField(default=timezone.now)
    home_yes_at = models.DateTimeField(null=True, blank=True)
    home_yes_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    host_yes_at = models.DateTimeField(null=True, blank=True)
    host_yes_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = LoanQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["visit"], condition=Q(declined_at=None), name="visit_lent_once")]

    def __str__(self) -> str:
        return f"Loan {self.pk}"

    def scope(self) -> Scope:
        """Where the citizen of the visit belongs."""
        return self.visit.scope()

    @property
    def carer_ids(self) -> tuple[int, ...]:
        """Keys of those who would come."""
        return tuple(key for key in (self.carer_id, self.second_carer_id) if key)

    @property
    def is_agreed(self) -> bool:
        """Whether both teams said yes."""
        return self.declined_at is None and self.home_yes_at is not None and self.host_yes_at is not None
