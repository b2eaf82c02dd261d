"""What went wrong is said in plain words, in the frame, and as a notice where htmx asks."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from handlekraft.web.errors import forbidden
from tests.swaps import text_of
from tests.web.conftest import HTMX

CASES = [
    ("/pillet/", 400, "Siden fik noget tilsendt, som den ikke forstår."),
    ("/afvist/", 403, "Kun teamet kan vedtage ugen."),
    ("/lukket/", 403, "Du har ikke adgang til at gøre dette."),
    ("/findes-ikke/", 404, "Enten findes siden ikke, eller også har du ikke adgang til den."),
    ("/i-stykker/", 500, "Fejlen er vores, og den er noteret."),
]


@pytest.mark.parametrize(("url", "status", "sentence"), CASES)
def test_a_page_says_what_went_wrong(browser: Client, url: str, status: int, sentence: str) -> None:
    response = browser.get(url)
    assert response.status_code == status
    assert sentence in text_of(response)
    assert 'id="main-content"' in text_of(response)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("url", "status", "sentence"), CASES)
def test_htmx_gets_the_same_words_as_a_notice(browser: Client, url: str, status: int, sentence: str) -> None:
    response = browser.get(url, headers=HTMX)
    assert response.status_code == status
    assert sentence in text_of(response)
    assert text_of(response).startswith('<div class="alert alert-error" role="alert">')


def test_the_words_of_an_attacker_are_not_repeated(browser: Client) -> None:
    assert "script&gt;" not in text_of(browser.get("/pillet/"))


def test_a_broken_page_asks_neither_navigation_nor_person(browser: Client) -> None:
    text = text_of(browser.get("/i-stykker/"))
    assert "Mette Lund" not in text
    assert "/borgere/" not in text


def test_a_refused_page_keeps_the_way_on(browser: Client) -> None:
    text = text_of(browser.get("/afvist/"))
    assert "Mette Lund" in text
    assert 'href="/borgere/"' in text


def test_a_refusal_without_words_gets_ours(rf: RequestFactory) -> None:
    request = rf.get("/", headers=HTMX)
    assert "Du har ikke adgang" in text_of(forbidden(request, PermissionDenied()))


def test_a_page_left_open_too_long_says_how_to_save_the_words() -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/stil/", {"name": "Ella"})
    assert response.status_code == 403
    assert "Felterne er stadig udfyldt." in text_of(response)


def test_the_same_as_a_notice() -> None:
    response = Client(enforce_csrf_checks=True).post("/stil/", {"name": "Ella"}, headers=HTMX)
    assert text_of(response).startswith('<div class="alert alert-error" role="alert">')
