"""Who sees whom: a substitute for a day, the nurse of the neighbouring team, and the log that Ella reads."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.browser import Browser, picture
from tests.journeys.house import House
from tests.journeys.ways import follow, press, sign_in_as

REASON = "Ella er faldet ved havnen og er forvirret. Jeg skal vide, hvilken medicin hun får."


def links_to_citizens(page: Page) -> dict[str, str]:
    """The citizens that the page leads to: name and address."""
    links = [(link, link.get_attribute("href") or "") for link in page.get_by_role("link").all()]
    return {link.inner_text().split(",")[0]: to for link, to in links if re.fullmatch(r"/borgere/\d+/", to)}


@pytest.mark.requirement("D-03")
def test_a_substitute_sees_his_four_citizens_and_no_more(house: House, browser: Browser) -> None:
    phone = browser.phone(house)
    sign_in_as(phone, "Ali")
    expect(phone.get_by_role("navigation", name="Hovedmenu").get_by_role("link")).to_have_text(["I dag"])
    names = {words.strip() for words in phone.locator(".day-list h2").all_inner_texts()}
    assert len(names) == 4
    assert_accessible(phone)
    picture(phone, "idag-ali")
    numbers = [link.get_attribute("href") for link in phone.locator(".day-list a[href^='/besoeg/']").all()]
    assert len(numbers) == 4

    mette = browser.phone(house)
    sign_in_as(mette, "Mette")
    mette.goto("/borgere/")
    citizens = links_to_citizens(mette)
    assert names < citizens.keys()
    answers = {name: phone.request.get(address).status for name, address in citizens.items()}
    assert {name for name, status in answers.items() if status == 200} == names
    assert set(answers.values()) == {200, 404}
    with browser.awaiting(404):
        phone.goto(next(address for name, address in citizens.items() if name not in names))
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(phone)
    picture(phone, "findes-ikke")
    phone.goto("/borgere/")
    assert set(links_to_citizens(phone)) == names
    with browser.awaiting(403, 404):
        for closed in ("/ugen/", "/opsaetning/", "/noedadgang/"):
            answer = phone.goto(closed)
            assert answer
            assert answer.status in {403, 404}, closed


@pytest.mark.requirement("D-03", "D-04")
def test_emergency_access_is_told_to_the_citizen_herself(house: House, browser: Browser) -> None:
    ella = browser.phone(house)
    sign_in_as(ella, "Ella")
    follow(ella, "Hvem har set min journal?")
    expect(ella.locator("main")).not_to_contain_text(REASON)

    desk = browser.desk(house)
    sign_in_as(desk, "Tove")
    with browser.awaiting(404):
        answer = desk.goto("/borgere/1/")
    assert answer
    assert answer.status == 404
    desk.goto("/noedadgang/")
    picture(desk, "noedadgang")
    desk.get_by_label("Fulde navn").fill("Ella Winther")
    desk.get_by_label("Fødselsdag").fill("17.5.1940")
    with browser.awaiting(422):
        press(desk, "Åbn journalen")
        expect(desk.get_by_role("alert")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_label("Hvorfor har du brug for adgang?").fill(REASON)
    press(desk, "Åbn journalen")
    expect(desk.get_by_role("heading", name="Ella Winther, 86")).to_be_visible()
    picture(desk, "borger-noedadgang")

    ella.reload()
    expect(ella.get_by_text(REASON).first).to_be_visible()
    line = ella.locator("li", has_text=REASON).first
    expect(line).to_contain_text("Sygeplejerske")
    expect(line).not_to_contain_text("Tove Berg")
    assert_accessible(ella)
    picture(ella, "journal-log")

    desk.goto("/noedadgang/")
    press(desk, "Afslut nødadgang")
    with browser.awaiting(404):
        answer = desk.goto("/borgere/1/")
    assert answer
    assert answer.status == 404
