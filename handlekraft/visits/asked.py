"""What the address of a week asks to see, and the addresses beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from handlekraft.people.models import Team
from handlekraft.rosters.week import Week


@dataclass(kw_only=True)
class Asked:
    """What one wishes to see. No day: the whole week. No proposal: the newest one; 0: the adopted plan."""

    team: Team
    week: Week
    wanted_day: date | None
    wanted_proposal: int | None
    wanted_visit: int | None
    as_list: bool = False

    @property
    def day_word(self) -> str:
        """The day as the address writes it."""
        return self.wanted_day.isoformat() if self.wanted_day else "alle"

    def query_for(self, day: str) -> str:
        """The same plan on another day."""
        asked = {"dag": day}
        if self.wanted_proposal is not None:
            asked["forslag"] = str(self.wanted_proposal)
        if self.as_list:
            asked["vis"] = "liste"
        return urlencode(asked)

    @property
    def other_view_query(self) -> str:
        """The same as a list instead of a board, or the other way round."""
        return replace(self, as_list=not self.as_list).query

    @property
    def query(self) -> str:
        """Everything asked for but the visit."""
        return self.query_for(self.day_word)

    @property
    def whole_week_query(self) -> str:
        """The overview of all days."""
        return self.query_for("alle")

    @property
    def url(self) -> str:
        """This view again."""
        return f"{reverse('week', args=[self.team.pk, self.week])}?{self.query}{self._chosen}"

    @property
    def _chosen(self) -> str:
        return f"&besoeg={self.wanted_visit}" if self.wanted_visit else ""

    def act_url(self, name: str, *more: object) -> str:
        """Where a form about the chosen visit goes."""
        return f"{reverse(name, args=[self.team.pk, self.week, *more])}?{self.query}{self._chosen}"

    @property
    def previous_url(self) -> str:
        """The week before, on the same day of the week."""
        return self._other_week(self.week.previous)

    @property
    def following_url(self) -> str:
        """The week after, on the same day of the week."""
        return self._other_week(self.week.following)

    def _other_week(self, week: Week) -> str:
        day = week.days[self.wanted_day.weekday()].isoformat() if self.wanted_day else "alle"
        return f"{reverse('week', args=[self.team.pk, week])}?dag={day}"
