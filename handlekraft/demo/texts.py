"""Texts for people: dealt so that none comes back before all have been used, and none calls a woman he."""

from __future__ import annotations

import re
from random import Random

from handlekraft.citizens.models import Citizen

OF_A_MAN = re.compile(r"\b(han|ham|hans|min kone|barber\w*)\b", re.IGNORECASE)
OF_A_WOMAN = re.compile(
    r"\b(hun|hende|hendes|min mand|fru|bimse|en kvinde|vasket hår|lagt håret|Egon og jeg)\b", re.IGNORECASE
)


def is_woman(citizen: Citizen) -> bool:
    """What the last digit of the number says."""
    return int(citizen.cpr[-1]) % 2 == 0


def fits(text: str, *, a_woman: bool) -> bool:
    """Whether the text can be about a woman, or about a man."""
    return not (OF_A_MAN if a_woman else OF_A_WOMAN).search(text)


class Deck:
    """Texts in a shuffled order."""

    def __init__(self, texts: list[str], chance: Random) -> None:
        self.texts, self.chance = texts, chance
        self.left = chance.sample(texts, len(texts))

    def deal(self, *, a_woman: bool) -> str:
        """The next one that fits."""
        found = next((text for text in self.left if fits(text, a_woman=a_woman)), None)
        if found is None:
            self.left += self.chance.sample(self.texts, len(self.texts))
            found = next(text for text in self.left if fits(text, a_woman=a_woman))
        self.left.remove(found)
        return found
