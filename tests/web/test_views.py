"""The pages about the system itself."""

import pytest
from django.test import Client
from pytest_django import Settings

from tests.swaps import text_of
from tests.web.conftest import HTMX

ORGANISATION = {
    "name": "Åby Kommune",
    "contact_name": "Henrik Juul",
    "contact_email": "handlekraft@example.org",
    "contact_phone": "+4512345678",
    "address": "Torvet 1",
    "assessed_on": "4. marts 2026",
}
FILLED = {
    "name": "Ella Winther",
    "secret": "hemmeligt",
    "carers": "1",
    "on": "4.3.2026",
    "starts_at": "0730",
    "length": "1 t 20",
    "reason": "wish",
    "way": "planned",
    "days": "1",
    "agreed": "on",
    "secret_key": "1",
}


@pytest.mark.requirement("D-08")
def test_the_accessibility_statement_says_whom_to_write_to(browser: Client, settings: Settings) -> None:
    settings.ORGANISATION = ORGANISATION
    text = text_of(browser.get("/tilgaengelighed/"))
    for words in (
        "Åby Kommune er forpligtet",
        "mailto:handlekraft@example.org",
        "Henrik Juul",
        "4. marts 2026",
        "klage",
    ):
        assert words in text
    assert browser.post("/tilgaengelighed/").status_code == 405


def test_without_an_organisation_the_statement_admits_it(browser: Client, settings: Settings) -> None:
    settings.ORGANISATION = {}
    assert "Kontaktoplysningerne er endnu ikke skrevet" in text_of(browser.get("/tilgaengelighed/"))
    assert "har endnu ikke skrevet sit navn" in text_of(browser.get("/om/"))


def test_the_page_about_the_system_says_who_runs_it(browser: Client, settings: Settings) -> None:
    settings.ORGANISATION = ORGANISATION
    assert "Åby Kommune driver denne installation" in text_of(browser.get("/om/"))


def test_the_style_page_is_not_for_production(browser: Client, settings: Settings) -> None:
    settings.DEMO = settings.DEBUG = False
    assert browser.get("/stil/").status_code == 404


def test_a_wrong_form_comes_back_as_a_part_with_the_words_kept(browser: Client) -> None:
    response = browser.post("/stil/", FILLED | {"on": "31.2.2026"}, headers=HTMX)
    text = text_of(response)
    assert response.status_code == 422
    assert "Datoen 31.2.2026 findes ikke i kalenderen." in text
    assert 'value="Ella Winther"' in text
    assert '<a href="#id_on">' in text


def test_a_right_form_is_accepted(browser: Client) -> None:
    response = browser.post("/stil/", FILLED)
    assert response.status_code == 200
    assert "error-summary" not in text_of(response)


def test_no_page_holds_inline_style_or_script(browser: Client) -> None:
    for url in ("/stil/", "/om/", "/tilgaengelighed/", "/afvist/"):
        text = text_of(browser.get(url))
        assert " style=" not in text
        assert "<style" not in text
        assert text.count("<script") == text.count("<script src=")
