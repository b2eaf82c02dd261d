"""The day list on paper: what one needs at the door, never a code, a number or a protected address."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.visits.day import Day, Stop, address, companion
from handlekraft.web.paper import paper
from handlekraft.web.templatetags.danish import clock, day, minutes, moment


def day_paper(own: Day) -> bytes:
    """The sheet of one employee's day as PDF."""
    return paper("web/paper/day_list.typ", values_of(own))


def values_of(own: Day) -> dict[str, Any]:
    """What stands on the sheet."""
    return {
        "title": _("Dagsliste"),
        "who": own.employee.name,
        "day": day(own.day),
        "sender": own.shifts[0].team.name if own.shifts else "",
        "printed": _("Udskrevet %(moment)s") % {"moment": moment(timezone.now())},
        "visits": [_line(stop, own) for stop in own.stops if not stop.is_behind],
    }


def _line(stop: Stop, own: Day) -> dict[str, Any]:
    visit = stop.visit
    if visit is None:
        words = {"name": stop.words, "address": "", "what_matters": "", "agreed": "", "alerts": [], "with": ""}
        return {**words, "time": clock(stop.starts_at), "minutes": minutes(stop.length)}
    met = companion(visit, own.employee)
    return {
        "time": clock(stop.starts_at),
        "minutes": minutes(visit.minutes),
        "name": visit.citizen.name,
        "address": address(visit.citizen),
        "what_matters": stop.words,
        "agreed": visit.need_of_the_day or f"{visit.title}. {visit.text}".strip(),
        "alerts": [alert.text for alert in stop.alerts],
        "with": met.name if met else "",
    }
