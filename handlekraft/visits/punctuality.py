"""The right help at the right time: how many of a team's visits began and ended inside the agreed window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlekraft.people.models import Team
from handlekraft.visits.models import Visit

DAYS = 28


@dataclass(frozen=True)
class Punctuality:
    """Visits given, and those of them that kept the window the citizen has agreed to."""

    given: int
    in_window: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; of nothing there is no share."""
        return self.in_window / self.given if self.given else None


def punctuality(team: Team, until: date, days: int = DAYS) -> Punctuality:
    """The figures of the team for the `days` days that end with `until`."""
    done = Visit.objects.of_team(team).done().filter(day__gt=until - timedelta(days=days), day__lte=until)
    rows = done.order_by()
    times = [
        keeps(started_at or ended_at - timedelta(minutes=minutes), earliest_at, latest_at)
        for started_at, ended_at, minutes, earliest_at, latest_at in rows.values_list(
            "started_at", "ended_at", "minutes", "earliest_at", "latest_at"
        )
        if ended_at
    ]
    return Punctuality(given=len(times), in_window=sum(times))


def keeps(began: datetime, earliest_at: datetime, latest_at: datetime) -> bool:
    """Whether a visit began inside its window. One whose beginning nobody noted began its length before its end."""
    return earliest_at <= began <= latest_at
