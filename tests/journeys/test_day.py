"""Mette's evening on her phone: what she needs at the door in a tap or two, and her words afterwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.browser import Browser, picture
from tests.journeys.house import House
from tests.journeys.ways import follow, press, sign_in_as

NOTE = "Alt gik godt. Der blev grinet meget over radioavisen."


def card_now(phone: Page) -> str:
    """Whose card is the one for now."""
    return phone.locator(".card.current h2").inner_text().split(",")[0]


def visits_of(phone: Page, citizen: str) -> list[str]:
    """What the visits to the citizen are for on Mette's list."""
    phone.goto("/i-dag/")
    cards = phone.locator(".day-list .card:not(.done)", has=phone.get_by_role("heading", name=citizen))
    return [each.locator("p").first.inner_text() for each in cards.all()]


@pytest.mark.requirement("R-040", "R-045")
def test_a_visit_is_handed_over_in_two_taps_and_taken_back(house: House, browser: Browser) -> None:
    house.set_clock("2026-11-23 15:05")
    phone = browser.phone(house)
    sign_in_as(phone, "Mette")
    phone.get_by_role("link", name="Ella Winther").first.click()
    assert_accessible(phone)
    follow(phone, "Overdrag")
    picture(phone, "overdrag")
    assert_accessible(phone)
    press(phone, "Giv til Maja")
    expect(phone.get_by_role("status")).to_contain_text("Maja")
    address = phone.url
    assert "Aftensmad" not in visits_of(phone, "Ella Winther")
    phone.goto(address)
    press(phone, "Fortryd den seneste")
    assert "Aftensmad" in visits_of(phone, "Ella Winther")

    phone.get_by_role("link", name="Ella Winther").first.click()
    follow(phone, "Overdrag")
    hanne = phone.locator("li.colleague", has_text="Hanne Brandt")
    expect(hanne.locator(".refusal")).to_contain_text("Hanne er ikke på arbejde")
    expect(hanne.get_by_role("button")).to_have_count(0)


def test_a_visit_from_the_door_to_the_note(house: House, browser: Browser) -> None:
    house.set_clock("2026-11-23 17:02")
    phone = browser.phone(house)
    sign_in_as(phone, "Mette")
    expect(phone.get_by_role("heading", name="God eftermiddag, Mette")).to_be_visible()
    citizen = card_now(phone)
    picture(phone, "idag")
    press(phone, "Jeg er her")
    expect(phone.get_by_role("heading", name=citizen).first).to_be_visible()
    picture(phone, "besoeg")
    assert_accessible(phone)
    need_of_the_day(phone)
    phone.get_by_text("Som planlagt", exact=True).click()
    phone.get_by_label("Note").first.fill(NOTE)
    press(phone, "Udført")
    expect(phone.get_by_role("status").first).to_contain_text("Gemt.")
    phone.locator("main").get_by_role("link", name="I dag").click()
    assert card_now(phone) != citizen
    expect(phone.get_by_role("link", name=f"Udført {citizen}")).to_contain_text("Alt gik godt.")
    picture(phone, "idag-efter")

    desk = browser.desk(house)
    sign_in_as(desk, "Christina")
    desk.goto("/borgere/")
    follow(desk, citizen, exact=False)
    expect(desk.get_by_text(NOTE)).to_be_visible()
    assert_accessible(desk)
    picture(desk, "borger")


def need_of_the_day(phone: Page) -> None:
    """Two taps, no typing; the page stays where it is."""
    phone.get_by_text("I dag hellere …").click()
    wish = phone.locator("#need .choice button").first
    words = wish.inner_text()
    wish.click()
    expect(phone.locator("#need .today-wish")).to_contain_text(words)
    picture(phone, "besoeg-behov")
