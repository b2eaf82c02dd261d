"""A local clock time on a day as a moment, on the two odd days of the year too."""

from datetime import UTC, date, datetime, time

from django.utils import timezone

MIDNIGHT = time()


def moment(day: date, at: time | None = None) -> datetime:
    """The moment of the local clock time; without one the day's beginning. Of an hour that comes twice it is the first.

    In UTC: between moments of one local zone Python counts by the clock on the wall.
    """
    return timezone.make_aware(datetime.combine(day, at or MIDNIGHT)).astimezone(UTC)
