"""CPR numbers: ten digits, checked by their date only. Numbers that fail modulus 11 have been given out since 2007."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

REPLACEMENT_DAYS = 60


@dataclass(frozen=True)
class Cpr:
    """A number that may exist. A replacement number (day + 60) is given to those who have none yet."""

    digits: str
    born_on: date
    is_replacement: bool


def parse(typed: str) -> Cpr:
    """The number meant by what was typed. Raises ValueError with a sentence for the person."""
    digits = "".join(typed.replace("-", " ").split())
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        raise ValueError(
            _("Et CPR-nummer har ti cifre, for eksempel 010140-1234. Tjek, om der er et for lidt eller for meget.")
        )
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    is_replacement = day > REPLACEMENT_DAYS
    try:
        born_on = date(century(int(digits[6]), year) + year, month, day - REPLACEMENT_DAYS * is_replacement)
    except ValueError:
        raise ValueError(
            _("De første seks cifre er ikke en dato. Skriv dag, måned og år, for eksempel 010140.")
        ) from None
    return Cpr(digits, born_on, is_replacement)


def century(seventh: int, year: int) -> int:
    """The century that the seventh digit and the two digits of the year stand for."""
    if seventh <= 3:
        return 1900
    if seventh in {4, 9}:
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def mask(digits: str) -> str:
    """010140-****"""
    return f"{digits[:6]}-****" if digits else ""


def written(digits: str) -> str:
    """010140-1234"""
    return f"{digits[:6]}-{digits[6:]}"
