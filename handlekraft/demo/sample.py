"""The sample municipality from its first day until now: set up, planned and lived day by day, in the order of time.

A table of contents. Weeks that are long past repeat a planned fortnight in bulk (`past`); what is nearer was done by
the real actions, each at its moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from handlekraft.access.installation import Installation
from handlekraft.audit.models import Event
from handlekraft.audit.sealing import seal
from handlekraft.demo.actions import LIVED, note_lived
from handlekraft.demo.citizens import Population, admit_known, admit_people
from handlekraft.demo.clock import clock_at
from handlekraft.demo.days import Day, play
from handlekraft.demo.makers import at_clock
from handlekraft.demo.material import material
from handlekraft.demo.past import give_day, repeat_plan
from handlekraft.demo.rosters import enter_week, let_the_cast_work, repeat_roster
from handlekraft.demo.staff import ORDINARY, SELF_MANAGING, Staff, found_municipality
from handlekraft.demo.stories import Stories
from handlekraft.demo.tales import Tales
from handlekraft.demo.weeks import is_planned, plan_week, planner_of
from handlekraft.people.models import Organisation, Team
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.making import make_visits
from handlekraft.visits.models import Visit
from handlekraft.visits.modes import is_dispatched
from handlekraft.web.templatetags.danish import long_day

SEED = 1873
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)
MONDAY, FRIDAY = 0, 4
WEEKS_AHEAD = 2
PLANNED_FIRST = 2
"""So many weeks at the beginning are planned by the engine; those after repeat them, until the lived ones."""

type Tell = Callable[[str], object]


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    teams: tuple[str, ...]
    people: str
    weeks_behind: int
    weeks_lived: int
    iterations: int
    iterations_now: int


WHOLE = Size((*SELF_MANAGING, *ORDINARY), "", 6, 2, iterations=300_000, iterations_now=600_000)
SMALL = Size(SELF_MANAGING[:2], "small", 1, 0, iterations=20_000, iterations_now=20_000)


def first_monday(size: Size, now: datetime) -> date:
    """The beginning of the past that is lived."""
    return Week.of(timezone.localdate(now)).monday - size.weeks_behind * ONE_WEEK


def steps(size: Size, now: datetime) -> int:
    """How often `begin` tells that something is done."""
    return 1 + len(size.teams) + steps_of_life(first_monday(size, now) - 3 * ONE_DAY, now, len(size.teams))


def steps_of_life(first: date, now: datetime, teams: int) -> int:
    """How often the days since `first` are told, and the plans made on their Fridays."""
    days = [first + number * ONE_DAY for number in range((timezone.localdate(now) - first).days + 1)]
    return len(days) + teams * sum(day.weekday() == FRIDAY for day in days)


def begin(size: Size, now: datetime, tell: Tell) -> None:
    """Set up, admit, and live everything until now."""
    today, first = timezone.localdate(now), first_monday(size, now)
    began = first - 2 * ONE_WEEK
    staff = _found(size, began, today)
    tell("Teams og medarbejdere")
    _admit(size, staff, began, today, tell)
    with clock_at(at_clock(began + 3 * ONE_DAY, "10:00")), transaction.atomic():
        for crew in staff.crews:
            for monday in (first, first + ONE_WEEK):
                enter_week(planner_of(crew.team, first), crew, Week.of(monday))
    lived = Life(size, since=at_clock(first - 3 * ONE_DAY, "00:00"), now=now, tell=tell)
    lived.stories = Stories(staff.crews[0].team, today, first)
    lived.live()


def go_on(size: Size, since: datetime, now: datetime, tell: Tell) -> None:
    """Live what has passed since the moment that was lived last."""
    Life(size, since=since, now=now, tell=tell).live()


def lived_until() -> datetime | None:
    """How far the sample municipality has been lived; None where there is none, or none that was finished."""
    last = Event.objects.filter(verb=LIVED).order_by("pk").last()
    return last.at if last else None


def _found(size: Size, began: date, today: date) -> Staff:
    with clock_at(at_clock(began, "08:30")), transaction.atomic():
        staff = found_municipality(began, size.teams)
    for crew in staff.crews:
        let_the_cast_work(crew, today)
    return staff


def _admit(size: Size, staff: Staff, began: date, today: date, tell: Tell) -> None:
    population = Population(Random(SEED), today)  # noqa: S311 - repeatable, not secret
    for number, crew in enumerate(staff.crews):
        kind = size.people or ("self_managing" if crew.is_self_managing else "ordinary")
        with clock_at(at_clock(began + ONE_DAY, f"{8 + number:02}:15")), transaction.atomic():
            if number == 0:
                admit_known(crew, population)
            admit_people(crew, population, material("help")["teams"][kind])
        tell(f"Borgere i {crew.team}")


def _ahead(week: Week, number: int) -> Week:
    return Week.of(week.monday + number * ONE_WEEK)


class Life:
    """Days after `since` and until `now`."""

    stories: Stories | None = None

    def __init__(self, size: Size, *, since: datetime, now: datetime, tell: Tell) -> None:
        self.size, self.since, self.now, self.tell = size, since, now, tell
        self.first, self.today = timezone.localdate(since), timezone.localdate(now)
        self.this_week = Week.of(self.today)
        self.teams = list(Team.objects.select_related("section").order_by("pk"))
        self.tales = Tales(Random(f"{SEED} {since.isoformat()}"))  # noqa: S311 - repeatable, not secret

    def live(self) -> None:
        """Day after day; on Fridays the next week is prepared."""
        day = self.first
        while day <= self.today:
            early = at_clock(day, "06:05")
            if day.weekday() == FRIDAY and self.since < early <= self.now:
                self._prepare(Week.of(day).following, early)
            self._live_day(day)
            day += ONE_DAY
        with clock_at(self.now):
            note_lived(Installation(), Organisation.objects.get())
        seal(self.now)

    # Weeks

    def _prepare(self, week: Week, at: datetime) -> None:
        """Shifts and visits of the weeks to come, and the plan of the next one if it has begun by now."""
        for team in self.teams:
            with clock_at(at):
                by = planner_of(team, week.monday)
                with transaction.atomic():
                    repeat_roster(by, team, _ahead(week, WEEKS_AHEAD))
                    for one in self._weeks_without_visits(team, week):
                        make_visits(by, team, week=one)
                if week <= self.this_week:
                    self._plan(team, week)
            self.tell(f"Uge {week.number}: plan for {team}")

    def _weeks_without_visits(self, team: Team, week: Week) -> list[Week]:
        coming = [_ahead(week, number) for number in range(WEEKS_AHEAD + 1)]
        return [one for one in coming if not Visit.objects.of_team(team).in_week(one).exists()]

    def _plan(self, team: Team, week: Week) -> None:
        if week == self.this_week:
            plan_week(team, week, iterations=self.size.iterations_now)
        elif self._is_early(week):
            plan_week(team, week, iterations=self.size.iterations)
        else:
            repeat_plan(team, week)

    def _is_early(self, week: Week) -> bool:
        return (self.this_week.monday - week.monday).days // 7 > self.size.weeks_behind - PLANNED_FIRST

    def _is_lived(self, team: Team, week: Week) -> bool:
        """Whether the week is near enough, and the team's own, to be lived action by action."""
        near = self.this_week.monday - week.monday <= self.size.weeks_lived * ONE_WEEK
        return near and not is_dispatched(team, week.monday)

    # Days

    def _live_day(self, day: date) -> None:
        until = min(self.now, Week.day_bounds(day)[1])
        week = Week.of(day)
        if day.weekday() == MONDAY:
            self._catch_up(week, min(until, at_clock(day, "00:05")))
        with transaction.atomic():
            if self.stories:
                play(self.stories.before_work(day), self.since, until)
        with transaction.atomic():
            ours = [team for team in self.teams if self._is_lived(team, week)]
            deeds = [deed for team in ours for deed in Day(team, day, self._chance(team, day), self.tales).deeds()]
            if self.stories:
                deeds += self.stories.between(day)
            play(deeds, self.since, until)
            for team in self.teams:
                if team not in ours:
                    give_day(team, day, self._chance(team, day), self.tales, until)
        seal(until)
        self.tell(long_day(day))

    def _catch_up(self, week: Week, at: datetime) -> None:
        """A week that began without a plan gets one."""
        for team in self.teams:
            if not is_planned(team, week):
                with clock_at(at):
                    make_visits(planner_of(team, week.monday), team, week=week)
                    plan_week(team, week, iterations=self.size.iterations)

    def _chance(self, team: Team, day: date) -> Random:
        # A day that goes on after a pause has other dice than its first half.
        return Random(f"{SEED} {team.name} {day} {self.since.isoformat()}")  # noqa: S311 - repeatable, not secret
