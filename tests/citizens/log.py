"""What the log says about the last act."""

from handlekraft.audit.models import Event, EventCitizen


def last_event() -> tuple[str, int | None, list[int]]:
    """Verb, actor and citizens of the newest event."""
    event = Event.objects.order_by("-pk")[0]
    citizens = EventCitizen.objects.filter(event_id=event.pk).order_by("citizen_id")
    return event.verb, event.actor_id, list(citizens.values_list("citizen_id", flat=True))


def events() -> int:
    """How many events there are."""
    return Event.objects.count()


def verbs() -> list[str]:
    """Everything that was done, in its order."""
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))
