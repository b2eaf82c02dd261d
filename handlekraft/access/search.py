"""How a citizen is found in the emergency access: by what one must know already. No lists, no beginnings of names."""

from datetime import date, timedelta

from django.apps import apps
from django.utils import timezone

from handlekraft.access.actions import VAIN_SEARCH
from handlekraft.access.scope import Actor, Scoped
from handlekraft.audit.models import Event

VAIN_SEARCHES_ALLOWED = 5
VAIN_SEARCHES_WITHIN = timedelta(minutes=15)


def find_citizen(*, cpr: str = "", name: str = "", born_on: date | None = None) -> Scoped | None:
    """The one citizen with this number, or with this whole name and birthday; nobody if two have them."""
    wanted = {"cpr": cpr} if cpr else {"name__iexact": name, "born_on": born_on}
    found = list(apps.get_model("citizens", "Citizen").objects.filter(**wanted)[:2])
    return found[0] if len(found) == 1 else None


def guesses_too_often(user: Actor, verb: str = VAIN_SEARCH) -> bool:
    """Whether the user searched in vain so often that the page would become a way to try out names and numbers."""
    since = timezone.now() - VAIN_SEARCHES_WITHIN
    return Event.objects.filter(actor_id=user.pk, verb=verb, at__gte=since).count() >= VAIN_SEARCHES_ALLOWED
