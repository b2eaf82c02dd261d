"""I dag: one's own day on a phone."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handlekraft.citizens.models import Alert, KnownFace
from handlekraft.demo.makers import at_clock, local, make_citizen, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.rosters.models import ProtectedTime
from handlekraft.visits.models import PlanNotice, Proposal, Visit, VisitChange, VisitNote

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)

type Login = Callable[[User], Client]


@pytest.fixture
def evening(world: World) -> World:
    """Mette's evening: a visit done, Ella next, Karl later, and a rest between."""
    make_shift(world.mette, TODAY, "15:00-23:30")
    make_visit(world.karl, TODAY, "15:10", minutes=25, carer=world.mette, status=Visit.Status.DONE)
    make_visit(world.ella, TODAY, "15:45", minutes=40, carer=world.mette, title="Aftensmad", text="Øve kaffen.")
    make_visit(world.karl, TODAY, "18:45", minutes=20, carer=world.mette, title="Støttestrømper")
    ProtectedTime.objects.create(
        employee=world.mette.employee,
        kind=ProtectedTime.Kind.RECHARGE,
        starts_at=at_clock(TODAY, "18:00"),
        ends_at=at_clock(TODAY, "18:15"),
    )
    return world


def test_the_day_stands_in_order(evening: World, login: Login) -> None:
    page = login(evening.mette).get("/i-dag/").text
    order = ["Karl Mortensen", "Ella Winther", "Opladning", "Støttestrømper"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "God eftermiddag, Mette" in page
    assert "aftenvagt 15.00–23.30" in page
    assert "At jeg selv kan lave min kaffe" in page
    assert "Aftensmad. Øve kaffen." in page
    assert "Du kommer fast her" in page
    assert "Ny for dig" in page
    assert "Tidligst igen kl. 10.30" in page
    assert 'href="tel:87654321"' in page


def statements(client: Client, url: str) -> int:
    """How many questions a page asks that is opened for the second time; savepoints are none."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)


def test_thirty_visits_ask_no_more_than_one_and_stay_small(world: World, login: Login) -> None:
    make_shift(world.mette, TODAY, "07:00-23:30")
    make_visit(world.ella, TODAY, "07:30", carer=world.mette)
    client = login(world.mette)
    one = statements(client, "/i-dag/")
    for number in range(29):
        citizen = make_citizen(f"Borger Nummer{number}", world.aaparken, words="Ro på." * 20)
        Alert.objects.create(citizen=citizen, kind=Alert.Kind.DOG, text="Stor hund i haven")
        make_visit(citizen, TODAY, f"{8 + number // 3:02}:{number % 3 * 20:02}", carer=world.mette, text="Aftalt." * 20)
    assert statements(client, "/i-dag/") == one <= 15
    page = client.get("/i-dag/")
    assert page.text.count('class="visit') == 30
    assert len(page.content) <= 60 * 1024
