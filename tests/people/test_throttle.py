"""How many tries, and how long to wait."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from handlekraft.people.models import Throttle
from handlekraft.people.throttle import Door, TooManyTries, address_of, forget_old_tries, knock, let_in

DOOR = Door("account", "mette")
SHARED = Door("address", "10.0.0.1", free=2, is_shared=True)
At = Callable[[str], None]


def closed_for(door: Door = DOOR) -> int:
    """Minutes to wait; 0 when the try was allowed."""
    try:
        knock(door)
    except TooManyTries as closed:
        return closed.minutes
    return 0


@pytest.mark.django_db
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(at: At) -> None:
    at("2026-11-23 14:00")
    assert [closed_for() for _ in range(6)] == [0] * 5 + [1]
    waits = []
    for clock in ("14:02", "14:05", "14:10", "14:19", "14:35", "14:51"):
        at(f"2026-11-23 {clock}")
        assert closed_for() == 0
        waits.append(closed_for())
    assert waits == [2, 4, 8, 15, 15, 15]


@pytest.mark.django_db
def test_a_try_at_a_closed_door_does_not_prolong_the_wait(at: At) -> None:
    at("2026-11-23 14:00")
    for _ in range(20):
        closed_for()
    at("2026-11-23 14:01:05")
    assert closed_for() == 0


@pytest.mark.django_db
def test_after_half_an_hour_all_is_forgotten(at: At) -> None:
    at("2026-11-23 14:00")
    for _ in range(6):
        closed_for()
    at("2026-11-23 14:31")
    assert [closed_for() for _ in range(5)] == [0] * 5
    at("2026-11-23 15:02")
    forget_old_tries()
    assert not Throttle.objects.exists()


@pytest.mark.django_db
def test_who_got_in_has_tried_nothing_but_at_a_shared_door_the_others_have(at: At) -> None:
    at("2026-11-23 14:00")
    for _ in range(2):
        knock(DOOR, SHARED)
    let_in(DOOR, SHARED)
    assert [row.tries for row in Throttle.objects.all()] == [1]
    let_in(DOOR, SHARED)
    assert not Throttle.objects.exists()


@pytest.mark.django_db
def test_a_closed_door_counts_no_try_at_the_open_one(at: At) -> None:
    at("2026-11-23 14:00")
    for _ in range(3):
        closed_for(SHARED)
    with pytest.raises(TooManyTries):
        knock(DOOR, SHARED)
    assert not Throttle.objects.filter(key=DOOR.key).exists()


def test_the_sentence_says_how_long() -> None:
    assert "Vent 1 minut," in TooManyTries(timedelta(seconds=20)).sentence
    assert "Vent 4 minutter," in TooManyTries(timedelta(seconds=181)).sentence


def test_a_door_names_nobody() -> None:
    assert "mette" not in DOOR.key
    assert DOOR.key != Door("second factor", "mette").key


@pytest.mark.parametrize(
    ("proxy", "address"), [(None, "127.0.0.1"), (("HTTP_X_FORWARDED_PROTO", "https"), "192.0.2.7")]
)
def test_only_our_own_proxy_is_believed(settings: Settings, proxy: object, address: str) -> None:
    settings.SECURE_PROXY_SSL_HEADER = proxy
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.1, 192.0.2.7"})
    assert address_of(request) == address
    assert address_of(RequestFactory().get("/")) == "127.0.0.1"
