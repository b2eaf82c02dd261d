"""What the proofs leave out is left out in the open: a reason beside it, and nothing at all in the engine."""

import re
from collections.abc import Iterator

from tests.architecture.tree import APPS, ENGINE, files, name

PRAGMA = re.compile(r"#\s*pragma:\s*no\s*(?:cover|branch)(?P<reason>.*)")


def exclusions(text: str) -> Iterator[tuple[int, str]]:
    """Lines that are left out of the coverage, with the reason given."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := PRAGMA.search(line):
            yield number, found["reason"].strip(" -\u2013")


def test_the_engine_leaves_nothing_out() -> None:
    found = [f"{name(path)}:{line}" for path in files(ENGINE) for line, _ in exclusions(path.read_text())]
    assert found == []


def test_every_exclusion_has_a_reason() -> None:
    found = [(name(path), line, reason) for path in files(APPS) for line, reason in exclusions(path.read_text())]
    assert [place for place in found if len(place[2]) < 10] == []


def test_the_rule_bites() -> None:
    assert list(exclusions("x = 1  # pragma: no cover\n")) == [(1, "")]
    assert list(exclusions("for x in y:  # pragma: no branch - y has an x")) == [(1, "y has an x")]
