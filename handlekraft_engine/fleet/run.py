"""Works through many units: retries what crashed or came late, reports each attempt, loses nobody's answer."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from handlekraft_engine.fleet.units import End, Ended, Hands, Outcome, Unit

LOOK = 0.1
"""Seconds between two looks at the clock and at ``cancelled``."""


@dataclass(frozen=True)
class Limits:
    """``seconds``: time for one attempt, start of a process not counted. ``attempts``: how often a unit is begun."""

    seconds: float = 600.0
    attempts: int = 2

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.attempts < 1:
            raise ValueError(f"{self}: give more than 0 seconds and at least one attempt")


def run[Q, A](
    units: Iterable[Unit[Q]],
    hands: Hands[Q, A],
    limits: Limits | None = None,
    known: Mapping[str, A] | None = None,
    tell: Callable[[Outcome[A]], None] = lambda outcome: None,
    cancelled: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, Outcome[A]]:
    """What became of each unit, by key, in the order given; equal keys are worked on once.

    ``known``: answers of earlier, which are taken over (``attempts`` 0). ``tell`` hears of every attempt that is over.
    After ``cancelled()`` what is under way is stopped, and what is done stays done. The order of the units changes no
    answer.
    """
    asked = {unit.key: unit for unit in units}
    shift = _Shift(hands, limits or Limits(), tell, clock)
    for key in asked:
        if known is not None and key in known:
            shift.settle(Outcome(key, End.DONE, known[key]))
    shift.waiting.extend(unit for key, unit in asked.items() if key not in shift.settled)
    if shift.waiting:
        with hands:
            shift.work(cancelled)
    return {key: shift.settled[key] for key in asked}


@dataclass
class _Shift[Q, A]:
    """Units that wait, are under way, are settled."""

    hands: Hands[Q, A]
    limits: Limits
    tell: Callable[[Outcome[A]], None]
    clock: Callable[[], float]
    waiting: deque[Unit[Q]] = field(default_factory=deque)
    under_way: dict[str, tuple[Unit[Q], float]] = field(default_factory=dict)
    settled: dict[str, Outcome[A]] = field(default_factory=dict)
    begun: Counter[str] = field(default_factory=Counter)

    def work(self, cancelled: Callable[[], bool]) -> None:
        while self.waiting or self.under_way:
            if cancelled():
                self.stop()
                return
            self.begin()
            for ended in self.hands.ended(LOOK):
                self.note(ended)
            self.drop_late()

    def begin(self) -> None:
        while self.waiting and self.hands.free() > 0:
            unit = self.waiting.popleft()
            self.begun[unit.key] += 1
            self.under_way[unit.key] = unit, self.clock()
            self.hands.begin(unit)

    def note(self, ended: Ended[A]) -> None:
        """Settle the unit, or put it at the end of the queue."""
        unit, _since = self.under_way.pop(ended.key)
        tried = self.begun[unit.key]
        again = ended.end in (End.CRASHED, End.LATE) and tried < self.limits.attempts
        outcome = Outcome(unit.key, ended.end, ended.answer, ended.why, tried, again)
        if again:
            self.waiting.append(unit)
            self.tell(outcome)
        else:
            self.settle(outcome)

    def settle(self, outcome: Outcome[A]) -> None:
        self.settled[outcome.key] = outcome
        self.tell(outcome)

    def drop_late(self) -> None:
        now = self.clock()
        for key, (_unit, since) in list(self.under_way.items()):
            if now - since > self.limits.seconds:
                self.hands.drop(key)
                self.note(Ended(key, End.LATE, why=f"no answer within {self.limits.seconds:g} seconds"))

    def stop(self) -> None:
        for key in self.under_way:
            self.hands.drop(key)
        for unit in [*(unit for unit, _since in self.under_way.values()), *self.waiting]:
            self.settle(Outcome(unit.key, End.CANCELLED, why="cancelled", attempts=self.begun[unit.key]))
