"""When to stop, as tiny objects that deal out the search in legs. Only ``Seconds`` looks at a clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from handlekraft_engine.checks import check

LEGS = 60
"""Into how many legs a search is cut: each has one temperature, after each one may stop, look and let chains meet."""

LONGEST = 0.4
"""Seconds that a leg may last, so that a cancel is heard."""


class Leg(NamedTuple):
    """A stretch of search: proposals per chain, and the share of the whole search that lies behind (0 to 1)."""

    moves: int
    share: float


class Stop(Protocol):
    """Whatever deals out legs."""

    def legs(self) -> Iterator[Leg]:
        """Legs in their order; when they end, the search ends."""
        ...


@dataclass(frozen=True)
class Iterations:
    """Stop after ``count`` proposals per chain: the same count and seed give the same plan, byte for byte."""

    count: int

    def __post_init__(self) -> None:
        check(self.count >= 0, f"{self.count} iterations; give 0 or more")

    def legs(self) -> Iterator[Leg]:
        """``LEGS`` legs of equal length, to within one."""
        for i in range(LEGS):
            yield Leg(self.count * (i + 1) // LEGS - self.count * i // LEGS, i / LEGS)


@dataclass(frozen=True)
class Seconds:
    """Stop after ``seconds`` of ``clock``; a leg is cut to the speed that the machine has shown."""

    seconds: float
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        check(self.seconds >= 0, f"{self.seconds} seconds; give 0 or more")

    def legs(self) -> Iterator[Leg]:
        """Legs of about 1/``LEGS`` of the time, never beyond it by more than the last leg."""
        began = self.clock()
        wanted = min(self.seconds / LEGS, LONGEST)
        moves, now = 50, began
        while (spent := now - began) < self.seconds:
            yield Leg(moves, spent / self.seconds)
            took = max(self.clock() - now, 1e-6)
            now += took
            left = min(wanted, began + self.seconds - now)
            moves = max(min(int(moves * left / took), 4 * moves), 1)
