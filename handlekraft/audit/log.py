"""How an event is written."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from handlekraft.audit.models import Event, EventCitizen


def write_event(
    verb: str,
    *,
    actor_id: int | None,
    role: str = "",
    profession: str = "",
    team_id: int | None = None,
    subject_kind: str = "",
    subject_id: str = "",
    page: str = "",
    citizens: Iterable[int] = (),
    basis: Mapping[int, str] | None = None,
) -> Event:
    """Append one event, the citizens it is about and, by citizen, the basis on which the actor saw her."""
    # Together or not at all: an event committed before its citizens could be sealed without them, wrong for ever.
    with transaction.atomic():
        event = Event.objects.create(
            at=timezone.now(),
            verb=verb,
            actor_id=actor_id,
            role=role,
            profession=profession,
            team_id=team_id,
            subject_kind=subject_kind,
            subject_id=subject_id,
            page=page,
        )
        why = basis or {}
        EventCitizen.objects.bulk_create(
            EventCitizen(event_id=event.pk, citizen_id=citizen_id, basis=why.get(citizen_id, ""))
            for citizen_id in sorted(set(citizens))
        )
    return event
