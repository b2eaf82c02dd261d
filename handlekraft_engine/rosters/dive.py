"""From shares to whole periods: decide for the clearest columns, generate again for the rest, until all are decided."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from handlekraft_engine.rosters.generate import Generation
from handlekraft_engine.rosters.master import Column

CLEAR = 0.8
"""A share from which a column is decided together with others; else the greatest share alone."""

AGAIN = 4
PRICINGS = 60
"""Rounds of generation after each decision: so many, and as many more as make so many pricings of the undecided."""


def dive(generation: Generation, goes_on: Callable[[], bool]) -> list[Column] | None:
    """One column per employee, or ``None`` when it was stopped before. The master is left free again."""
    master = generation.master
    decided: dict[int, Column] = {}
    while len(decided) < len(master.people) and goes_on():
        for place in _next(generation, decided):
            master.keep_only(place)
            decided[master.columns[place].person] = master.columns[place]
        generation.decided = frozenset(decided)
        generation.restart()
        _again(generation, AGAIN + PRICINGS // max(len(master.people) - len(decided), 1))
    generation.decided = frozenset()
    master.release()
    return [decided[person] for person in master.people] if len(decided) == len(master.people) else None


def _again(generation: Generation, count: int) -> None:
    """At most so many rounds."""
    rounds = iter(range(count))
    generation.run(lambda: next(rounds, None) is not None)


def _next(generation: Generation, decided: dict[int, Column]) -> list[int]:
    """The columns to decide for now."""
    master = generation.master
    shares = master.shares()
    shares[[one.person in decided for one in master.columns]] = -1.0
    clear: dict[int, int] = {}
    for place in np.flatnonzero(shares >= CLEAR):
        clear.setdefault(master.columns[int(place)].person, int(place))
    return list(clear.values()) or [int(np.argmax(shares))]
