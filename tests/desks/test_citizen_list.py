"""The list of citizens."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handlekraft.citizens.actions import end_citizen
from handlekraft.citizens.models import Citizen
from handlekraft.demo.makers import make_citizen, make_visit
from handlekraft.demo.world import World
from handlekraft.desks import citizen_list
from handlekraft.people.models import User
from handlekraft.visits.models import Visit
from tests.citizens.log import last_event
from tests.swaps import element, text_of

type Login = Callable[[User], Client]
TODAY = date(2026, 11, 23)
URL = "/borgere/"


def names(page: str) -> list[str]:
    """Those on the list, in its order."""
    return re.findall(r'<a class="name"[^>]*>([^<,]+)', page)


def test_everybody_sees_her_own(world: World, login: Login) -> None:
    assert names(text_of(login(world.mette).get(URL))) == ["Ella Winther", "Karl Mortensen"]
    assert names(text_of(login(world.tove).get(URL))) == ["Nora Bech"]
    assert names(text_of(login(world.soeren).get(URL))) == ["Ella Winther", "Karl Mortensen", "Nora Bech"]
    assert names(text_of(login(world.ali).get(URL))) == []
    assert names(text_of(login(world.birgit).get(URL))) == []
    assert world.ella.user is not None
    assert login(world.ella.user).get(URL)["Location"] == reverse("own_page")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ella", ["Ella Winther"]),
        ("winther el", ["Ella Winther"]),
        ("ÅPARKEN", ["Ella Winther", "Karl Mortensen"]),
        ("nora", []),
        ("7705400012", []),
    ],
)
def test_a_search_finds_names_and_addresses_of_ones_own(
    world: World, login: Login, words: str, found: list[str]
) -> None:
    page = text_of(login(world.mette).post(URL, {"q": words}))
    assert names(page) == found
    if not found:
        assert "Der er ingen borgere, der passer" in page


def test_a_search_swaps_as_the_page_shows_it(world: World, login: Login) -> None:
    mette = login(world.mette)
    part = mette.post(URL, {"q": "ella"}, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "<html" not in text_of(part)
    whole = mette.post(URL, {"q": "ella"})
    assert element(text_of(part), "citizens") == element(text_of(whole), "citizens")
    assert last_event() == ("citizens seen", world.mette.pk, [world.ella.pk])


def test_what_is_looked_for_stands_in_no_address(world: World, login: Login) -> None:
    page = text_of(login(world.mette).get(URL))
    assert '<form class="form form-inline search-form" method="post"' in page
    assert names(text_of(login(world.mette).get(URL, {"q": "ella"}))) == ["Ella Winther", "Karl Mortensen"]


def test_a_section_is_narrowed_to_a_team(world: World, login: Login) -> None:
    soeren = login(world.soeren)
    assert "Team Havnen</span>" in text_of(soeren.get(URL))
    assert names(text_of(soeren.post(URL, {"team": world.havnen.pk}))) == ["Nora Bech"]
    assert 'name="team"' not in text_of(login(world.mette).get(URL))
    answer = soeren.post(URL, {"team": "999"})
    assert (answer.status_code, names(text_of(answer))) == (422, [])


def test_those_who_ended_are_shown_on_demand(world: World, login: Login) -> None:
    end_citizen(world.mette, world.karl, on=date(2026, 11, 22))
    mette = login(world.mette)
    assert names(text_of(mette.get(URL))) == ["Ella Winther"]
    assert names(text_of(mette.post(URL, {"ended": "on"}))) == ["Karl Mortensen"]


def test_a_row_tells_who_comes_next_and_how_many_came(world: World, login: Login) -> None:
    make_visit(world.ella, TODAY, "09:00", carer=world.christina, status=Visit.Status.DONE)
    make_visit(world.ella, TODAY, "16:00", carer=world.mette, second=world.christina)
    make_visit(world.ella, TODAY, "19:00", carer=world.mette)
    make_visit(world.karl, TODAY + timedelta(days=1), "08:15")
    rows = text_of(login(world.mette).get(URL)).split('class="citizen-row"')
    assert "i dag 16.00" in rows[1]
    assert "Mette Lund, Christina Dahl" in rows[1]
    assert "1 ansigt<" in rows[1]
    assert "Spørg, hvad der er vigtigt" not in rows[1]
    assert "i morgen 08.15" in rows[2]
    assert "ingen fast kontakt" in rows[2]
    assert "Spørg, hvad der er vigtigt" in rows[2]


def test_only_those_who_admit_are_offered_to(world: World, login: Login) -> None:
    assert reverse("admit_citizen") in text_of(login(world.mette).get(URL))
    assert reverse("admit_citizen") not in text_of(login(world.ali).get(URL))


def test_a_long_list_is_cut_and_says_so(world: World, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citizen_list, "LONGEST", 2)
    page = text_of(login(world.soeren).get(URL))
    assert names(page) == ["Ella Winther", "Karl Mortensen"]
    assert "1 flere passer: skriv lidt mere" in page
    assert "flere passer" not in text_of(login(world.mette).get(URL))


def test_the_list_asks_no_more_for_more(world: World, login: Login) -> None:
    mette = login(world.mette)
    mette.get(URL)  # the first look of a session notes that somebody is there
    with CaptureQueriesContext(connection) as few:
        mette.get(URL)
    for number in range(5):
        citizen = make_citizen(f"Borger {number}", world.aaparken, primary=world.mette)
        make_visit(citizen, TODAY, "16:00", carer=world.mette)
    with CaptureQueriesContext(connection) as many:
        mette.get(URL)
    assert Citizen.objects.count() == 8
    assert len(many) == len(few)
