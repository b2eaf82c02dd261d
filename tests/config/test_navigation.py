"""Everybody lands on the first page of her role and can reach what her role needs from there."""

import pytest
from django.test import Client

from handlekraft.demo.world import World


@pytest.mark.parametrize(
    ("person", "first"),
    [
        ("mette", "/i-dag/"),
        ("ali", "/i-dag/"),
        ("christina", "/ugen/"),
        ("soeren", "/ugen/"),
        ("lene", "/borgere/"),
        ("birgit", "/team/"),
        ("henrik", "/opsaetning/"),
    ],
)
def test_the_first_page_of_a_role(world: World, login, person: str, first: str) -> None:  # type: ignore[no-untyped-def]
    assert login(getattr(world, person)).get("/").headers["Location"] == first


def test_a_citizen_lands_on_her_own_page(world: World, login) -> None:  # type: ignore[no-untyped-def]
    assert login(world.ella.user).get("/").headers["Location"] == "/min-side/"


def test_somebody_without_a_role_lands_on_her_account(world: World, login) -> None:  # type: ignore[no-untyped-def]
    world.mette.employee.memberships.all().delete()
    assert login(world.mette).get("/").headers["Location"] == "/min-konto/"


def test_the_page_one_is_on_is_marked(world: World, login) -> None:  # type: ignore[no-untyped-def]
    browser = login(world.mette)
    for address, label in (
        (f"/team/{world.aaparken.pk}/ugen/2026-48/", "Ugen"),
        (f"/team/{world.aaparken.pk}/", "Team"),
        (f"/borgere/{world.ella.pk}/", "Borgere"),
        ("/i-morgen/", "I dag"),
    ):
        marked = browser.get(address).text.split('aria-current="page">', 1)[1].split("</a>", 1)[0]
        assert label in marked, address
    assert "aria-current" not in browser.get("/min-konto/").text


def test_nobody_is_asked_to_sign_in_and_gets_no_navigation(db: None) -> None:
    assert Client().get("/").headers["Location"].startswith("/log-ind/")
    assert 'class="places"' not in Client().get("/log-ind/").text


def test_the_navigation_shows_what_the_role_needs(world: World, login) -> None:  # type: ignore[no-untyped-def]
    page = login(world.soeren).get("/team/").text
    for address in ("/borgere/", "/ugen/", "/team/"):
        assert f'href="{address}"' in page
    assert 'href="/opsaetning/"' not in page
    assert "Sektion Øst" in page
    assert 'href="/i-dag/"' not in login(world.henrik).get("/opsaetning/").text
