"""What happens beside the everyday: a sick call, a stay in hospital, an emergency access, a substitute for a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from handlekraft.access.actions import answer_why, ask_why, open_break_glass
from handlekraft.access.models import CareRelation, CareRelationQuerySet, WhyQuestion
from handlekraft.audit.models import SEEN, Event
from handlekraft.citizens.actions import agree_help, end_away, record_words, register_away
from handlekraft.citizens.models import Away, Citizen, CitizenQuerySet
from handlekraft.demo.agreements import Agreement
from handlekraft.demo.days import Deed, look
from handlekraft.demo.makers import at_clock
from handlekraft.demo.rosters import BREAK_MINUTES
from handlekraft.demo.weeks import is_planned, plan_week, planner_of
from handlekraft.people.models import Team, User
from handlekraft.rosters.actions import enter_shift
from handlekraft.rosters.models import Shift, ShiftQuerySet
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.absence import report_sick
from handlekraft.visits.actions.making import make_visits
from handlekraft.visits.actions.visits import hand_over_visit, move_visit
from handlekraft.visits.models import Visit

ONE_DAY = timedelta(days=1)
BETWEEN_VISITS = timedelta(minutes=8)
QUARTER = timedelta(minutes=15)
CITIZENS_OF_ALI = 4
HOURS_OF_ALI = ("07:00", "15:00")
WORKING_DAYS = 5
ITERATIONS_OF_A_DAY = 60_000
ELLAS_WORDS = "At jeg selv kan lave min kaffe om morgenen."
EMERGENCY = "Ella var faldet på gaden i Sejlmagerstræde. Jeg skulle vide, om hun får blodfortyndende medicin."
ANSWER = "Tove er sygeplejerske i Team Havnen. Hun hjalp dig op på gaden og skulle vide, hvilken medicin du får."

type Hours = tuple[datetime, datetime]


@dataclass(frozen=True)
class Stories:
    """The stories around `today` in one team; `since` is the first day that is lived through actions."""

    team: Team
    today: date
    since: date

    def before_work(self, day: date) -> Iterator[Deed]:
        """What changes the day before anybody looks at it."""
        if self._may_be(day, ago=8) and day.weekday() < WORKING_DAYS and not self._was_sick():
            yield Deed(at_clock(day, "06:35"), lambda: self.call_in_sick(day))

    def between(self, day: date) -> Iterator[Deed]:
        """What happens while the others are on their rounds."""
        if self._may_be(day, ago=14) and not _emergencies().exists() and _shifts("tove", day).exists():
            yield Deed(at_clock(day, "14:10"), open_emergency)
            yield Deed(at_clock(day, "16:30"), ask_about_emergency)
            yield Deed(at_clock(day, "19:20"), answer_about_emergency)
        if day == self._day(ago=19):
            yield Deed(at_clock(day, "17:40"), listen_to_ella)
        if day == self._day(ago=9):
            yield Deed(at_clock(day, "11:20"), lambda: self.leave_for_hospital(number=0))
        if day == self._day(ago=5):
            yield Deed(at_clock(day, "10:50"), self.come_home)
        if day == self.today - ONE_DAY:
            yield Deed(at_clock(day, "11:30"), lambda: self.leave_for_hospital(number=1))
            yield Deed(at_clock(day, "14:15"), self.agree_what_nobody_in_the_evening_may)
            yield Deed(at_clock(day, "20:40"), self.ask_ali)

    def _day(self, *, ago: int) -> date:
        return max(self.today - ago * ONE_DAY, self.since)

    def _may_be(self, day: date, *, ago: int) -> bool:
        return self._day(ago=ago) <= day < self.today

    @property
    def _planner(self) -> User:
        return planner_of(self.team, self.today)

    def _with_help(self, title: str) -> CitizenQuerySet:
        """Those who have that help and no story of their own."""
        return Citizen.objects.of_team(self.team.pk).filter(agreed_help__title=title, user=None).order_by("pk")

    # A colleague falls out.

    def _was_sick(self) -> bool:
        return Shift.objects.of_team(self.team).exclude(sick_at=None).exists()

    def call_in_sick(self, day: date) -> None:
        """Somebody who works by day does not come; the day is planned anew with few changes."""
        by_day = Shift.objects.on_day(day).of_team(self.team).filter(starts_at=at_clock(day, HOURS_OF_ALI[0]))
        report_sick(self._planner, by_day.exclude(employee__user=self._planner).order_by("employee__name")[0])
        plan_week(self.team, Week.of(day), iterations=ITERATIONS_OF_A_DAY, day=day)

    # A citizen goes to hospital, and comes home again.

    def leave_for_hospital(self, *, number: int) -> None:
        """One of those with help in the morning is away for a while; her visits pause."""
        citizen = self._with_help("Morgenhjælp")[number]
        register_away(self._planner, citizen, kind=Away.Kind.HOSPITAL, starts_at=timezone.now())
        self._see_to_visits()

    def come_home(self) -> None:
        """Home again, and the visits with her."""
        for away in Away.objects.filter(citizen__team=self.team, ends_at=None):
            end_away(self._planner, away)
        self._see_to_visits()
        # While the citizen was away nobody planned for her.
        week = Week.of(timezone.localdate())
        for one in (week, week.following):
            if is_planned(self.team, one):
                plan_week(self.team, one, iterations=ITERATIONS_OF_A_DAY)

    def _see_to_visits(self) -> None:
        week = Week.of(timezone.localdate())
        make_visits(self._planner, self.team, week=week)
        make_visits(self._planner, self.team, week=week.following)

    # Next week holds something that nobody on the evening shift may give.

    def agree_what_nobody_in_the_evening_may(self) -> None:
        """From next Monday on, a pump that only nurses know."""
        citizen = self._with_help("Sengetid")[0]
        terms = Agreement.draw("pump", Random(0)).terms({})  # noqa: S311 - nothing is left to chance
        next_week = Week.of(self.today).following
        agree_help(self._planner, citizen, terms=terms, starts_on=next_week.monday)
        make_visits(self._planner, self.team, week=next_week)

    # Ali comes for a day.

    def ask_ali(self) -> None:
        """The evening before: Ali will come tomorrow, and the team gives him four citizens he can help."""
        ali = User.objects.get_by_natural_key("ali")
        if self.today.weekday() < WORKING_DAYS:
            self.call_in_sick(self.today)
        starts, ends = HOURS_OF_ALI
        enter_shift(
            self._planner,
            self.team,
            employee=ali.employee,
            starts_at=at_clock(self.today, starts),
            ends_at=at_clock(self.today, ends),
            break_minutes=BREAK_MINUTES,
        )
        for visit, starts_at in self._for(ali):
            if starts_at != visit.starts_at:
                move_visit(self._planner, visit, starts_at=starts_at, reason="Så Ali kan nå det")
            hand_over_visit(self._planner, visit, to=ali.employee, instead_of=visit.carer, reason="Ali er her i dag")

    def _for(self, ali: User) -> list[tuple[Visit, datetime]]:
        """One visit each to four citizens, nothing that Ali has not learned; moved where they lie at the same time."""
        can = set(ali.employee.competences.values_list("pk", flat=True))
        rows = Visit.objects.of_team(self.team).on_day(self.today).to_give().exclude(starts_at=None)
        visits = list(rows.select_related("carer").prefetch_related("competences").order_by("starts_at", "pk"))
        asked = {visit.pk: {competence.pk for competence in visit.competences.all()} for visit in visits}
        mine = [visit for visit in visits if visit.carers_needed == 1 and asked[visit.pk] <= can]
        found: dict[int, tuple[Visit, datetime]] = {}
        for may_move in (False, True):
            for visit in mine:
                options = self._starts(visit) if may_move else [visit.starts_at]
                theirs = [other for other in visits if other.carer_id == visit.carer_id and other.pk != visit.pk]
                busy = [_hours(other, at) for other, at in found.values()]
                free = (at for at in options if at and self._fits(visit, at, busy, theirs if may_move else []))
                if len(found) < CITIZENS_OF_ALI and visit.citizen_id not in found and (at := next(free, None)):
                    found[visit.citizen_id] = (visit, at)
        return list(found.values())

    def _starts(self, visit: Visit) -> list[datetime]:
        """Every quarter of an hour that the agreement allows."""
        last = visit.latest_at - timedelta(minutes=visit.minutes)
        return [visit.earliest_at + number * QUARTER for number in range((last - visit.earliest_at) // QUARTER + 1)]

    def _fits(self, visit: Visit, at: datetime, busy: list[Hours], theirs: list[Visit]) -> bool:
        """Whether Ali gets there in time, and whoever hands the visit over could have given it too."""
        starts, ends = _hours(visit, at)
        first, last = (at_clock(self.today, clock) for clock in HOURS_OF_ALI)
        clear = all(ends + BETWEEN_VISITS <= one[0] or one[1] + BETWEEN_VISITS <= starts for one in busy)
        others = [_hours(other, other.starts_at) for other in theirs if other.starts_at]
        return first <= starts and ends <= last and clear and all(ends <= a or b <= starts for a, b in others)


def _hours(visit: Visit, starts_at: datetime) -> Hours:
    return starts_at, starts_at + timedelta(minutes=visit.minutes)


def listen_to_ella() -> None:
    """Mette asks again what matters, and it is something else by now."""
    ella = Citizen.objects.get(user__username="ella")
    record_words(User.objects.get_by_natural_key("mette"), ella, words=ELLAS_WORDS)


# Somebody from the neighbouring team must know something at once.


def _emergencies() -> CareRelationQuerySet:
    return CareRelation.objects.filter(kind=CareRelation.Kind.BREAK_GLASS)


def _shifts(username: str, day: date) -> ShiftQuerySet:
    return Shift.objects.on_day(day).filter(employee__user__username=username)


def open_emergency() -> None:
    """Tove opens Ella's record, and says why."""
    tove, ella = User.objects.get_by_natural_key("tove"), Citizen.objects.get(user__username="ella")
    open_break_glass(tove, ella, reason=EMERGENCY)
    look(tove, {ella.pk}, page="citizen")


def ask_about_emergency() -> None:
    """Ella reads her log and asks."""
    ella = User.objects.get_by_natural_key("ella")
    looks = Event.objects.about_citizen(ella.citizen.pk).filter(verb=SEEN, page="citizen")
    ask_why(ella, ella, event_id=looks.order_by("pk")[0].pk)


def answer_about_emergency() -> None:
    """Mette answers for the team."""
    mette, question = User.objects.get_by_natural_key("mette"), WhyQuestion.objects.unanswered().order_by("pk")[0]
    answer_why(mette, question, text=ANSWER)
