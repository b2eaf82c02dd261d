"""A team plans its week: a proposal, moves by every means, reasons, locks, two proposals side by side, a decision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.browser import Browser, picture
from tests.journeys.house import House
from tests.journeys.ways import choose_password, follow, press, prove_twice, sign_in_as

BLOCK = ".board li[data-hk-block]"


@pytest.fixture(scope="module", autouse=True)
def quick_proposals(house: House) -> None:
    """Three seconds are enough for twenty citizens."""
    decided = "key='planning.seconds', value=3, valid_from=date(2026, 11, 1), source='Prøven'"
    script = "from datetime import date; from handlekraft.people.models import DatedSetting; "
    script += f"DatedSetting.objects.create({decided})"
    house.command("shell", "-c", script)


def block(page: Page, name: str) -> Locator:
    """The first visit on the board to that person, by first name."""
    return page.locator(BLOCK, has=page.locator("b", has_text=re.compile(f"^{name}$"))).first


def place(visit: Locator) -> tuple[str, str]:
    """Who comes and when."""
    lane = visit.locator("xpath=ancestor::*[@data-hk-lane][1]")
    return str(lane.get_attribute("data-hk-name")), str(visit.get_attribute("data-from"))


@pytest.mark.requirement("R-040", "R-042", "R-049")
def test_a_week_from_proposal_to_decision(house: House, browser: Browser) -> None:
    # A screen on end: every colleague's day is in sight of the mouse.
    desk = browser.desk(house, viewport={"width": 1360, "height": 1600})
    sign_in_as(desk, "Mette")
    follow(desk, "Ugen")
    follow(desk, "Ugen efter")
    press(desk, "Foreslå")
    expect(desk.get_by_text("Ikke vedtaget endnu")).to_be_visible(timeout=90_000)
    expect(desk.get_by_text("Forslag 1 ·")).to_be_visible()
    expect(desk.locator(".board .hours").first).to_contain_text("07")
    expect(desk.locator(".board .hours").first).to_contain_text("23")
    expect(desk.get_by_text("luft")).to_be_visible()
    assert_accessible(desk)
    picture(desk, "ugen-forslag")

    why(desk)
    moves(desk, browser)
    locks_and_proposes_again(desk)
    compares(desk)

    hanne = browser.phone(house)
    come_in_as_colleague(hanne, house)
    hanne.goto("/i-dag/")
    expect(hanne.get_by_text("Uge 49 er vedtaget")).to_have_count(0)
    follow(desk, "Til ugen")
    press(desk, "Vedtag ugen")
    expect(desk.get_by_text("Ugen er vedtaget. Dem, hvis dage er ændret, har fået besked.")).to_be_visible()
    hanne.goto("/i-dag/")
    expect(hanne.get_by_role("heading", name="Uge 49 er vedtaget, og dine dage er ændret")).to_be_visible()
    assert_accessible(hanne)
    picture(hanne, "idag-besked")
    press(hanne, "Læst")
    expect(hanne.get_by_role("heading", name="Uge 49 er vedtaget")).to_have_count(0)
    others_do_not_plan_it(house, browser, desk.url)


def others_do_not_plan_it(house: House, browser: Browser, address: str) -> None:
    """The facilitator looks and plans nothing; the neighbouring team does not find the page."""
    christina, tove = browser.desk(house), browser.desk(house)
    sign_in_as(christina, "Christina")
    christina.goto(address)
    expect(christina.locator(".board")).to_be_visible()
    for words in ("Foreslå", "Foreslå igen", "Vedtag ugen"):
        expect(christina.get_by_role("button", name=words)).to_have_count(0)
    sign_in_as(tove, "Tove")
    with browser.awaiting(404):
        answer = tove.goto(address)
    assert answer
    assert answer.status == 404


def why(desk: Page) -> None:
    """A visit says why it lies where it does, and what it would cost elsewhere."""
    block(desk, "Ella").locator("a").click()
    panel = desk.locator("#panel")
    expect(panel.get_by_role("heading", level=2)).to_contain_text("Hvorfor Ella kl.")
    expect(panel.locator("p").nth(1)).to_be_visible()
    assert_accessible(desk)
    picture(desk, "ugen-hvorfor")


def moves(desk: Page, browser: Browser) -> None:
    """By drag, by keyboard and by the plain form, each with its price in words; and the way back."""
    ella = block(desk, "Ella")
    with browser.awaiting(422):
        name = drag_to_somebody_else(desk, ella)
    expect(desk.locator("#notices")).to_contain_text("Ella er flyttet.")
    picture(desk, "ugen-flyttet")

    began = place(ella)[1]
    step = "ArrowRight" if began < "09:00" else "ArrowLeft"
    ella.locator("a").focus()
    for key in (step, step, "Escape"):
        desk.keyboard.press(key)
    assert place(ella) == (name, began)
    with renewed(desk):
        for key in (step, step, "Enter"):
            desk.keyboard.press(key)
    assert place(ella) == (name, later(began, 10 if step == "ArrowRight" else -10))
    expect(ella.locator("a")).to_be_focused()

    with renewed(desk):
        by_form(desk, ella, began.lstrip("0").replace(":", "."))
    expect(ella).to_have_attribute("data-from", began)
    with browser.awaiting(422):
        by_form(desk, ella, "6.00")
        expect(desk.locator("#panel").get_by_role("alert")).to_be_visible()
        assert_accessible(desk)
        picture(desk, "ugen-nej")
    assert place(ella) == (name, began)


def later(clock: str, minutes: int) -> str:
    """A clock time so many minutes later."""
    total = int(clock[:2]) * 60 + int(clock[3:]) + minutes
    return f"{total // 60:02}:{total % 60:02}"


@contextmanager
def renewed(desk: Page) -> Iterator[None]:
    """Afterwards the week is the server's answer, not what the mouse left behind."""
    desk.locator("#week").evaluate("week => week.dataset.old = ''")
    yield
    expect(desk.locator("#week:not([data-old])")).to_be_visible()


def drag_to_somebody_else(desk: Page, visit: Locator) -> str:
    """To a colleague with time around the visit; whoever may not come is refused, and the next one is tried."""
    start, end = (str(visit.get_attribute(f"data-{edge}")) for edge in ("from", "to"))
    for name in who_has_time(desk, later(start, -30), later(end, 30)):
        with renewed(desk):
            drag(desk, visit, desk.locator(f".board .lane[data-hk-name='{name}']"))
        if place(visit)[0] == name:
            return name
    raise AssertionError("Nobody else can come.")


def who_has_time(desk: Page, start: str, end: str) -> list[str]:
    """Everybody who is at work between two clock times and visits nobody meanwhile."""
    found = []
    for lane in desk.locator(".board .lane", has=desk.locator(".shift")).all():
        [(begins, stops), *_] = hours(lane.locator(".shift"))
        busy = hours(lane.locator("[data-hk-block]"))
        if begins <= start and end <= stops and all(until <= start or end <= since for since, until in busy):
            found.append(str(lane.get_attribute("data-hk-name")))
    return found


def hours(parts: Locator) -> list[tuple[str, str]]:
    """From when to when each of them lasts."""
    return [(str(each.get_attribute("data-from")), str(each.get_attribute("data-to"))) for each in parts.all()]


def drag(desk: Page, visit: Locator, lane: Locator) -> None:
    """Straight down or up into the lane, with the mouse."""
    visit.scroll_into_view_if_needed()
    start, end = visit.bounding_box(), lane.bounding_box()
    assert start
    assert end
    x = start["x"] + start["width"] / 2
    desk.mouse.move(x, start["y"] + start["height"] / 2)
    desk.mouse.down()
    desk.mouse.move(x, end["y"] + end["height"] / 2, steps=8)
    desk.mouse.up()


def by_form(desk: Page, visit: Locator, at: str) -> None:
    """The way that needs neither mouse nor script."""
    visit.locator("a").click()
    panel = desk.locator("#panel")
    panel.get_by_text("Flyt besøget").click()
    panel.get_by_label("Hvornår").fill(at)
    press(panel, "Flyt")


def locks_and_proposes_again(desk: Page) -> None:
    """What the team has moved or locked stands where it stood in the next proposal."""
    ella = block(desk, "Ella")
    expect(ella).to_have_class(re.compile("locked"))
    key = desk.locator(f"{BLOCK}:not(.locked)").first.get_attribute("data-hk-block")
    other = desk.locator(f"[data-hk-block='{key}']").first
    other.locator("a").click()
    with renewed(desk):
        press(desk.locator("#panel"), "Lås")
    expect(other).to_have_class(re.compile("locked"))
    stood = place(ella), place(other)
    press(desk, "Foreslå igen")
    expect(desk.get_by_text("Forslag 2 ·")).to_be_visible(timeout=90_000)
    assert (place(ella), place(other)) == stood
    expect(desk.get_by_text("teamet har låst 2 besøg")).to_be_visible()
    picture(desk, "ugen-igen")


def compares(desk: Page) -> None:
    """Two proposals side by side: what each costs and gives, and where they differ."""
    follow(desk, "Sammenlign to forslag")
    expect(desk.get_by_role("table").first).to_contain_text("Transport")
    assert_accessible(desk)
    picture(desk, "ugen-sammenlign")


def come_in_as_colleague(phone: Page, house: House) -> None:
    """Hanne is not one of the cast: she comes in as everybody does."""
    code = re.search(r"Koden er (\S+)\.", house.command("invite", "hanne.brandt"))
    assert code
    phone.goto("/invitation/")
    phone.get_by_label("Kode").fill(code[1])
    press(phone, "Fortsæt")
    choose_password(phone, "Hanne")
    prove_twice(phone, house, "Hanne")
