"""A part that was swapped in equals the same part of a fresh page."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Whoever carries it, a token against forged requests differs from answer to answer.
TOKEN = re.compile(r"(?<=[\"';])[A-Za-z0-9]{64}(?=[\"'&])")


class Elements(HTMLParser):
    """Finds where the element with an id begins and ends in the source."""

    def __init__(self, wanted: str) -> None:
        super().__init__(convert_charrefs=False)
        self.wanted = wanted
        self.depth = 0
        self.start: int | None = None
        self.end: int | None = None
        self.lines: list[int] = [0]

    def of(self, html: str) -> str:
        """The source of the element."""
        self.lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self.feed(html)
        assert self.end is not None, f"no element with id {self.wanted!r}"
        return html[self.start : self.end]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.start is None and ("id", self.wanted) in attrs:
            self.start = self._here()
        if self.start is not None and self.end is None and tag not in VOID:
            self.depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of SVG that closes itself holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        if self.start is None or self.end is not None or tag in VOID:
            return
        self.depth -= 1
        if self.depth == 0:
            self.end = self._here() + len(tag) + len("</>")

    def _here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column


def element(html: str, part: str) -> str:
    """The element with the id `part`, spaces and tokens that differ by chance evened out."""
    return re.sub(r"\s+", " ", TOKEN.sub("", Elements(part).of(html))).strip()


def text_of(response: HttpResponse) -> str:
    """The answer as text."""
    return response.content.decode(response.charset)


def assert_swap_equals_fresh(
    client: Client, url: str, data: Mapping[str, Any] | None, part: str, *, fresh_url: str | None = None
) -> str:
    """Play what htmx plays (a POST of `data`, or a GET if None), then open the page anew: the part must be the same.

    Returns the element, so that the test can say what must stand in it.
    """
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": f"section#{part}"}
    swap = client.get(url, headers=headers) if data is None else client.post(url, data, headers=headers)
    assert swap.status_code == 200, f"{url} answered {swap.status_code}"
    assert "<html" not in text_of(swap), f"{url} answered htmx with a whole page"
    swapped, fresh = element(text_of(swap), part), element(text_of(client.get(fresh_url or url)), part)
    assert swapped == fresh
    return swapped
