"""An instrument as the engine sees it: items, answers that may be given, subscales. Wordings stay with the app.

A definition is a mapping as its YAML or JSON file gives it; :func:`read_instrument` takes what scoring needs and
refuses what contradicts itself, naming the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How an item is answered."""

    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"


class Method(StrEnum):
    """How a subscale makes one value of several answers."""

    MEAN = "mean"
    SUM = "sum"
    COUNT = "count"
    CONCAT = "concat"
    LOOKUP = "lookup"


@dataclass(frozen=True)
class Scale:
    """The options of an item: values that count, and codes of answers that say nothing about the matter."""

    id: str
    values: tuple[int, ...]
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.values) < 2:
            raise ValueError("a scale needs at least two values")
        if len(set(self.values)) < len(self.values):
            raise ValueError("a value stands twice on the scale")

    def reversed(self, value: float) -> float:
        """The value read from the other end: least + greatest - value."""
        return min(self.values) + max(self.values) - value


@dataclass(frozen=True)
class Item:
    """One question. ``waves`` empty: asked in every wave."""

    id: str
    kind: Kind
    scale: Scale | None = None
    reverse: bool = False
    count_values: tuple[int, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    waves: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.kind is Kind.CHOICE) != (self.scale is not None):
            raise ValueError("an item to choose from needs a scale, and only that needs one")
        if self.scale is not None and not set(self.count_values) <= set(self.scale.values):
            raise ValueError("values are counted that cannot be chosen")


@dataclass(frozen=True)
class Rescale:
    """Linear from one pair of ends to another, as (1, 5) to (0, 100)."""

    low: float
    high: float
    to_low: float
    to_high: float

    def __post_init__(self) -> None:
        if self.low == self.high:
            raise ValueError("a scale to stretch needs two different ends")

    def __call__(self, value: float) -> float:
        """The value on the new scale."""
        return self.to_low + (value - self.low) * (self.to_high - self.to_low) / (self.high - self.low)


@dataclass(frozen=True)
class Subscale:
    """Items that are scored together. ``table``: the name of the values that ``LOOKUP`` asks for."""

    id: str
    items: tuple[Item, ...]
    method: Method
    min_answered: int
    multiply: float = 1
    rescale: Rescale | None = None
    higher_is_better: bool = True
    table: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.min_answered <= len(self.items):
            raise ValueError(f"min_answered {self.min_answered} is not between 1 and its {len(self.items)} items")
        if any(item.kind is Kind.TEXT for item in self.items):
            raise ValueError("a text cannot be scored")
        if self.method is Method.COUNT and not all(item.count_values for item in self.items):
            raise ValueError("an item does not say which values count")


@dataclass(frozen=True)
class Instrument:
    """A questionnaire in one frozen version. ``only_counts``: no row per person may exist (storage tally)."""

    id: str
    version: str
    items: tuple[Item, ...]
    subscales: tuple[Subscale, ...]
    only_counts: bool = False

    @property
    def item(self) -> Mapping[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}

    def in_wave(self, wave: str) -> tuple[Item, ...]:
        """The items that are asked in the wave, in order."""
        return tuple(item for item in self.items if not item.waves or wave in item.waves)


def read_instrument(raw: Mapping[str, Any]) -> Instrument:
    """The instrument of a definition. Errors: ``ValueError`` that says where the definition is wrong."""
    name = str(raw.get("id", "the instrument"))
    try:
        scales = _by_id(_scale(one) for one in raw["scales"])
        items = _by_id(_item(one, scales) for one in raw["items"])
        scoring = raw["scoring"]
        subscales = _by_id(_subscale(one, items) for one in scoring["subscales"])
        total = scoring.get("total")
        if total is not None and total not in subscales:
            raise ValueError(f"scoring.total names {total!r}, which is no subscale")
        return Instrument(
            name,
            str(raw["version"]),
            tuple(items.values()),
            tuple(subscales.values()),
            only_counts=scoring.get("storage") == "tally",
        )
    except KeyError as error:
        raise ValueError(f"{name}: {error.args[0]!r} is missing") from error
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def _by_id[T: Scale | Item | Subscale](found: Iterable[T] | Iterator[T]) -> dict[str, T]:
    named: dict[str, T] = {}
    for one in found:
        if one.id in named:
            raise ValueError(f"{one.id} stands twice")
        named[one.id] = one
    return named


def _scale(raw: Mapping[str, Any]) -> Scale:
    with _Where(f"scale {raw['id']}"):
        return Scale(
            raw["id"],
            tuple(option["value"] for option in raw["options"]),
            tuple(option["code"] for option in raw["non_substantive"]),
        )


def _item(raw: Mapping[str, Any], scales: Mapping[str, Scale]) -> Item:
    with _Where(f"item {raw['id']}"):
        name = raw.get("scale")
        if name is not None and name not in scales:
            raise ValueError(f"there is no scale {name!r}")
        return Item(
            raw["id"],
            Kind(raw["type"]),
            scales[name] if name is not None else None,
            bool(raw["reverse"]),
            tuple(raw.get("count_values", ())),
            raw.get("min"),
            raw.get("max"),
            tuple(raw.get("waves", ())),
        )


def _subscale(raw: Mapping[str, Any], items: Mapping[str, Item]) -> Subscale:
    with _Where(f"subscale {raw['id']}"):
        for name in raw["items"]:
            if name not in items:
                raise ValueError(f"there is no item {name!r}")
        ends = raw.get("rescale")
        return Subscale(
            raw["id"],
            tuple(items[name] for name in raw["items"]),
            Method(raw["method"]),
            raw["min_answered"],
            raw.get("multiply", 1),
            Rescale(*ends["from"], *ends["to"]) if ends else None,
            raw.get("direction") != "higher_worse",
            raw.get("table"),
        )


class _Where:
    """Puts the place before what is wrong there."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ValueError):
            raise ValueError(f"{self.place}: {error}") from error
        if isinstance(error, KeyError):
            raise ValueError(f"{self.place}: {error.args[0]!r} is missing") from error
