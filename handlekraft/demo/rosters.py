"""Who works when in the sample municipality: lines of a fortnight, entered week by week; time kept free of visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from handlekraft.access.permissions import Role
from handlekraft.demo.makers import at_clock
from handlekraft.demo.material import material
from handlekraft.demo.staff import Colleague, Crew
from handlekraft.people.models import Team, User
from handlekraft.rosters.actions import enter_shift, protect_time
from handlekraft.rosters.models import ProtectedTime, Shift
from handlekraft.rosters.week import Week
from handlekraft.web.moments import moment

BREAK_MINUTES = 30
FORTNIGHT = timedelta(days=14)
# Kept free of visits every week: weekday (0 is Monday, None every day), for whom, kind, title, from, until.
KEPT_FREE = [
    (2, {"dag", "kontor"}, ProtectedTime.Kind.MEETING, "Teammøde", "12:30", "13:00"),
    (4, {"dag", "kontor"}, ProtectedTime.Kind.MEETING, "Refleksion", "12:30", "12:50"),
    (None, {"aften"}, ProtectedTime.Kind.RECHARGE, "Opladning", "18:45", "19:00"),
]
# Whoever looks at the sample municipality as one of these finds her at work.
AT_WORK = {"Mette Lund", "Tove Berg"}


def is_at_work(line: str, day: date) -> bool:
    """Whether the line of the roster works on the day. Fortnights are counted from the first Monday of the calendar."""
    fortnight: str = material("employees")["lines"][line].replace(" ", "")
    return fortnight[(day.toordinal() - 1) % 14] == "x"


def let_the_cast_work(crew: Crew, today: date) -> None:
    """Those who can be tried are at work today: where need be they change lines with whoever is most like them."""
    for mine in [one for one in crew.colleagues if one.user.name in AT_WORK]:
        others = [one for one in crew.colleagues if one.part == mine.part and is_at_work(one.line, today)]
        other = min(others, key=lambda one: (one is not mine, len(one.competences ^ mine.competences), one.line))
        swapped = {mine.line: other.line, other.line: mine.line}
        crew.colleagues = [replace(one, line=swapped.get(one.line, one.line)) for one in crew.colleagues]


def enter_week(by: User, crew: Crew, week: Week) -> None:
    """Everybody's shifts of the week, and what is kept free in them."""
    for day in week.days:
        for colleague in crew.colleagues:
            if is_at_work(colleague.line, day):
                starts, ends = material("employees")["hours"][colleague.line].split("-")
                _enter(by, crew.team, colleague, at_clock(day, starts), at_clock(day, ends))
                if crew.is_self_managing:
                    _keep_free(by, crew.team, colleague, day)


def _enter(by: User, team: Team, colleague: Colleague, starts_at: datetime, ends_at: datetime) -> None:
    enter_shift(
        by,
        team,
        employee=colleague.employee,
        starts_at=starts_at,
        ends_at=ends_at,
        break_minutes=BREAK_MINUTES,
    )


def _keep_free(by: User, team: Team, colleague: Colleague, day: date) -> None:
    for weekday, parts, kind, title, starts, ends in KEPT_FREE:
        if colleague.part in parts and weekday in {None, day.weekday()}:
            protect_time(
                by,
                team,
                employee=colleague.employee,
                kind=kind,
                title=title,
                starts_at=at_clock(day, starts),
                ends_at=at_clock(day, ends),
            )


def repeat_roster(by: User, team: Team, week: Week) -> None:
    """The week as it was a fortnight before, by the clock: nobody else's days, and no substitute's."""
    if Shift.objects.in_week(week).of_team(team).exists():
        return
    before = Week.of(week.monday - FORTNIGHT)
    shifts = Shift.objects.in_week(before).of_team(team).filter(employee__memberships__role=Role.TEAM_MEMBER)
    for shift in shifts.select_related("employee").order_by("pk"):
        enter_shift(
            by,
            team,
            employee=shift.employee,
            starts_at=a_fortnight_later(shift.starts_at),
            ends_at=a_fortnight_later(shift.ends_at),
            break_minutes=shift.break_minutes,
        )
    kept = ProtectedTime.objects.in_week(before).of_employees([shift.employee_id for shift in shifts])
    for row in kept.order_by("pk"):
        protect_time(
            by,
            team,
            employee=row.employee,
            kind=row.kind,
            title=row.title,
            starts_at=a_fortnight_later(row.starts_at),
            ends_at=a_fortnight_later(row.ends_at),
        )


def a_fortnight_later(at: datetime) -> datetime:
    """The same clock time a fortnight later, on the odd days of the year too."""
    local = timezone.localtime(at)
    return moment(local.date() + FORTNIGHT, local.time())
