"""Sign of life of the workers, so that `/sundhed/` can say when none is running."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

SILENT_AFTER = timedelta(minutes=3)


class WorkerBeatQuerySet(models.QuerySet["WorkerBeat"]):
    """Questions about workers."""

    def alive_at(self, moment: datetime) -> WorkerBeatQuerySet:
        """Those that have given a sign lately."""
        return self.filter(at__gte=moment - SILENT_AFTER)


class WorkerBeat(models.Model):
    """When the clock of one worker last went round."""

    worker = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    objects = WorkerBeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.worker
