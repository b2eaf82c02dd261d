"""The ISO week, in local time: weeks with 167 or 169 hours included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlekraft.web.moments import moment


@dataclass(frozen=True, order=True)
class Week:
    """A week by ISO year and number."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that holds `day`."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Week:
        """From "2026-48". Raises ValueError for anything that is no week."""
        year, number = text.split("-")
        date.fromisocalendar(int(year), int(number), 1)
        return cls(int(year), int(number))

    @staticmethod
    def day_bounds(day: date) -> tuple[datetime, datetime]:
        """Local midnight before and after `day`, as moments."""
        return moment(day), moment(day + timedelta(days=1))

    @property
    def monday(self) -> date:
        """First day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def days(self) -> list[date]:
        """Monday to Sunday."""
        return [self.monday + timedelta(days=n) for n in range(7)]

    @property
    def starts_at(self) -> datetime:
        """Local midnight before Monday."""
        return self.day_bounds(self.monday)[0]

    @property
    def ends_at(self) -> datetime:
        """Local midnight after Sunday."""
        return self.day_bounds(self.days[-1])[1]

    @property
    def following(self) -> Week:
        """The next week."""
        return Week.of(self.monday + timedelta(days=7))

    @property
    def previous(self) -> Week:
        """The week before."""
        return Week.of(self.monday - timedelta(days=7))

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"
