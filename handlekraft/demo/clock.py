"""Days that have been are lived through again: while one of them is played, the clock of the house shows it.

Actions ask the clock themselves, as they must. So the sample municipality turns the clock, and does what was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import ClassVar

from django.utils import timezone


class _AnyDatetime(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


class _Told(metaclass=_AnyDatetime):
    """Stands in for `datetime` where Django looks at the clock."""

    shows: ClassVar[datetime]

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        """The moment that is played."""
        return cls.shows.astimezone(tz)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at `moment`."""
    before = vars(timezone)["datetime"]
    vars(timezone)["datetime"] = type("_ToldOnce", (_Told,), {"shows": moment})
    try:
        yield
    finally:
        vars(timezone)["datetime"] = before
