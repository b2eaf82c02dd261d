"""When to stop, counted in rounds of work. Only ``Seconds`` looks at a clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from handlekraft_engine.checks import check


class Watch(Protocol):
    """A running stop."""

    def share(self) -> float:
        """Share of the whole that lies behind, 0 to 1; asked once per round."""
        ...

    def seconds_left(self) -> float:
        """Seconds until the end, ``inf`` where the clock does not count."""
        ...


class Stop(Protocol):
    """Whatever can begin to watch."""

    def begin(self) -> Watch:
        """Start to count."""
        ...


class _Rounds:
    def __init__(self, count: int) -> None:
        self.count, self.done = count, 0

    def share(self) -> float:
        self.done += 1
        return min((self.done - 1) / self.count, 1.0) if self.count else 1.0

    def seconds_left(self) -> float:
        return float("inf")


class _Time:
    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self.seconds, self.clock, self.began = seconds, clock, clock()

    def share(self) -> float:
        return min((self.clock() - self.began) / self.seconds, 1.0) if self.seconds else 1.0

    def seconds_left(self) -> float:
        return max(self.began + self.seconds - self.clock(), 0.0)


@dataclass(frozen=True)
class Iterations:
    """Stop after ``count`` rounds: the same count and seed give the same plan, byte for byte."""

    count: int

    def __post_init__(self) -> None:
        check(self.count >= 0, f"{self.count} iterations; give 0 or more")

    def begin(self) -> Watch:
        """Start to count rounds."""
        return _Rounds(self.count)


@dataclass(frozen=True)
class Seconds:
    """Stop after ``seconds`` of ``clock``."""

    seconds: float
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        check(self.seconds >= 0, f"{self.seconds} seconds; give 0 or more")

    def begin(self) -> Watch:
        """Start to count seconds."""
        return _Time(self.seconds, self.clock)
