"""The small group of employees a citizen knows, and the news about it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlekraft.citizens.models.citizen import AboutCitizen, Citizen, VisibleQuerySet
from handlekraft.people.models import Employee


class KnownFaceQuerySet(VisibleQuerySet["KnownFace"]):
    """Questions about known faces."""

    def on(self, day: date) -> Self:
        """Those who belong to the group on `day`: from the first day on, and no more on the day they leave."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


class KnownFace(AboutCitizen, models.Model):
    """An employee of the small group that the citizen knows."""

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="known_faces")
    employee = models.ForeignKey(Employee, models.CASCADE, related_name="known_to")
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects = KnownFaceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["citizen", "employee"], condition=Q(ends_on=None), name="known_face_once")
        ]

    def __str__(self) -> str:
        return f"KnownFace {self.pk}"


class FaceChangeQuerySet(VisibleQuerySet["FaceChange"]):
    """Questions about changes in the group."""

    def untold(self) -> Self:
        """Those that nobody has told the citizen yet."""
        return self.filter(told_on=None)

    def since(self, day: date) -> Self:
        """Those from `day` on."""
        return self.filter(on__gte=day)


class FaceChange(AboutCitizen, models.Model):
    """A change in the group around a citizen. It is news to her and to the team until somebody has told her."""

    class Kind(models.TextChoices):
        """What changed."""

        JOINED = "joined", pgettext_lazy("gruppen om en borger", "Ny i gruppen")
        LEFT = "left", pgettext_lazy("gruppen om en borger", "Ude af gruppen")
        PRIMARY = "primary", _("Ny fast kontaktperson")

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="face_changes")
    employee = models.ForeignKey(Employee, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField(default=timezone.localdate)
    told_on = models.DateField(null=True, blank=True)
    told_by = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")

    objects = FaceChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"FaceChange {self.pk}"
