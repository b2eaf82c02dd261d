"""Which visits agreed help asks for on some days, and what must happen to those that stand. Decides; writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.models import CareRelation
from handlekraft.citizens.models import AgreedHelp, Away, Citizen
from handlekraft.people.models import Membership, Team
from handlekraft.rosters.week import Week
from handlekraft.visits.models import Visit, VisitChange
from handlekraft.web.moments import moment

BEGUN = frozenset({Visit.Status.STARTED, Visit.Status.DONE, Visit.Status.MISSED})
"""What has been is left as it was."""

type Slot = tuple[int | None, date]
"""A help and one of its days."""


class Kind(Enum):
    """What happens to a visit."""

    MAKE = "make"
    CHANGE = "change"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    RELEASE = "release"


@dataclass(frozen=True)
class Step:
    """One visit and what happens to it: its new columns, and the competences it needs (None: as they are)."""

    kind: Kind
    visit: Visit
    values: Mapping[str, Any] = field(default_factory=dict)
    competences: frozenset[int] | None = None

    @property
    def columns(self) -> frozenset[str]:
        """The columns that change."""
        return frozenset(name.removesuffix("_id") for name in self.values)


@dataclass(frozen=True)
class Standing:
    """What is known of a team's days before anything happens."""

    days: tuple[date, ...]
    help: tuple[AgreedHelp, ...]
    visits: tuple[Visit, ...]
    away: Mapping[int, tuple[Away, ...]]
    # What people have changed by hand, by visit: their decisions stand.
    by_hand: Mapping[int, frozenset[str]]
    # The help that a help took over from, by key.
    earlier: Mapping[int, int | None]
    # Help and day of visits that somebody has moved to another day.
    moved_away: frozenset[Slot]
    # Visits whose carer has left the team, or whose citizen has moved to another.
    left_behind: frozenset[int]
    now: datetime


def decide(standing: Standing) -> Iterator[Step]:
    """Every step that brings the visits in line with what is agreed. Asked again afterwards it gives none."""
    left: dict[Slot, Visit] = {(visit.help_id, visit.day): visit for visit in standing.visits if visit.help_id}
    for agreed in standing.help:
        for day in standing.days:
            if not is_wanted(agreed, day):
                continue
            visit = left.pop((agreed.pk, day), None) or _inherited(left, standing.earlier, agreed, day)
            if visit is not None:
                yield from _agreed(standing, agreed, visit)
            elif not any((key, day) in standing.moved_away for key in _line(standing.earlier, agreed)):
                yield from _missing(standing, agreed, day)
    for visit in left.values():
        yield from _no_longer_agreed(standing, visit)
    for visit in standing.visits:
        if visit.help_id is None:
            yield from _on_its_own(standing, visit)
        if visit.pk in standing.left_behind and not _is_settled(standing, visit):
            yield Step(Kind.RELEASE, visit, {"carer_id": None, "second_carer_id": None, "is_locked": False})


def is_wanted(agreed: AgreedHelp, day: date) -> bool:
    """Whether the help falls on the day, to somebody who gets help then."""
    return agreed.falls_on(day) and _receives(agreed.citizen, day)


def _receives(citizen: Citizen, day: date) -> bool:
    return citizen.starts_on <= day and (citizen.ends_on is None or day <= citizen.ends_on)


def _inherited(
    left: dict[Slot, Visit], earlier: Mapping[int, int | None], agreed: AgreedHelp, day: date
) -> Visit | None:
    """The visit of that day made from the terms that held before: it goes on under the new ones."""
    return next((left.pop((key, day)) for key in _line(earlier, agreed) if (key, day) in left), None)


def _line(earlier: Mapping[int, int | None], agreed: AgreedHelp) -> Iterator[int]:
    """The help itself, and the ones it took over from, backwards."""
    key: int | None = agreed.pk
    while key is not None:
        yield key
        key = earlier.get(key)


def _missing(standing: Standing, agreed: AgreedHelp, day: date) -> Iterator[Step]:
    values = terms_on(agreed, day)
    visit = Visit(citizen=agreed.citizen, help=agreed, day=day, **values)
    if visit.latest_at > standing.now and not _is_away(standing, visit):
        yield Step(Kind.MAKE, visit, values, _competences(agreed))


def _agreed(standing: Standing, agreed: AgreedHelp, visit: Visit) -> Iterator[Step]:
    if _is_settled(standing, visit):
        return
    hands = standing.by_hand.get(visit.pk, frozenset())
    terms = {} if hands else _changed(agreed, visit)
    competences = None if hands else _changed_competences(agreed, visit)
    if visit.status == Visit.Status.CANCELLED:
        if not _is_away(standing, visit):
            yield Step(Kind.RESUME, visit, terms | _planned(), competences)
    elif _is_away(standing, visit):
        yield Step(Kind.PAUSE, visit, _cancelled(_("Borgeren er ikke hjemme")))
    elif terms or competences is not None:
        yield Step(Kind.CHANGE, visit, terms, competences)


def _no_longer_agreed(standing: Standing, visit: Visit) -> Iterator[Step]:
    hands = standing.by_hand.get(visit.pk)
    if _is_settled(standing, visit) or visit.status == Visit.Status.CANCELLED:
        return
    # A visit that somebody shaped by hand is kept, as long as its citizen gets help at all.
    if not hands or not _receives(visit.citizen, visit.day):
        yield Step(Kind.END, visit, _cancelled(_("Hjælpen er sluttet")))
    elif _is_away(standing, visit):
        yield Step(Kind.PAUSE, visit, _cancelled(_("Borgeren er ikke hjemme")))


def _on_its_own(standing: Standing, visit: Visit) -> Iterator[Step]:
    if _is_settled(standing, visit):
        return
    receives, is_away = _receives(visit.citizen, visit.day), _is_away(standing, visit)
    if visit.status == Visit.Status.CANCELLED:
        if receives and not is_away:
            yield Step(Kind.RESUME, visit, _planned())
    elif not receives:
        yield Step(Kind.END, visit, _cancelled(_("Hjælpen er sluttet")))
    elif is_away:
        yield Step(Kind.PAUSE, visit, _cancelled(_("Borgeren er ikke hjemme")))


def _is_settled(standing: Standing, visit: Visit) -> bool:
    """Begun, past, or cancelled by a person."""
    by_hand = Visit.Status.CANCELLED in standing.by_hand.get(visit.pk, frozenset())
    over = (visit.ends_at or visit.latest_at) <= standing.now
    return visit.status in BEGUN or over or (visit.status == Visit.Status.CANCELLED and by_hand)


def _is_away(standing: Standing, visit: Visit) -> bool:
    """Whether the citizen is away at the planned time; without one, whether no time is left in the window."""
    for away in standing.away.get(visit.citizen_id, ()):
        ends_at = away.ends_at or datetime.max.replace(tzinfo=away.starts_at.tzinfo)
        if visit.starts_at and visit.ends_at:
            if away.starts_at < visit.ends_at and visit.starts_at < ends_at:
                return True
        elif max(away.starts_at - visit.earliest_at, visit.latest_at - ends_at) < timedelta(minutes=visit.minutes):
            return True
    return False


def terms_on(agreed: AgreedHelp, day: date) -> dict[str, Any]:
    """What the help says about its visit on a day, as columns."""
    fixed = moment(day, agreed.fixed_start) if agreed.fixed_start else None
    return {
        "title": agreed.title,
        "text": agreed.text,
        "minutes": agreed.minutes,
        "earliest_at": fixed or moment(day, agreed.allowed_from),
        "latest_at": fixed + timedelta(minutes=agreed.minutes) if fixed else moment(day, agreed.allowed_until),
        "wished_from_at": moment(day, agreed.wished_from) if agreed.wished_from else None,
        "wished_until_at": moment(day, agreed.wished_until) if agreed.wished_until else None,
        "carers_needed": agreed.carers_needed,
        "priority": agreed.priority,
    }


def _changed(agreed: AgreedHelp, visit: Visit) -> dict[str, Any]:
    """Columns that differ from the terms; whatever time or carer no longer fits is given back to the plan."""
    terms = terms_on(agreed, visit.day)
    values = {name: value for name, value in terms.items() if getattr(visit, name) != value}
    if visit.help_id != agreed.pk:
        values["help_id"] = agreed.pk
    if visit.starts_at and not _fits(visit.starts_at, terms):
        values |= {"starts_at": None, "carer_id": None, "second_carer_id": None, "is_locked": False}
    elif visit.second_carer_id and terms["carers_needed"] == 1:
        values["second_carer_id"] = None
    return values


def _fits(starts_at: datetime, terms: Mapping[str, Any]) -> bool:
    ends_at = starts_at + timedelta(minutes=terms["minutes"])
    return bool(terms["earliest_at"] <= starts_at and ends_at <= terms["latest_at"])


def _competences(agreed: AgreedHelp) -> frozenset[int]:
    return frozenset(competence.pk for competence in agreed.competences.all())


def _changed_competences(agreed: AgreedHelp, visit: Visit) -> frozenset[int] | None:
    wanted = _competences(agreed)
    return None if wanted == {competence.pk for competence in visit.competences.all()} else wanted


def _cancelled(reason: str) -> dict[str, Any]:
    return {"status": Visit.Status.CANCELLED, "reason": reason}


def _planned() -> dict[str, Any]:
    return {"status": Visit.Status.PLANNED, "reason": ""}


def due(team: Team, week: Week, from_on: date | None = None) -> list[Step]:
    """What is to be done about the team's week, from today on or from another day."""
    first = from_on or timezone.localdate()
    days = tuple(day for day in week.days if day >= first)
    return list(decide(standing_of(team, days))) if days else []


def standing_of(team: Team, days: tuple[date, ...]) -> Standing:
    """What stands on the days, in a fixed number of questions."""
    starts_at, ends_at = Week.day_bounds(days[0])[0], Week.day_bounds(days[-1])[1]
    agreed = AgreedHelp.objects.filter(citizen__team=team).running_from(days[0]).filter(starts_on__lte=days[-1])
    visits = Visit.objects.of_team(team).filter(day__gte=days[0], day__lte=days[-1]).select_related("citizen__team")
    away: dict[int, list[Away]] = defaultdict(list)
    for row in Away.objects.filter(citizen__team=team).during(starts_at, ends_at):
        away[row.citizen_id].append(row)
    hands: dict[int, set[str]] = defaultdict(set)
    changes = VisitChange.objects.standing().filter(visit__in=visits.values("pk"))
    for visit, kind in changes.values_list("visit", "kind"):
        hands[visit].add(kind)
    lines = AgreedHelp.objects.filter(citizen__team=team, replaces__isnull=False).values_list("pk", "replaces")
    rows = tuple(visits.prefetch_related("competences"))
    return Standing(
        days=days,
        help=tuple(agreed.select_related("citizen").prefetch_related("competences")),
        visits=rows,
        away={key: tuple(rows) for key, rows in away.items()},
        by_hand={key: frozenset(kinds) for key, kinds in hands.items()},
        earlier=dict(lines),
        moved_away=_moved_away(team, days),
        left_behind=_left_behind(team, rows),
        now=timezone.now(),
    )


def _moved_away(team: Team, days: tuple[date, ...]) -> frozenset[Slot]:
    """However far: a visit is missed on the day it was to be."""
    moved = VisitChange.objects.standing().filter(
        kind=VisitChange.Kind.MOVED,
        citizen__team=team,
        visit__help__isnull=False,
        before__day__in=[day.isoformat() for day in days],
    )
    found = moved.values_list("visit__help", "before")
    return frozenset((help_, date.fromisoformat(before["day"])) for help_, before in found)


def _left_behind(team: Team, visits: Iterable[Visit]) -> frozenset[int]:
    """Visits of carers who do not belong to the team on the day, and have no relation to the citizen then."""
    ours: dict[int, list[Membership]] = defaultdict(list)
    for membership in Membership.objects.filter(team=team):
        ours[membership.employee_id].append(membership)
    relations = CareRelation.objects.filter(kind=CareRelation.Kind.VISIT, citizen__team=team)
    given = relations.filter(ends_at__gt=timezone.now())
    guests = {
        (employee, citizen, timezone.localdate(starts_at))
        for employee, citizen, starts_at in given.values_list("user__employee", "citizen", "starts_at")
    }
    let_in = set(relations.values_list("user__employee", "citizen"))
    return frozenset(
        visit.pk
        for visit in visits
        for carer in visit.carer_ids
        if not any(membership.stands_on(visit.day) for membership in ours[carer])
        and (carer, visit.citizen_id, visit.day) not in guests
        # Whoever was let in for a visit sees nothing while it is paused, and gives it once it is on again.
        and not (visit.status == Visit.Status.CANCELLED and (carer, visit.citizen_id) in let_in)
    )
