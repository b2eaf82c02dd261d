"""Pages of words, alerts, the way in, what is good to know, and times away."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from handlekraft.citizens.actions import add_alert, add_good_to_know, record_words
from handlekraft.citizens.models import Away, DoorCode
from handlekraft.demo.makers import local
from handlekraft.demo.world import World
from handlekraft.people.models import User
from tests.citizens.answers import said
from tests.citizens.log import last_event
from tests.swaps import assert_swap_equals_fresh, text_of

type Login = Callable[[User], Client]


@pytest.mark.requirement("R-001")
def test_the_question_is_not_closed_without_words_or_a_reason(world: World, login: Login) -> None:
    mette = login(world.mette)
    url = reverse("what_matters", args=[world.ella.pk])
    typed = {"words": " ", "no_words_because": "", "said_on": "22.11.2026", "ask_again_on": "1.3.2027"}
    answer = mette.post(url, typed)
    assert "skriv nedenfor, hvorfor der ingen er" in said(answer)
    assert 'value="22.11.2026"' in text_of(answer)
    assert world.ella.what_matters.count() == 1
    mette.post(url, {**typed, "no_words_because": "Vil vente til torsdag"})
    assert last_event()[0] == "what matters asked"
    page = text_of(mette.get(reverse("citizen", args=[world.ella.pk])))
    assert "Vil vente til torsdag" in page
    assert "spørg igen senest man. 1. marts 2027" in page


def test_earlier_answers_stay_readable(world: World, login: Login) -> None:
    record_words(world.mette, world.ella, words="Skak")
    record_words(world.mette, world.ella, no_words_because="Sov")
    page = text_of(login(world.mette).get(reverse("what_matters", args=[world.ella.pk])))
    assert page.index("Sov") < page.index("Skak") < page.index("lave min kaffe")
    assert "spurgt af Mette Lund" in page


def test_words_said_tomorrow_are_refused(world: World, login: Login) -> None:
    url = reverse("what_matters", args=[world.ella.pk])
    answer = login(world.mette).post(url, {"words": "Kaffe", "said_on": "24.11.2026", "ask_again_on": ""})
    assert "sagt i dag eller før" in said(answer)
    assert "Kaffe</textarea>" in text_of(answer)
    answer = login(world.mette).post(url, {"words": "Kaffe", "said_on": "i går"})
    assert "Sagt den: Skriv datoen som dag, måned og år" in said(answer)


@pytest.mark.requirement("D-14")
@pytest.mark.parametrize("kind", ["allergy", "dog", "lift", "living_will", "fall", "other"])
def test_an_alert_stands_at_the_top_until_it_is_taken_off(world: World, login: Login, kind: str) -> None:
    mette = login(world.mette)
    url, sheet = reverse("alerts", args=[world.ella.pk]), reverse("citizen", args=[world.ella.pk])
    assert "Hvad skal alle vide?" in said(mette.post(url, {"kind": kind, "text": ""}))
    assert mette.post(url, {"kind": kind, "text": "Pas på"})["Location"] == url
    page = text_of(mette.get(sheet))
    assert page.index("Pas på") < page.index("Hvad er vigtigt for Ella?")
    assert login(world.tove).post(url, {"kind": kind, "text": "Nysgerrig"}).status_code == 404
    alert = world.ella.alerts.get()
    assert login(world.tove).post(reverse("end_alert", args=[alert.pk])).status_code == 404
    assert mette.post(reverse("end_alert", args=[alert.pk]))["Location"] == url
    assert "Pas på" not in text_of(mette.get(sheet))


def test_alerts_swap_as_a_fresh_page_shows_them(world: World, login: Login) -> None:
    mette, url = login(world.mette), reverse("alerts", args=[world.ella.pk])
    swapped = assert_swap_equals_fresh(mette, url, {"kind": "dog", "text": "Bella"}, "alerts")
    assert "Bella" in swapped
    end = reverse("end_alert", args=[world.ella.alerts.get().pk])
    assert "Bella" not in assert_swap_equals_fresh(mette, end, {}, "alerts", fresh_url=url)
    add_alert(world.mette, world.ella, kind="dog", text="Bella")
    answer = mette.post(url, {"kind": "dog", "text": "Bella"}, headers={"HX-Request": "true"})
    assert "står der allerede" in said(answer)
    assert 'value="Bella"' in text_of(answer)


@pytest.mark.requirement("D-14")
def test_a_door_code_is_set_and_never_shown_here(world: World, login: Login) -> None:
    mette = login(world.mette)
    url = reverse("set_door_code", args=[world.ella.pk])
    mette.post(url, {"code": "Boks 7719"})
    assert DoorCode.objects.get().code == "Boks 7719"
    for page in (url, reverse("citizen", args=[world.ella.pk]), reverse("citizens")):
        assert "7719" not in text_of(mette.get(page))
    assert login(world.tove).get(url).status_code == 404
    assert "højst have 120" in said(mette.post(url, {"code": "1" * 121}))


@pytest.mark.requirement("R-047")
def test_what_is_good_to_know_is_passed_on(world: World, login: Login) -> None:
    mette = login(world.mette)
    url, sheet = reverse("good_to_know", args=[world.ella.pk]), reverse("citizen", args=[world.ella.pk])
    assert mette.post(url, {"text": "Nøglen binder"})["Location"] == sheet
    assert "Nøglen binder" in text_of(login(world.christina).get(sheet))
    assert "Giv noget videre:" in said(mette.post(url, {"text": ""}))
    assert "højst have 300" in said(mette.post(url, {"text": "x" * 301}))
    assert login(world.tove).post(url, {"text": "Nysgerrig"}).status_code == 404
    end = reverse("end_good_to_know", args=[world.ella.good_to_know.get().pk])
    assert login(world.tove).post(end).status_code == 404
    assert mette.post(end)["Location"] == sheet
    assert "Nøglen binder" not in text_of(mette.get(sheet))


def test_notes_swap_as_the_sheet_shows_them(world: World, login: Login) -> None:
    mette, sheet = login(world.mette), reverse("citizen", args=[world.ella.pk])
    url = reverse("good_to_know", args=[world.ella.pk])
    assert "Nøglen" in assert_swap_equals_fresh(mette, url, {"text": "Nøglen"}, "good_to_know", fresh_url=sheet)
    assert_swap_equals_fresh(mette, url, None, "good_to_know", fresh_url=sheet)
    end = reverse("end_good_to_know", args=[world.ella.good_to_know.get().pk])
    assert "Nøglen" not in assert_swap_equals_fresh(mette, end, {}, "good_to_know", fresh_url=sheet)


def test_a_note_by_nobody_known_is_shown(world: World, login: Login) -> None:
    note = add_good_to_know(world.mette, world.ella, text="Fra en fil")
    note.by = None
    note.save()
    assert "Fra en fil" in text_of(login(world.mette).get(reverse("good_to_know", args=[world.ella.pk])))


def test_away_from_a_moment_until_home(world: World, login: Login) -> None:
    mette, sheet = login(world.mette), reverse("citizen", args=[world.ella.pk])
    url = reverse("register_away", args=[world.ella.pk])
    typed = {"kind": "hospital", "from_on": "23.11.2026", "from_at": "10", "home_on": "25.11.2026", "home_at": ""}
    assert mette.post(url, typed)["Location"] == sheet
    away = Away.objects.get()
    assert (away.starts_at, away.ends_at) == (local("2026-11-23 10:00"), local("2026-11-25 00:00"))
    assert "På sygehus fra man. 23. november 2026 kl. 10.00" in text_of(mette.get(sheet))
    end = reverse("end_away", args=[away.pk])
    assert login(world.tove).post(end).status_code == 404
    assert mette.post(end)["Location"] == sheet
    assert "På sygehus" not in text_of(mette.get(sheet))


def test_away_without_an_end_lasts(world: World, login: Login) -> None:
    login(world.mette).post(
        reverse("register_away", args=[world.ella.pk]), {"kind": "holiday", "from_on": "23.11.2026"}
    )
    away = Away.objects.get()
    assert (away.starts_at, away.ends_at) == (local("2026-11-23 00:00"), None)


def test_the_day_of_coming_home_is_set_later(world: World, login: Login) -> None:
    mette = login(world.mette)
    away = Away.objects.create(citizen=world.ella, kind="hospital", starts_at=local("2026-11-22 10:00"))
    url = reverse("plan_return", args=[away.pk])
    assert mette.get(url).status_code == 200
    assert "Hjemme igen: Skal udfyldes" in said(mette.post(url, {"home_on": "", "home_at": "12"}))
    assert mette.post(url, {"home_on": "26.11.2026", "home_at": "12"})["Location"] == reverse(
        "citizen", args=[world.ella.pk]
    )
    away.refresh_from_db()
    assert away.ends_at == local("2026-11-26 12:00")
    assert login(world.tove).get(url).status_code == 404
    assert world.ella.user is not None
    assert login(world.ella.user).get(url).status_code == 403


def test_a_journey_that_is_called_off(world: World, login: Login) -> None:
    Away.objects.create(citizen=world.ella, kind="holiday", starts_at=local("2026-12-01 10:00"))
    assert "Bliver hjemme" in text_of(login(world.mette).get(reverse("citizen", args=[world.ella.pk])))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"from_on": ""}, "Væk fra:"),
        ({"from_at": "25"}, "Skriv klokkeslættet"),
        ({"home_at": "10"}, "Skriv også datoen"),
        ({"home_on": "23.11.2026", "home_at": "9"}, "Hjemkomsten skal ligge efter afrejsen"),
    ],
)
def test_impossible_times_away_are_refused(world: World, login: Login, changes: dict[str, str], sentence: str) -> None:
    typed = {"kind": "other", "from_on": "23.11.2026", "from_at": "10", "home_on": "", "home_at": "", **changes}
    answer = login(world.mette).post(reverse("register_away", args=[world.ella.pk]), typed)
    assert sentence in said(answer)
    assert not Away.objects.exists()


@pytest.mark.parametrize("name", ["what_matters", "alerts", "set_door_code", "good_to_know", "register_away"])
def test_pages_of_knowledge_are_for_those_who_may(world: World, login: Login, name: str) -> None:
    url = reverse(name, args=[world.ella.pk])
    assert login(world.mette).get(url).status_code == 200
    assert login(world.tove).get(url).status_code == 404
    assert login(world.birgit).get(url).status_code == 404
    assert world.ella.user is not None
    refusal = login(world.ella.user).get(url)
    assert refusal.status_code == 403
    assert "skrive i borgerens journal" in text_of(refusal)
