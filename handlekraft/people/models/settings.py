"""What the municipality decides, from which date and with which source."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from handlekraft.access.scope import Scope
from handlekraft.people.models.accounts import User
from handlekraft.people.models.places import Section, Team


class DatedSettingQuerySet(models.QuerySet["DatedSetting"]):
    """Questions about settings."""

    def in_force(
        self, key: str, day: date, *, section: Section | None = None, team: Team | None = None
    ) -> DatedSetting | None:
        """The row that decides `key` on `day`: team before section before organisation; the latest of each."""
        section = section or (team.section if team else None)
        rows = self.filter(key=key, valid_from__lte=day).filter(
            Q(team=None, section=None) | Q(team=team, team__isnull=False) | Q(section=section, section__isnull=False)
        )
        return max(
            rows,
            key=lambda row: (row.team_id is not None, row.section_id is not None, row.valid_from, row.pk),
            default=None,
        )

    def excepted_on(self, day: date) -> set[str]:
        """Keys that hold otherwise for some section or team."""
        exceptions = self.filter(valid_from__lte=day).exclude(team=None, section=None)
        return set(exceptions.values_list("key", flat=True))

    def decided(self, key: str) -> DatedSettingQuerySet:
        """Everything that was ever decided about `key`, with place and person."""
        return self.filter(key=key).select_related("section", "team", "changed_by")


class DatedSetting(models.Model):
    """A value the municipality decides, from a date, with its source. Rows are added, never changed."""

    key = models.CharField(max_length=60)
    value: models.JSONField[Any, Any] = models.JSONField()
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    source = models.CharField(max_length=200)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = DatedSettingQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-valid_from", "-pk"]
        indexes = [models.Index(fields=["key", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"

    def scope(self) -> Scope:
        """The place the setting is for."""
        return Scope(self.team_id, self.section_id or (self.team.section_id if self.team else None))
