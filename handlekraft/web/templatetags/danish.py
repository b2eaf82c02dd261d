"""Dates, times and numbers as Danes write them, or as the English do when English is chosen. Copenhagen time."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

WEEKDAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "da": [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
Day = dt.date | dt.datetime | None
Moment = dt.datetime | dt.time | None
Number = int | float | Decimal | None


def _english() -> bool:
    return (get_language() or "da").startswith("en")


def _local[T: (Day, Moment)](value: T) -> T:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _weekday(value: dt.date, letters: int | None = None) -> str:
    return WEEKDAYS["en" if _english() else "da"][value.weekday()][:letters]


def _month(value: dt.date) -> str:
    return MONTHS["en" if _english() else "da"][value.month - 1]


@register.filter
def day(value: Day) -> str:
    """Ons. 4. marts 2026"""
    value = _local(value)
    if not value:
        return ""
    if _english():
        return f"{_weekday(value, 3)} {value.day} {_month(value)} {value.year}"
    return f"{_weekday(value, 3)}. {value.day}. {_month(value)} {value.year}"


@register.filter
def long_day(value: Day) -> str:
    """Onsdag 4. marts"""
    value = _local(value)
    if not value:
        return ""
    return f"{_weekday(value)} {value.day}{'' if _english() else '.'} {_month(value)}"


@register.filter
def short_day(value: Day) -> str:
    """Ons 4."""
    value = _local(value)
    if not value:
        return ""
    return f"{_weekday(value, 3)} {value.day}{'' if _english() else '.'}"


@register.filter
def relative_day(value: Day) -> str:
    """I dag, i går, i morgen, else the weekday and the date"""
    value = _local(value)
    if not value:
        return ""
    on = value.date() if isinstance(value, dt.datetime) else value
    near = {-1: _("i går"), 0: _("i dag"), 1: _("i morgen")}
    return near.get((on - timezone.localdate()).days) or long_day(on)


@register.filter
def week(value: Day) -> str:
    """The ISO week number."""
    value = _local(value)
    return str(value.isocalendar().week) if value else ""


@register.filter
def table_clock(value: Moment) -> str:
    """07:30, for columns and boards"""
    value = _local(value)
    return "" if value is None else f"{value.hour:02}:{value.minute:02}"


@register.filter
def clock(value: Moment) -> str:
    """07.30, for text"""
    text = table_clock(value)
    return text if _english() else text.replace(":", ".")


@register.filter
def span(start: Moment, end: Moment) -> str:
    """15.00–23.30"""
    return f"{clock(start)}–{clock(end)}"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Ons. 4. marts 2026 kl. 07.30"""
    if value is None:
        return ""
    return f"{day(value)} {'at' if _english() else 'kl.'} {clock(value)}"


@register.filter
def minutes(value: Number) -> str:
    """25 min, 1 t 20 min"""
    if value is None or value == "":
        return ""
    hours, rest = divmod(abs(round(value)), 60)
    hour = "h" if _english() else "t"
    words = [f"{hours} {hour}"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours)
    return ("−" if value < 0 else "") + " ".join(words)


@register.filter
def number(value: Number, decimals: int | None = None) -> str:
    """1.234,50; without a number of decimals whole numbers stay whole and others get at most two"""
    if value is None or value == "":
        return ""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-(2 if decimals is None else decimals)), ROUND_HALF_UP)
    text = f"{abs(exact):,}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if not _english():
        text = text.translate(str.maketrans(",.", ".,"))
    return ("−" if exact < 0 else "") + text


@register.filter
def percent(share: Number, decimals: int = 0) -> str:
    """0.78 is 78 %"""
    if share is None or share == "":
        return ""
    text = number(Decimal(str(share)) * 100, decimals)
    return f"{text}%" if _english() else f"{text} %"


@register.filter
def age(born: Day) -> str:
    """Whole years lived today."""
    if not born:
        return ""
    today = timezone.localdate()
    return str(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


@register.filter
def initials(name: str | None) -> str:
    """SK for Samira Khan"""
    words = (name or "").split()
    if not words:
        return "?"
    letters = words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()
