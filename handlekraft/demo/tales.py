"""What carers of the sample municipality write: notes after visits and the reasons for small changes."""

from __future__ import annotations

from random import Random
from typing import Any

from handlekraft.demo.material import material
from handlekraft.demo.texts import Deck, is_woman
from handlekraft.visits.models import Visit, VisitNote

Outcome = VisitNote.Outcome
# Of a hundred visits so many went otherwise or worry somebody; of the rest so many get more than a tick.
OTHERWISE, WORRY, TOLD = 8, 3, 30


class Tales:
    """Texts for visits, dealt out by how the visit went and what it was for."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        about: dict[str, Any] = material("notes")
        self.kinds = {kind["title"]: kind.get("note", "any") for kind in material("help")["kinds"].values()}
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
        kind = self.kinds.get(visit.title, "any")
        # What fits the kind of help comes about every other time, so that nobody reads the same two lines.
        own = (group, kind) in self.decks and self.chance.random() < 0.5
        return self.decks[group, kind if own else "any"].deal(a_woman=is_woman(visit.citizen))
