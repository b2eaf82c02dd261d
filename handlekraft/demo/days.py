"""A day of the sample municipality, lived through the real actions: looks, visits given, small changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from handlekraft.access.basis import basis_of
from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Permission
from handlekraft.audit.log import write_event
from handlekraft.audit.models import SEEN
from handlekraft.demo.clock import clock_at
from handlekraft.demo.tales import Tales
from handlekraft.people.models import Team, User
from handlekraft.visits.actions.notes import begin_visit, document_visit, miss_visit, record_need
from handlekraft.visits.actions.notices import read_notice
from handlekraft.visits.actions.visits import cancel_visit, change_length, hand_over_visit, move_visit
from handlekraft.visits.models import PlanNotice, Visit

MINUTE = timedelta(minutes=1)
BEFORE_WORK = 12 * MINUTE
CHANGES_FROM = 9
"""No small changes before this hour."""
SAY_THEY_ARE_THERE = 60
"""Of a hundred visits so many are begun with a tap; the others are only told about."""
OPEN = frozenset({Visit.Status.PLANNED, Visit.Status.STARTED})
TRIED = ["Ringet på og banket på", "Ringet til borgeren", "Ringet til pårørende"]


@dataclass(frozen=True)
class Deed:
    """Something done at a moment. What is tried may meet a no of the house: then it was not done."""

    at: datetime
    do: Callable[[], object] = field(compare=False)
    is_tried: bool = False


def play(deeds: Iterable[Deed], since: datetime, until: datetime) -> None:
    """Do everything after `since` and up to `until`, in its order."""
    for deed in sorted(deeds, key=lambda deed: deed.at):
        if since < deed.at <= until:
            with clock_at(deed.at):
                _do(deed)


def _do(deed: Deed) -> None:
    try:
        deed.do()
    except Refused:
        if not deed.is_tried:
            raise


@dataclass(frozen=True)
class Planned:
    """A visit as the day began: whose it is and when."""

    visit: Visit
    by: User
    at: datetime

    def now(self) -> tuple[str, int | None]:
        """Status and carer as they are by now."""
        return Visit.objects.values_list("status", "carer").get(pk=self.visit.pk)


class Day:
    """One team's day as it will be lived, from how it is planned."""

    def __init__(self, team: Team, day: date, chance: Random, tales: Tales) -> None:
        self.chance, self.tales = chance, tales
        rows = Visit.objects.of_team(team).on_day(day).filter(status__in=OPEN, carer__isnull=False)
        visits = list(rows.exclude(starts_at=None).select_related("citizen__team").order_by("starts_at", "pk"))
        carers = {visit.carer_id for visit in visits}
        rows_of_users = User.objects.filter(employee__in=carers).select_related("employee").order_by("pk")
        self.users = {user.employee.pk: user for user in rows_of_users}
        self.planned = [
            Planned(visit, self.users[visit.carer_id], visit.starts_at)
            for visit in visits
            if visit.carer_id and visit.starts_at
        ]

    def deeds(self) -> Iterator[Deed]:
        """The looks, the visits, and what comes between."""
        rounds: defaultdict[int, list[Planned]] = defaultdict(list)
        for planned in self.planned:
            rounds[planned.by.pk].append(planned)
        for round_ in rounds.values():
            yield from self._round(round_)
        yield from self._changes()

    def _round(self, round_: list[Planned]) -> Iterator[Deed]:
        """One carer's day: she looks, and gives her visits one after the other."""
        free_at = round_[0].at - BEFORE_WORK
        yield Deed(free_at, lambda: look(round_[0].by, {one.visit.citizen_id for one in round_}))
        for planned in round_:
            begins = max(planned.at + self.chance.randrange(-4, 8) * MINUTE, free_at + MINUTE)
            free_at = begins + max(planned.visit.minutes + self.chance.randrange(-6, 4), 4) * MINUTE
            yield from self._visit(planned, begins, free_at)

    def _visit(self, planned: Planned, begins: datetime, ends: datetime) -> Iterator[Deed]:
        outcome, text = self.tales.outcome(planned.visit)
        key = UUID(int=self.chance.getrandbits(128), version=4)

        def begin() -> None:
            status, carer = planned.now()
            if status == Visit.Status.PLANNED and carer is not None:
                begin_visit(self._user(carer), planned.visit)

        def document() -> None:
            status, carer = planned.now()
            if status in OPEN and carer is not None:
                document_visit(self._user(carer), planned.visit, outcome=outcome, text=text, key=key)

        if self.chance.randrange(100) < SAY_THEY_ARE_THERE:
            yield Deed(begins, begin)
        yield Deed(ends, document)

    def _user(self, employee: int) -> User:
        """Sign-ins are kept, and with them what they may do."""
        if employee not in self.users:
            self.users[employee] = User.objects.select_related("employee").get(employee=employee)
        return self.users[employee]

    def _changes(self) -> Iterator[Deed]:
        """Small changes: each kind on so many of a hundred days, never two at the same visit, never at dawn."""
        kinds: list[tuple[int, Callable[[Planned], Deed]]] = [
            (35, self._cancel),
            (15, self._miss),
            (20, self._move),
            (20, self._hand_over),
            (15, self._lengthen),
            (30, self._need),
        ]
        later = [one for one in self.planned if self._may_change(one)]
        for percent, kind in kinds:
            if later and self.chance.randrange(100) < percent:
                yield kind(later.pop(self.chance.randrange(len(later))))

    def _may_change(self, one: Planned) -> bool:
        later = timezone.localtime(one.at).hour >= CHANGES_FROM and one.visit.status == Visit.Status.PLANNED
        return later and one.by.may(Permission.PLAN_VISITS, one.visit, at=one.at)

    def _cancel(self, one: Planned) -> Deed:
        reason = self.tales.change("cancelled", one.visit)
        return Deed(one.at - 60 * MINUTE, lambda: cancel_visit(one.by, one.visit, reason=reason), is_tried=True)

    def _miss(self, one: Planned) -> Deed:
        text = self.tales.change("missed", one.visit)
        return Deed(one.at - 5 * MINUTE, lambda: miss_visit(one.by, one.visit, steps=TRIED, text=text), is_tried=True)

    def _move(self, one: Planned) -> Deed:
        reason, starts_at = self.tales.change("moved", one.visit), one.at + 15 * MINUTE
        return Deed(
            one.at - 35 * MINUTE,
            lambda: move_visit(one.by, one.visit, starts_at=starts_at, reason=reason),
            is_tried=True,
        )

    def _hand_over(self, one: Planned) -> Deed:
        reason = self.tales.change("handed_over", one.visit)
        to = self.users[self.chance.choice(sorted(self.users))].employee
        mine = one.by.employee
        return Deed(
            one.at - 30 * MINUTE,
            lambda: hand_over_visit(one.by, one.visit, to=to, instead_of=mine, reason=reason),
            is_tried=True,
        )

    def _lengthen(self, one: Planned) -> Deed:
        reason, minutes = self.tales.change("longer", one.visit), one.visit.minutes + 10
        return Deed(
            one.at - 20 * MINUTE,
            lambda: change_length(one.by, one.visit, minutes=minutes, reason=reason),
            is_tried=True,
        )

    def _need(self, one: Planned) -> Deed:
        words = self.tales.change("needs", one.visit)
        return Deed(one.at - 40 * MINUTE, lambda: record_need(one.by, one.visit, words=words), is_tried=True)


def look(user: User, citizens: set[int], page: str = "day") -> None:
    """A page is opened: citizens are seen, digests are read."""
    now = timezone.now()
    role, profession, team_id = user.standing(now)
    write_event(
        SEEN,
        actor_id=user.pk,
        role=role,
        profession=profession,
        team_id=team_id,
        page=page,
        citizens=citizens,
        basis=basis_of(user, citizens, now),
    )
    for notice in PlanNotice.objects.filter(employee__user=user, read_at=None).order_by("pk"):
        read_notice(user, user, notice=notice)
