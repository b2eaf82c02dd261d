"""What carers of the sample municipality write: notes after visits and the reasons for small changes."""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils import timezone

from handlekraft.demo.material import material
from handlekraft.demo.texts import Deck, is_woman
from handlekraft.visits.models import Visit, VisitNote

Outcome = VisitNote.Outcome
# Of a hundred visits so many went otherwise or worry somebody; of the rest so many get more than a tick.
OTHERWISE, WORRY, TOLD = 8, 3, 30
ANY = "any"
NOON, EVENING = 11, 18


class Tales:
    """Texts for visits, dealt out by how the visit went and what it was for."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        about: dict[str, Any] = material("notes")
        self.kinds = {kind["title"]: kind.get("note", ANY) for kind in material("help")["kinds"].values()}
        self.decks = {(group, key): Deck(texts, chance) for group, keys in about.items() for key, texts in keys.items()}

    def outcome(self, visit: Visit) -> tuple[Outcome, str]:
        """How the visit went, and what is written about it."""
        drawn = self.chance.randrange(100)
        if drawn < WORRY:
            return Outcome.WORRY, self._note("worry", visit)
        if drawn < WORRY + OTHERWISE:
            return Outcome.OTHERWISE, self._note("otherwise", visit)
        return Outcome.AS_PLANNED, self._note("as_planned", visit) if self.chance.randrange(100) < TOLD else ""

    def change(self, kind: str, visit: Visit) -> str:
        """Why something was changed, or what the citizen would rather have."""
        return self.decks["changes", kind].deal(a_woman=is_woman(visit.citizen))

    def _note(self, group: str, visit: Visit) -> str:
        """Something about this kind of help, about this time of day, or about anything."""
        keys = [self.kinds.get(visit.title, ANY), part_of_day(visit), ANY]
        there = [key for key in keys if (group, key) in self.decks]
        return self.decks[group, self.chance.choice(there)].deal(a_woman=is_woman(visit.citizen))


def part_of_day(visit: Visit) -> str:
    """Whether one says good morning or good evening at the door, or neither."""
    hour = timezone.localtime(visit.starts_at).hour
    return "morning" if hour < NOON else "evening" if hour >= EVENING else ANY
