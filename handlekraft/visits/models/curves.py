"""What fewer faces cost a team: one week planned at several prices of a face."""

from __future__ import annotations

from django.db import models

from handlekraft.access.scope import Scope
from handlekraft.visits.models.plans import PlanRun


class CurvePoint(models.Model):
    """One price tried: what the week would be like. Figures of the whole team, nobody's in particular."""

    run = models.ForeignKey(PlanRun, models.CASCADE, related_name="points")
    face_minutes = models.PositiveSmallIntegerField()
    travel_minutes = models.PositiveIntegerField()
    # Different carers per citizen in the week.
    faces = models.FloatField()
    # Pairs of citizen and carer who did not know each other.
    new_faces = models.PositiveIntegerField()
    uncovered = models.PositiveIntegerField()

    class Meta:
        ordering = ["face_minutes"]
        constraints = [models.UniqueConstraint(fields=["run", "face_minutes"], name="curve_point_once")]

    def __str__(self) -> str:
        return f"CurvePoint {self.pk}"

    def scope(self) -> Scope:
        """The team of the week."""
        return self.run.scope()
