"""When the way in may be shown."""

from datetime import datetime, timedelta

from handlekraft.visits.models import Visit

OPENS = timedelta(minutes=30)


def is_door_open(visit: Visit, at: datetime) -> bool:
    """From half an hour before the visit until its end; a visit under way ends when the carer says so."""
    if visit.status == Visit.Status.STARTED:
        return True
    if visit.status != Visit.Status.PLANNED or visit.starts_at is None or visit.ends_at is None:
        return False
    return visit.starts_at - OPENS <= at < visit.ends_at
