"""Care relations: why one person may see one citizen for a while. And the citizen's questions to those who looked."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.access.scope import Actor, Scope


class CareRelationQuerySet(models.QuerySet["CareRelation"]):
    """Questions about care relations."""

    def open_at(self, at: datetime) -> "CareRelationQuerySet":
        """Those that stand at the moment `at`."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def visible_to(self, user: Actor, *, at: datetime | None = None) -> "CareRelationQuerySet":
        """Those about citizens whom `user` sees at `at` (now if none)."""
        from handlekraft.access.sight import sees_citizen

        return self.filter(sees_citizen(user, "citizen", at=at))

    def of_user(self, user: Actor) -> "CareRelationQuerySet":
        """Those that the user has."""
        return self.filter(user_id=user.pk)

    def break_glasses(self) -> "CareRelationQuerySet":
        """Those that somebody opened in an emergency, newest first."""
        rows = self.filter(kind=CareRelation.Kind.BREAK_GLASS).order_by("-starts_at", "-pk")
        return rows.select_related("citizen", "user")

    def about_team(self, team: Any) -> "CareRelationQuerySet":
        """Those about citizens of the team."""
        return self.filter(citizen__team=team)

    def since(self, at: datetime) -> "CareRelationQuerySet":
        """Those that began at `at` or later."""
        return self.filter(starts_at__gte=at)

    def by_key(self, keys: Collection[int]) -> dict[int, "CareRelation"]:
        """Those with these keys, by key."""
        return {relation.pk: relation for relation in self.filter(pk__in=keys)}


class CareRelation(models.Model):
    """Sight of one citizen for one user, with a reason and an end."""

    class Kind(models.TextChoices):
        """Why the relation was opened."""

        VISIT = "visit", _("Besøg")
        QUESTION = "question", _("Spørgsmål")
        CONFERENCE = "conference", _("Tværfaglig konference")
        BREAK_GLASS = "break_glass", _("Nødadgang")

    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="care_relations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="care_relations")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.TextField(blank=True)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()

    objects = CareRelationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="care_relation_ends_after_start"),
            models.CheckConstraint(condition=~Q(kind="break_glass", reason=""), name="break_glass_has_reason"),
        ]
        indexes = [models.Index(fields=["user", "ends_at"])]

    def __str__(self) -> str:
        return f"CareRelation {self.pk}"

    def scope(self) -> Scope:
        """Where the relation belongs: at its citizen."""
        return self.citizen.scope()

    def is_open(self, at: datetime) -> bool:
        """Whether the relation stands at the moment `at`."""
        return self.starts_at <= at < self.ends_at


def break_glasses_for(team: Any, since: datetime) -> CareRelationQuerySet:
    """Emergency accesses to citizens of the team that began at `since` or later, newest first."""
    return CareRelation.objects.break_glasses().about_team(team).since(since)


class WhyQuestionQuerySet(models.QuerySet["WhyQuestion"]):
    """Questions about questions."""

    def visible_to(self, user: Actor, *, at: datetime | None = None) -> "WhyQuestionQuerySet":
        """Those of citizens whom `user` sees at `at` (now if none)."""
        from handlekraft.access.sight import sees_citizen

        return self.filter(sees_citizen(user, "citizen", at=at))

    def of_citizen(self, citizen: Any) -> "WhyQuestionQuerySet":
        """Those of the citizen, newest first, with the one who answered."""
        return self.filter(citizen=citizen).select_related("answered_by")

    def for_team_of(self, user: Actor) -> "WhyQuestionQuerySet":
        """Those that `user` may answer as a member of the citizen's team, with the citizen, oldest first."""
        mine = self.unanswered().filter(citizen__team__in=user.teams_in_sight(timezone.now()))
        return mine.select_related("citizen").order_by("asked_at")

    def unanswered(self) -> "WhyQuestionQuerySet":
        """Those that wait for the team."""
        return self.filter(answered_at=None)


class WhyQuestion(models.Model):
    """A citizen asks why somebody looked at or wrote in her record; her team answers."""

    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="why_questions")
    # The event asked about. No foreign key: the log is pruned, the question and its answer stay.
    event_id = models.BigIntegerField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = WhyQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["citizen", "event_id"], name="why_is_asked_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="why_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"WhyQuestion {self.pk}"

    def scope(self) -> Scope:
        """Where the question belongs: at its citizen."""
        return self.citizen.scope()
