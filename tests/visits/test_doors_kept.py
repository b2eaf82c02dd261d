"""What the pages of visits keep to themselves, write down, and answer when they are asked for what is not there."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from handlekraft.access.frame import Refused
from handlekraft.audit.models import EventCitizen
from handlekraft.demo.makers import make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.visits.actions.visits import cancel_visit
from handlekraft.visits.models import Visit

TODAY = date(2026, 11, 23)

type Login = Callable[[User], Client]


@pytest.fixture
def visit(world: World) -> Visit:
    """Mette is to be at Ella's at 15.00."""
    make_shift(world.mette, TODAY, "14:00-23:30")
    return make_visit(world.ella, TODAY, "15:00", carer=world.mette)


def test_a_protected_home_is_on_no_map(world: World, visit: Visit, login: Login) -> None:
    client = login(world.mette)
    pages = ("/i-dag/", f"/besoeg/{visit.pk}/")
    assert all("geo:" in client.get(url).text for url in pages)
    world.ella.is_protected = True
    world.ella.save()
    assert not any("geo:" in client.get(url).text for url in pages)


def test_whose_missed_visit_is_shown_is_written_down(world: World, login: Login) -> None:
    make_visit(world.karl, TODAY, "10:00", carer=world.mette, status=Visit.Status.MISSED)
    page = login(world.mette).get(f"/team/{world.aaparken.pk}/dagen/{TODAY}/")
    assert world.karl.first_name in page.text
    assert EventCitizen.objects.filter(citizen_id=world.karl.pk).exists()


@pytest.mark.parametrize("to", ["abc", "", "999999"])
def test_a_visit_is_handed_to_nobody_unknown(world: World, visit: Visit, login: Login, to: str) -> None:
    answer = login(world.mette).post(f"/besoeg/{visit.pk}/overdrag/", {"to": to})
    assert answer.status_code == 403
    assert "Vælg, hvem der skal komme." in answer.text


def test_a_visit_that_went_away_meanwhile_is_refused_in_a_sentence(world: World, visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).delete()
    with pytest.raises(Refused, match="Besøget findes ikke længere"):
        cancel_visit(world.mette, visit, reason="Ella er på tur")
