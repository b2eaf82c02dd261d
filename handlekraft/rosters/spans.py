"""Working hours as a team types them: "7-15", "15-23.30", several in one field; read to moments and written back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.web.moments import moment

BETWEEN_SPANS = re.compile(r"[,;+\s]+")
AROUND_DASH = re.compile(r"\s*[-–—]\s*")
HOURS = re.compile(r"(\d{1,2}?)(?:[.:]?([0-5]\d))?-(\d{1,2}?)(?:[.:]?([0-5]\d))?")
ONE_DAY = timedelta(days=1)


class Unreadable(ValueError):
    """What was typed is no working time; the sentence says what is."""


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of working time."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: Span) -> bool:
        """Whether the two share time."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def __str__(self) -> str:
        return f"{_short(self.starts_at)}-{_short(self.ends_at)}"


def read_spans(text: str, day: date) -> list[Span]:
    """The stretches that begin on the local `day`. One that ends before it begins ends on the next day."""
    joined = AROUND_DASH.sub("-", re.sub(r"\bog\b", ",", text)).strip()
    spans = sorted(_read(part, day) for part in BETWEEN_SPANS.split(joined) if part)
    for one, two in pairwise(spans):
        if one.overlaps(two):
            raise Unreadable(_("%(one)s og %(two)s overlapper.") % {"one": one, "two": two})
    return spans


def write_spans(spans: Iterable[Span]) -> str:
    """The stretches as one would type them."""
    return ", ".join(str(span) for span in spans)


def _read(part: str, day: date) -> Span:
    found = HOURS.fullmatch(part)
    if not found:
        raise Unreadable(_("“%(text)s” er ikke en vagt. Skriv for eksempel 7-15 eller 15-23.30.") % {"text": part})
    hours = [int(number or 0) for number in found.groups()]
    starts_at, ends_at = _moment(day, hours[0], hours[1], part), _moment(day, hours[2], hours[3], part)
    return Span(starts_at, ends_at if ends_at > starts_at else _moment(day + ONE_DAY, hours[2], hours[3], part))


def _moment(day: date, hour: int, minute: int, part: str) -> datetime:
    if hour == 24 and minute == 0:
        day, hour = day + ONE_DAY, 0
    if hour > 23:
        raise Unreadable(_("“%(text)s” har et klokkeslæt, der ikke findes.") % {"text": part})
    return moment(day, time(hour, minute))


def _short(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.hour}.{local.minute:02}" if local.minute else str(local.hour)
