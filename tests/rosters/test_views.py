"""The roster's page: a table one types into."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from handlekraft.demo.makers import local, make_shift
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.rosters.forms import field_name
from handlekraft.rosters.models import ProtectedTime, Shift

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)

type Login = Callable[[User], Client]


def address(world: World, rest: str = "", week: str = "2026-48") -> str:
    return f"/team/{world.aaparken.pk}/vagter/{week}/{rest}"


def field(user: User, day: date) -> str:
    return field_name(user.employee.pk, day)


def test_the_week_is_typed_and_stored(world: World, login: Login) -> None:
    make_shift(world.ali, TUESDAY, "07:00-15:00")
    mette = login(world.mette)
    page = mette.get(address(world)).text
    assert f'name="{field(world.ali, TUESDAY)}" value="7-15"' in page
    data = {
        field(world.mette, TUESDAY): "15-23.30",
        field(world.mette, WEDNESDAY): "7-11, 15-19",
        field(world.ali, TUESDAY): "7-15",
        field(world.tove, TUESDAY): "7-15",
    }
    answer = mette.post(address(world), data, follow=True).text
    assert "3 vagter er ændret" in answer
    assert Shift.objects.filter(employee=world.mette.employee).count() == 3
    assert not Shift.objects.filter(employee=world.tove.employee).exists()
    assert "Der var ikke noget at ændre" in mette.post(address(world), {}, follow=True).text


def test_short_rest_is_warned_of_with_the_earliest_start(world: World, login: Login) -> None:
    data = {field(world.mette, TUESDAY): "15-23.30", field(world.mette, WEDNESDAY): "7-15"}
    page = login(world.mette).post(address(world), data, follow=True).text
    assert "7 t 30 min hvile. Tidligst igen kl. 10.30." in page


def test_wrong_hours_are_told_where_they_stand_and_nothing_is_stored(world: World, login: Login) -> None:
    data = {field(world.mette, TUESDAY): "sent", field(world.ali, TUESDAY): "7-15"}
    answer = login(world.mette).post(address(world), data)
    assert answer.status_code == 422
    assert 'value="sent"' in answer.text
    assert f'href="#{field(world.mette, TUESDAY)}"' in answer.text
    assert not Shift.objects.exists()


def test_what_the_rules_refuse_is_told_at_its_field(world: World, login: Login) -> None:
    night = {"starts_at": local("2026-11-23 22:00"), "ends_at": local("2026-11-24 07:00")}
    Shift.objects.create(employee=world.mette.employee, team=world.aaparken, **night)
    answer = login(world.mette).post(address(world), {field(world.mette, TUESDAY): "6-14"})
    assert (answer.status_code, "overlapper" in answer.text) == (422, True)
    assert Shift.objects.count() == 1


def test_past_days_and_absence_are_shown_as_they_are(world: World, login: Login) -> None:
    make_shift(world.mette, date(2026, 11, 17), "07:00-15:00")
    shift = make_shift(world.ali, TUESDAY)
    Shift.objects.filter(pk=shift.pk).update(sick_at=local("2026-11-23 10:00"))
    page = login(world.mette).get(address(world, week="2026-47")).text
    assert ">7-15<" in page
    assert '<input class="form-input' not in page
    assert "Fraværende" in login(world.mette).get(address(world)).text


def test_copying_says_how_many(world: World, login: Login) -> None:
    make_shift(world.mette, TUESDAY)
    mette = login(world.mette)
    assert "1 vagt er kopieret" in mette.post(address(world, "kopier/", "2026-49"), follow=True).text
    assert "ingen vagter at kopiere" in mette.post(address(world, "kopier/", "2026-49"), follow=True).text


def test_time_is_kept_free_for_several_at_once(world: World, login: Login) -> None:
    mette = login(world.mette)
    url = address(world, "fri-for-besoeg/")
    assert mette.get(url).status_code == 200
    data = {
        "employees": [world.mette.employee.pk, world.ali.employee.pk],
        "kind": "meeting",
        "title": "Teammøde",
        "day": "2026-11-24",
        "starts": "12",
        "ends": "13.00",
    }
    assert "Teammøde" in mette.post(url, data, follow=True).text
    assert ProtectedTime.objects.count() == 2
    assert "allerede noget" in mette.post(url, data).text
    backwards = mette.post(url, data | {"ends": "11"})
    assert (backwards.status_code, "Tiden skal slutte" in backwards.text) == (422, True)
    assert mette.post(url, {"title": "Teammøde"}).status_code == 422
    row = ProtectedTime.objects.first()
    assert row is not None
    assert "fri igen" in mette.post(f"{url}{row.pk}/slut/", follow=True).text
    assert ProtectedTime.objects.count() == 1


@pytest.mark.requirement("R-042")
def test_one_table_holds_day_and_evening_for_the_team_alone(world: World, login: Login) -> None:
    make_shift(world.mette, TUESDAY, "07:00-11:00")
    make_shift(world.mette, TUESDAY, "15:00-23:30")
    assert 'value="7-11, 15-23.30"' in login(world.mette).get(address(world)).text
    looking = login(world.christina)
    assert '<input class="form-input' not in looking.get(address(world)).text
    assert looking.post(address(world), {}).status_code == 403
    assert login(world.tove).get(address(world)).status_code == 404
    assert login(world.henrik).get(address(world)).status_code == 404
    for week in ("2026-99", "uge"):
        assert login(world.mette).get(address(world, week=week)).status_code == 404


def test_the_table_asks_the_same_for_one_and_for_many(
    world: World, login: Login, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    for day in (TUESDAY, WEDNESDAY):
        make_shift(world.mette, day)
        make_shift(world.ali, day)
    client = login(world.mette)
    client.get(address(world))
    with django_assert_max_num_queries(18):
        client.get(address(world))
