"""What has been agreed about one recurring help, as a value that knows when it cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from handlekraft.citizens.models import AgreedHelp
from handlekraft.people.models import Competence, Employee
from handlekraft.web.templatetags.danish import clock, minutes, span

SHORTEST, LONGEST = 5, 600
PEOPLE = ("competences", "preferred", "unwanted")


class Fault(NamedTuple):
    """Why terms cannot be kept: the field to mend and a sentence that says how."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Terms:
    """Rhythm, time and conditions of one help. Without wishes: any time of the allowed window, anybody of the team."""

    title: str
    weekdays: str
    minutes: int
    allowed_from: time = time(7)
    allowed_until: time = time(23, 30)
    text: str = ""
    every_weeks: int = 1
    wished_from: time | None = None
    wished_until: time | None = None
    fixed_start: time | None = None
    carers_needed: int = 1
    competences: tuple[Competence, ...] = ()
    preferred: tuple[Employee, ...] = ()
    unwanted: tuple[Employee, ...] = ()
    after: AgreedHelp | None = None
    gap_minutes: int = 0
    gap_at_most: int | None = None
    priority: int = AgreedHelp.Priority.SAME_DAY
    ends_on: date | None = None

    @classmethod
    def of(cls, help: AgreedHelp) -> Terms:  # noqa: A002 - the noun of the field
        """The terms that a row holds."""
        values = {field.name: getattr(help, field.name) for field in fields(cls)}
        return cls(**values | {name: tuple(values[name].all()) for name in PEOPLE})

    def columns(self) -> dict[str, object]:
        """What stands in the row itself; people and competences stand beside it."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in PEOPLE}

    def faults(self) -> Iterator[Fault]:
        """Everything that makes the terms impossible, the plainest first."""
        yield from self._faults_of_rhythm()
        yield from self._faults_of_window()
        yield from self._faults_of_wishes()
        yield from self._faults_of_company()

    def _faults_of_rhythm(self) -> Iterator[Fault]:
        if not self.weekdays:
            yield Fault("weekdays", _("Vælg mindst én ugedag."))
        if not SHORTEST <= self.minutes <= LONGEST:
            yield Fault("minutes", _("Et besøg varer mellem 5 minutter og 10 timer."))

    def _faults_of_window(self) -> Iterator[Fault]:
        if self.allowed_until <= self.allowed_from:
            sentence = _("Tidsrummet skal slutte, efter at det begynder. Vælg et tidspunkt efter kl. %(clock)s.")
            yield Fault("allowed_until", sentence % {"clock": clock(self.allowed_from)})
        elif not self._fits(self.allowed_from):
            sentence = _("Et besøg på %(minutes)s kan ikke være i tidsrummet %(span)s. Gør tidsrummet længere.")
            yield Fault("allowed_until", sentence % {"minutes": minutes(self.minutes), "span": self._allowed})
        if self.fixed_start and not (self.fixed_start >= self.allowed_from and self._fits(self.fixed_start)):
            sentence = _("Et besøg på %(minutes)s kl. %(clock)s ligger ikke helt inden for %(span)s. Ret et af dem.")
            words = {"minutes": minutes(self.minutes), "clock": clock(self.fixed_start), "span": self._allowed}
            yield Fault("fixed_start", sentence % words)

    def _faults_of_wishes(self) -> Iterator[Fault]:
        starts, ends = self.wished_from, self.wished_until
        if starts is None and ends is None:
            return
        if starts is None or ends is None:
            yield Fault(
                "wished_until" if starts else "wished_from", _("Skriv både fra og til, eller lad begge stå tomme.")
            )
        elif ends <= starts:
            yield Fault("wished_until", _("Ønsket skal slutte, efter at det begynder."))
        elif starts < self.allowed_from or ends > self.allowed_until:
            sentence = _("Ønsket %(wish)s ligger ikke inden for %(span)s, hvor besøget må være. Ret et af dem.")
            yield Fault("wished_from", sentence % {"wish": span(starts, ends), "span": self._allowed})

    def _faults_of_company(self) -> Iterator[Fault]:
        if self.after is None and (self.gap_minutes or self.gap_at_most):
            yield Fault("after", _("Vælg, hvilken anden hjælp afstanden regnes fra."))
        if self.gap_at_most is not None and self.gap_at_most < self.gap_minutes:
            yield Fault("gap_at_most", _("Den længste afstand kan ikke være kortere end den mindste."))
        if both := [employee.name for employee in self.preferred if employee in self.unwanted]:
            sentence = _("%(names)s er både ønsket og fravalgt. Fjern et af krydserne.")
            yield Fault("unwanted", sentence % {"names": ", ".join(both)})

    @property
    def _allowed(self) -> str:
        return span(self.allowed_from, self.allowed_until)

    def _fits(self, start: time) -> bool:
        day = date(2000, 1, 1)
        ends_at = datetime.combine(day, start) + timedelta(minutes=self.minutes)
        return ends_at <= datetime.combine(day, self.allowed_until)
