"""How the engine's values refuse nonsense: one sentence that says what, where and how to mend it."""

from __future__ import annotations

from collections.abc import Container, Iterable


def check(holds: bool, sentence: str) -> None:
    """Raise ``ValueError(sentence)`` unless it holds."""
    if not holds:
        raise ValueError(sentence)


def check_minutes(where: str, minutes: int) -> None:
    """A duration is at least one minute."""
    check(minutes >= 1, f"{where}: lasts {minutes} minutes; give at least 1")


def check_distinct(kind: str, ids: Iterable[str]) -> None:
    """No id twice among things of one kind."""
    seen: set[str] = set()
    for name in ids:
        check(name not in seen, f"the {kind} {name!r} appears twice; ids must differ")
        seen.add(name)


def check_known(where: str, kind: str, ids: Iterable[str], known: Container[str]) -> None:
    """Every id is one of the known ones."""
    for name in ids:
        check(name in known, f"{where}: the {kind} {name!r} is not in the problem")
