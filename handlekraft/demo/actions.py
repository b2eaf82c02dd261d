"""The one thing the sample municipality writes about itself: how far it has been lived."""

from handlekraft.access.frame import action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.people.models import Organisation

LIVED = "sample municipality lived"


@action(LIVED, needs=Permission.MANAGE_ORGANISATION)
def note_lived(by: Actor, organisation: Organisation) -> None:
    """Everything up to this moment has happened. Its event is what a later run looks for."""
