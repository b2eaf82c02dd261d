"""The citizen, and what rows about one have in common."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils import timezone

from handlekraft.access.scope import Actor, Scope
from handlekraft.access.sight import sees_citizen
from handlekraft.citizens.cpr import mask
from handlekraft.people.models import Employee, Team


class VisibleQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows with a path to a citizen: `citizen_path` in lookup form."""

    citizen_path = "citizen"

    def visible_to(self, user: Actor, *, at: datetime | None = None) -> Self:
        """Those about citizens whom `user` sees at `at` (now if none)."""
        return self.filter(sees_citizen(user, self.citizen_path, at=at))


class StandingQuerySet[M: models.Model](VisibleQuerySet[M]):
    """Rows that stand until somebody ends them."""

    def standing(self) -> Self:
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

    def visible_to(self, user: Actor, *, at: datetime | None = None) -> Self:
        """Those whom `user` sees at `at` (now if none)."""
        return self.filter(sees_citizen(user, "", at=at))

    def receiving_on(self, day: date) -> Self:
        """Those who have not ended on `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def of_team(self, team_id: int) -> Self:
        """Those of the team."""
        return self.filter(team_id=team_id)

    def ended_before(self, day: date) -> Self:
        """Those who ended before `day`."""
        return self.filter(ends_on__lt=day)

    def with_ask_again_on(self) -> Self:
        """With the day on which to ask again what matters, as `ask_again_on`; None if nobody has asked yet."""
        from handlekraft.citizens.models.knowledge import WhatMatters  # that room stands on this one

        newest = WhatMatters.objects.filter(citizen=OuterRef("pk")).values("ask_again_on")[:1]
        return self.annotate(ask_again_on=Subquery(newest))

    def matching(self, words: str) -> Self:
        """Those whose name holds every word, or whose address holds them all. Protected addresses are not searched."""
        by_name, by_address = Q(), Q(is_protected=False)
        for word in words.split():
            by_name &= Q(name__icontains=word)
            by_address &= Q(address__icontains=word)
        return self.filter(by_name | by_address)


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

    # Filled by `with_ask_again_on()`.
    ask_again_on: date | None

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


def new_key() -> uuid.UUID:
    """A key for facts that a phone may make without network."""
    return uuid.uuid4()
