"""From an empty installation to a team that has its first citizen and its first week."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.browser import Browser, picture
from tests.journeys.house import House
from tests.journeys.ways import code_of, follow, press

SETUP = ["setup", "--organisation", "Åby Kommune", "--name", "Henrik Toft", "--username", "henrik", "--email", ""]
WORDS = "At jeg selv kan lave min kaffe om morgenen."
PASSWORD = "tre gule cykler i regn"


def test_from_nothing_to_a_working_team(empty_house: House, browser: Browser) -> None:
    printed = empty_house.command(*SETUP)
    page = browser.desk(empty_house)
    henrik_comes_in(page, code=re.search(r"Koden er (\S+)\.", printed)[1])  # type: ignore[index]
    henrik_builds(page)
    henrik_invites_mette(page)

    phone = browser.phone(empty_house)
    mette_comes_in(phone, empty_house)
    mette_admits_ella(phone, browser)
    mette_agrees_help(phone)
    mette_plans_her_first_week(phone, empty_house)

    page.goto("/")
    expect(page.get_by_role("navigation", name="Hovedmenu").get_by_role("link")).to_have_text(["Opsætning"])
    with browser.awaiting(403):
        page.goto("/borgere/")
    assert "Ella" not in page.content()


def choose_password(page: Page, first_name: str) -> None:
    """The first step of somebody new."""
    expect(page.get_by_role("heading", name=f"Velkommen, {first_name}")).to_be_visible()
    assert_accessible(page)
    picture(page, f"velkommen-{first_name}")
    page.get_by_label("Ny adgangskode").fill(PASSWORD)
    press(page, "Gem adgangskode")


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
    page.get_by_label("Pinkode", exact=True).fill("470913")
    page.get_by_label("Gentag pinkoden").fill("470913")
    press(page, "Husk denne enhed")


def henrik_comes_in(page: Page, code: str) -> None:
    """The administrator types the code that the command printed."""
    page.goto("/")
    follow(page, "Første gang? Brug koden fra dit brev")
    page.get_by_label("Kode").fill(code.lower())
    press(page, "Fortsæt")
    choose_password(page, "Henrik")
    expect(page.get_by_role("heading", name="Åby Kommune")).to_be_visible()


def henrik_builds(page: Page) -> None:
    """A section, and a team in it that opens at seven."""
    picture(page, "opsaetning-tom")
    page.get_by_label("Sektionens navn").fill("Sektion Øst")
    press(page, "Opret sektion")
    follow(page, "Ret sektion eller tilføj team")
    page.get_by_label("Teamets navn").fill("Team Åparken")
    press(page, "Opret team")
    page.goto("/opsaetning/")
    follow(page, "Ret Team Åparken")
    page.get_by_label("Teamets adresse").fill("Åparken 1")
    page.get_by_label("Breddegrad").fill("55,64")
    page.get_by_label("Længdegrad").fill("12,08")
    press(page, "Gem")
    expect(page.get_by_role("heading", name="Sektion Øst")).to_be_visible()
    assert_accessible(page)
    picture(page, "opsaetning")


def henrik_invites_mette(page: Page) -> None:
    """Mette gets a role in the team, and a link by mail; a letter can be fetched as well."""
    follow(page, "Medarbejdere")
    follow(page, "Ny medarbejder")
    page.get_by_label("Navn").fill("Mette Lund")
    page.get_by_label("Faggruppe").select_option(label="Social- og sundhedsassistent")
    page.get_by_label("Mail").fill("mette@example.org")
    press(page, "Opret medarbejder")
    page.get_by_label("Rolle").select_option(label="Teammedlem")
    page.get_by_label("Hvor").select_option(label="Team Åparken")
    press(page, "Giv rolle")
    expect(page.get_by_text("Mette Lund har fået rollen.")).to_be_visible()
    with page.expect_download() as letter:
        press(page, "Hent brev med kode")
    assert letter.value.path().read_bytes().startswith(b"%PDF")
    press(page, "Send link på mail")
    expect(page.get_by_text("Inviteret. Koden gælder til")).to_be_visible()
    assert_accessible(page)
    picture(page, "medarbejder")


def mette_comes_in(phone: Page, house: House) -> None:
    """Mette follows the link of her mail on her phone."""
    link = re.search(r"http://\S+/invitation/\S+", house.mail_to("mette@example.org"))
    assert link
    phone.goto(link[0])
    choose_password(phone, "Mette")
    prove_twice(phone, house, "Mette")
    expect(phone.get_by_text("Du har ikke vagt i dag.")).to_be_visible()
    picture(phone, "idag-uden-vagt")


def mette_admits_ella(phone: Page, browser: Browser) -> None:
    """The first citizen of the team. Her record cannot begin without her words, or a reason."""
    follow(phone, "Borgere")
    follow(phone, "Ny borger")
    phone.get_by_label("Navn").fill("Ella Winther")
    phone.get_by_label("CPR-nummer").fill("770540-0012")
    phone.get_by_label("Adresse", exact=True).fill("Åparken 12, 2. tv")
    press(phone, "Opret borger")
    expect(phone.get_by_role("heading", name="Hvad er vigtigt for Ella?")).to_be_visible()
    picture(phone, "vigtigt")
    with browser.awaiting(422):
        press(phone, "Gem")
        expect(phone.get_by_role("alert")).to_be_visible()
    assert_accessible(phone)
    picture(phone, "vigtigt-tomt")
    phone.get_by_label("Hvad er vigtigt for Ella?").fill(WORDS)
    press(phone, "Gem")
    expect(phone.get_by_role("heading", name="Ella Winther")).to_be_visible()
    expect(phone.get_by_text(WORDS)).to_be_visible()
    assert_accessible(phone)
    picture(phone, "borger-ny")


def mette_agrees_help(phone: Page) -> None:
    """Help every morning, as agreed with Ella."""
    follow(phone, "Ny aftale")
    phone.get_by_label("Hvad hjælper vi med?").fill("Morgenhjælp")
    for day in ("Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag"):
        phone.get_by_label(day).check()
    phone.get_by_label("Hvor længe?").fill("30")
    phone.get_by_label("Tidligst fra kl.").fill("7")
    phone.get_by_label("Senest slut kl.").fill("10.30")
    assert_accessible(phone)
    picture(phone, "aftale")
    press(phone, "Gem aftalen")
    expect(phone.get_by_role("heading", name="Morgenhjælp")).to_be_visible()


def mette_plans_her_first_week(phone: Page, house: House) -> None:
    """Shifts, a proposal, a decision; and her morning tells where to go."""
    follow(phone, "Team")
    assert_accessible(phone)
    picture(phone, "team-nyt")
    follow(phone, "Vagter")
    for day in ("tir 24.", "ons 25."):
        phone.get_by_label(f"Mette Lund {day}").fill("7-15")
    press(phone, "Gem vagter")
    assert_accessible(phone)
    picture(phone, "vagter-nye")
    house.command("work", "--once")
    follow(phone, "Ugen")
    press(phone, "Foreslå")
    expect(phone.get_by_text("Ikke vedtaget endnu")).to_be_visible(timeout=60_000)
    assert_accessible(phone)
    picture(phone, "ugen-foerste")
    press(phone, "Vedtag ugen")
    expect(phone.get_by_text("Ugen er vedtaget.")).to_be_visible()
    follow(phone, "I dag")
    follow(phone, "I morgen")
    expect(phone.get_by_role("link", name="Ella Winther")).to_be_visible()
    picture(phone, "imorgen-foerste")
