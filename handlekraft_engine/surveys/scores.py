"""Answers become scores. Missing is missing: nothing is filled in, nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlekraft_engine.surveys.instrument import Instrument, Item, Kind, Method, Subscale

type Answer = int | float | str
"""A value of the scale, one of its codes, a number, or a text."""


@dataclass(frozen=True)
class Values:
    """What an installation has loaded for ``LOOKUP``: values by profile ("21321"), or weights by item and value.

    With weights: ``constant + factor * (sum of the weights)``, as ASCOT and ICECAP are valued.
    """

    profiles: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[tuple[str, int], float] = field(default_factory=dict)
    factor: float = 1
    constant: float = 0


@dataclass(frozen=True)
class Score:
    """One subscale of one answer sheet. ``value`` None = missing."""

    value: float | str | None
    answered: int
    asked: int


def score(
    instrument: Instrument, answers: Mapping[str, Answer], tables: Mapping[str, Values] | None = None
) -> dict[str, Score]:
    """Every subscale of one answer sheet. ``tables``: loaded values by the name the subscale gives.

    Source: the scoring language of the instrument definitions (reverse, mean/sum/count/concat/lookup, rescale).
    Errors: ``ValueError`` for an answer that cannot be given.
    """
    for name, answer in answers.items():
        check_answer(instrument, name, answer)
    return {one.id: _score(one, answers, tables or {}) for one in instrument.subscales}


def check_answer(instrument: Instrument, name: str, answer: Answer) -> None:
    """Errors: ``ValueError`` with what may be answered instead."""
    item = instrument.item.get(name)
    if item is None:
        raise ValueError(f"{instrument.id} has no item {name!r}")
    if item.kind is Kind.TEXT:
        return
    if item.kind is Kind.NUMBER:
        _check_number(item, answer)
    elif answer not in _allowed(item) or isinstance(answer, bool | float):
        allowed = ", ".join(map(str, _allowed(item)))
        raise ValueError(f"{name}: {answer!r} is none of {allowed}")


def _check_number(item: Item, answer: Answer) -> None:
    fits = isinstance(answer, int | float) and not isinstance(answer, bool)
    low, high = item.lowest, item.highest
    fits = fits and (low is None or float(answer) >= low) and (high is None or float(answer) <= high)
    if not fits:
        raise ValueError(f"{item.id}: {answer!r} is no number from {low} to {high}")


def _allowed(item: Item) -> tuple[Answer, ...]:
    return (*item.scale.values, *item.scale.codes) if item.scale else ()


def substantive(item: Item, answers: Mapping[str, Answer]) -> float | None:
    """The answer as a number, read in its subscale's direction; None for no answer, "don't know" and their like."""
    answer = answers.get(item.id)
    if answer is None or isinstance(answer, str):
        return None
    return item.scale.reversed(answer) if item.reverse and item.scale else answer


def _score(one: Subscale, answers: Mapping[str, Answer], tables: Mapping[str, Values]) -> Score:
    found = [(item, value) for item in one.items if (value := substantive(item, answers)) is not None]
    asked = len(one.items)
    if len(found) < one.min_answered:
        return Score(None, len(found), asked)
    if one.method is Method.CONCAT:
        return Score(_profile(found), len(found), asked)
    value = _value(one, found, tables)
    if value is None:
        return Score(None, len(found), asked)
    return Score(one.rescale(value * one.multiply) if one.rescale else value * one.multiply, len(found), asked)


def _value(one: Subscale, found: Sequence[tuple[Item, float]], tables: Mapping[str, Values]) -> float | None:
    numbers = [value for _, value in found]
    if one.method is Method.LOOKUP:
        return _looked_up(found, tables.get(one.table or ""))
    if one.method is Method.COUNT:
        return sum(value in item.count_values for item, value in found)
    return sum(numbers) if one.method is Method.SUM else sum(numbers) / len(numbers)


def _profile(found: Sequence[tuple[Item, float]]) -> str:
    return "".join(f"{value:g}" for _, value in found)


def _looked_up(found: Sequence[tuple[Item, float]], values: Values | None) -> float | None:
    """None while nothing is loaded, and for a profile that the loaded values do not know."""
    if values is None:
        return None
    if values.profiles:
        return values.profiles.get(_profile(found))
    weights = [values.weights.get((item.id, int(value))) for item, value in found]
    known = [weight for weight in weights if weight is not None]
    return values.constant + values.factor * sum(known) if known and len(known) == len(weights) else None
