"""Danish letters fold their case in searches on every database."""

import pytest

from handlekraft.config.sqlite.base import like
from handlekraft.people.models import Section


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["øst", "ØST", "n ø"])
def test_a_search_finds_danish_letters_in_any_case(words: str) -> None:
    Section.objects.create(name="Sektion Øst")
    assert Section.objects.filter(name__icontains=words).exists()


@pytest.mark.parametrize(
    ("wanted", "value", "found"),
    [
        ("%æble%", "Grønt ÆBLE", True),
        ("æble", "æbler", False),
        ("_ble", "Åble", True),
        ("100\\%", "100%", True),
        ("100\\%", "1000", False),
        ("slut\\", "slut", True),
        ("a%b", "a\nb", True),
        (None, "x", None),
        ("x", None, None),
    ],
)
def test_like(wanted: str | None, value: str | None, found: bool | None) -> None:
    assert like(wanted, value, "\\") is found
