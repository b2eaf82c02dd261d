"""What one may choose on the week's page: a day, a plan, an undo."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DayTab:
    """A day to choose."""

    day: date
    url: str
    uncovered: int


@dataclass(frozen=True)
class Choice:
    """A plan to look at."""

    label: str
    query: str
    current: bool


@dataclass(frozen=True)
class LastChange:
    """What was changed last by hand, and where it is undone."""

    words: str
    undo_url: str
