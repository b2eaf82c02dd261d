"""A day that changes, and what fewer faces cost: said where one stands, answered with names, decided by the team."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.browser import Browser, picture
from tests.journeys.house import House
from tests.journeys.ways import follow, press, sign_in_as


@pytest.fixture(scope="module", autouse=True)
def quick_proposals(house: House) -> None:
    """Three seconds are enough for twenty citizens."""
    decided = "key='planning.seconds', value=3, valid_from=date(2026, 11, 1), source='Prøven'"
    script = "from datetime import date; from handlekraft.people.models import DatedSetting; "
    script += f"DatedSetting.objects.create({decided})"
    house.command("shell", "-c", script)


@pytest.mark.requirement("R-040", "R-045")
def test_mette_is_late_and_the_team_decides(house: House, browser: Browser) -> None:
    phone = browser.phone(house)
    sign_in_as(phone, "Mette")
    phone.goto("/i-dag/")
    picture(phone, "idag-anderledes")
    follow(phone, "Jeg er forsinket")
    phone.get_by_label("45 min").check(force=True)
    assert_accessible(phone)
    picture(phone, "forsinket")
    press(phone, "Sig det til teamet")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Mette er forsinket og hos den næste kl.")
    expect(phone.locator("#answer")).to_contain_text("Alt andet står, som det er meldt ud.")
    expect(phone.locator("#answer")).to_contain_text("fordi Mette er forsinket.")
    assert_accessible(phone)
    picture(phone, "forsinket-svar")
    press(phone, "Vedtag ændringen")
    expect(phone.get_by_text("Planen er ændret.")).to_be_visible()
    expect(phone.get_by_text("Vedtaget af Mette Lund")).to_be_visible()
    phone.goto("/i-dag/")
    expect(phone.get_by_text("Mette er forsinket")).to_have_count(0)


@pytest.mark.requirement("R-040")
def test_a_colleague_falls_out_and_everybody_sees_whom_it_concerns(house: House, browser: Browser) -> None:
    desk = browser.desk(house)
    sign_in_as(desk, "Søren")
    follow(desk, "Ugen")
    desk.goto(re.sub(r"\?.*", "", desk.url) + "?dag=2026-11-24")
    planned = desk.locator(".board .lane", has=desk.locator("[data-hk-block]")).first
    name = str(planned.get_attribute("data-hk-name"))
    follow(desk, "Dagen ændrer sig")
    assert_accessible(desk)
    picture(desk, "dagen-aendrer-sig")
    away = desk.locator("section.card", has=desk.get_by_role("heading", name="En kollega kommer ikke"))
    chosen = away.locator("option", has_text=re.compile(f"^{name} ")).first.inner_text()
    away.get_by_label("Hvem").select_option(label=chosen)
    press(away, "Find ud af, hvem det rammer")
    expect(desk.get_by_role("heading", level=1)).to_have_text(f"{name} er fraværende i morgen")
    expect(desk.locator("#answer")).to_contain_text("Alt andet står, som det er meldt ud.")
    assert_accessible(desk)
    picture(desk, "fravaer-svar")
    expect(desk.get_by_role("button", name="Vedtag ændringen")).to_have_count(0)
    the_team_adopts(house, browser, desk.url)
    others_find_nothing(house, browser, desk.url)


def the_team_adopts(house: House, browser: Browser, address: str) -> None:
    """The planner has no say in it; Mette has."""
    mette = browser.desk(house)
    sign_in_as(mette, "Mette")
    mette.goto(address)
    press(mette, "Vedtag ændringen")
    expect(mette.get_by_text("Planen er ændret.")).to_be_visible()


def others_find_nothing(house: House, browser: Browser, address: str) -> None:
    """The neighbouring team does not find the page."""
    tove = browser.desk(house)
    sign_in_as(tove, "Tove")
    with browser.awaiting(404):
        answer = tove.goto(address)
    assert answer
    assert answer.status == 404


@pytest.mark.requirement("R-046")
def test_the_team_sees_what_fewer_faces_cost_and_chooses(house: House, browser: Browser) -> None:
    desk = browser.desk(house)
    sign_in_as(desk, "Mette")
    follow(desk, "Ugen")
    follow(desk, "Ugen efter")
    follow(desk, "Hvad koster færre ansigter?")
    press(desk, "Regn kurven")
    expect(desk.locator("svg.curve")).to_be_visible(timeout=120_000)
    assert_accessible(desk)
    picture(desk, "kurve")
    other = desk.locator("ol.points li:not(.chosen)").first
    words = other.locator("b").inner_text()
    press(other, "Vælg", exact=False)
    expect(desk.locator("ol.points li.chosen")).to_contain_text(words)
    expect(desk.get_by_text("Besluttet af Mette Lund")).to_be_visible()
    follow(desk, "Til ugen")
    shows_the_chosen_point(desk, words)
    phone = browser.phone(house)
    sign_in_as(phone, "Christina")
    phone.goto(desk.url)
    follow(phone, "Se tallene, og vælg")
    expect(phone.get_by_role("button", name="Vælg")).to_have_count(0)
    assert_accessible(phone)
    picture(phone, "kurve-telefon")


def shows_the_chosen_point(desk: Page, words: str) -> None:
    """Ugen itself says what the team has chosen."""
    card = desk.locator("section.card", has=desk.get_by_role("heading", name="Ansigter mod vej"))
    expect(card).to_contain_text(words)
    assert_accessible(desk)
    picture(desk, "ugen-kurve")
