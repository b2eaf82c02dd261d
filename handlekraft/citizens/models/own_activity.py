"""What fills a citizen's days beside our visits: her own doings, people close to her, groups she goes to."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.citizens.models.citizen import AboutCitizen, Citizen, StandingQuerySet
from handlekraft.citizens.rhythm import rhythm_in_words
from handlekraft.people.models import Employee


class OwnActivity(AboutCitizen, models.Model):
    """One fixed part of the citizen's week that is not a visit of ours."""

    class Kind(models.TextChoices):
        """Whose doing it is; decides the icon."""

        OWN = "own", _("Sit eget")
        RELATIVE = "relative", _("Familie og venner")
        GROUP = "group", _("Gruppe og fællesskab")

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="own_activities")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OWN)
    title = models.CharField(max_length=80)
    # Weekdays as a string of ISO numbers, "135" = Monday, Wednesday, Friday.
    weekdays = models.CharField(max_length=7)
    starts = models.TimeField()
    ends = models.TimeField()
    by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StandingQuerySet["OwnActivity"].as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="own_activity_ends_later")]

    def __str__(self) -> str:
        return f"OwnActivity {self.pk}"

    @property
    def icon(self) -> str:
        """The drawing that says the kind."""
        return KIND_ICONS[OwnActivity.Kind(self.kind)]

    def falls_on(self, day: date) -> bool:
        """Whether it is a part of `day`."""
        return str(day.isoweekday()) in self.weekdays

    @property
    def rhythm(self) -> str:
        """The days in words."""
        return rhythm_in_words(self.weekdays)


KIND_ICONS = {OwnActivity.Kind.OWN: "sun", OwnActivity.Kind.RELATIVE: "heart", OwnActivity.Kind.GROUP: "people"}
