"""Recurring help a citizen has agreed to, and the times when she is away."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.citizens.models.citizen import AboutCitizen, Citizen, VisibleQuerySet
from handlekraft.citizens.rhythm import rhythm_in_words
from handlekraft.people.models import Competence, Employee


class AwayQuerySet(VisibleQuerySet["Away"]):
    """Questions about absences of citizens."""

    def during(self, starts_at: datetime, ends_at: datetime | None) -> Self:
        """Those that share time with the period; without an end it never ends."""
        begun = Q() if ends_at is None else Q(starts_at__lt=ends_at)
        return self.filter(begun, Q(ends_at=None) | Q(ends_at__gt=starts_at))


class Away(AboutCitizen, models.Model):
    """The citizen is not at home (hospital, holiday): visits pause."""

    class Kind(models.TextChoices):
        """Where the citizen is."""

        HOSPITAL = "hospital", _("På sygehus")
        HOLIDAY = "holiday", _("På ferie eller besøg")
        RESPITE = "respite", _("På aflastning")
        OTHER = "other", _("Andet")

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="away")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = AwayQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="away_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"Away {self.pk}"


class AgreedHelpQuerySet(VisibleQuerySet["AgreedHelp"]):
    """Questions about agreed help."""

    def running_from(self, day: date) -> Self:
        """Those that have not ended before `day`: now or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))


class AgreedHelp(AboutCitizen, models.Model):
    """Recurring help the citizen has agreed to: its rhythm over the week, its time, and what it takes to give it."""

    class Priority(models.IntegerChoices):
        """What may wait when a day is too short."""

        MAY_WAIT = 1, _("Kan udskydes nogle dage")
        SAME_DAY = 2, _("Skal ske samme dag")
        CRITICAL = 3, _("Må aldrig udgå")

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="agreed_help")
    external_id = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    # Weekdays as a string of ISO numbers, "135" = Monday, Wednesday, Friday; every `every_weeks` weeks counted from
    # the week of `rhythm_from`, else of `starts_on`: changed terms keep the weeks of those they replace.
    weekdays = models.CharField(max_length=7)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    minutes = models.PositiveSmallIntegerField()
    # The visit must begin inside the allowed window and end inside it; the wished window is a wish with a price.
    allowed_from = models.TimeField(default=time(7, 0))
    allowed_until = models.TimeField(default=time(23, 30))
    wished_from = models.TimeField(null=True, blank=True)
    wished_until = models.TimeField(null=True, blank=True)
    fixed_start = models.TimeField(null=True, blank=True)
    carers_needed = models.PositiveSmallIntegerField(default=1)
    competences = models.ManyToManyField(Competence, blank=True, related_name="+")
    preferred = models.ManyToManyField(Employee, blank=True, related_name="preferred_for")
    unwanted = models.ManyToManyField(Employee, blank=True, related_name="unwanted_for")
    # This help comes after another of the same citizen, start to start, with a least (maybe a greatest) gap in minutes.
    after = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    gap_minutes = models.PositiveSmallIntegerField(default=0)
    gap_at_most = models.PositiveSmallIntegerField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.SAME_DAY)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    rhythm_from = models.DateField(null=True, blank=True)

    # An agreement that is changed from a day on ends the day before and goes on as a new row.
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaced_by")

    objects = AgreedHelpQuerySet.as_manager()

    class Meta:
        ordering = ["allowed_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=600), name="help_minutes_sane"),
            models.CheckConstraint(
                condition=Q(carers_needed__gte=1, carers_needed__lte=2), name="help_one_or_two_carers"
            ),
            models.CheckConstraint(condition=Q(allowed_until__gt=F("allowed_from")), name="help_window_open"),
            models.UniqueConstraint(fields=["external_id"], condition=~Q(external_id=""), name="help_external_id_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.rhythm.lower()}"

    def falls_on(self, day: date) -> bool:
        """Whether the rhythm has a visit on `day`."""
        if day < self.starts_on or (self.ends_on and day > self.ends_on) or str(day.isoweekday()) not in self.weekdays:
            return False
        first = self.rhythm_from or self.starts_on
        first_monday = first - timedelta(days=first.weekday())
        return ((day - first_monday).days // 7) % self.every_weeks == 0

    @property
    def rhythm(self) -> str:
        """The days in words."""
        return rhythm_in_words(self.weekdays, self.every_weeks)

    @property
    def minutes_per_week(self) -> float:
        """Carer minutes a week on average."""
        return self.minutes * self.carers_needed * len(self.weekdays) / self.every_weeks
