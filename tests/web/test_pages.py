"""A view answers with the page, or with the part that htmx asks for."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from handlekraft.web.pages import page
from tests.swaps import text_of
from tests.web.conftest import HTMX


def test_a_browser_gets_the_whole_page_and_keeps_no_copy(browser: Client) -> None:
    response = browser.get("/stil/")
    assert "<html" in text_of(response)
    assert response["Cache-Control"] == "no-store"
    assert "HX-Request" in response["Vary"]


def test_htmx_gets_the_part_that_the_view_names(browser: Client) -> None:
    response = browser.get("/stil/", headers=HTMX)
    assert text_of(response).startswith('<section class="card" id="sample-form">')
    assert "<html" not in text_of(response)


def test_a_swap_of_the_whole_body_gets_the_whole_page(browser: Client) -> None:
    response = browser.get("/stil/", headers={**HTMX, "HX-Request-Type": "full"})
    assert "<html" in text_of(response)
    assert "HX-Redirect" not in response


def test_a_page_without_parts_is_opened_as_a_page(browser: Client) -> None:
    response = browser.get("/om/?fra=her", headers=HTMX)
    assert response["HX-Redirect"] == "/om/?fra=her"


def test_a_page_that_answers_a_form_replaces_the_body(rf: RequestFactory) -> None:
    request = rf.post("/om/", headers=HTMX)
    request.user = AnonymousUser()
    response = page(request, "web/about.html", {"organisation": {"name": ""}})
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("body", "outerHTML")


@pytest.mark.django_db
def test_messages_stand_on_the_page(browser: Client) -> None:
    text = text_of(browser.get("/besked/"))
    for role, words in (
        ("status", "Besøget er flyttet."),
        ("alert", "Ét besøg mangler."),
        ("status", "Forslaget er klar."),
    ):
        assert words in text
        assert f'role="{role}"' in text
    assert "hx-swap-oob" not in text


@pytest.mark.django_db
def test_messages_ride_along_with_a_part(browser: Client) -> None:
    text = text_of(browser.get("/besked/", headers=HTMX))
    assert text.count('<div id="notices" hx-swap-oob="innerHTML">') == 1
    assert "Besøget er flyttet." in text
