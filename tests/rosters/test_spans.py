"""Working hours as they are typed."""

from datetime import date

import pytest
from django.utils import timezone

from handlekraft.demo.makers import local
from handlekraft.rosters.spans import Span, Unreadable, read_spans, write_spans

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("7-15", ["07:00-15:00"]),
        ("15-23.30", ["15:00-23:30"]),
        ("15:00 – 23:30", ["15:00-23:30"]),
        ("0700-1500", ["07:00-15:00"]),
        ("7-11, 15-19", ["07:00-11:00", "15:00-19:00"]),
        ("15-19 og 7-11", ["07:00-11:00", "15:00-19:00"]),
        ("7-11 15-19", ["07:00-11:00", "15:00-19:00"]),
        ("7-11+15-19", ["07:00-11:00", "15:00-19:00"]),
        ("16-24", ["16:00-00:00"]),
        ("22-7", ["22:00-07:00"]),
    ],
)
def test_hours_are_read(text: str, spans: list[str]) -> None:
    found = read_spans(text, MONDAY)
    clocks = [f"{timezone.localtime(one.starts_at):%H:%M}-{timezone.localtime(one.ends_at):%H:%M}" for one in found]
    assert clocks == spans
    assert all(one.starts_at < one.ends_at for one in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fri", "ikke en vagt"),
        ("7", "ikke en vagt"),
        ("7-99", "findes"),
        ("25-7", "findes"),
        ("7-24.30", "findes"),
        ("7-15, 14-20", "overlapper"),
    ],
)
def test_what_is_no_shift_is_said(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_spans(text, MONDAY)


def test_hours_are_written_as_one_types_them() -> None:
    assert write_spans(read_spans("07.00-11.00, 15:00-23:30", MONDAY)) == "7-11, 15-23.30"


def test_the_night_of_the_clock_change_is_as_long_as_it_is() -> None:
    spring, autumn = read_spans("22-7", date(2026, 3, 28))[0], read_spans("22-7", date(2026, 10, 24))[0]
    assert (spring.ends_at - spring.starts_at).total_seconds() == 8 * 3600
    assert (autumn.ends_at - autumn.starts_at).total_seconds() == 10 * 3600


def test_spans_that_touch_do_not_overlap() -> None:
    one = Span(local("2026-11-23 07:00"), local("2026-11-23 15:00"))
    two = Span(local("2026-11-23 15:00"), local("2026-11-23 23:00"))
    assert not one.overlaps(two)
