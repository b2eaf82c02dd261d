"""Who works when: shifts of a team's employees and time that no visit may take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.access.scope import Scope
from handlekraft.people.models import Employee, Team
from handlekraft.rosters.week import Week

ONE_DAY = timedelta(days=1)


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Questions about shifts."""

    def in_week(self, week: Week) -> ShiftQuerySet:
        """Those that start in the local week."""
        return self.filter(starts_at__gte=week.starts_at, starts_at__lt=week.ends_at)

    def on_day(self, day: date) -> ShiftQuerySet:
        """Those that start on the local day."""
        starts_at, ends_at = Week.day_bounds(day)
        return self.filter(starts_at__gte=starts_at, starts_at__lt=ends_at)

    def of_team(self, team: Team) -> ShiftQuerySet:
        """Those in the team."""
        return self.filter(team=team)

    def around(self, week: Week) -> ShiftQuerySet:
        """Those of the week and of a day before and after it: where rest is taken."""
        return self.filter(starts_at__gte=week.starts_at - ONE_DAY, starts_at__lt=week.ends_at + ONE_DAY)

    def of_employees(self, keys: Iterable[int]) -> ShiftQuerySet:
        """Those of the employees, in whatever team."""
        return self.filter(employee__in=keys).select_related("employee")

    def not_over(self, now: datetime, until: datetime) -> ShiftQuerySet:
        """Those that are under way, or begin later today or before `until`."""
        last = max(until, Week.day_bounds(timezone.localdate(now))[1])
        return self.filter(ends_at__gt=now, starts_at__lt=last)

    def at_work(self) -> ShiftQuerySet:
        """Those whose employee comes."""
        return self.filter(sick_at=None)


class Shift(models.Model):
    """One employee's working time in a team, from start to end."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="shifts")
    team = models.ForeignKey(Team, models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    break_minutes = models.PositiveSmallIntegerField(default=0)
    external_id = models.CharField(max_length=60, blank=True)
    sick_at = models.DateTimeField(null=True, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "employee__name"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start"),
            models.UniqueConstraint(fields=["employee", "starts_at"], name="shift_starts_once"),
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="shift_external_id_once"
            ),
        ]
        indexes = [models.Index(fields=["team", "starts_at"])]

    def __str__(self) -> str:
        return f"Shift {self.pk}"

    def scope(self) -> Scope:
        """The team of the shift."""
        return self.team.scope()

    @property
    def length(self) -> timedelta:
        """From start to end."""
        return self.ends_at - self.starts_at


class ProtectedTimeQuerySet(models.QuerySet["ProtectedTime"]):
    """Questions about protected time."""

    def in_week(self, week: Week) -> ProtectedTimeQuerySet:
        """Those that touch the local week."""
        return self.filter(starts_at__lt=week.ends_at, ends_at__gt=week.starts_at)

    def on_day(self, day: date) -> ProtectedTimeQuerySet:
        """Those that touch the local day."""
        starts_at, ends_at = Week.day_bounds(day)
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def of_employees(self, keys: Iterable[int]) -> ProtectedTimeQuerySet:
        """Those of the employees."""
        return self.filter(employee__in=keys).select_related("employee")


class ProtectedTime(models.Model):
    """Time of an employee that is kept free of visits: meetings, courses, recharge breaks."""

    class Kind(models.TextChoices):
        """What the time is for."""

        MEETING = "meeting", _("Møde")
        COURSE = "course", _("Kursus")
        RECHARGE = "recharge", _("Opladning")

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="protected_times")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = ProtectedTimeQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="protected_time_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"ProtectedTime {self.pk}"
