"""The frame shows where one can go and who one is, and costs nothing where it is not shown."""

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from handlekraft.web.context import Frame, Item, Person
from tests.swaps import text_of


def test_the_navigation_marks_the_place_where_one_is(browser: Client) -> None:
    text = text_of(browser.get("/om/"))
    assert '<a href="/i-dag/" aria-current="page">' in text
    assert '<a href="/borgere/">' in text


def test_the_corner_shows_the_person_with_the_ways_out(browser: Client) -> None:
    text = text_of(browser.get("/om/"))
    assert "Menu for Mette Lund" in text
    assert 'action="/log-ud/"' in text
    assert 'href="/mig/"' in text


def test_a_person_without_team_or_profile_has_neither_link(browser: Client, settings: Settings) -> None:
    settings.HANDLEKRAFT_PERSON = "tests.web.urls.stranger"
    text = text_of(browser.get("/om/"))
    assert "Menu for Tove Holm" in text
    assert "who-team" not in text
    assert "Log ud" not in text


def test_without_tables_there_is_no_navigation(rf: RequestFactory, settings: Settings) -> None:
    settings.HANDLEKRAFT_NAVIGATION = settings.HANDLEKRAFT_PERSON = ""
    frame = Frame(rf.get("/"))
    assert frame.navigation == []
    assert frame.person is None


def test_the_tables_of_config_are_asked(rf: RequestFactory) -> None:
    frame = Frame(rf.get("/"))
    assert frame.navigation[0] == Item("I dag", "/i-dag/", "sun", current=True)
    assert frame.person == Person("Mette Lund", "Team Åparken", "/mig/", "/log-ud/")


@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_the_sample_municipality_says_that_it_is_one(
    browser: Client, settings: Settings, demo: bool, shown: bool
) -> None:
    settings.DEMO = demo
    assert ("alle personer er opdigtede" in text_of(browser.get("/om/"))) is shown


def test_the_choice_of_language_leads_back_to_a_page_that_was_looked_at(rf: RequestFactory) -> None:
    assert Frame(rf.get("/uge/48/?dag=2")).path == "/uge/48/?dag=2"
    assert Frame(rf.post("/uge/48/")).path == "/"
    assert Frame(None).path == "/"


def test_one_can_change_to_the_other_language(rf: RequestFactory) -> None:
    assert Frame(rf.get("/")).other_languages == [("en", "English")]
