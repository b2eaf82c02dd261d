"""The days of a week in words."""

import pytest
from django.utils import translation

from handlekraft.citizens.rhythm import rhythm_in_words


@pytest.mark.parametrize(
    ("weekdays", "every", "words"),
    [
        ("1234567", 1, "Hver dag"),
        ("12345", 1, "Hverdage"),
        ("67", 1, "Weekend"),
        ("3", 1, "Onsdag"),
        ("135", 1, "Mandag, onsdag og fredag"),
        ("25", 2, "Tirsdag og fredag hver 2. uge"),
    ],
)
def test_rhythm(weekdays: str, every: int, words: str) -> None:
    assert rhythm_in_words(weekdays, every) == words


def test_names_of_days_follow_the_language() -> None:
    with translation.override("en"):
        assert "Monday" in rhythm_in_words("14")
