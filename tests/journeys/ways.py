"""What people of the stories do often."""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode
from datetime import datetime

from playwright.sync_api import Locator, Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.browser import picture
from tests.journeys.house import House

SETUP = ["setup", "--organisation", "Åby Kommune", "--name", "Henrik Toft", "--username", "henrik", "--email", ""]
PASSWORD = "tre gule cykler i regn"
PIN = "470913"


def sign_in_as(page: Page, name: str) -> None:
    """Into the sample municipality as one of its cast."""
    page.goto("/log-ind/")
    page.get_by_role("button", name=f"Log ind som {name}").click()
    page.wait_for_url(lambda url: "/log-ind/" not in url)


def code_of(secret: str, now: datetime) -> str:
    """What a code app shows for the secret at that moment (RFC 6238)."""
    counter = struct.pack(">Q", int(now.timestamp()) // 30)
    digest = hmac.new(b32decode(secret.replace(" ", "")), counter, hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def press(page: Page | Locator, words: str, *, exact: bool = True) -> None:
    """Press the button with these words."""
    page.get_by_role("button", name=words, exact=exact).click()


def follow(page: Page | Locator, words: str, *, exact: bool = True) -> None:
    """Follow the link with these words."""
    page.get_by_role("link", name=words, exact=exact).click()


def until(happens: object, seconds: float = 20) -> None:
    """Wait until something is so."""
    assert callable(happens)
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.1)


def set_up(page: Page, house: House) -> None:
    """The organisation and its first administrator, who types the code that the command printed."""
    printed = re.search(r"Koden er (\S+)\.", house.command(*SETUP))
    assert printed
    page.goto("/")
    follow(page, "Første gang? Brug koden fra dit brev")
    page.get_by_label("Kode").fill(printed[1].lower())
    press(page, "Fortsæt")
    choose_password(page, "Henrik")
    expect(page.get_by_role("heading", name="Åby Kommune")).to_be_visible()


def choose_password(page: Page, first_name: str) -> None:
    """The first step of somebody new."""
    expect(page.get_by_role("heading", name=f"Velkommen, {first_name}")).to_be_visible()
    assert_accessible(page)
    picture(page, f"velkommen-{first_name}")
    page.get_by_label("Ny adgangskode").fill(PASSWORD)
    press(page, "Gem adgangskode")


def build(page: Page, *, section: str, team: str) -> None:
    """A section and a team in it, on the set-up page."""
    page.get_by_label("Sektionens navn").fill(section)
    press(page, "Opret sektion")
    follow(page, "Ret sektion eller tilføj team")
    page.get_by_label("Teamets navn").fill(team)
    press(page, "Opret team")
    expect(page.get_by_role("link", name=team)).to_be_visible()


def prove_twice(page: Page, house: House, first_name: str) -> None:
    """Whoever sees citizens goes on: second factor, recovery codes, PIN."""
    expect(page.get_by_role("heading", name="Vælg dit andet trin")).to_be_visible()
    assert_accessible(page)
    picture(page, f"andet-trin-{first_name}")
    page.get_by_text("Kan du ikke bruge kameraet?").click()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Kode", exact=True).fill(code_of(secret, house.now()))
    press(page, "Fortsæt med kode-app")
    expect(page.get_by_role("heading", name="Dine reservekoder")).to_be_visible()
    expect(page.locator("ul.codes li")).to_have_count(10)
    assert_accessible(page)
    picture(page, f"reservekoder-{first_name}")
    press(page, "Jeg har gemt dem")
    assert_accessible(page)
    picture(page, f"pinkode-{first_name}")
    page.get_by_label("Pinkode", exact=True).fill(PIN)
    page.get_by_label("Gentag pinkoden").fill(PIN)
    press(page, "Husk denne enhed")


def take_up_invitation(page: Page, house: House, mail: str, first_name: str) -> None:
    """From the link of a mail into the house."""
    link = re.search(r"http://\S+/invitation/\S+", house.mail_to(mail))
    assert link
    page.goto(link[0])
    choose_password(page, first_name)
    prove_twice(page, house, first_name)
