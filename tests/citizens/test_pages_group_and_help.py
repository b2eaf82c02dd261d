"""Pages of the group around a citizen and of her agreed help."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from handlekraft.citizens.actions import add_face
from handlekraft.citizens.models import AgreedHelp, Citizen
from handlekraft.demo.makers import make_competence, make_help
from handlekraft.demo.world import World
from handlekraft.people.models import User
from tests.citizens.answers import said
from tests.citizens.log import last_event
from tests.swaps import assert_swap_equals_fresh, text_of

type Login = Callable[[User], Client]
TYPED: dict[str, Any] = {
    "title": "Morgenhjælp",
    "weekdays": ["5", "1"],
    "minutes": "30",
    "allowed_from": "7",
    "allowed_until": "11.00",
    "every_weeks": "1",
    "priority": "2",
}


@pytest.mark.requirement("R-004")
def test_a_change_in_the_group_is_announced_and_told(world: World, login: Login) -> None:
    mette, sheet = login(world.mette), reverse("citizen", args=[world.ella.pk])
    url = reverse("group", args=[world.ella.pk])
    assert "Mette Lund" in text_of(mette.get(url))
    assert mette.post(url, {"employee": world.christina.employee.pk})["Location"] == url
    assert "Ny i gruppen om Ella: Christina Dahl, sygeplejerske" in text_of(mette.get(sheet))
    assert "Ny i gruppen:" in said(mette.post(url, {"employee": world.tove.employee.pk}))
    told = reverse("tell_change", args=[world.ella.face_changes.get().pk])
    assert login(world.tove).post(told).status_code == 404
    assert mette.post(told)["Location"] == sheet
    assert "Ny i gruppen om Ella" not in text_of(mette.get(sheet))
    assert last_event()[0] in {"citizens seen", "change told"}
    face = world.ella.known_faces.get(employee=world.christina.employee)
    assert login(world.tove).post(reverse("end_face", args=[face.pk])).status_code == 404
    mette.post(reverse("end_face", args=[face.pk]))
    assert "Kommer ikke mere fast hos Ella: Christina Dahl" in text_of(mette.get(sheet))


def test_news_swaps_as_the_sheet_shows_it(world: World, login: Login) -> None:
    add_face(world.mette, world.ella, employee=world.christina.employee)
    told = reverse("tell_change", args=[world.ella.face_changes.get().pk])
    sheet = reverse("citizen", args=[world.ella.pk])
    assert "Christina" not in assert_swap_equals_fresh(login(world.mette), told, {}, "news", fresh_url=sheet)


@pytest.mark.requirement("R-004")
def test_the_primary_contact_and_the_size_of_the_group(world: World, login: Login) -> None:
    mette = login(world.mette)
    wanted, contact = (reverse(name, args=[world.ella.pk]) for name in ("faces_wanted", "primary_contact"))
    assert "Hvor mange ansigter højst?" in said(mette.post(wanted, {"number": "0"}))
    mette.post(wanted, {"number": "1"})
    answer = mette.post(reverse("group", args=[world.ella.pk]), {"employee": world.christina.employee.pk})
    assert "Gruppen om Ella er på 1" in said(answer)
    assert "Fast kontaktperson:" in said(mette.post(contact, {"employee": world.mette.employee.pk}))
    mette.post(contact, {"employee": world.christina.employee.pk})
    page = text_of(mette.get(reverse("citizen", args=[world.ella.pk])))
    assert "fast kontakt: Christina Dahl" in page
    assert "Ny fast kontaktperson for Ella: Christina Dahl, sygeplejerske" in page
    assert login(world.tove).post(contact, {"employee": world.tove.employee.pk}).status_code == 404


def test_the_group_of_a_citizen_without_one(world: World, login: Login) -> None:
    assert "Der er ingen i gruppen endnu" in text_of(login(world.mette).get(reverse("group", args=[world.karl.pk])))


def test_help_is_agreed_with_five_fields(world: World, login: Login) -> None:
    mette, url = login(world.mette), reverse("agree_help", args=[world.ella.pk])
    assert "<details" in text_of(mette.get(url))
    assert '<details class="form-section" open' not in text_of(mette.get(url))
    assert mette.post(url, TYPED)["Location"] == reverse("citizen", args=[world.ella.pk])
    row = AgreedHelp.objects.get()
    assert (row.weekdays, row.minutes, row.starts_on, row.carers_needed) == ("15", 30, date(2026, 11, 23), 1)
    assert "Mandag og fredag · 07.00–11.00 · 30 min" in text_of(mette.get(reverse("citizen", args=[world.ella.pk])))


def test_help_is_agreed_with_every_wish(world: World, login: Login) -> None:
    morning = make_help(world.ella)
    medicine = make_competence("Medicin")
    wishes = {
        **TYPED,
        "allowed_until": "20",
        "from_on": "1.12.2026",
        "ends_on": "1.2.2027",
        "text": "Øjendråber\nSnak",
        "every_weeks": "2",
        "wished_from": "12",
        "wished_until": "14",
        "fixed_start": "12.30",
        "priority": "3",
        "two_carers": "on",
        "competences": [medicine.pk],
        "preferred": [world.mette.employee.pk],
        "unwanted": [world.christina.employee.pk],
        "after": morning.pk,
        "gap_minutes": "4 t",
        "gap_at_most": "6 t",
    }
    mette = login(world.mette)
    mette.post(reverse("agree_help", args=[world.ella.pk]), wishes)
    row = AgreedHelp.objects.get(after=morning)
    assert (row.starts_on, row.ends_on, row.every_weeks) == (date(2026, 12, 1), date(2027, 2, 1), 2)
    assert (row.wished_from, row.fixed_start, row.priority, row.carers_needed) == (time(12), time(12, 30), 3, 2)
    assert (row.gap_minutes, row.gap_at_most) == (240, 360)
    page = text_of(mette.get(reverse("citizen", args=[world.ella.pk])))
    for words in (
        "kl. 12.30",
        "To på samme tid",
        "helst Mette",
        "ikke Christina",
        "efter Morgenhjælp",
        "Må aldrig udgå",
    ):
        assert words in page
    form = text_of(mette.get(reverse("change_help", args=[row.pk])))
    assert '<details class="form-section" open' in form
    assert 'value="4 t"' in form


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Hvad hjælper vi med?"),
        ({"weekdays": []}, "Hvilke dage?"),
        ({"minutes": "lidt"}, "Hvor længe? Skriv tiden i minutter"),
        ({"minutes": "3"}, "Hvor længe? Et besøg varer mellem"),
        ({"allowed_until": "6"}, "Senest slut kl. Tidsrummet skal slutte"),
        ({"wished_from": "8"}, "Helst slut kl. Skriv både fra og til"),
        ({"fixed_start": "10.45"}, "Skal begynde præcis kl. Et besøg på 30 min kl. 10.45"),
        ({"gap_minutes": "60"}, "Kommer efter: Vælg, hvilken anden hjælp"),
        ({"from_on": "1.12.2026", "ends_on": "30.11.2026"}, "Den sidste dag kan ikke ligge før den første"),
    ],
)
def test_impossible_help_is_refused_where_it_is_wrong(
    world: World, login: Login, changes: dict[str, Any], sentence: str
) -> None:
    answer = login(world.mette).post(reverse("agree_help", args=[world.ella.pk]), {**TYPED, **changes})
    assert sentence in said(answer)
    assert not AgreedHelp.objects.exists()
    if "title" not in changes:
        assert 'value="Morgenhjælp"' in text_of(answer)


def test_a_fault_among_further_wishes_opens_them(world: World, login: Login) -> None:
    answer = login(world.mette).post(reverse("agree_help", args=[world.ella.pk]), {**TYPED, "wished_from": "8"})
    assert '<details class="form-section" open' in text_of(answer)


def test_help_is_changed_from_a_day_on_and_ended(world: World, login: Login) -> None:
    mette, row = login(world.mette), make_help(world.ella)
    url = reverse("change_help", args=[row.pk])
    assert "fra i dag eller senere" in said(mette.post(url, {**TYPED, "from_on": "22.11.2026"}))
    assert mette.post(url, {**TYPED, "from_on": "27.11.2026"})["Location"] == reverse("citizen", args=[world.ella.pk])
    new = AgreedHelp.objects.get(replaces=row)
    assert new.starts_on == date(2026, 11, 27)
    end = reverse("end_help", args=[new.pk])
    assert "22.11.2026" not in text_of(mette.get(end))
    assert "tidligst være i går" in said(mette.post(end, {"on": "1.11.2026"}))
    mette.post(end, {"on": "1.12.2026"})
    new.refresh_from_db()
    assert new.ends_on == date(2026, 12, 1)


def test_help_cannot_follow_itself_or_help_of_another(world: World, login: Login) -> None:
    mette, row = login(world.mette), make_help(world.ella)
    other = make_help(world.karl)
    url = reverse("change_help", args=[row.pk])
    assert "Kommer efter:" in said(mette.post(url, {**TYPED, "after": row.pk}))
    assert "Kommer efter:" in said(mette.post(url, {**TYPED, "after": other.pk}))


@pytest.mark.parametrize("name", ["group", "primary_contact", "faces_wanted", "agree_help"])
def test_pages_of_agreements_are_for_those_who_may(world: World, login: Login, name: str) -> None:
    url = reverse(name, args=[world.ella.pk])
    assert login(world.mette).get(url).status_code == 200
    assert login(world.tove).get(url).status_code == 404
    assert world.ella.user is not None
    refusal = login(world.ella.user).get(url)
    assert refusal.status_code == 403
    assert "aftale hjælp med borgeren" in text_of(refusal)


@pytest.mark.parametrize("name", ["change_help", "end_help"])
def test_pages_of_one_help_are_for_those_who_may(world: World, login: Login, name: str) -> None:
    url = reverse(name, args=[make_help(world.ella).pk])
    assert login(world.mette).get(url).status_code == 200
    assert login(world.tove).get(url).status_code == 404
    assert login(world.tove).post(url, TYPED).status_code == 404
    assert world.ella.user is not None
    assert login(world.ella.user).get(url).status_code == 403


def test_a_team_is_shown_by_its_people_only(world: World, login: Login) -> None:
    page = text_of(login(world.mette).get(reverse("agree_help", args=[world.ella.pk])))
    assert "Christina Dahl" in page
    assert "Tove Berg" not in page
    assert Citizen.objects.count() == 3
