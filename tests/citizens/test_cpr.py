"""Numbers are checked by their date only."""

from datetime import date

import pytest

from handlekraft.citizens.cpr import Cpr, mask, parse, written


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("010140-1234", Cpr("0101401234", date(1940, 1, 1), False)),
        (" 010140 1234 ", Cpr("0101401234", date(1940, 1, 1), False)),
        ("610140-1234", Cpr("6101401234", date(1940, 1, 1), True)),
        ("9112361111", Cpr("9112361111", date(1936, 12, 31), True)),
        ("0101364000", Cpr("0101364000", date(2036, 1, 1), False)),
        ("0101374000", Cpr("0101374000", date(1937, 1, 1), False)),
        ("0101369000", Cpr("0101369000", date(2036, 1, 1), False)),
        ("0101575000", Cpr("0101575000", date(2057, 1, 1), False)),
        ("0101588000", Cpr("0101588000", date(1858, 1, 1), False)),
        ("2902004000", Cpr("2902004000", date(2000, 2, 29), False)),
    ],
)
def test_the_date_and_the_century_are_read(typed: str, expected: Cpr) -> None:
    assert parse(typed) == expected


def test_a_number_that_fails_modulus_11_is_a_number() -> None:
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    assert sum(weight * int(digit) for weight, digit in zip(weights, "0101401236", strict=True)) % 11
    assert parse("0101401236").digits == "0101401236"


@pytest.mark.parametrize("typed", ["", "010140123", "01014012345", "010140-123a", "٠١٠١٤٠١٢٣٤"])
def test_anything_but_ten_digits_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="ti cifre"):
        parse(typed)


@pytest.mark.parametrize(
    "typed", ["320140-1234", "000140-1234", "600140-1234", "3002401234", "0113401234", "9201401234"]
)
def test_a_number_without_a_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="ikke en dato"):
        parse(typed)


def test_how_a_number_is_shown() -> None:
    assert (mask("0101401234"), mask(""), written("0101401234")) == ("010140-****", "", "010140-1234")
