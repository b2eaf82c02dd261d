"""What is hashed: an event with its citizens, a block, and a head that stands on the head before it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from handlekraft.audit.models import Event, EventCitizen

# What the first block stands on.
BEGINNING = "0" * 64


def _hash(*parts: object) -> str:
    return sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def moment(at: datetime) -> str:
    """A moment as both databases give it back."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def event_digest(event: Event, citizens: Sequence[EventCitizen]) -> str:
    """Hash of one event and the citizens it is about, in the order of their rows."""
    return _hash(
        event.pk,
        moment(event.at),
        event.verb,
        event.actor_id,
        event.role,
        event.profession,
        event.team_id,
        event.subject_kind,
        event.subject_id,
        event.page,
        [[row.pk, row.citizen_id, row.basis] for row in citizens],
    )


def event_digests(events: Iterable[Event], rows: Iterable[EventCitizen]) -> dict[int, str]:
    """Hash of each event by its key; `rows` are their citizens in the order of keys."""
    about: dict[int, list[EventCitizen]] = defaultdict(list)
    for row in rows:
        about[row.event_id].append(row)
    return {event.pk: event_digest(event, about[event.pk]) for event in events}


def block_digest(digests: Iterable[str]) -> str:
    """Hash of a block: of its events' hashes in the order of their keys."""
    return _hash(*digests)


def head(previous: str, number: int, sealed_at: datetime, digest: str) -> str:
    """Hash that a block ends in; the next one begins with it."""
    return _hash(previous, number, moment(sealed_at), digest)
