"""Sealing: what is committed and in no block yet becomes the next block of the chain, every minute."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from handlekraft.audit import chain, heads
from handlekraft.audit.models import Block, Event, EventCitizen, SealedEvent

EVENTS_IN_A_BLOCK = 400
ATTEMPTS = 5
# An event may be committed after events with higher keys, but not by a transaction that stood open for a day.
LATEST_COMMIT = timedelta(days=1)


def seal_now() -> None:
    """What the clock calls."""
    seal(timezone.now())


def seal(now: datetime) -> int:
    """Seal every committed event that no block lists, write the heads to the file, and say how many were sealed."""
    before = _newest_number()
    sealed = 0
    while count := _seal_block(now):
        sealed += count
    heads.write_missing(after=before)
    return sealed


def _seal_block(now: datetime) -> int:
    # Two workers may want the same number: one gets it, the other looks again at what is left.
    attempts_left = ATTEMPTS
    while True:
        try:
            with transaction.atomic():
                return _write_block(now)
        except IntegrityError:
            attempts_left -= 1
            if not attempts_left:
                raise


def _write_block(now: datetime) -> int:
    newest = Block.objects.last()
    events = list(Event.objects.unsealed().filter(pk__gt=_surely_sealed(now)).order_by("pk")[:EVENTS_IN_A_BLOCK])
    if not events:
        return 0
    rows = EventCitizen.objects.filter(event_id__in=[event.pk for event in events]).order_by("pk")
    digests = chain.event_digests(events, rows)
    number, previous = (newest.number + 1, newest.head) if newest else (1, chain.BEGINNING)
    digest = chain.block_digest(digests.values())
    Block.objects.create(
        number=number, sealed_at=now, digest=digest, previous=previous, head=chain.head(previous, number, now, digest)
    )
    SealedEvent.objects.bulk_create(SealedEvent(event_id=key, block=number, digest=own) for key, own in digests.items())
    return len(events)


def _newest_number() -> int:
    newest = Block.objects.last()
    return newest.number if newest else 0


def _surely_sealed(now: datetime) -> int:
    """A key below which nothing can be waiting: spares the search through years of events."""
    block = Block.objects.filter(sealed_at__lt=now - LATEST_COMMIT).last()
    if block is None:
        return 0
    return SealedEvent.objects.filter(block=block.number).aggregate(last=Max("event_id"))["last"] or 0
