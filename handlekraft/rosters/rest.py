"""Rest between two shifts: how long it is, how long it must be, and when one may begin again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.people.models import Employee, Team
from handlekraft.people.settings import value
from handlekraft.rosters.models import Shift
from handlekraft.web.templatetags.danish import clock, minutes, relative_day, short_day

DAY = timedelta(hours=24)


def daily_rest(team: Team, day: date) -> timedelta:
    """The rest that the law, or a local agreement of the section, asks for."""
    return timedelta(hours=value("rosters.daily_rest_hours", day, section=team.section))


def earliest_next_start(ends_at: datetime, rest: timedelta) -> datetime:
    """When somebody who stops at `ends_at` may begin again."""
    return ends_at + rest


@dataclass(frozen=True)
class ShortRest:
    """Two shifts of one employee with too little rest between them."""

    employee: Employee
    before: Shift
    after: Shift
    may_start_at: datetime

    @property
    def sentence(self) -> str:
        """Who, how long the rest is, and when she may begin."""
        rest = minutes((self.after.starts_at - self.before.ends_at).total_seconds() / 60)
        words = {
            "name": self.employee.first_name,
            "day": short_day(self.before.ends_at),
            "stop": clock(self.before.ends_at),
            "start": clock(self.after.starts_at),
            "rest": rest,
            "earliest": clock(self.may_start_at),
        }
        return (
            _("%(name)s, %(day)s kl. %(stop)s til %(start)s: %(rest)s hvile. Tidligst igen kl. %(earliest)s.") % words
        )


def short_rests(shifts: Iterable[Shift], rest: timedelta) -> Iterator[ShortRest]:
    """Where the rest between two shifts is too short. Expects each employee's shifts; order does not matter."""
    ordered = sorted(shifts, key=lambda shift: (shift.employee_id, shift.starts_at))
    for _key, of_one in groupby(ordered, key=lambda shift: shift.employee_id):
        row = list(of_one)
        for before, after in pairwise(row):
            may_start_at = earliest_next_start(before.ends_at, rest)
            if after.starts_at < may_start_at and not _divided_day(before, after, rest):
                yield ShortRest(before.employee, before, after, may_start_at)


def _divided_day(before: Shift, after: Shift, rest: timedelta) -> bool:
    # Two stretches of one day are no two days with a rest between, as long as the day leaves room for its rest.
    same = timezone.localdate(before.starts_at) == timezone.localdate(after.starts_at)
    return same and after.ends_at - before.starts_at <= DAY - rest


def next_start_in_words(ends_at: datetime, rest: timedelta) -> str:
    """Tidligst igen kl. 10.30, or with its day if that is not the day after."""
    earliest = earliest_next_start(ends_at, rest)
    if timezone.localdate(earliest) == timezone.localdate(ends_at) + timedelta(days=1):
        return _("Tidligst igen kl. %(clock)s") % {"clock": clock(earliest)}
    return _("Tidligst igen %(day)s kl. %(clock)s") % {"day": relative_day(earliest), "clock": clock(earliest)}
