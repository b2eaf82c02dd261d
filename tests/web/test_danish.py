"""Dates, times and numbers as Danes write them, and as the English do."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from handlekraft.web.templatetags import danish

MARCH = dt.date(2026, 3, 4)
# 06.30 in UTC is 07.30 in Copenhagen in winter.
MORNING = dt.datetime(2026, 3, 4, 6, 30, tzinfo=dt.UTC)
CASES: list[tuple[Callable[..., str], tuple[Any, ...], str, str]] = [
    (danish.day, (MARCH,), "ons. 4. marts 2026", "Wed 4 March 2026"),
    (danish.day, (None,), "", ""),
    (danish.long_day, (MARCH,), "onsdag 4. marts", "Wednesday 4 March"),
    (danish.long_day, (None,), "", ""),
    (danish.short_day, (MARCH,), "ons 4.", "Wed 4"),
    (danish.short_day, (None,), "", ""),
    (danish.week, (dt.date(2026, 1, 1),), "1", "1"),
    (danish.week, (dt.date(2027, 1, 1),), "53", "53"),
    (danish.week, (None,), "", ""),
    (danish.clock, (MORNING,), "07.30", "07:30"),
    (danish.clock, (dt.time(0, 0),), "00.00", "00:00"),
    (danish.clock, (None,), "", ""),
    (danish.table_clock, (MORNING,), "07:30", "07:30"),
    (danish.table_clock, (None,), "", ""),
    (danish.span, (dt.time(15), dt.time(23, 30)), "15.00–23.30", "15:00–23:30"),
    (danish.moment, (MORNING,), "ons. 4. marts 2026 kl. 07.30", "Wed 4 March 2026 at 07:30"),
    (danish.moment, (None,), "", ""),
    (danish.minutes, (25,), "25 min", "25 min"),
    (danish.minutes, (80,), "1 t 20 min", "1 h 20 min"),
    (danish.minutes, (120,), "2 t", "2 h"),
    (danish.minutes, (0,), "0 min", "0 min"),
    (danish.minutes, (-80,), "−1 t 20 min", "−1 h 20 min"),
    (danish.minutes, (None,), "", ""),
    (danish.number, (1234,), "1.234", "1,234"),
    (danish.number, (1234.5, 2), "1.234,50", "1,234.50"),
    (danish.number, (Decimal("1234.50"),), "1.234,5", "1,234.5"),
    (danish.number, (1000,), "1.000", "1,000"),
    (danish.number, (0.125,), "0,13", "0.13"),
    (danish.number, (-3, 1), "−3,0", "−3.0"),
    (danish.number, (2.5, 0), "3", "3"),
    (danish.number, (None,), "", ""),
    (danish.percent, (0.78,), "78 %", "78%"),
    (danish.percent, (0.1234, 1), "12,3 %", "12.3%"),
    (danish.percent, (None,), "", ""),
    (danish.initials, ("Samira Khan",), "SK", "SK"),
    (danish.initials, ("Åse Marie Øster",), "ÅØ", "ÅØ"),
    (danish.initials, ("Inger",), "IN", "IN"),
    (danish.initials, ("",), "?", "?"),
    (danish.initials, (None,), "?", "?"),
    (danish.age, (None,), "", ""),
]


@pytest.mark.parametrize(("written", "values", "text", "_english"), CASES)
def test_in_danish(written: Callable[..., str], values: tuple[Any, ...], text: str, _english: str) -> None:
    assert written(*values) == text


@pytest.mark.parametrize(("written", "values", "_danish", "text"), CASES)
@pytest.mark.usefixtures("in_english")
def test_in_english(written: Callable[..., str], values: tuple[Any, ...], _danish: str, text: str) -> None:
    assert written(*values) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ((2026, 3, 29, 0, 59), "01.59"),
        ((2026, 3, 29, 1, 0), "03.00"),
        ((2026, 10, 25, 0, 30), "02.30"),
        ((2026, 10, 25, 1, 30), "02.30"),
    ],
)
def test_the_clock_follows_summer_time(moment: tuple[int, ...], text: str) -> None:
    year, month, day, hour, minute = moment
    assert danish.clock(dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)) == text


def test_a_late_evening_in_utc_is_the_next_day_here() -> None:
    late = dt.datetime(2026, 6, 30, 23, 15, tzinfo=dt.UTC)
    assert danish.day(late) == "ons. 1. juli 2026"
    assert danish.week(dt.datetime(2026, 7, 5, 22, 30, tzinfo=dt.UTC)) == "28"


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "i dag"), (-1, "i går"), (1, "i morgen"), (2, "onsdag 25. november"), (-2, "lørdag 21. november")],
)
def test_near_days_have_names(at: Callable[[str], None], days: int, text: str) -> None:
    at("2026-11-23 14:50")
    assert danish.relative_day(dt.date(2026, 11, 23) + dt.timedelta(days=days)) == text


def test_near_midnight_the_day_is_that_of_copenhagen(at: Callable[[str], None]) -> None:
    at("2026-11-23 00:10")
    assert danish.relative_day(dt.datetime(2026, 11, 22, 23, 20, tzinfo=dt.UTC)) == "i dag"
    assert danish.relative_day(None) == ""


@pytest.mark.parametrize(
    ("born", "years"), [(dt.date(1940, 11, 23), "86"), (dt.date(1940, 11, 24), "85"), (dt.date(2026, 11, 23), "0")]
)
def test_age_grows_on_the_birthday(at: Callable[[str], None], born: dt.date, years: str) -> None:
    at("2026-11-23 14:50")
    assert danish.age(born) == years


def test_a_moment_without_a_zone_is_taken_as_it_stands() -> None:
    assert danish.clock(MORNING.astimezone(ZoneInfo("Europe/Copenhagen")).replace(tzinfo=None)) == "07.30"


def test_templates_need_no_load() -> None:
    template = Template("{{ start|span:end }} · {{ 80|minutes }} · {{ 1234.5|number:2 }}")
    assert (
        template.render(Context({"start": dt.time(15), "end": dt.time(23, 30)}))
        == "15.00–23.30 · 1 t 20 min · 1.234,50"
    )
