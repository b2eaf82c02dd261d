"""Citizens: what matters to them, who knows them, what to look out for, and the recurring help they have agreed."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlekraft.access.scope import Actor, Scope
from handlekraft.access.sight import sees_citizen
from handlekraft.citizens.cpr import mask
from handlekraft.citizens.rhythm import rhythm_in_words
from handlekraft.people.models import Competence, Employee, Team

ASK_AGAIN_AFTER = timedelta(days=90)


class VisibleQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows with a path to a citizen: `citizen_path` in lookup form."""

    citizen_path = "citizen"

    def visible_to(self, user: Actor, *, at: datetime | None = None) -> VisibleQuerySet[M]:
        """Those about citizens whom `user` sees at `at` (now if none)."""
        return self.filter(sees_citizen(user, self.citizen_path, at=at))


class StandingQuerySet[M: models.Model](VisibleQuerySet[M]):
    """Rows that stand until somebody ends them."""

    def standing(self) -> StandingQuerySet[M]:
        """Those that nobody has ended."""
        return self.filter(ended_at=None)


class AboutCitizen:
    """A row about one citizen belongs where she does."""

    citizen: models.ForeignKey[Citizen, Citizen]

    def scope(self) -> Scope:
        """Team, section and key of the citizen."""
        return self.citizen.scope()  # type: ignore[attr-defined, no-any-return]


class CitizenQuerySet(models.QuerySet["Citizen"]):
    """Questions about citizens."""

    def visible_to(self, user: Actor, *, at: datetime | None = None) -> CitizenQuerySet:
        """Those whom `user` sees at `at` (now if none)."""
        return self.filter(sees_citizen(user, "", at=at))

    def receiving_on(self, day: date) -> CitizenQuerySet:
        """Those who have not ended on `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def of_team(self, team_id: int) -> CitizenQuerySet:
        """Those of the team."""
        return self.filter(team_id=team_id)

    def ended_before(self, day: date) -> CitizenQuerySet:
        """Those who ended before `day`."""
        return self.filter(ends_on__lt=day)

    def matching(self, words: str) -> CitizenQuerySet:
        """Those whose name holds every word, or whose address holds them all. Protected addresses are not searched."""
        by_name, by_address = Q(), Q(is_protected=False)
        for word in words.split():
            by_name &= holds("name", word)
            by_address &= holds("address", word)
        return self.filter(by_name | by_address)


def holds(field: str, word: str) -> Q:
    """Filter for texts that hold the word in any case. SQLite folds the case of a-z only, so æ, ø and å are spelled out."""
    found = Q()
    for spelling in {word, word.lower(), word.upper(), word.capitalize()}:
        found |= Q(**{f"{field}__icontains": spelling})
    return found


class Citizen(models.Model):
    """A person who gets help. Belongs to one team."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="citizens")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="citizen"
    )
    name = models.CharField(max_length=120)
    # Ten digits, checked by date only; never shown in lists, addresses of pages or logs.
    cpr = models.CharField(max_length=10, blank=True)
    external_id = models.CharField(max_length=60, blank=True)
    born_on = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=200)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_protected = models.BooleanField(default=False)
    primary_contact = models.ForeignKey(Employee, models.SET_NULL, null=True, blank=True, related_name="primary_for")
    faces_wanted = models.PositiveSmallIntegerField(default=6)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects = CitizenQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(fields=["cpr"], condition=~Q(cpr=""), name="citizen_cpr_once"),
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="citizen_external_id_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def scope(self) -> Scope:
        """The citizen in her team."""
        return Scope(self.team_id, self.team.section_id, self.pk)

    @property
    def first_name(self) -> str:
        """What the team calls the citizen."""
        return self.name.split()[0]

    @property
    def masked_cpr(self) -> str:
        """The date of the number, the rest hidden."""
        return mask(self.cpr)


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
    """How to get in. Shown behind a tap at the visit, 30 minutes before until its end, each look logged; never in lists or print."""

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


class KnownFaceQuerySet(VisibleQuerySet["KnownFace"]):
    """Questions about known faces."""

    def on(self, day: date) -> KnownFaceQuerySet:
        """Those who belong to the group on `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


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

    def untold(self) -> FaceChangeQuerySet:
        """Those that nobody has told the citizen yet."""
        return self.filter(told_on=None)

    def since(self, day: date) -> FaceChangeQuerySet:
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


class AwayQuerySet(VisibleQuerySet["Away"]):
    """Questions about absences of citizens."""

    def during(self, starts_at: datetime, ends_at: datetime | None) -> AwayQuerySet:
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

    def running_from(self, day: date) -> AgreedHelpQuerySet:
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
    # Weekdays as a string of ISO numbers, "135" = Monday, Wednesday, Friday; every `every_weeks` weeks counted from `starts_on`'s week.
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
    # This help comes after another of the same citizen, start to start, with a least (and maybe a greatest) gap in minutes.
    after = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    gap_minutes = models.PositiveSmallIntegerField(default=0)
    gap_at_most = models.PositiveSmallIntegerField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.SAME_DAY)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

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
        return f"{self.title} ({self.pk})"

    def falls_on(self, day: date) -> bool:
        """Whether the rhythm has a visit on `day`."""
        if day < self.starts_on or (self.ends_on and day > self.ends_on) or str(day.isoweekday()) not in self.weekdays:
            return False
        first_monday = self.starts_on - timedelta(days=self.starts_on.weekday())
        return ((day - first_monday).days // 7) % self.every_weeks == 0

    @property
    def rhythm(self) -> str:
        """The days in words."""
        return rhythm_in_words(self.weekdays, self.every_weeks)

    @property
    def minutes_per_week(self) -> float:
        """Carer minutes a week on average."""
        return self.minutes * self.carers_needed * len(self.weekdays) / self.every_weeks


def new_key() -> uuid.UUID:
    """A key for facts that a phone may make without network."""
    return uuid.uuid4()
