"""What people type for dates, times and durations is read the way it was meant."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError

from handlekraft.web.fields import DanishDateField, DanishTimeField, DurationMinutesField

MARCH = dt.date(2026, 3, 4)


class Sheet(forms.Form):
    on = DanishDateField()
    at = DanishTimeField()
    length = DurationMinutesField(min_value=5)


@pytest.mark.parametrize(
    "typed",
    [
        "4.3.2026",
        "04.03.2026",
        "04-03-2026",
        "4/3/2026",
        "4,3,2026",
        "4 3 2026",
        "4. 3. 2026",
        "04032026",
        "2026-03-04",
        " 4.3.2026 ",
    ],
)
def test_a_date_may_be_typed_in_many_ways(typed: str) -> None:
    assert DanishDateField().clean(typed) == MARCH


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("i morgen", "Skriv datoen som dag, måned og år, for eksempel 4.3.2026."),
        ("4.3.26", "Skriv datoen som dag, måned og år, for eksempel 4.3.2026."),
        ("4.3", "Skriv datoen som dag, måned og år, for eksempel 4.3.2026."),
        ("31.2.2026", "Datoen 31.2.2026 findes ikke i kalenderen."),
        ("2026-13-01", "Datoen 2026-13-01 findes ikke i kalenderen."),
        ("", "Skal udfyldes."),
    ],
)
def test_what_is_no_date_is_named(typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        DanishDateField().clean(typed)
    assert refusal.value.messages == [said]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("07.30", dt.time(7, 30)),
        ("7:30", dt.time(7, 30)),
        ("7,30", dt.time(7, 30)),
        ("0730", dt.time(7, 30)),
        ("730", dt.time(7, 30)),
        ("7", dt.time(7)),
        ("kl. 7.30", dt.time(7, 30)),
        ("23.59", dt.time(23, 59)),
        (dt.time(7, 30), dt.time(7, 30)),
    ],
)
def test_a_time_may_be_typed_in_many_ways(typed: str, meant: dt.time) -> None:
    assert DanishTimeField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["24.00", "7.60", "halv otte", "7.3.1", "12345"])
def test_what_is_no_time_is_named(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        DanishTimeField().clean(typed)
    assert refusal.value.messages == ["Skriv klokkeslættet som timer og minutter, for eksempel 07.30."]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("45", 45),
        ("45 min", 45),
        ("45 minutter", 45),
        ("1 t 20", 80),
        ("1 t 20 min.", 80),
        ("1t20", 80),
        ("1 time og 20 minutter", 80),
        ("2 timer", 120),
        ("1:15", 75),
        ("1.15", 75),
        ("0", 0),
        (45, 45),
    ],
)
def test_a_duration_may_be_typed_in_many_ways(typed: str, meant: int) -> None:
    assert DurationMinutesField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["en time", "t", "og", "1:75", "-5"])
def test_what_is_no_duration_is_named(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        DurationMinutesField().clean(typed)
    assert refusal.value.messages == ["Skriv tiden i minutter, for eksempel 45, eller som 1 t 20 min."]


def test_a_duration_may_have_a_least_length() -> None:
    with pytest.raises(ValidationError):
        DurationMinutesField(min_value=5).clean("4")


def test_nothing_typed_is_nothing_where_that_is_allowed() -> None:
    assert DanishDateField(required=False).clean("") is None
    assert DanishTimeField(required=False).clean("") is None
    assert DurationMinutesField(required=False).clean("") is None


def test_a_date_that_is_one_stays_one() -> None:
    assert DanishDateField().clean(MARCH) == MARCH


def test_stored_values_are_shown_as_one_would_type_them() -> None:
    form = Sheet(initial={"on": MARCH, "at": dt.time(7, 30), "length": 80})
    assert [form[name].value() for name in form.fields] == ["4.3.2026", "07.30", "1 t 20 min"]


def test_what_was_typed_stays_as_it_was_typed() -> None:
    form = Sheet({"on": "snart", "at": "7", "length": "lidt"})
    assert [form[name].value() for name in form.fields] == ["snart", "7", "lidt"]


def test_what_is_shown_is_read_back_unchanged() -> None:
    stored = {"on": MARCH, "at": dt.time(0, 5), "length": 125}
    shown = {name: Sheet(initial=stored)[name].value() for name in stored}
    form = Sheet(shown, initial=stored)
    assert form.is_valid()
    assert form.cleaned_data == stored
    assert not form.has_changed()
