"""The two rules of every test bite, and the swap is compared with the page."""

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from handlekraft.people.models import Section
from tests.strictness import GetWrote, UndefinedVariable, nothing_written, written_table
from tests.swaps import assert_swap_equals_fresh

NAMES = ["Ella"]


def writing(request: HttpRequest) -> HttpResponse:
    """A page that changes something."""
    Section.objects.create(name="Øst")
    return HttpResponse("done")


def listing(request: HttpRequest) -> HttpResponse:
    """A page with one part, which it forgets to show anew when `lazy` is posted."""
    names = list(NAMES)
    if request.method == "POST":
        NAMES.append("Karl")
        names = names if "lazy" in request.POST else list(NAMES)
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
    part = f'<section id="names">{token}<p>{" og ".join(names)}</p><section>inner<br></section></section>'
    whole = f"<!doctype html><html><body>\n{part}<p>rest</p></body></html>"
    return HttpResponse(part if "HX-Request" in request.headers else whole)


urlpatterns = [path("writing/", writing), path("listing/", listing)]


def test_a_template_may_not_ask_for_what_it_was_not_given() -> None:
    template = engines["django"].from_string("{% if name %}{{ name }}{% endif %}{{ nmae }}")
    with pytest.raises(UndefinedVariable, match="nmae"):
        template.render({"name": "Ella"})


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.architecture.test_strictness", MIDDLEWARE=[])
def test_a_get_that_writes_is_caught() -> None:
    with pytest.raises(GetWrote, match="people_section"):
        Client().get("/writing/")


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.architecture.test_strictness", MIDDLEWARE=[])
def test_a_post_may_write() -> None:
    assert Client().post("/writing/").status_code == 200
    assert Section.objects.count() == 1


@pytest.mark.django_db
def test_the_session_may_be_written() -> None:
    with nothing_written():
        Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
        assert Section.objects.count() == 0


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "people_section" ("name") VALUES (%s)', "people_section"),
        ('INSERT OR REPLACE INTO "people_section" VALUES (1)', "people_section"),
        ('UPDATE "people_section" SET "name" = %s', "people_section"),
        ('DELETE FROM "people_section"', "people_section"),
        ('SELECT "people_section"."update" FROM "people_section"', None),
        ("SAVEPOINT a", None),
    ],
)
def test_a_write_is_known_by_its_statement(sql: str, table: str | None) -> None:
    assert written_table(sql) == table


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.architecture.test_strictness", MIDDLEWARE=[])
def test_a_part_that_was_not_shown_anew_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.architecture.test_strictness.NAMES", ["Ella"])
    assert "Ella og Karl" in assert_swap_equals_fresh(Client(), "/listing/", {}, "names")
    with pytest.raises(AssertionError):
        assert_swap_equals_fresh(Client(), "/listing/", {"lazy": "1"}, "names")
    with pytest.raises(AssertionError, match="no element with id 'others'"):
        assert_swap_equals_fresh(Client(), "/listing/", None, "others")
