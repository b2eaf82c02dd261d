"""Codes of invitations: four times four letters that can be read aloud and typed from a letter."""

from django.utils.crypto import get_random_string, salted_hmac

# No vowels (no words), nothing that looks like a digit: 20 letters, 69 bits in 16 of them.
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 16


def new_code() -> str:
    """A code nobody can guess, in four groups."""
    code = get_random_string(LENGTH, ALPHABET)
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def bare(code: str) -> str:
    """The letters alone, however they were typed."""
    return "".join(letter for letter in code.upper() if letter.isalpha())


def digest_of(code: str) -> str:
    """What is kept of a code."""
    return salted_hmac("handlekraft.people.codes", bare(code), algorithm="sha256").hexdigest()
