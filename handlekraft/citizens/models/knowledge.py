"""What the team knows about a citizen: her own words first, then what everyone who comes must know."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.citizens.models.citizen import AboutCitizen, Citizen, StandingQuerySet, VisibleQuerySet
from handlekraft.people.models import Employee

ASK_AGAIN_AFTER = timedelta(days=90)


class WhatMatters(AboutCitizen, models.Model):
    """The citizen's own words, or the reason why there are none. Rows are added, never changed: the newest stands."""

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="what_matters")
    words = models.TextField(blank=True)
    no_words_because = models.CharField(max_length=200, blank=True)
    said_on = models.DateField(default=timezone.localdate)
    asked_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    ask_again_on = models.DateField()

    objects = VisibleQuerySet["WhatMatters"].as_manager()

    class Meta:
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="", no_words_because=""), name="what_matters_is_said_or_explained"
            )
        ]

    def __str__(self) -> str:
        return f"WhatMatters {self.pk}"


class Alert(AboutCitizen, models.Model):
    """Something everyone who comes must know at the door."""

    class Kind(models.TextChoices):
        """What sort of alert; decides the icon."""

        ALLERGY = "allergy", _("Allergi")
        DOG = "dog", _("Hund")
        LIFT = "lift", _("Lift eller hjælpemiddel")
        LIVING_WILL = "living_will", _("Plejetestamente eller livstestamente")
        FALL = "fall", _("Fald")
        OTHER = "other", _("Andet")

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StandingQuerySet["Alert"].as_manager()

    class Meta:
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return f"Alert {self.pk}"

    @property
    def icon(self) -> str:
        """The drawing that says the kind."""
        return ALERT_ICONS[Alert.Kind(self.kind)]


ALERT_ICONS = {
    Alert.Kind.ALLERGY: "leaf",
    Alert.Kind.DOG: "dog",
    Alert.Kind.LIFT: "lift",
    Alert.Kind.LIVING_WILL: "heart",
    Alert.Kind.FALL: "warning",
    Alert.Kind.OTHER: "info",
}


class DoorCode(AboutCitizen, models.Model):
    """How to get in. Behind a tap at the visit, 30 minutes before until its end, each look logged; never in lists."""

    citizen = models.OneToOneField(Citizen, models.CASCADE, related_name="door_code")
    code = models.CharField(max_length=120)

    objects = VisibleQuerySet["DoorCode"].as_manager()

    def __str__(self) -> str:
        return f"DoorCode {self.pk}"


class GoodToKnow(AboutCitizen, models.Model):
    """A small piece of knowledge that colleagues pass on about a citizen."""

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="good_to_know")
    text = models.CharField(max_length=300)
    by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StandingQuerySet["GoodToKnow"].as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"GoodToKnow {self.pk}"
