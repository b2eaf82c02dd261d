"""Recurring help as the sample municipality agrees on it: kinds of help with their rhythms, drawn for one citizen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random
from typing import Any

from handlekraft.citizens.actions import agree_help
from handlekraft.citizens.models import AgreedHelp, Citizen
from handlekraft.citizens.terms import Terms
from handlekraft.demo.material import material
from handlekraft.people.models import Competence, Employee, User

EVENING = time(15)


@dataclass(frozen=True)
class Agreement:
    """One kind of help with the day, time and length that were drawn."""

    kind: str
    title: str
    text: str
    minutes: int
    weekdays: str
    allowed: tuple[time, time]
    wished: tuple[time, time] | None
    fixed: time | None
    carers: int
    competences: frozenset[str]
    priority: int
    every: int
    after: str
    gap: tuple[int, int]

    @classmethod
    def draw(cls, kind: str, chance: Random) -> Agreement:
        """The kind with one of its alternatives each."""
        about: dict[str, Any] = material("help")["kinds"][kind]
        wished = about.get("wished")
        fixed = about.get("fixed")
        return cls(
            kind=kind,
            title=about["title"],
            text=about.get("text", ""),
            minutes=chance.choice(about["minutes"]),
            weekdays=chance.choice(about.get("weekdays", ["1234567"])),
            allowed=_span(about["allowed"]),
            wished=_span(chance.choice(wished)) if wished else None,
            fixed=time.fromisoformat(chance.choice(fixed)) if fixed else None,
            carers=about.get("carers", 1),
            competences=frozenset(about.get("competences", ())),
            priority=about.get("priority", AgreedHelp.Priority.SAME_DAY),
            every=about.get("every", 1),
            after=about.get("after", ""),
            gap=tuple(about.get("gap", (0, 0))),
        )

    @property
    def part(self) -> str:
        """Whether it is for those who work by day or in the evening."""
        return "aften" if self.allowed[0] >= EVENING else "dag"

    def terms(self, made: dict[str, AgreedHelp]) -> Terms:
        """In the words of the house, without names; `made` is the citizen's other help by kind."""
        wished = self.wished or (None, None)
        after = made.get(self.after)
        return Terms(
            title=self.title,
            text=self.text,
            weekdays=self.weekdays,
            every_weeks=self.every,
            minutes=self.minutes,
            allowed_from=self.allowed[0],
            allowed_until=self.allowed[1],
            wished_from=wished[0],
            wished_until=wished[1],
            fixed_start=self.fixed,
            carers_needed=self.carers,
            competences=tuple(Competence.objects.filter(name__in=self.competences).order_by("pk")),
            priority=self.priority,
            after=after,
            gap_minutes=self.gap[0] if after else 0,
            gap_at_most=self.gap[1] if after else None,
        )


def _span(text: str) -> tuple[time, time]:
    starts, ends = text.split("-")
    return time.fromisoformat(starts), time.fromisoformat(ends)


def agree(
    by: User,
    citizen: Citizen,
    agreements: list[Agreement],
    *,
    since: date,
    weeks_before: int = 0,
    preferred: tuple[Employee, ...] = (),
    unwanted: tuple[Employee, ...] = (),
) -> None:
    """Agree on everything with the citizen. Weeks before `since` shift her fortnights."""
    starts_on = since - timedelta(weeks=weeks_before)
    made: dict[str, AgreedHelp] = {}
    for agreement in agreements:
        terms = replace(agreement.terms(made), preferred=preferred, unwanted=unwanted)
        made[agreement.kind] = agree_help(by, citizen, terms=terms, starts_on=starts_on)
