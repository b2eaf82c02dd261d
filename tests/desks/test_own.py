"""Ella's own page."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handlekraft.citizens.actions import add_face, end_face, register_away, set_primary_contact, tell_change
from handlekraft.demo.makers import local, make_visit
from handlekraft.demo.world import World
from handlekraft.desks.own import about
from handlekraft.people.models import User
from handlekraft.visits.models import Visit
from tests.citizens.log import last_event
from tests.swaps import text_of

type Login = Callable[[User], Client]
TODAY = date(2026, 11, 23)
URL = "/min-side/"


@pytest.fixture
def ella(world: World, login: Login) -> Client:
    """Ella at her tablet."""
    assert world.ella.user is not None
    return login(world.ella.user)


def test_who_comes_today_and_when(world: World, ella: Client) -> None:
    make_visit(world.ella, TODAY, "09:00", carer=world.christina)
    make_visit(
        world.ella, TODAY, "16:04", carer=world.mette, title="Aftensmad", text="I laver mad sammen\n\nDu dækker bord"
    )
    make_visit(world.ella, TODAY, "19:00", carer=world.christina, second=world.mette, title="Godnat")
    make_visit(world.karl, TODAY, "17:00", carer=world.mette, title="Karls besøg")
    page = text_of(ella.get(URL))
    assert "God eftermiddag, Ella" in page
    assert "I dag kommer Mette kl. ca. 16</p>" in page
    assert "Din faste kontakt" in page
    assert page.index("I laver mad sammen") < page.index("Du dækker bord") < page.index("Christina og Mette")
    assert "Karls besøg" not in page
    assert "kl. ca. 9" not in page
    assert last_event() == ("citizens seen", world.ella.user_id, [world.ella.pk])


def test_the_team_is_one_tap_away(world: World, ella: Client) -> None:
    assert "Ring til teamet" not in text_of(ella.get(URL)), "it has no number yet"
    world.ella.team.phone = "00 00 99 01"
    world.ella.team.save()
    assert 'href="tel:00009901"' in text_of(ella.get(URL))


def test_the_days_ahead(world: World, ella: Client) -> None:
    make_visit(world.ella, TODAY + timedelta(days=1), "08:38", carer=world.christina, title="Morgenhjælp")
    make_visit(world.ella, TODAY + timedelta(days=2), None, window="08:00-10:00", title="Bad")
    make_visit(world.ella, TODAY + timedelta(days=3), "09:00", title="Senere")
    make_visit(world.ella, TODAY + timedelta(days=1), "12:00", title="Aflyst tur", status=Visit.Status.CANCELLED)
    page = text_of(ella.get(URL))
    assert "Der kommer ikke flere på besøg i dag" in page
    assert page.index("I morgen") < page.index("kl. ca. 8.45") < page.index("Onsdag 25. november")
    assert "mellem 08.00 og 10.00" in page
    assert "en fra teamet" in page
    assert "Senere" not in page
    assert "Aflyst tur" not in page


@pytest.mark.parametrize(
    ("clock", "fields", "words"),
    [
        ("16:00", {}, "I dag kommer en fra teamet kl. ca. 16"),
        (None, {"window": "16:00-18:00"}, "I dag kommer en fra teamet mellem 16.00 og 18.00"),
        ("14:45", {"status": Visit.Status.STARTED}, "er hos dig nu"),
        ("16:00", {"need_of_the_day": "Vi handler først"}, "Vi handler først"),
        ("16:00", {"title": "Tur i haven"}, "Tur i haven"),
    ],
)
def test_what_is_known_is_said(
    world: World, ella: Client, clock: str | None, fields: dict[str, str], words: str
) -> None:
    make_visit(world.ella, TODAY, clock, **fields)  # type: ignore[arg-type]
    assert words in text_of(ella.get(URL))


def test_her_words_and_the_way_to_her_log(world: World, ella: Client) -> None:
    page = text_of(ella.get(URL))
    assert "At jeg selv kan lave min kaffe om morgenen." in page
    assert f'href="{reverse("own_log")}"' in page
    world.ella.what_matters.all().delete()
    assert "Det er vigtigt for dig" not in text_of(ella.get(URL))


@pytest.mark.requirement("R-004")
def test_she_reads_who_is_new(world: World, ella: Client, login: Login) -> None:
    face = add_face(world.mette, world.ella, employee=world.christina.employee)
    assert "Christina Dahl er ny i din gruppe" in text_of(ella.get(URL))
    tell_change(world.mette, world.ella.face_changes.get())
    end_face(world.mette, face)
    set_primary_contact(world.mette, world.ella, employee=world.christina.employee)
    page = text_of(ella.get(URL))
    assert "Christina Dahl kommer ikke fast hos dig mere" in page
    assert "Christina Dahl er din nye faste kontakt" in page
    world.ella.face_changes.update(on=TODAY - timedelta(days=15))
    assert "Christina" not in text_of(ella.get(URL))
    assert login(world.tove).get(URL).status_code == 404


def test_nobody_comes_while_she_is_away(world: World, ella: Client) -> None:
    make_visit(world.ella, TODAY, "16:00", carer=world.mette)
    register_away(world.mette, world.ella, kind="hospital", starts_at=local("2026-11-23 10:00"))
    page = text_of(ella.get(URL))
    assert "Du er ikke hjemme lige nu" in page
    assert "I dag kommer" not in page


@pytest.mark.parametrize(
    ("clock", "greeting"),
    [("07:00", "Godmorgen"), ("10:30", "God formiddag"), ("13:00", "God eftermiddag"), ("20:00", "God aften")],
)
def test_the_greeting_knows_the_clock(
    world: World, login: Login, at: Callable[[str], None], clock: str, greeting: str
) -> None:
    at(f"2026-11-23 {clock}")
    assert world.ella.user is not None
    assert f"{greeting}, Ella" in text_of(login(world.ella.user).get(URL))


def test_whoever_is_no_citizen_has_no_such_page(world: World, login: Login) -> None:
    assert login(world.mette).get(URL).status_code == 404
    assert login(world.birgit).get(URL).status_code == 404


@pytest.mark.parametrize(
    ("clock", "told"), [("09:07", "09:00"), ("09:08", "09:15"), ("09:53", "10:00"), ("23:58", "00:00")]
)
def test_times_are_told_by_the_quarter(clock: str, told: str) -> None:
    moment: datetime | None = about(local(f"2026-11-23 {clock}"))
    assert moment is not None
    assert f"{moment:%H:%M}" == told
    assert about(None) is None
