"""The register of personal data, read from `register.toml`: kind, reason and period of every field of every model."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("register.toml")


class Unregistered(Exception):
    """The register names a kind or a period that it does not explain."""


@dataclass(frozen=True)
class Period:
    """How long something is kept: in plain words, and in days (None: for as long as the row is needed)."""

    key: str
    words: str
    days: int | None


@dataclass(frozen=True)
class Kind:
    """A sort of data. `is_personal` is false for what says nothing about a person."""

    key: str
    words: str
    is_personal: bool


@dataclass(frozen=True)
class Entry:
    """One model: whose data, why, how long, and which kind each field is of."""

    model: str
    title: str
    about: str
    why: str
    keep: Period
    kinds: dict[Kind, tuple[str, ...]]

    @property
    def fields(self) -> list[str]:
        """Names of all fields of the entry, in the order of the file."""
        return [field for fields in self.kinds.values() for field in fields]

    @property
    def personal_kinds(self) -> list[Kind]:
        """The kinds that say something about a person."""
        return [kind for kind in self.kinds if kind.is_personal]


@dataclass(frozen=True)
class Register:
    """The whole register."""

    periods: dict[str, Period]
    kinds: dict[str, Kind]
    entries: dict[str, Entry]

    def published(self) -> list[Entry]:
        """The entries that hold personal data, as the page shows them."""
        return [entry for entry in self.entries.values() if entry.personal_kinds]

    def texts(self) -> Iterator[str]:
        """Every text that a person reads, for the translations."""
        yield from (period.words for period in self.periods.values())
        yield from (kind.words for kind in self.kinds.values() if kind.is_personal)
        for entry in self.published():
            yield from (entry.title, entry.about, entry.why)


def parse(text: str) -> Register:
    """The register written in `text`."""
    tables = tomllib.loads(text)
    periods = {key: Period(key, row["words"], row.get("days")) for key, row in tables.pop("periods").items()}
    kinds = {key: Kind(key, row["words"], row.get("personal", True)) for key, row in tables.pop("kinds").items()}
    entries = {
        f"{app}.{model}": _entry(f"{app}.{model}", dict(row), periods, kinds)
        for app, models in tables.items()
        for model, row in models.items()
    }
    return Register(periods, kinds, entries)


def _entry(model: str, row: dict[str, Any], periods: dict[str, Period], kinds: dict[str, Kind]) -> Entry:
    title, about, why, keep = (row.pop(word) for word in ("title", "about", "why", "keep"))
    if unknown := {keep} - periods.keys() | row.keys() - kinds.keys():
        raise Unregistered(f"{model}: {', '.join(sorted(unknown))}")
    return Entry(model, title, about, why, periods[keep], {kinds[kind]: tuple(fields) for kind, fields in row.items()})


@cache
def register() -> Register:
    """The register of this version of the house."""
    return parse(FILE.read_text(encoding="utf-8"))
