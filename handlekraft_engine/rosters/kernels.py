"""The dynamic program over one employee's period, compiled. Exact: every rule and sum is part of the state.

State before each day: node (what the last days were), block (counts that have a limit or a price), minutes worked in
units. The values run backwards; the best period is then read forwards. Prices are whole numbers (points on a fine
grid), so that sums are exact and fit in few bits; from half of ``BARRED`` on a price means that there is no way.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from handlekraft_engine.rosters.arrays import Ints

JIT: Any = numba.njit(cache=True, nogil=True)

BARRED = {np.dtype(np.int32): 1 << 30, np.dtype(np.int64): 1 << 60}
"""The price of what may not be, by kind of number. Sums of real prices stay below a quarter of it."""


@JIT
def cheapest(prices: Any, kind_of: Ints, barred: int, best: Any, choice: Ints) -> None:
    """Per day and kind (0 = off; else shift types that differ in nothing but price): least price and its option."""
    best[:] = barred
    for day in range(prices.shape[0]):
        for option in range(prices.shape[1]):
            kind = kind_of[option]
            if prices[day, option] < best[day, kind]:
                best[day, kind] = prices[day, option]
                choice[day, kind] = option


@JIT
def fill(
    best: Any, barred: int, edges: Ints, begins: Ints, habits: Any, units: Ints, shift_of: Ints, after: Ints,
    reach: Ints, low: Ints, high: Ints, values: Any,
) -> None:  # fmt: skip
    """Least price from each state to the end. ``values``: day x node x block x units; the last day holds final prices.

    ``edges``: from, to, kind, whether yesterday was off; those of a day stand from ``begins[day]`` on; ``habits``: what
    each costs; ``units``: day x kind;
    ``shift_of``: day x kind x yesterday off -> which change of block; ``after``: change x block -> block, or -1;
    ``reach``: day x yesterday off x block -> whether the block can be reached by then; ``low``, ``high``: day -> units
    between which the minutes may lie. What lies outside is left as it was and never read. Counting without a sign lets
    the compiler take several states at once.
    """
    most = values.shape[3] - 1
    for day in range(best.shape[0] - 1, -1, -1):
        values[day, :, :, low[max(day - 1, 0)] : high[day] + 1] = barred
        for edge in range(begins[day], begins[day + 1]):
            start, end, kind, was_off = edges[edge]
            if best[day, kind] >= barred // 2:
                continue
            price = best[day, kind] + habits[edge]
            step = units[day, kind]
            count = np.uint64(max(min(high[day], most - step) + 1 - low[day], 0))
            first, then = np.uint64(low[day]), np.uint64(low[day] + step)
            change = shift_of[day, kind, was_off]
            for block in range(values.shape[2]):
                to = after[change, block]
                if to < 0 or reach[day, was_off, block] == 0:
                    continue
                here, there = values[day, start, block], values[day + 1, end, to]
                for at in range(count):
                    here[first + at] = min(here[first + at], price + there[then + at])


@JIT
def read(
    best: Any, barred: int, choice: Ints, edges: Ints, begins: Ints, habits: Any, units: Ints, shift_of: Ints,
    after: Ints, values: Any, start: int, options: Ints,
) -> None:  # fmt: skip
    """The options of the best period from node ``start`` on, by walking along the values."""
    node, block, at = start, 0, 0
    most = values.shape[3] - 1
    for day in range(best.shape[0]):
        least = barred
        found = -1
        for edge in range(begins[day], begins[day + 1]):
            kind = edges[edge, 2]
            if edges[edge, 0] != node or best[day, kind] >= barred // 2:
                continue
            then = after[shift_of[day, kind, edges[edge, 3]], block]
            step = units[day, kind]
            if then < 0 or at + step > most:
                continue
            new = best[day, kind] + habits[edge] + values[day + 1, edges[edge, 1], then, at + step]
            if new < least:
                least = new
                found = edge
        kind = edges[found, 2]
        options[day] = choice[day, kind]
        block = after[shift_of[day, kind, edges[found, 3]], block]
        at += units[day, kind]
        node = edges[found, 1]
