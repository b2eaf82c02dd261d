"""Who can be tried in the sample municipality: the persons of the cast who have a sign-in here."""

from dataclasses import dataclass

from handlekraft.demo.world import PERSONAS
from handlekraft.people.models import User


@dataclass(frozen=True)
class Persona:
    """One card of the sign-in page."""

    username: str
    name: str
    sentence: str

    @property
    def first_name(self) -> str:
        """What the card calls her."""
        return self.name.split()[0]


def cast() -> list[Persona]:
    """The cards, in the order of the cast."""
    names = dict(User.objects.filter(username__in=PERSONAS, is_active=True).values_list("username", "name"))
    return [
        Persona(username, names[username], sentence) for username, sentence in PERSONAS.items() if username in names
    ]


def played_by(username: str) -> User | None:
    """The sign-in of a person of the cast; nobody else's."""
    return User.objects.known_as(username) if username in PERSONAS else None
