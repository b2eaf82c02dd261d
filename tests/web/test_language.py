"""Danish, unless the person chose otherwise; the browser is not asked."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import get_language

from handlekraft.web.middleware import LanguageMiddleware


def language_for(rf: RequestFactory, *, cookie: str = "", profile: str = "", browser: str = "") -> str:
    request = rf.get("/", headers={"Accept-Language": browser})
    request.user = SimpleNamespace(language=profile)  # type: ignore[assignment]
    if cookie:
        request.COOKIES["django_language"] = cookie

    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(get_language())

    response = LanguageMiddleware(answer)(request)
    assert response["Content-Language"] == response.content.decode()
    return response.content.decode()


@pytest.mark.parametrize(
    ("cookie", "profile", "browser", "language"),
    [
        ("", "", "en-GB", "da"),
        ("en", "", "", "en"),
        ("", "en", "", "en"),
        ("da", "en", "", "da"),
        ("xx", "", "", "da"),
    ],
)
def test_the_person_decides(rf: RequestFactory, cookie: str, profile: str, browser: str, language: str) -> None:
    assert language_for(rf, cookie=cookie, profile=profile, browser=browser) == language


def test_a_choice_is_kept_on_the_device_and_leads_back(browser: Client) -> None:
    response = browser.post("/sprog/", {"language": "en", "next": "/om/"})
    assert (response.status_code, response["Location"]) == (302, "/om/")
    assert response.cookies["django_language"].value == "en"
    assert response.cookies["django_language"]["httponly"]
    assert '<html lang="en">' in browser.get("/om/").content.decode()


@pytest.mark.parametrize("data", [{"language": "xx"}, {"next": "https://example.org/"}, {}])
def test_nonsense_changes_nothing_and_stays_here(browser: Client, data: dict[str, str]) -> None:
    response = browser.post("/sprog/", data)
    assert response["Location"] == "/"
    assert "django_language" not in response.cookies


def test_a_look_does_not_change_the_language(browser: Client) -> None:
    assert browser.get("/sprog/").status_code == 405
