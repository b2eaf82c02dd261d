"""What is liked about the order and number of shifts beyond the rules: not law, each step away from it has a price."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlekraft_engine.checks import check

WEEKEND = frozenset({5, 6})
"""Saturday and Sunday, 0 = Monday."""


@dataclass(frozen=True)
class Wanted:
    """A number that had better lie from ``least`` to ``most`` (``None`` = any): ``below``, ``above``: points for each
    one too few and too many.
    """

    least: int = 0
    most: int | None = None
    below: int = 0
    above: int = 0

    def __post_init__(self) -> None:
        check(min(self.least, self.below, self.above) >= 0, "wanted: a number is below 0")
        check(self.most is None or self.most >= 0, "wanted: most is below 0")

    @property
    def matters(self) -> bool:
        """Whether any number costs anything."""
        return bool(self.least and self.below) or bool(self.most is not None and self.above)

    def missing(self, count: int) -> int:
        """How many are too few."""
        return max(self.least - count, 0) if self.below else 0

    def excess(self, count: int) -> int:
        """How many are too many."""
        return max(count - self.most, 0) if self.most is not None and self.above else 0

    @property
    def counts_to(self) -> int:
        """Up to which number it makes a difference."""
        return max(self.least if self.below else 0, self.most if self.most is not None and self.above else 0)


@dataclass(frozen=True)
class Pattern:
    """Days in a row that are not liked: on each one of these shifts ("" = off). ``weekday`` of the first, ``None`` =
    any. Each time costs ``points``; only days of the period count.
    """

    days: tuple[frozenset[str], ...]
    points: int
    weekday: int | None = None

    def __post_init__(self) -> None:
        check(bool(self.days) and all(self.days), "a pattern has at least one day and each day at least one shift")
        check(self.points >= 0, f"pattern: points {self.points} are below 0")
        check(self.weekday is None or 0 <= self.weekday <= 6, f"pattern: weekday {self.weekday} is not from 0 to 6")


@dataclass(frozen=True)
class Habits:
    """Numbers of shifts in the period, of shifts in a row, of days off in a row, of weekends with work in a row.

    ``weekend``: its weekdays, 0 = Monday; it is worked if any of them is. A run at the end of the period is never too
    short, nor one at its beginning where nothing is known of the time before; ``alone`` = the period stands for
    itself: what touches its ends counts as long as it is, also a run from the time before that its first day ends.
    """

    shifts: Wanted = field(default_factory=Wanted)
    in_row: Wanted = field(default_factory=Wanted)
    off: Wanted = field(default_factory=Wanted)
    weekends: Wanted = field(default_factory=Wanted)
    weekend: frozenset[int] = WEEKEND
    alone: bool = False
    patterns: tuple[Pattern, ...] = ()

    def __post_init__(self) -> None:
        days = range(7)
        check(bool(self.weekend) and all(day in days for day in self.weekend), "weekend: name weekdays from 0 to 6")
