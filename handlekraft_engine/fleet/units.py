"""One unit of work: a question named by its hash, one function that answers it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


@dataclass(frozen=True)
class Unit[Q]:
    """``key``: hash of the question, so the same question is the same unit everywhere; an answer can be kept by it.

    What is asked travels between processes, and on a cluster between machines: ids or a problem without names. A work
    that reads rows by id reads them where it runs, each installation its own.
    """

    key: str
    question: Q


type Work[Q, A] = Callable[[Q], A]
"""A function of a module, which another process finds by its name. Asked twice, it does no harm (idempotent)."""


class End(StrEnum):
    """How an attempt ended."""

    DONE = "done"
    REFUSED = "refused"  # the work raised an exception: it would again, so it is not tried again
    CRASHED = "crashed"  # the process went away under the work
    LATE = "late"  # the time for one attempt was over
    CANCELLED = "cancelled"


class Ended[A](NamedTuple):
    """One attempt that is over: the answer when it was done, else why not."""

    key: str
    end: End
    answer: A | None = None
    why: str = ""


@dataclass(frozen=True)
class Outcome[A]:
    """A unit that is settled, or an attempt that is made again (``again``). ``attempts``: begun so far."""

    key: str
    end: End
    answer: A | None = None
    why: str = ""
    attempts: int = 0
    again: bool = False


class Hands[Q, A](Protocol):
    """Whoever does the work. Used by one thread, between ``__enter__`` and ``__exit__``."""

    def __enter__(self) -> Hands[Q, A]:
        """Get ready."""
        ...

    def __exit__(self, *error: object) -> None:
        """Leave nothing behind."""
        ...

    def free(self) -> int:
        """How many units could begin now."""
        ...

    def begin(self, unit: Unit[Q]) -> None:
        """Begin a unit; only when one is free."""
        ...

    def ended(self, seconds: float) -> list[Ended[A]]:
        """Attempts that are over; waits at most so long for the first."""
        ...

    def drop(self, key: str) -> None:
        """Stop a unit that is under way, whatever it does; it never ends."""
        ...


def attempt[Q, A](work: Work[Q, A], question: Q) -> tuple[End, A | None, str]:
    """Do the work once; an exception is an answer too."""
    try:
        return End.DONE, work(question), ""
    except Exception as error:
        return End.REFUSED, None, f"{type(error).__name__}: {error}"
