"""The citizen's days: visits among what she does herself, with people close to her, in groups."""

from collections.abc import Callable
from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from handlekraft.access.frame import Refused
from handlekraft.citizens.actions import add_own_activity, end_own_activity
from handlekraft.citizens.models import OwnActivity
from handlekraft.demo.makers import make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from tests.citizens.answers import said
from tests.citizens.log import last_event
from tests.swaps import assert_swap_equals_fresh, text_of

type Login = Callable[[User], Client]

MONDAY = date(2026, 11, 23)
CARDS = {"title": "Kortklub", "kind": "group", "weekdays": ["1", "4"], "starts": "13.00", "ends": "15.00"}


def cards(world: World, **other: object) -> OwnActivity:
    """Ella plays cards on Mondays and Thursdays."""
    told = {"kind": "group", "title": "Kortklub", "weekdays": "14", "starts": time(13), "ends": time(15)}
    return add_own_activity(world.mette, world.ella, **{**told, **other})


@pytest.mark.requirement("R-048")
def test_a_day_is_a_rhythm_of_visits_and_her_own_life(world: World, login: Login) -> None:
    mette, url = login(world.mette), reverse("daily_rhythm", args=[world.ella.pk])
    make_visit(world.ella, MONDAY, "08:30", carer=world.mette, title="Morgenhjælp")
    make_visit(world.ella, MONDAY, "14:30", carer=world.mette, title="Kaffe og samtale")
    make_visit(world.ella, MONDAY, None, window="17:00-19:00", title="Aftensmad")
    assert mette.post(url, CARDS)["Location"] == url
    assert last_event()[0] == "own activity added"
    page = text_of(mette.get(url))
    order = [page.index(words) for words in ("Morgenhjælp", "Kortklub", "Kaffe og samtale", "Aftensmad")]
    assert order == sorted(order)
    assert page.count("samtidig med Kortklub") == 1
    assert page.count("til 15.00 · Gruppe og fællesskab") == 2, "Monday and Thursday"
    assert "17.00–19.00" in page
    assert "ingen endnu" in page
    assert reverse("daily_rhythm", args=[world.ella.pk]) in text_of(mette.get(reverse("citizen", args=[world.ella.pk])))
    assert login(world.tove).get(url).status_code == 404
    assert login(world.tove).post(url, CARDS).status_code == 404


def test_who_only_looks_writes_nothing(world: World, login: Login) -> None:
    url = reverse("daily_rhythm", args=[world.ella.pk])
    ella = login(world.ella.user)
    assert "Tilføj en fast aktivitet" not in text_of(ella.get(url))
    assert ella.post(url, CARDS).status_code == 403
    assert not OwnActivity.objects.exists()


def test_what_is_wrong_is_said_and_the_words_stay(world: World, login: Login) -> None:
    mette, url = login(world.mette), reverse("daily_rhythm", args=[world.ella.pk])
    answer = mette.post(url, {**CARDS, "ends": "12.00"})
    assert answer.status_code == 422
    assert "Sluttiden skal ligge efter starttiden" in said(answer)
    assert 'value="Kortklub"' in text_of(answer)
    assert mette.post(url, {**CARDS, "weekdays": []}).status_code == 422
    mette.post(url, CARDS)
    assert "Det står der allerede" in said(mette.post(url, CARDS))
    assert OwnActivity.objects.count() == 1


def test_the_part_is_what_a_fresh_page_shows(world: World, login: Login) -> None:
    mette, url = login(world.mette), reverse("daily_rhythm", args=[world.ella.pk])
    assert "Kortklub" in assert_swap_equals_fresh(mette, url, CARDS, "rhythm")
    end = reverse("end_own_activity", args=[OwnActivity.objects.get().pk])
    assert "Kortklub" not in assert_swap_equals_fresh(mette, end, {}, "rhythm", fresh_url=url)


def test_it_ends_once_and_only_for_the_team(world: World, login: Login) -> None:
    activity = cards(world)
    end, url = reverse("end_own_activity", args=[activity.pk]), reverse("daily_rhythm", args=[world.ella.pk])
    assert login(world.tove).post(end).status_code == 404
    assert login(world.mette).post(end)["Location"] == url
    with pytest.raises(Refused, match="allerede taget af"):
        end_own_activity(world.mette, OwnActivity.objects.get())
    assert "Kortklub" not in text_of(login(world.mette).get(url))


def test_a_part_of_the_week_needs_days_and_goes_forwards(world: World) -> None:
    with pytest.raises(Refused, match="mindst én ugedag"):
        cards(world, weekdays="")
    with pytest.raises(Refused, match="Sluttiden"):
        cards(world, ends=time(13))
    with pytest.raises(Refused):
        add_own_activity(
            world.tove, world.ella, kind="own", title="Nysgerrig", weekdays="1", starts=time(9), ends=time(10)
        )
    row = cards(world)
    assert str(row) == f"OwnActivity {row.pk}"
    assert row.scope() == world.ella.scope()


def test_her_own_day_stands_on_both_sheets(world: World, login: Login, at: Callable[[str], None]) -> None:
    cards(world)
    cards(world, title="Morgenkaffe", starts=time(6), ends=time(7))
    sheet = text_of(login(world.mette).get(reverse("citizen", args=[world.ella.pk])))
    assert "13.00–15.00 Kortklub" in sheet
    at("2026-11-23 12:00")
    own = text_of(login(world.ella.user).get(reverse("own_page")))
    assert "Kortklub" in own
    assert "Morgenkaffe" not in own, "that is over"
