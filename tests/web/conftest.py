"""The frame alone: its own addresses, its own navigation, nobody signed in."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(autouse=True)
def frame_alone(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.web.urls"
    settings.HANDLEKRAFT_NAVIGATION = "tests.web.urls.items"
    settings.HANDLEKRAFT_PERSON = "tests.web.urls.person"
    settings.DEMO = True


@pytest.fixture
def browser() -> Client:
    """A browser of somebody who is not signed in; what breaks becomes a page, as in production."""
    return Client(raise_request_exception=False)


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield
