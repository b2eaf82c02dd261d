"""After as many years as the municipality says, whole blocks go. Their hashes stay: the chain can still be checked."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from handlekraft.audit.log import write_event
from handlekraft.audit.models import Block, Event, EventCitizen, SealedEvent
from handlekraft.audit.settings import kept_since
from handlekraft.web.moments import moment

BLOCKS_AT_ONCE = 50


def prune_old() -> None:
    """Remove what the municipality no longer keeps; the clock calls it."""
    prune(moment(kept_since(timezone.localdate())))


def prune(before: datetime) -> int:
    """Remove the events of blocks sealed before `before`, oldest first, and say how many blocks that were."""
    pruned = 0
    while count := _prune_some(before):
        pruned += count
    return pruned


@transaction.atomic
def _prune_some(before: datetime) -> int:
    old = Block.objects.filter(sealed_at__lt=before, pruned_at=None)
    numbers = list(old.values_list("number", flat=True)[:BLOCKS_AT_ONCE])
    if not numbers:
        return 0
    Block.objects.filter(number__in=numbers).update(pruned_at=timezone.now())
    keys = SealedEvent.objects.filter(block__in=numbers).values("event_id")
    EventCitizen.objects.filter(event_id__in=keys).delete()
    Event.objects.filter(pk__in=keys).delete()
    write_event("log pruned", actor_id=None, subject_kind="audit.block", subject_id=f"{numbers[0]}-{numbers[-1]}")
    return len(numbers)
