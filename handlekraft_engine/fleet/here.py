"""In this process, one after the other: for one team, for tests, and where no process may be started."""

from __future__ import annotations

from handlekraft_engine.fleet.units import Ended, Unit, Work, attempt


class Here[Q, A]:
    """Does the work itself. A crash ends this process too, and no attempt can be late."""

    def __init__(self, work: Work[Q, A]) -> None:
        self.work = work
        self.next: Unit[Q] | None = None

    def __enter__(self) -> Here[Q, A]:
        """Nothing to get ready."""
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing to leave."""

    def free(self) -> int:
        """One at a time."""
        return 0 if self.next else 1

    def begin(self, unit: Unit[Q]) -> None:
        """Take the unit."""
        self.next = unit

    def ended(self, seconds: float) -> list[Ended[A]]:
        """Work on it, however long that takes."""
        if self.next is None:
            return []
        unit, self.next = self.next, None
        return [Ended(unit.key, *attempt(self.work, unit.question))]

    def drop(self, key: str) -> None:
        """Forget it."""
        self.next = None
