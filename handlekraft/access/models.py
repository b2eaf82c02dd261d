"""Care relations: why one person may see one citizen for a while, beside the team's own sight."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.access.scope import Scope


class CareRelationQuerySet(models.QuerySet["CareRelation"]):
    """Questions about care relations."""

    def open_at(self, at: datetime) -> "CareRelationQuerySet":
        """Those that stand at the moment `at`."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def visible_to(self, user: models.Model) -> "CareRelationQuerySet":
        """Those about citizens whom `user` sees now."""
        from handlekraft.access.sight import sees_citizen

        return self.filter(sees_citizen(user, "citizen")).distinct()  # type: ignore[arg-type]


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
