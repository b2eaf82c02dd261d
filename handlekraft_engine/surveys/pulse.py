"""When a team's pulse is worth a talk: a fall against the team's own baseline, twice in a row.

Levels are words for the team, never a mark of anybody else's. A pulse with too few answers is invisible: it neither
makes a fall nor breaks one off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from statistics import fmean

from handlekraft_engine.surveys.suppression import FLOOR

BASELINE_LEAST, BASELINE_MOST = 6, 8
"""Visible pulses that make the team's own baseline: shown from the sixth, fixed with the eighth."""

FALL = 0.5
"""Points below the baseline that count, on the scale from 1 to 5."""

EXHAUSTED = 2.5
"""Mean of the alone-standing item at or below which the team is asked about sparring at once."""

type Pulse = Sequence[float]
"""The answers to one item at one time."""


class Level(StrEnum):
    """What the team is offered."""

    AS_USUAL = "as usual"
    WATCH = "watch"
    TALK = "talk"
    ASK_FOR_SPARRING = "ask for sparring"


def means(pulses: Sequence[Pulse]) -> list[float]:
    """The means of the visible pulses, in order."""
    return [fmean(pulse) for pulse in pulses if len(pulse) >= FLOOR]


def baseline(visible: Sequence[float]) -> float | None:
    """The mean of the first six to eight visible pulses; None before there are six."""
    return fmean(visible[:BASELINE_MOST]) if len(visible) >= BASELINE_LEAST else None


def falls(pulses: Sequence[Pulse]) -> bool:
    """Whether the last two visible pulses after the baseline both lie half a point or more below it (rule C)."""
    visible = means(pulses)
    own = baseline(visible)
    later = visible[BASELINE_MOST:][-2:]
    return own is not None and len(later) == 2 and max(later) <= own - FALL


def level(items: Mapping[str, Sequence[Pulse]], *, alone: frozenset[str], exhausted: str, again: bool) -> Level:
    """What the team is offered after its newest pulse.

    ``alone``: items whose fall alone calls for a talk. ``exhausted``: the item whose mean twice at 2.5 or less asks
    for sparring. ``again``: whether the team had a talk within the last eight weeks.
    """
    fallen = {item for item, pulses in items.items() if falls(pulses)}
    worn = means(items.get(exhausted, ()))[-2:]
    if len(worn) == 2 and max(worn) <= EXHAUSTED:
        return Level.ASK_FOR_SPARRING
    if len(fallen) >= 2 or fallen & alone:
        return Level.ASK_FOR_SPARRING if again else Level.TALK
    return Level.WATCH if fallen else Level.AS_USUAL
