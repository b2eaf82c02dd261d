"""A proposal as files for other programs: a table and a calendar. Numbers only, unless names are asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from handlekraft.visits.models import Visit
from handlekraft.visits.planning.rows import Rows

COLUMNS = ["dag", "start", "slut", "minutter", "besøg", "borger", "medarbejder", "anden medarbejder", "låst"]


@dataclass(frozen=True)
class Planned:
    """One visit of the plan, as it goes into a file."""

    visit: Visit
    starts_at: datetime | None
    citizen: str
    carers: list[str]
    is_locked: bool

    @property
    def ends_at(self) -> datetime | None:
        """When it ends."""
        return self.starts_at + timedelta(minutes=self.visit.minutes) if self.starts_at else None


def planned(rows: Rows, *, names: bool) -> Iterator[Planned]:
    """The visits of the plan in the order of the week, with names or with numbers."""
    found = [(visit, rows.slot(visit)) for visit in rows.visits]
    for visit, slot in sorted(found, key=lambda one: (one[0].day, one[1].starts_at or one[0].latest_at, one[0].pk)):
        citizen = visit.citizen.name if names else str(visit.citizen_id)
        carers = [rows.employees[carer].name if names else str(carer) for carer in slot.carers]
        yield Planned(visit, slot.starts_at, citizen, carers, slot.is_locked)


def as_csv(rows: Rows, *, names: bool) -> str:
    """The plan as a table with semicolons, as Danish spreadsheets read it."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    for one in planned(rows, names=names):
        first, second, *_rest = (*one.carers, "", "")
        clocks = [f"{timezone.localtime(at):%H:%M}" if at else "" for at in (one.starts_at, one.ends_at)]
        people = [_safe(name) for name in (one.citizen, first, second)]
        locked = "ja" if one.is_locked else ""
        table.writerow([one.visit.day.isoformat(), *clocks, one.visit.minutes, one.visit.pk, *people, locked])
    return text.getvalue()


def _safe(cell: str) -> str:
    """A name that a spreadsheet would take for a formula stays a name."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell


def as_calendar(rows: Rows, *, names: bool) -> bytes:
    """The covered visits of the plan as a calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Handlekraft//DA")
    calendar.add("version", "2.0")
    for one in planned(rows, names=names):
        if one.starts_at is None:
            continue
        event = Event()
        event.add("uid", f"visit-{one.visit.pk}@handlekraft")
        event.add("dtstamp", rows.now)
        event.add("dtstart", one.starts_at)
        event.add("dtend", one.ends_at)
        event.add("summary", _("%(citizen)s · %(carers)s") % {"citizen": one.citizen, "carers": ", ".join(one.carers)})
        calendar.add_component(event)
    return bytes(calendar.to_ical())
