"""The organisation, its sections and their teams."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from django.db import models
from django.db.models import Q
from django.utils import timezone

from handlekraft.access.scope import Scope


class Organisation(models.Model):
    """The one organisation of this installation."""

    name = models.CharField(max_length=120)
    set_up_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    def scope(self) -> Scope:
        """The organisation is no place inside itself: only memberships without place reach it."""
        return Scope()


class OpenQuerySet[P: models.Model](models.QuerySet[P]):
    """Questions about places."""

    def open(self) -> OpenQuerySet[P]:
        """Those that are not closed."""
        return self.filter(closed_on=None)


class Section(models.Model):
    """A home-care section: several small teams."""

    name = models.CharField(max_length=120, unique=True)
    external_id = models.CharField(max_length=60, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = OpenQuerySet["Section"].as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def scope(self) -> Scope:
        """The section itself."""
        return Scope(section_id=self.pk)


class TeamQuerySet(OpenQuerySet["Team"]):
    """Questions about teams."""

    def within(self, scopes: Iterable[Scope]) -> TeamQuerySet:
        """Open teams in one of the places; a place that is neither team nor section is the whole organisation."""
        places = Q(pk__in=[])
        for place in scopes:
            if place.team_id is None and place.section_id is None:
                return self.filter(closed_on=None)
            places |= Q(pk=place.team_id) if place.team_id else Q(section=place.section_id)
        return self.filter(places, closed_on=None)

    def by_section(self) -> TeamQuerySet:
        """With their sections, in the order of a list."""
        return self.select_related("section").order_by("section__name", "name")


class Team(models.Model):
    """A team of a section: the inner boundary of who sees whom."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120, unique=True)
    external_id = models.CharField(max_length=60, blank=True)
    opens = models.TimeField(default=time(7, 0))
    closes = models.TimeField(default=time(23, 30))
    # What the team's citizens call.
    phone = models.CharField(max_length=30, blank=True)
    base_lat = models.FloatField(null=True, blank=True)
    base_lon = models.FloatField(null=True, blank=True)
    base_address = models.CharField(max_length=200, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def scope(self) -> Scope:
        """The team and its section."""
        return Scope(team_id=self.pk, section_id=self.section_id)
