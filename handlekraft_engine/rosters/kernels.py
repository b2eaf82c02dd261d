"""The dynamic program over one employee's period, compiled. Exact: every rule and sum is part of the state.

State before each day: node (what the last days were), block (counts that have a limit or a price), minutes worked in
units. The values run backwards; the best period is then read forwards.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from handlekraft_engine.rosters.arrays import Floats, Ints

JIT: Any = numba.njit(cache=True, nogil=True)


@JIT
def cheapest(prices: Floats, kind_of: Ints, best: Floats, choice: Ints) -> None:
    """Per day and kind (0 = off; else shift types that differ in nothing but price): least price and its option."""
    best[:] = np.inf
    for day in range(prices.shape[0]):
        for option in range(prices.shape[1]):
            kind = kind_of[option]
            if prices[day, option] < best[day, kind]:
                best[day, kind] = prices[day, option]
                choice[day, kind] = option


@JIT
def fill(
    best: Floats, edges: Ints, allowed: Ints, units: Ints, shift_of: Ints, after: Ints, reach: Ints, low: Ints,
    high: Ints, values: Any,
) -> None:  # fmt: skip
    """Least price from each state to the end. ``values``: day x node x block x units; the last day holds final prices.

    ``edges``: from, to, kind, whether yesterday was off; ``allowed``: day x edge; ``units``: day x kind;
    ``shift_of``: day x kind x yesterday off -> which change of block; ``after``: change x block -> block, or -1;
    ``reach``: day x yesterday off x block -> whether the block can be reached by then.
    """
    blocks = values.shape[2]
    most = values.shape[3] - 1
    for day in range(best.shape[0] - 1, -1, -1):
        values[day] = np.inf
        for edge in range(edges.shape[0]):
            kind = edges[edge, 2]
            price = best[day, kind]
            if allowed[day, edge] == 0 or price == np.inf:
                continue
            step = units[day, kind]
            start = low[day]
            stop = min(high[day], most - step) + 1
            change = shift_of[day, kind, edges[edge, 3]]
            for block in range(blocks):
                then = after[change, block]
                if then < 0 or reach[day, edges[edge, 3], block] == 0:
                    continue
                here = values[day, edges[edge, 0], block]
                there = values[day + 1, edges[edge, 1], then]
                for at in range(start, stop):
                    new = price + there[at + step]
                    old = here[at]
                    here[at] = min(old, new)


@JIT
def read(
    best: Floats, choice: Ints, edges: Ints, allowed: Ints, units: Ints, shift_of: Ints, after: Ints, values: Any,
    start: int, options: Ints,
) -> None:  # fmt: skip
    """The options of the best period from node ``start`` on, by walking along the values."""
    node, block, at = start, 0, 0
    most = values.shape[3] - 1
    for day in range(best.shape[0]):
        least = np.inf
        found = -1
        for edge in range(edges.shape[0]):
            kind = edges[edge, 2]
            if edges[edge, 0] != node or allowed[day, edge] == 0 or best[day, kind] == np.inf:
                continue
            then = after[shift_of[day, kind, edges[edge, 3]], block]
            step = units[day, kind]
            if then < 0 or at + step > most:
                continue
            new = best[day, kind] + values[day + 1, edges[edge, 1], then, at + step]
            if new < least:
                least = new
                found = edge
        kind = edges[found, 2]
        options[day] = choice[day, kind]
        block = after[shift_of[day, kind, edges[found, 3]], block]
        at += units[day, kind]
        node = edges[found, 1]
