"""Pages on which a citizen is admitted, corrected, moved and ended."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from handlekraft.audit.models import Event
from handlekraft.citizens.models import Citizen
from handlekraft.demo.world import World
from handlekraft.people.models import User
from tests.citizens.answers import said
from tests.citizens.log import last_event, verbs
from tests.swaps import text_of

type Login = Callable[[User], Client]
NUMBER = {"name": "Ida Holm", "address": "Åvej 3, 2. tv", "phone": "", "place": ""}


@pytest.mark.requirement("D-05")
@pytest.mark.parametrize("cpr", ["010240-1236", "7102401111", ""])
def test_a_citizen_is_admitted_with_any_number_that_has_a_date(world: World, login: Login, cpr: str) -> None:
    mette = login(world.mette)
    answer = mette.post(reverse("admit_citizen"), {**NUMBER, "cpr": cpr, "team": world.aaparken.pk})
    ida = Citizen.objects.get(name="Ida Holm")
    assert answer["Location"] == reverse("what_matters", args=[ida.pk])
    assert ida.cpr == cpr.replace("-", "")
    assert "Spørg, hvad der er vigtigt" in text_of(mette.get(answer["Location"]))
    refused = mette.post(reverse("admit_citizen"), {**NUMBER, "cpr": "310240-12345", "team": world.aaparken.pk})
    assert "CPR-nummer: Et CPR-nummer har ti cifre" in said(refused)
    refused = mette.post(reverse("admit_citizen"), {**NUMBER, "cpr": "310240-1234", "team": world.aaparken.pk})
    assert "ikke en dato" in said(refused)
    assert "310240-1234" in text_of(refused)
    assert Citizen.objects.filter(name="Ida Holm").count() == 1


def test_only_teams_one_may_admit_to_are_offered(world: World, login: Login) -> None:
    team = re.compile(r'<option value="(\d+)"')
    offered = team.findall(text_of(login(world.mette).get(reverse("admit_citizen"))))
    assert offered == [str(world.aaparken.pk)]
    assert len(team.findall(text_of(login(world.soeren).get(reverse("admit_citizen"))))) == 2
    refused = login(world.mette).post(reverse("admit_citizen"), {**NUMBER, "team": world.havnen.pk})
    assert "Team:" in said(refused)
    assert login(world.ali).get(reverse("admit_citizen")).status_code == 403
    assert login(world.birgit).post(reverse("admit_citizen"), NUMBER).status_code == 403


def test_a_number_that_stands_elsewhere_is_refused_and_the_words_are_kept(world: World, login: Login) -> None:
    typed = {**NUMBER, "cpr": world.ella.cpr, "team": world.aaparken.pk}
    answer = login(world.mette).post(reverse("admit_citizen"), typed)
    assert "allerede en borger med det CPR-nummer" in said(answer)
    assert 'value="Ida Holm"' in text_of(answer)


@pytest.mark.parametrize("place", ["55.6", "nord, syd", "95.0, 12.0", "55.0, 200"])
def test_a_place_that_is_none_is_refused(world: World, login: Login, place: str) -> None:
    answer = login(world.mette).post(reverse("admit_citizen"), {**NUMBER, "team": world.aaparken.pk, "place": place})
    assert "Placering på kortet: Skriv to tal med punktum" in said(answer)


def test_a_new_address_forgets_the_old_place(world: World, login: Login) -> None:
    url = reverse("change_citizen", args=[world.ella.pk])
    place = f"{world.ella.lat}, {world.ella.lon}"
    same = {"name": "Ella Winther", "address": world.ella.address, "phone": "12", "place": place}
    answer = login(world.mette).post(url, same)
    assert answer["Location"] == reverse("citizen", args=[world.ella.pk])
    world.ella.refresh_from_db()
    assert (world.ella.phone, f"{world.ella.lat}, {world.ella.lon}") == ("12", place)
    login(world.mette).post(url, {**same, "address": "Åvej 9"})
    world.ella.refresh_from_db()
    assert (world.ella.address, world.ella.lat) == ("Åvej 9", None)
    assert 'name="place" value' not in text_of(login(world.mette).get(url))
    login(world.mette).post(url, {**same, "address": "Åvej 11", "place": "55.7, 12.2"})
    world.ella.refresh_from_db()
    assert world.ella.lat == 55.7


def test_wrong_words_are_kept_when_a_citizen_is_corrected(world: World, login: Login) -> None:
    answer = login(world.mette).post(
        reverse("change_citizen", args=[world.ella.pk]), {"name": "", "address": "Ny vej 1"}
    )
    assert "Navn:" in said(answer)
    assert 'value="Ny vej 1"' in text_of(answer)


@pytest.mark.requirement("D-05")
def test_the_whole_number_stands_behind_a_tap_that_is_logged(world: World, login: Login) -> None:
    mette = login(world.mette)
    url = reverse("change_citizen", args=[world.ella.pk])
    for page in (url, reverse("citizen", args=[world.ella.pk])):
        shown = text_of(mette.get(page))
        assert "770540-****" in shown
        assert "0012" not in shown
    assert world.ella.cpr not in text_of(mette.get(reverse("citizens")))
    tap = reverse("show_cpr", args=[world.ella.pk])
    assert mette.get(tap).status_code == 405
    whole = mette.post(tap)
    assert "770540-0012" in text_of(whole)
    assert whole["Cache-Control"] == "no-store"
    part = mette.post(tap, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "770540-0012" in text_of(part)
    assert "<html" not in text_of(part)
    assert login(world.tove).post(tap).status_code == 404
    assert login(world.ali).post(tap).status_code == 404
    assert [verb for verb in verbs() if verb == "cpr shown"] == ["cpr shown", "cpr shown"]
    assert not any(world.ella.cpr in str(value) for row in Event.objects.values_list() for value in row)


def test_a_citizen_moves(world: World, login: Login) -> None:
    url = reverse("move_citizen", args=[world.ella.pk])
    assert "Team Havnen" in text_of(login(world.mette).get(url))
    assert "Nyt team:" in said(login(world.mette).post(url, {}))
    answer = login(world.mette).post(url, {"to": world.havnen.pk})
    assert answer["Location"] == reverse("citizens")
    assert login(world.mette).get(reverse("citizen", args=[world.ella.pk])).status_code == 404
    assert login(world.tove).get(reverse("citizen", args=[world.ella.pk])).status_code == 200


def test_a_citizen_ends_and_begins_again(world: World, login: Login) -> None:
    mette = login(world.mette)
    url = reverse("end_citizen", args=[world.ella.pk])
    assert mette.get(url).status_code == 200
    assert "Sidste dag med hjælp: Datoen 31.2.2026 findes ikke" in said(mette.post(url, {"on": "31.2.2026"}))
    assert "ikke ligge før den første" in said(mette.post(url, {"on": "1.1.2020"}))
    mette.post(url, {"on": "22.11.2026"})
    assert last_event()[0] == "citizen ended"
    assert "Får hjælp igen" in text_of(mette.get(reverse("change_citizen", args=[world.ella.pk])))
    again = reverse("readmit_citizen", args=[world.ella.pk])
    assert login(world.tove).post(again).status_code == 404
    assert mette.post(again)["Location"] == reverse("citizen", args=[world.ella.pk])
    assert last_event()[0] == "citizen readmitted"
    assert mette.post(again).status_code == 403


@pytest.mark.parametrize("name", ["change_citizen", "move_citizen", "end_citizen"])
def test_pages_of_a_person_are_for_those_who_may(world: World, login: Login, name: str) -> None:
    url = reverse(name, args=[world.ella.pk])
    assert login(world.tove).get(url).status_code == 404
    assert world.ella.user is not None
    refusal = login(world.ella.user).get(url)
    assert refusal.status_code == 403
    assert "oprette eller flytte borgere" in text_of(refusal)
