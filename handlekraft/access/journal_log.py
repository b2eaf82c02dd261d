"""The citizen's log as she reads it: who looked or wrote, day by day, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.basis import OWN, RELATION, SECTION, TEAM
from handlekraft.access.models import CareRelation, WhyQuestion
from handlekraft.access.permissions import Role
from handlekraft.access.sentences import sentence
from handlekraft.audit.models import SEEN, Event, EventCitizen
from handlekraft.web.moments import moment


@dataclass
class Line:
    """One person on one day, on one basis: when she looked, and what she did."""

    day: date
    actor_id: int | None
    role: str
    profession: str
    team_id: int | None
    basis: str
    events: list[Event] = field(default_factory=list)
    # Filled for the lines of the page that is shown.
    name: str = ""
    standing: str = ""
    reason: str = ""
    question: WhyQuestion | None = None

    @property
    def first_at(self) -> datetime:
        """When it began."""
        return self.events[0].at

    @property
    def last_at(self) -> datetime:
        """When it ended."""
        return self.events[-1].at

    @property
    def last_event(self) -> int:
        """The event that a question to this line is about."""
        return self.events[-1].pk

    @property
    def looks(self) -> int:
        """How many times something was only looked at."""
        return sum(event.verb == SEEN for event in self.events)

    @property
    def deeds(self) -> list[tuple[datetime, str]]:
        """What was done, and when, in words; the same twice in a row is told once."""
        done = [(event.at, sentence(event.verb)) for event in self.events if event.verb != SEEN]
        return [next(same) for _words, same in groupby(done, key=lambda deed: deed[1])]

    @property
    def is_own(self) -> bool:
        """Whether it was the citizen herself."""
        return self.basis == OWN

    @property
    def relation_id(self) -> int | None:
        """The care relation that gave sight, if one did."""
        kind, _space, key = self.basis.partition(" ")
        return int(key) if kind == RELATION else None


class JournalLog:
    """The lines of one citizen in a period, newest first."""

    def __init__(self, citizen: Any, first_day: date, last_day: date) -> None:
        self.citizen = citizen
        self.first_day = first_day
        self.last_day = last_day

    @cached_property
    def lines(self) -> list[Line]:
        """All lines of the period, without the words that need the database."""
        lines: dict[tuple[object, ...], Line] = {}
        for event in self._events():
            key = _key(event)
            lines.setdefault(key, Line(*key)).events.append(event)
        return sorted(lines.values(), key=lambda line: line.last_at, reverse=True)

    def _events(self) -> QuerySet[Event]:
        ends = moment(self.last_day + timedelta(days=1))
        return _about(self.citizen).filter(at__gte=moment(self.first_day), at__lt=ends)


def asked_about(citizen: Any) -> list[tuple[WhyQuestion, Line | None]]:
    """The citizen's questions, newest first, each with the line it is about; none once the log of that day is gone."""
    questions = list(WhyQuestion.objects.of_citizen(citizen))
    events = _about(citizen).filter(pk__in=[question.event_id for question in questions])
    lines = {event.pk: Line(*_key(event), events=[event]) for event in events}
    tell(citizen, lines.values())
    return [(question, lines.get(question.event_id)) for question in questions]


def _about(citizen: Any) -> QuerySet[Event]:
    rows = EventCitizen.objects.filter(event_id=OuterRef("pk"), citizen_id=citizen.pk)
    events = Event.objects.about_citizen(citizen.pk).annotate(basis=Subquery(rows.values("basis")[:1]))
    return events.order_by("at", "pk")


def _key(event: Any) -> tuple[date, int | None, str, str, int | None, str]:
    return timezone.localdate(event.at), event.actor_id, event.role, event.profession, event.team_id, event.basis


def tell(citizen: Any, lines: Iterable[Line]) -> list[Line]:
    """Give lines their words: who, why, and whether the citizen has asked."""
    told = list(lines)
    names = _names(line.actor_id for line in told if _is_named(citizen, line))
    professions = dict(apps.get_model("people", "Profession").objects.values_list("code", "name"))
    teams = _by_key(apps.get_model("people", "Team"), (line.team_id for line in told))
    relations = CareRelation.objects.by_key({line.relation_id for line in told if line.relation_id})
    asked = {question.event_id: question for question in WhyQuestion.objects.of_citizen(citizen)}
    for line in told:
        line.name = names.get(line.actor_id, "")
        words = (_role(line.role), professions.get(line.profession, ""), str(teams.get(line.team_id, "")))
        line.standing = " · ".join(word for word in words if word)
        line.reason = _reason(line.basis, relations.get(line.relation_id or 0))
        line.question = next((asked[event.pk] for event in line.events if event.pk in asked), None)
    return told


def _is_named(citizen: Any, line: Line) -> bool:
    """Names are told for the citizen's own team as it was that day; the others on request."""
    return line.is_own or line.basis == TEAM or (line.team_id is not None and line.team_id == citizen.team_id)


def _names(keys: Iterable[int | None]) -> dict[int | None, str]:
    return {key: str(user) for key, user in _by_key(get_user_model(), keys).items()}


def _by_key(model: type[Model], keys: Iterable[int | None]) -> dict[int | None, Model]:
    wanted = {key for key in keys if key is not None}
    return {row.pk: row for row in model._default_manager.filter(pk__in=wanted)}


def _role(code: str) -> str:
    return str(Role(code).label) if code in Role.values else _("Borger") if code == "citizen" else _("Systemet")


def _reason(basis: str, relation: CareRelation | None) -> str:
    """Why the person could see the citizen, as the citizen and her team read it."""
    plain = {OWN: _("Egen adgang"), TEAM: _("Medarbejder i teamet"), SECTION: _("Arbejder for hele sektionen")}
    if relation is None:
        return plain.get(basis, _("Arbejdet i systemet"))
    if relation.kind == CareRelation.Kind.BREAK_GLASS:
        return _("Nødadgang: %(reason)s") % {"reason": relation.reason}
    return str(relation.get_kind_display())


def by_day(lines: Iterable[Line]) -> Iterator[tuple[date, list[Line]]]:
    """Lines under the day they belong to."""
    for day, group in groupby(lines, key=lambda line: line.day):
        yield day, list(group)
