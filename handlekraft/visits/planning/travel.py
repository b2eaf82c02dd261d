"""Where the minutes on the way come from: crow-fly, a map on this machine or a server, as the municipality decided."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from handlekraft_engine.travel.crow_fly import WAYS, Way
from handlekraft_engine.travel.embedded import Embedded
from handlekraft_engine.travel.osrm import Osrm
from handlekraft_engine.travel.remembered import Remembered
from handlekraft_engine.travel.streets import (
    NO_WAY,
    CrowFly,
    Fallback,
    NotAsked,
    OnStreets,
    Streets,
    Travel,
    Unanswered,
)
from handlekraft_engine.travel.tiles import NotBuilt, build
from handlekraft_engine.visits.problem import Place

logger = logging.getLogger("handlekraft.visits")


def travel_of(
    source: str,
    speeds: Mapping[str, int],
    *,
    ask: bool = False,
    protected: frozenset[Place] = frozenset(),
    off_street: Callable[[Sequence[int]], None] = lambda places: None,
) -> Travel:
    """Minutes from `source` (the setting travel.source) at these speeds, crow-fly where it has no answer.

    Only who computes a plan may `ask`: a page takes what the plan was computed with, and never waits for a map.
    `protected` homes stay on this machine: a server never hears of them. `off_street` hears of places (as numbered in
    the question) that were asked for and to which no street leads.
    """
    ways = {mode: Way(kmh, WAYS[mode].detour, WAYS[mode].per_trip) for mode, kmh in speeds.items()}
    if source not in STREETS:
        return CrowFly(ways)
    try:
        streets = STREETS[source]()
    except (Unanswered, ValueError) as no:
        if ask:
            logger.warning("crow-fly instead of streets: %s", no)
        return CrowFly(ways)
    hidden = protected if source == "server" else frozenset()

    def tell(fallback: Fallback) -> None:
        if ask:
            _log(fallback)
        if fallback.why == NO_WAY:
            off_street(fallback.places)

    return OnStreets(streets if ask else NotAsked(streets.version), ways, _remembered(), tell, hidden)


def _map() -> Streets:
    return Embedded(settings.STREETS)


def _server() -> Streets:
    return Osrm({mode: address for mode, _, address in (one.partition("=") for one in settings.OSRM)})


STREETS = {"streets": _map, "server": _server}


def _remembered() -> Remembered:
    """The key never lies beside the file: it is made from the installation's secret."""
    key = salted_hmac("handlekraft.travel", "ways", algorithm="sha256").digest()
    return Remembered(settings.TRAVEL_MEMORY, key, timezone.localdate())


def _log(fallback: Fallback) -> None:
    """How many, never which: a log holds no homes."""
    logger.warning("crow-fly at %d places by %s: %s", len(fallback.places), fallback.mode, fallback.why)


class NoMap(Exception):
    """The map could not be made ready; the sentence says why."""


def make_streets(extract: Path) -> Path:
    """Make the installation's map from an OpenStreetMap extract. Raises `NoMap`."""
    try:
        return build(extract, settings.STREETS).folder
    except (NotBuilt, Unanswered) as no:
        raise NoMap(str(no)) from no
