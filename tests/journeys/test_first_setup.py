"""From an empty installation to a team that has its first citizen and its first week."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.browser import Browser, picture
from tests.journeys.house import House
from tests.journeys.ways import build, follow, press, set_up, take_up_invitation

WORDS = "At jeg selv kan lave min kaffe om morgenen."


def test_from_nothing_to_a_working_team(empty_house: House, browser: Browser) -> None:
    page = browser.desk(empty_house)
    set_up(page, empty_house)
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


def henrik_builds(page: Page) -> None:
    """A section, and a team in it with a place to start from."""
    picture(page, "opsaetning-tom")
    build(page, section="Sektion Øst", team="Team Åparken")
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
    take_up_invitation(phone, house, "mette@example.org", "Mette")
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
