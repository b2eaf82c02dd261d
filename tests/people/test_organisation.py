"""An administrator sets the house up by pages; nobody else does."""

import pytest
from django.test import Client

from handlekraft.audit.models import Event
from handlekraft.demo.world import World
from handlekraft.people.actions.organisation import close_team
from handlekraft.people.models import Competence, Section, Team


@pytest.fixture
def henrik(world: World, login) -> Client:  # type: ignore[no-untyped-def]
    return login(world.henrik)


TEAM = {
    "name": "Team Åparken",
    "opens": "6.30",
    "closes": "23.30",
    "phone": "00 00 99 01",
    "base_address": "Åparken 1",
    "base_lat": "",
    "base_lon": "",
}


@pytest.mark.requirement("R-060")
def test_a_section_and_its_teams_are_made_and_recorded(henrik: Client) -> None:
    assert henrik.post("/opsaetning/", {"name": "Sektion Vest"}).status_code == 302
    west = Section.objects.get(name="Sektion Vest")
    assert henrik.post(f"/opsaetning/sektion/{west.pk}/", {"name": "Team Broen", "add": "1"}).status_code == 302
    assert Team.objects.get(name="Team Broen").section == west
    assert [event.verb for event in Event.objects.filter(verb__endswith="added")] == ["section added", "team added"]
    refused = henrik.post(f"/opsaetning/sektion/{west.pk}/", {"name": "team havnen", "add": "1"})
    assert (refused.status_code, Team.objects.count()) == (422, 3)


def test_a_name_in_use_is_refused_with_the_words_kept(henrik: Client) -> None:
    response = henrik.post("/opsaetning/", {"name": "sektion øst"})
    assert response.status_code == 422
    assert "er allerede i brug" in response.text
    assert 'value="sektion øst"' in response.text


def test_a_section_changes_its_name(henrik: Client, world: World) -> None:
    address = f"/opsaetning/sektion/{world.east.pk}/"
    assert henrik.get(address).status_code == 200
    assert henrik.post(address, {"name": ""}).status_code == 422
    assert henrik.post(address, {"name": "Sektion Nordøst"}).status_code == 302
    make = henrik.post("/opsaetning/", {"name": "Sektion Syd"})
    assert make.status_code == 302
    assert henrik.post(address, {"name": "Sektion Syd"}).status_code == 422
    world.east.refresh_from_db()
    assert world.east.name == "Sektion Nordøst"


def test_a_team_opens_when_it_wants(henrik: Client, world: World) -> None:
    address = f"/opsaetning/team/{world.aaparken.pk}/"
    assert henrik.get(address).status_code == 200
    assert henrik.post(address, TEAM).status_code == 302
    world.aaparken.refresh_from_db()
    assert (world.aaparken.opens.isoformat(), world.aaparken.phone) == ("06:30:00", "00 00 99 01")
    wrong = henrik.post(address, TEAM | {"opens": "12", "closes": "11"})
    assert (wrong.status_code, "kan ikke lukke, før det åbner" in wrong.text) == (422, True)
    assert henrik.post(address, TEAM | {"opens": "tidligt"}).status_code == 422
    assert henrik.post(address, TEAM | {"name": "Team Havnen"}).status_code == 422


def test_competences_are_added_once(henrik: Client) -> None:
    assert henrik.get("/opsaetning/kompetencer/").status_code == 200
    assert henrik.post("/opsaetning/kompetencer/", {"name": "Sårpleje", "kind": "professional"}).status_code == 302
    assert Competence.objects.get(name="Sårpleje").code == "saarpleje"
    assert henrik.post("/opsaetning/kompetencer/", {"name": "sårpleje", "kind": "personal"}).status_code == 422
    assert henrik.post("/opsaetning/kompetencer/", {"name": "Sår-pleje!", "kind": "personal"}).status_code == 302
    assert henrik.post("/opsaetning/kompetencer/", {"name": "Saarpleje", "kind": "personal"}).status_code == 422
    assert henrik.post("/opsaetning/kompetencer/", {"name": "", "kind": ""}).status_code == 422


def test_a_team_with_citizens_cannot_close(world: World) -> None:
    from handlekraft.access.frame import Refused

    day = world.mette.created_at.date()
    with pytest.raises(Refused, match="2 borgere"):
        close_team(world.henrik, world.aaparken, on=day, still_here=2)
    assert close_team(world.henrik, world.havnen, on=day, still_here=0).closed_on == day


@pytest.mark.parametrize("page", ["/opsaetning/", "/opsaetning/kompetencer/", "/opsaetning/indstillinger/"])
def test_a_team_member_is_told_why_not(world: World, login, page: str) -> None:  # type: ignore[no-untyped-def]
    response = login(world.mette).get(page)
    assert response.status_code == 403
    assert "Du må ikke" in response.text


def test_an_empty_house_says_where_to_begin(henrik: Client) -> None:
    Section.objects.update(closed_on="2026-01-01")
    assert "Begynd med en sektion" in henrik.get("/opsaetning/").text
