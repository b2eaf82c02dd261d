"""The older past of the sample municipality, written in bulk: it repeats a fortnight that the engine has planned.

Every row is as the actions would have left it, its events too; only the way there is shorter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random
from typing import cast
from uuid import UUID

from handlekraft.access.basis import TEAM
from handlekraft.audit.models import SEEN, Event, EventCitizen
from handlekraft.demo.rosters import FORTNIGHT, a_fortnight_later
from handlekraft.demo.tales import Tales
from handlekraft.people.models import Team, User
from handlekraft.rosters.week import Week
from handlekraft.visits.models import PlanNotice, Visit, VisitNote

BATCH = 400
MINUTE = timedelta(minutes=1)
BEFORE_WORK = 12 * MINUTE


def repeat_plan(team: Team, week: Week) -> None:
    """Give the week's visits who came and when a fortnight before."""
    before = Visit.objects.of_team(team).in_week(Week.of(week.monday - FORTNIGHT)).exclude(starts_at=None)
    earlier = {(visit.help_id, visit.day + FORTNIGHT): visit for visit in before}
    planned = [visit for visit in Visit.objects.of_team(team).in_week(week) if (visit.help_id, visit.day) in earlier]
    for visit in planned:
        same = earlier[visit.help_id, visit.day]
        visit.starts_at = a_fortnight_later(_moment(same.starts_at))
        visit.carer_id, visit.second_carer_id = same.carer_id, same.second_carer_id
    Visit.objects.bulk_update(planned, ["starts_at", "carer", "second_carer"], batch_size=BATCH)


def give_day(team: Team, day: date, chance: Random, tales: Tales, until: datetime) -> None:
    """Everything planned for the day that is over by `until` was given, told about and logged."""
    rows = Visit.objects.of_team(team).on_day(day).filter(status=Visit.Status.PLANNED, carer__isnull=False)
    planned = rows.exclude(starts_at=None).select_related("citizen").order_by("carer", "starts_at", "pk")
    given = [visit for visit in planned if _give(visit, chance) <= until]
    Visit.objects.bulk_update(given, ["status", "started_at", "ended_at"], batch_size=BATCH)
    carers = User.objects.filter(employee__in={visit.carer_id for visit in given}).select_related("employee")
    users = {user.employee.pk: user for user in carers}
    notes = VisitNote.objects.bulk_create(_note(visit, users[visit.carer_id or 0], chance, tales) for visit in given)
    _log(sorted(_happened(zip(given, notes, strict=True), users), key=lambda one: one.at))
    PlanNotice.objects.filter(employee__in=users, read_at=None).update(read_at=until)


def _give(visit: Visit, chance: Random) -> datetime:
    visit.status = Visit.Status.DONE
    visit.started_at = _moment(visit.starts_at) + chance.randrange(0, 4) * MINUTE
    visit.ended_at = visit.started_at + max(visit.minutes - chance.randrange(4, 8), 4) * MINUTE
    return visit.ended_at


def _note(visit: Visit, author: User, chance: Random, tales: Tales) -> VisitNote:
    outcome, text = tales.outcome(visit)
    return VisitNote(
        pk=UUID(int=chance.getrandbits(128), version=4),
        visit=visit,
        citizen_id=visit.citizen_id,
        author=author,
        outcome=outcome,
        text=text,
        written_at=_moment(visit.ended_at),
    )


@dataclass(frozen=True)
class Happened:
    """What the log keeps of one event."""

    at: datetime
    verb: str
    by: User
    citizens: frozenset[int]
    kind: str = ""
    key: str = ""
    page: str = ""


def _happened(given: Iterable[tuple[Visit, VisitNote]], users: dict[int, User]) -> Iterator[Happened]:
    for carer, of_one in groupby(given, key=lambda pair: pair[0].carer_id):
        round_, by = list(of_one), users[carer or 0]
        citizens = frozenset(visit.citizen_id for visit, _note in round_)
        yield Happened(_moment(round_[0][0].started_at) - BEFORE_WORK, SEEN, by, citizens, page="day")
        for visit, note in round_:
            whose = frozenset({visit.citizen_id})
            yield Happened(_moment(visit.started_at), "visit begun", by, whose, "visits.visit", str(visit.pk))
            yield Happened(note.written_at, "visit documented", by, whose, "visits.visitnote", str(note.pk))


def _log(happened: list[Happened]) -> None:
    events = Event.objects.bulk_create(_event(one) for one in happened)
    EventCitizen.objects.bulk_create(
        EventCitizen(event_id=event.pk, citizen_id=citizen, basis=TEAM)
        for event, one in zip(events, happened, strict=True)
        for citizen in sorted(one.citizens)
    )


def _event(one: Happened) -> Event:
    role, profession, team_id = one.by.standing(one.at)
    return Event(
        at=one.at,
        verb=one.verb,
        actor_id=one.by.pk,
        role=role,
        profession=profession,
        team_id=team_id,
        subject_kind=one.kind,
        subject_id=one.key,
        page=one.page,
    )


def _moment(at: datetime | None) -> datetime:
    """Every visit here was planned and has its times; this says so where the columns cannot."""
    return cast("datetime", at)
