"""The main path without a line of script: sign in, see the day, document, plan, move, adopt."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.browser import Browser
from tests.journeys.house import House
from tests.journeys.ways import follow, press, sign_in_as, until

NOTE = "Uden script, men med omhu."


def test_a_day_is_documented(house: House, browser: Browser) -> None:
    phone = browser.phone(house, java_script_enabled=False)
    sign_in_as(phone, "Mette")
    citizen = phone.locator(".card.current h2").inner_text().split(",")[0]
    press(phone, "Jeg er her")
    phone.get_by_text("I dag hellere …").click()
    phone.locator("#need .choice button").first.click()
    expect(phone.locator("#need .today-wish")).to_be_visible()
    with browser.awaiting(422):
        press(phone, "Udført")
        expect(phone.get_by_role("alert").first).to_contain_text("Noget mangler")
    phone.get_by_text("Som planlagt", exact=True).click()
    phone.get_by_label("Note").first.fill(NOTE)
    press(phone, "Udført")
    phone.goto("/borgere/")
    follow(phone, citizen, exact=False)
    expect(phone.get_by_text(NOTE)).to_be_visible()


def test_a_week_is_planned(house: House, browser: Browser) -> None:
    desk = browser.desk(house, java_script_enabled=False)
    sign_in_as(desk, "Mette")
    follow(desk, "Ugen")
    follow(desk, "Ugen efter")
    press(desk, "Foreslå")
    until(lambda: is_proposed(desk), seconds=90)
    visit = desk.locator(".board a", has_text="Ella").first
    visit.click()
    expect(desk.locator("#panel h2")).to_contain_text("Hvorfor Ella kl.")
    desk.get_by_text("Flyt besøget").click()
    with browser.awaiting(422):
        move_to_somebody_else(desk)
    press(desk, "Vedtag ugen")
    expect(desk.get_by_text("Ugen er vedtaget.")).to_be_visible()


def move_to_somebody_else(desk: Page) -> None:
    """Try one colleague after another; whom the rules keep from coming is refused in words, and the form stays."""
    place = desk.locator("#panel select").first
    others = [option.get_attribute("value") for option in place.locator("option:not(:checked)").all()]
    for other in others:
        place.select_option(other)
        press(desk, "Flyt")
        if not desk.locator("#panel form [role=alert], #panel .alert").count():
            return
    raise AssertionError(desk.locator("#panel").inner_text())


def is_proposed(desk: Page) -> bool:
    """Whether the proposal is there; without script one asks again."""
    if desk.get_by_text("Ikke vedtaget endnu").count():
        return True
    follow(desk, "Opdatér")
    return False
