"""Every page that each person can come to by following links: for eyes, ears and fingers, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import (
    axe_findings,
    english_words,
    first_stop,
    shape,
    too_wide,
    too_wide_with_large_text,
)
from tests.journeys.browser import Browser, picture
from tests.journeys.house import House
from tests.journeys.ways import sign_in_as

CAST = ["Mette", "Christina", "Søren", "Lene", "Ali", "Tove", "Ella", "Dorit", "Birgit", "Henrik"]
DESK, PHONE, NARROW = {"width": 1360, "height": 900}, {"width": 390, "height": 844}, {"width": 320, "height": 640}
# Files to fetch, not pages to read.
NO_PAGE = ("/udskrift/", "/indlaes/skabelon/")
# Wishes in an address, as ?dag=..&besoeg=..; more of them at once show nothing new.
MOST_WISHES = 2
VARIABLE = re.compile(r"\d{4}-\d\d-\d\d|\d{4}-\d\d|\d+|(?<=/indstillinger/)[\w.]+")
LINKS = "links => links.filter(a => a.origin === location.origin).map(a => a.getAttribute('href'))"
WALK = """() => {
  const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && each.tabIndex >= 0 && !each.disabled;
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  return [...document.querySelectorAll(wanted)].filter(shown).filter((each) => each.type !== "radio").length;
}"""

type Kind = tuple[str, frozenset[str]]


@pytest.fixture(scope="session")
def shapes_seen() -> set[tuple[int, str]]:
    """Widths and shapes of pages that were looked through already, whoever they were shown to."""
    return set()


def kind_of(address: str) -> Kind:
    """Which page an address leads to, whatever row or day it is about."""
    parts = urlsplit(address)
    return VARIABLE.sub("*", parts.path), frozenset(name for name, _ in parse_qsl(parts.query))


def pages_of(page: Page) -> Iterator[str]:
    """Open one page after another until every kind of page behind a link was seen."""
    waiting, seen = [urlsplit(page.url).path], set[Kind]()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in seen or len(kind[1]) > MOST_WISHES or any(file in address for file in NO_PAGE):
            continue
        seen.add(kind)
        page.goto(address)
        found = page.locator("a[href]").evaluate_all(LINKS)
        here = urlsplit(page.url)
        waiting += [link if not link.startswith("?") else here.path + link for link in found if link[0] in "/?"]
        yield address


@pytest.mark.parametrize("name", CAST)
def test_every_page_of(name: str, house: House, browser: Browser, shapes_seen: set[tuple[int, str]]) -> None:
    page = browser.desk(house)
    sign_in_as(page, name)
    faults: list[str] = []
    count = 0
    for address in pages_of(page):
        count += 1
        faults += [f"{address}: {fault}" for fault in faults_of(page, shapes_seen)]
        picture(page, f"{name}/{count:02}{re.sub(r'[^a-z0-9]+', '-', address)[:60]}")
        page.set_viewport_size(PHONE)
        picture(page, f"{name}/{count:02}{re.sub(r'[^a-z0-9]+', '-', address)[:60]}-390")
        page.set_viewport_size(DESK)
    assert count > 5
    assert not faults, "\n".join(faults)


def faults_of(page: Page, shapes_seen: set[tuple[int, str]]) -> Iterator[str]:
    """Everything that is wrong with the page."""
    if words := english_words(page):
        yield f"not Danish: {words}"
    if (stop := first_stop(page)) != "#main-content":
        yield f"the first stop of the keyboard is {stop}"
    form = shape(page)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        if (size["width"], form) not in shapes_seen:
            shapes_seen.add((size["width"], form))
            yield from (f"{size['width']} px: {fault}" for fault in axe_findings(page))
    page.set_viewport_size(NARROW)
    yield from (f"320 px: {fault}" for fault in too_wide(page))
    page.set_viewport_size(DESK)
    yield from (f"text of 200 %: {fault}" for fault in too_wide_with_large_text(page))


@pytest.mark.parametrize("address", ["/i-dag/", "/ugen/", "/borgere/1/"])
def test_the_keyboard_reaches_everything(address: str, house: House, browser: Browser) -> None:
    page = browser.desk(house)
    sign_in_as(page, "Mette")
    page.goto(address)
    reachable = page.evaluate(WALK)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    page.goto(address)
    page.evaluate("window.reached = new Set()")
    for _ in range(reachable):
        page.keyboard.press("Tab")
        page.evaluate("reached.add(document.activeElement)")
    assert page.evaluate("reached.size") == reachable
