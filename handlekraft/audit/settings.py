"""Dated settings of the municipality, asked for by name: audit and access stand below the room that keeps them."""

from datetime import date
from typing import Any

from django.apps import apps

KEEP_YEARS = "audit.keep_years"
KEEP_YEARS_DEFAULT = 5


def in_force(key: str, day: date, default: Any, **place: Any) -> Any:
    """The value of `key` on `day`, for a place (`team=`, `section=`) or the whole organisation."""
    row = apps.get_model("people", "DatedSetting").objects.in_force(key, day, **place)
    return default if row is None else row.value


def kept_since(day: date) -> date:
    """The log of this day and later is kept."""
    years = int(in_force(KEEP_YEARS, day, KEEP_YEARS_DEFAULT))
    # 29 February has no birthday in most years: its log is kept a day longer.
    return date(day.year - years, day.month, min(day.day, 28) if day.month == 2 else day.day)
