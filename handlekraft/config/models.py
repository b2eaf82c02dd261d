"""Sign of life of the workers, so that `/sundhed/` can say when none is running."""

from django.db import models


class WorkerBeat(models.Model):
    """When the clock of one worker last went round."""

    worker = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
