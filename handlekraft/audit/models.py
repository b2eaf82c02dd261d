"""Rows of the log: no foreign keys, no names, no text, no CPR - ids and verbs only. Triggers keep them append-only."""

from django.db import models
from django.db.models import Exists, OuterRef

# The verb of a look. Every other verb is something that somebody did.
SEEN = "citizens seen"


class EventQuerySet(models.QuerySet["Event"]):
    """Questions about events."""

    def about_citizen(self, citizen_id: int) -> "EventQuerySet":
        """Events that touched or showed the citizen."""
        return self.filter(pk__in=EventCitizen.objects.filter(citizen_id=citizen_id).values("event_id"))

    def deeds(self) -> "EventQuerySet":
        """Those in which something was done."""
        return self.exclude(verb=SEEN)

    def unsealed(self) -> "EventQuerySet":
        """Events that no block lists yet."""
        return self.filter(~Exists(SealedEvent.objects.filter(event_id=OuterRef("pk"))))


class Event(models.Model):
    """Something was done, or citizens were shown to somebody."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30, blank=True)
    profession = models.CharField(max_length=30, blank=True)
    team_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    page = models.CharField(max_length=80, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at"]), models.Index(fields=["actor_id", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class EventCitizen(models.Model):
    """One citizen that an event touched or showed. Basis: why the actor saw her (team, section, relation 17, own)."""

    event_id = models.BigIntegerField(db_index=True)
    citizen_id = models.BigIntegerField(db_index=True)
    basis = models.CharField(max_length=30, blank=True)

    def __str__(self) -> str:
        return f"{self.event_id}:{self.citizen_id}"


class Block(models.Model):
    """A sealed stretch of the log. `head` hashes its events and the previous head: no row can change unseen."""

    number = models.BigIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    pruned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Block {self.number}"


class SealedEvent(models.Model):
    """Which block an event was sealed in, and its own digest. Kept when the event itself is pruned."""

    event_id = models.BigIntegerField(unique=True)
    block = models.BigIntegerField(db_index=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.event_id} in {self.block}"
