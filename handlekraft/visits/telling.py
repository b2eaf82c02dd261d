"""What was changed and written, as a sentence a colleague would say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlekraft.visits.models import PlanNotice, VisitChange, VisitNote
from handlekraft.web.templatetags.danish import clock, minutes, relative_day

Kind = VisitChange.Kind


def tell(row: VisitChange | VisitNote) -> str:
    """What happened, who did it, and when."""
    at, by = (row.at, row.by) if isinstance(row, VisitChange) else (row.written_at, row.author)
    what = _change(row) if isinstance(row, VisitChange) else _note(row)
    return f"{what} · {by.first_name}, {relative_day(at)} {clock(at)}"


def _note(note: VisitNote) -> str:
    worry = note.outcome == VisitNote.Outcome.WORRY
    return _("Bekymring: %(text)s") % {"text": note.text} if worry else f"“{note.text}”"


def _change(change: VisitChange) -> str:
    label, before = change.get_kind_display(), change.before
    if change.kind == Kind.MOVED and before["starts_at"]:
        return _("%(label)s (før kl. %(clock)s)") % {"label": label, "clock": _clock(before)}
    if change.kind == Kind.LENGTH:
        return _("%(label)s (før %(minutes)s)") % {"label": label, "minutes": minutes(before["minutes"])}
    if change.kind == Kind.NEED:
        return f"{label}: {change.visit.need_of_the_day}"
    if change.kind == Kind.CONTENT:
        return f"{label}: {change.visit.title}"
    return f"{label}: {change.reason}" if change.reason else str(label)


def _clock(before: Mapping[str, Any]) -> str:
    return clock(datetime.fromisoformat(before["starts_at"]))


@dataclass(frozen=True)
class Line:
    """One day of a digest."""

    day: date
    words: str


@dataclass(frozen=True)
class Digest:
    """What an adopted plan changed for one employee."""

    pk: int
    week: int
    lines: list[Line]


def digest(notice: PlanNotice) -> Digest:
    """The notice in words, day by day."""
    lines = [Line(date.fromisoformat(counts["day"]), _counts(counts)) for counts in notice.days]
    return Digest(notice.pk, notice.proposal.week.number, lines)


def _counts(counts: Mapping[str, Any]) -> str:
    words = [
        (counts["new"], ngettext("%(n)s nyt besøg", "%(n)s nye besøg", counts["new"])),
        (counts["moved"], ngettext("%(n)s flyttet", "%(n)s flyttede", counts["moved"])),
        (counts["gone"], ngettext("%(n)s mindre", "%(n)s færre", counts["gone"])),
    ]
    return ", ".join(text % {"n": number} for number, text in words if number)
