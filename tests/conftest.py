"""What every test may stand on: the clock, the cast and a signed-in browser."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from handlekraft.demo.makers import local
from handlekraft.demo.world import World, make_world
from handlekraft.people.models import User
from tests.audit.plugin import heads_file, log_can_be_emptied_between_tests  # noqa: F401 - they hold in every test
from tests.strictness import get_never_writes, undefined_variables_fail  # noqa: F401 - they hold in every test

# Mette's evening begins in ten minutes.
NOW = "2026-11-23 14:50"


@pytest.fixture
def at() -> Iterator[Callable[[str], None]]:
    """Set the clock: at("2026-11-23 14:50") in local time. It ticks on from there."""
    travellers: list[time_machine.travel] = []

    def travel(text: str) -> None:
        traveller = time_machine.travel(local(text), tick=True)
        traveller.start()
        travellers.append(traveller)

    yield travel
    for traveller in reversed(travellers):
        traveller.stop()


@pytest.fixture
def world(db: None, at: Callable[[str], None]) -> World:
    """The cast, on Monday 23 November 2026 at 14.50."""
    at(NOW)
    return make_world()


@pytest.fixture
def login() -> Callable[[User], Client]:
    """A browser in which the user is signed in with everything her role asks for."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
