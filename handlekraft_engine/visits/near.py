"""Which visits lie near each other, in place and in time: those are tried next to each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from handlekraft_engine.visits.problem import Problem, Window

type Visits = npt.NDArray[np.int64]

NEAREST = 30
"""How many near visits each visit knows."""

WAITING_COUNTS = 0.2
"""What a minute of waiting weighs against a minute of travel where visits are called near."""


def nearest(problem: Problem, parts: Sequence[tuple[Visits, Visits]]) -> list[list[tuple[int]]]:
    """Per visit the visits of its part that lie nearest in travel, forced waiting and forced lateness.

    Source: Vidal, Crainic, Gendreau and Prins, Computers & Operations Research 40 (2013), correlation of two customers.
    """
    empty = np.zeros((len(problem.places), len(problem.places)))
    minutes = np.mean([np.array(table.minutes, dtype=np.float64) for table in problem.travel] or [empty], axis=0)
    low, high = (np.array(bounds, dtype=np.float64) for bounds in _bounds(problem))
    stay = np.array([need.minutes for need in problem.visits], dtype=np.float64)
    rows: list[list[tuple[int]]] = [[] for _ in problem.visits]
    for visits, _ in parts:
        places = [problem.visits[i].place for i in visits]
        way = minutes[np.ix_(places, places)] + stay[visits][:, None]
        waiting = np.maximum(low[visits][None, :] - high[visits][:, None] - way, 0)
        lateness = np.maximum(low[visits][:, None] + way - high[visits][None, :], 0)
        apart = way - stay[visits][:, None] + WAITING_COUNTS * waiting + lateness
        distance = np.minimum(apart, apart.T)
        np.fill_diagonal(distance, np.inf)
        order = np.argsort(distance, axis=1, kind="stable")[:, : min(NEAREST, len(visits) - 1)]
        for i, near in zip(visits.tolist(), order, strict=True):
            rows[i] = [(int(visits[j]),) for j in near]
    return rows


def _bounds(problem: Problem) -> tuple[list[int], list[int]]:
    """Between which minutes each visit starts for nothing, where its windows and its wish allow it."""
    spans = []
    for need in problem.visits:
        low, high = need.allowed[0].earliest, need.allowed[-1].latest
        wish = Window(need.wishes[0].earliest, need.wishes[-1].latest) if need.wishes else Window(low, high)
        meet = max(low, wish.earliest) <= min(high, wish.latest)
        spans.append((max(low, wish.earliest), min(high, wish.latest)) if meet else (low, high))
    return [low for low, _ in spans], [high for _, high in spans]
