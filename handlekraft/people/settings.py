"""The values a municipality decides for itself: what there is to decide (`settings.toml`), and what stands on a day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from handlekraft.people.models import DatedSetting, Section, Team

FILE = Path(__file__).with_name("settings.toml")
HIGHEST = 100_000


@dataclass(frozen=True)
class Definition:
    """One thing to decide: its words, kind, default and the innermost place it can be decided for."""

    key: str
    label: str
    kind: str
    default: Any
    place: str
    trust: str
    source: str
    help: str = ""
    choices: dict[str, str] = field(default_factory=dict)

    def read(self, text: str) -> Any:
        """The value a person typed. Raises ValueError with a sentence."""
        if self.kind == "choice":
            if text not in self.choices:
                raise ValueError(_("Vælg en af mulighederne."))
            return text
        if not text.strip().isdigit() or int(text) > HIGHEST:
            raise ValueError(_("Skriv et helt tal, for eksempel 11."))
        return int(text)

    def in_words(self, value: Any) -> str:
        """The value as it is shown."""
        return _(self.choices[value]) if self.kind == "choice" else str(value)


@cache
def definitions() -> dict[str, Definition]:
    """All definitions by key, in the order of the file."""
    rooms = tomllib.loads(FILE.read_text())
    return {
        f"{room}.{name}": Definition(key=f"{room}.{name}", **values)
        for room, settings in rooms.items()
        for name, values in settings.items()
    }


def value(key: str, day: date, *, section: Section | None = None, team: Team | None = None) -> Any:
    """What is in force for `key` on `day`: the team's value, else the section's, the organisation's, the default."""
    definition = definitions()[key]
    row = DatedSetting.objects.in_force(key, day, section=section, team=team)
    return definition.default if row is None else row.value


def values(keys: Iterable[str], day: date, *, team: Team | None) -> dict[str, Any]:
    """What is in force for several keys in the team (or the organisation) on `day`, in one question."""
    found = {key: definitions()[key].default for key in keys}
    place = Q(team=None, section=None)
    if team is not None:
        place |= Q(team=team) | Q(section=team.section_id)
    rows = DatedSetting.objects.filter(place, key__in=found, valid_from__lte=day)
    order = sorted(rows, key=lambda row: (row.team_id is not None, row.section_id is not None, row.valid_from, row.pk))
    return found | {row.key: row.value for row in order}
