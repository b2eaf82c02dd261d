"""What the sample municipality writes about itself: that it has been begun, and how far it has been lived."""

from handlekraft.access.frame import action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.people.models import Organisation

BEGUN = "sample municipality begun"
LIVED = "sample municipality lived"


@action(BEGUN, needs=Permission.MANAGE_ORGANISATION)
def note_begun(by: Actor, organisation: Organisation) -> None:
    """Nobody in this database is real. Its event tells so for ever."""


@action(LIVED, needs=Permission.MANAGE_ORGANISATION)
def note_lived(by: Actor, organisation: Organisation) -> None:
    """Everything up to this moment has happened. A later run goes on from here."""
