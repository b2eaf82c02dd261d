"""A phone laid down for six minutes, and the ways back: a PIN on the known device, a passkey on the next."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.browser import Browser, picture
from tests.journeys.house import House
from tests.journeys.ways import PIN, choose_password, press, prove_twice

HALF_A_NOTE = "Ella fortalte om sin søster i"


@pytest.fixture(scope="module")
def strict_house(sample: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The sample municipality with the lock of a real one."""
    folder = tmp_path_factory.mktemp("strict")
    shutil.copytree(sample.folder, folder, dirs_exist_ok=True)
    with House(folder, DEMO="1", LOCK_MINUTES="5").open() as house:
        yield house


def begin_with_code(page: Page, house: House, username: str, first_name: str) -> None:
    """With a code from the shell, as when every sign-in is lost."""
    code = re.search(r"Koden er (\S+)\.", house.command("invite", username))
    assert code
    page.goto("/invitation/")
    page.get_by_label("Kode").fill(code[1])
    press(page, "Fortsæt")
    choose_password(page, first_name)


def minutes_pass(page: Page, house: House, minutes: int) -> None:
    """On the clock of the house and on the phone."""
    house.pass_time(minutes=minutes)
    page.clock.fast_forward(minutes * 60_000)


def test_the_screen_locks_and_opens_with_the_words_where_they_were(strict_house: House, browser: Browser) -> None:
    phone = browser.phone(strict_house)
    begin_with_code(phone, strict_house, "mette", "Mette")
    prove_twice(phone, strict_house, "Mette")
    press(phone, "Jeg er her")
    place = phone.url
    note = phone.locator("form[data-outbox] textarea").first
    note.press_sequentially(HALF_A_NOTE)
    minutes_pass(phone, strict_house, 4)
    expect(note).to_have_value(HALF_A_NOTE)

    minutes_pass(phone, strict_house, 6)
    nothing_is_told(phone)
    assert_accessible(phone)
    picture(phone, "laas")
    with browser.awaiting(422):
        phone.get_by_label("Pinkode").fill("111112")
        press(phone, "Lås op")
        expect(phone.get_by_text("Du har 4 forsøg tilbage.").first).to_be_visible()
    phone.get_by_label("Pinkode").fill(PIN)
    press(phone, "Lås op")
    expect(note).to_have_value(HALF_A_NOTE)
    assert phone.url == place

    minutes_pass(phone, strict_house, 6)
    nothing_is_told(phone)
    phone.go_back()
    nothing_is_told(phone)
    for address in (place, "/i-dag/", "/laas/kladde/"):
        phone.goto(address)
        nothing_is_told(phone)


def nothing_is_told(phone: Page) -> None:
    """Whoever picks the phone up reads neither names nor what was being written."""
    expect(phone.get_by_role("heading", name="Hej Mette")).to_be_visible()
    source = phone.content()
    assert HALF_A_NOTE not in source
    assert "Winther" not in source
    assert "/borgere/" not in source


def test_a_passkey_is_both_steps_at_once(strict_house: House, browser: Browser) -> None:
    desk = browser.desk(strict_house)
    debugger = desk.context.new_cdp_session(desk)
    debugger.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**key, "isUserVerified": True, "automaticPresenceSimulation": True}
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    begin_with_code(desk, strict_house, "christina", "Christina")
    press(desk, "Lav en adgangsnøgle")
    press(desk, "Jeg har gemt dem")
    press(desk, "Husk den ikke")
    expect(desk.get_by_role("navigation", name="Hovedmenu")).to_be_visible()
    desk.goto("/min-konto/")
    expect(desk.get_by_text("Adgangsnøgle tilføjet")).to_be_visible()
    assert_accessible(desk)
    picture(desk, "min-konto")
    desk.locator("summary", has_text="Menu for Christina Dahl").click()
    press(desk, "Log ud")
    expect(desk.get_by_role("heading", name="Log ind")).to_be_visible()
    press(desk, "Log ind med adgangsnøgle")
    press(desk, "Husk den ikke")
    expect(desk.get_by_role("navigation", name="Hovedmenu")).to_be_visible()
