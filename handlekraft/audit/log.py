"""How an event is written."""

from collections.abc import Iterable

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
    basis: str = "",
) -> Event:
    """Append one event and the citizens it is about."""
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
    EventCitizen.objects.bulk_create(
        EventCitizen(event_id=event.pk, citizen_id=citizen, basis=basis) for citizen in citizens
    )
    return event
