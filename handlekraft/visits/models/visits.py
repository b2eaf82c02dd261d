"""Visits: made from agreed help, planned by the team, given and documented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlekraft.citizens.models import AboutCitizen, AgreedHelp, Citizen, KnownFace, VisibleQuerySet, new_key
from handlekraft.people.models import Competence, Employee, Team, User
from handlekraft.rosters.week import Week


class VisitQuerySet(VisibleQuerySet["Visit"]):
    """Questions about visits."""

    def of_team(self, team: Team) -> VisitQuerySet:
        """Those to citizens of the team."""
        return self.filter(citizen__team=team)

    def in_week(self, week: Week) -> VisitQuerySet:
        """Those of the week's days."""
        return self.filter(day__gte=week.monday, day__lte=week.days[-1])

    def on_day(self, day: date) -> VisitQuerySet:
        """Those of the day."""
        return self.filter(day=day)

    def to_give(self) -> VisitQuerySet:
        """Those that are to take place or did."""
        return self.exclude(status=Visit.Status.CANCELLED)

    def unassigned(self) -> VisitQuerySet:
        """Those to be given that lack a carer or a start."""
        missing = Q(carer=None) | Q(starts_at=None) | Q(carers_needed=2, second_carer=None)
        return self.filter(missing, status=Visit.Status.PLANNED)

    def by(self, employee: Employee) -> VisitQuerySet:
        """Those of the employee, alone or as the second of two."""
        return self.filter(Q(carer=employee) | Q(second_carer=employee))

    def of_regular(self, employee: Employee, day: date) -> VisitQuerySet:
        """Those to citizens who know the employee as their contact or as one of their group."""
        group = KnownFace.objects.on(day).filter(employee=employee).values("citizen")
        return self.filter(Q(citizen__primary_contact=employee) | Q(citizen__in=group))

    def not_lent(self) -> VisitQuerySet:
        """Those that the team gives itself: what a neighbour has taken on is in the neighbour's day."""
        agreed = Q(loans__declined_at=None, loans__home_yes_at__isnull=False, loans__host_yes_at__isnull=False)
        return self.exclude(pk__in=self.model._default_manager.filter(agreed).values("pk"))

    def changeable(self) -> VisitQuerySet:
        """Those that are not over."""
        return self.filter(status__in=[Visit.Status.PLANNED, Visit.Status.STARTED])

    def missed(self) -> VisitQuerySet:
        """Those where nobody was at home."""
        return self.filter(status=Visit.Status.MISSED)

    def with_people(self) -> VisitQuerySet:
        """With citizen and carers at hand."""
        return self.select_related(
            "citizen__team__section",
            "citizen__primary_contact",
            "carer__profession",
            "second_carer__profession",
            "help",
        )

    def done(self) -> VisitQuerySet:
        """Those that took place."""
        return self.filter(status=Visit.Status.DONE)


class Visit(AboutCitizen, models.Model):
    """One visit on one day. `earliest_at` to `latest_at` is the allowed window for the whole visit."""

    class Status(models.TextChoices):
        """Where the visit stands."""

        PLANNED = "planned", pgettext_lazy("besøg", "Planlagt")
        STARTED = "started", pgettext_lazy("besøg", "I gang")
        DONE = "done", pgettext_lazy("besøg", "Udført")
        CANCELLED = "cancelled", pgettext_lazy("besøg", "Aflyst")
        MISSED = "missed", pgettext_lazy("besøg", "Ingen hjemme")

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="visits")
    help = models.ForeignKey(AgreedHelp, models.SET_NULL, null=True, blank=True, related_name="visits")
    day = models.DateField()
    title = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    earliest_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    wished_from_at = models.DateTimeField(null=True, blank=True)
    wished_until_at = models.DateTimeField(null=True, blank=True)
    carers_needed = models.PositiveSmallIntegerField(default=1)
    competences = models.ManyToManyField(Competence, blank=True, related_name="+")
    priority = models.PositiveSmallIntegerField(
        choices=AgreedHelp.Priority.choices, default=AgreedHelp.Priority.SAME_DAY
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PLANNED)
    # The adopted plan: who comes and when. Empty until the team has decided.
    starts_at = models.DateTimeField(null=True, blank=True)
    carer = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="visits")
    second_carer = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="second_visits")
    is_locked = models.BooleanField(default=False)
    need_of_the_day = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "earliest_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["help", "day"], condition=Q(help__isnull=False), name="visit_of_help_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(second_carer=None) | ~Q(carer=models.F("second_carer")), name="two_different_carers"
            ),
        ]
        indexes = [
            models.Index(fields=["day", "carer"]),
            models.Index(fields=["day", "second_carer"]),
            models.Index(fields=["citizen", "day"]),
        ]

    def __str__(self) -> str:
        return f"Visit {self.pk}"

    @property
    def ends_at(self) -> datetime | None:
        """Planned end."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def carer_ids(self) -> tuple[int, ...]:
        """Keys of those who come, first carer first."""
        return tuple(key for key in (self.carer_id, self.second_carer_id) if key)


class VisitChangeQuerySet(VisibleQuerySet["VisitChange"]):
    """Questions about changes."""

    def standing(self) -> VisitChangeQuerySet:
        """Those nobody has undone."""
        return self.filter(undone_at=None)

    def remember(
        self, visit: Visit, kind: VisitChange.Kind, *, by: User, before: dict[str, Any], reason: str = ""
    ) -> VisitChange:
        """Keep what the visit was before a change."""
        return self.create(
            visit=visit, citizen_id=visit.citizen_id, kind=kind, by=by, reason=reason[:200], before=before
        )


class VisitChange(AboutCitizen, models.Model):
    """What was changed on a visit and what it was before: the undo, and "since you were last here"."""

    class Kind(models.TextChoices):
        """What sort of change."""

        MOVED = "moved", pgettext_lazy("ændring", "Flyttet")
        LENGTH = "length", pgettext_lazy("ændring", "Ny længde")
        HANDED_OVER = "handed_over", pgettext_lazy("ændring", "Overdraget")
        CONTENT = "content", pgettext_lazy("ændring", "Andet indhold")
        CANCELLED = "cancelled", pgettext_lazy("ændring", "Aflyst")
        MISSED = "missed", pgettext_lazy("ændring", "Ingen hjemme")
        ABSENCE = "absence", pgettext_lazy("ændring", "Fravær")
        NEED = "need", pgettext_lazy("ændring", "Dagens behov")
        ADDED = "added", pgettext_lazy("ændring", "Nyt besøg")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="changes")
    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, blank=True)
    before: models.JSONField[Any, Any] = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = VisitChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"VisitChange {self.pk}"


class VisitNote(AboutCitizen, models.Model):
    """How a visit went, in the words of the one who was there. Append-only; the key may be made on a phone."""

    class Outcome(models.TextChoices):
        """The three faces."""

        AS_PLANNED = "as_planned", _("Som planlagt")
        OTHERWISE = "otherwise", pgettext_lazy("besøg", "Andet")
        WORRY = "worry", _("Bekymring")

    id = models.UUIDField(primary_key=True, default=new_key)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="notes")
    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="visit_notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    objects = VisibleQuerySet["VisitNote"].as_manager()

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return f"VisitNote {self.pk}"
