"""The cast's open door: in the sample municipality only."""

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from handlekraft.demo.world import World
from handlekraft.people.models import User
from tests.people.ways import browser, is_in, sign_in, words


@pytest.fixture
def demo(settings: Settings) -> None:
    """The sample municipality."""
    settings.DEMO = True


def test_the_cast_stands_on_the_sign_in_page(world: World, demo: None) -> None:
    User.objects.filter(pk=world.tove.pk).update(is_active=False)
    page = words(browser().get("/log-ind/?til=/om/"))
    assert "Log ind som Mette" in page
    assert "naboteamet" not in page


@pytest.mark.requirement("D-03")
def test_one_click_is_a_whole_sign_in(world: World, demo: None) -> None:
    client = browser()
    sign_in(client, world.tove)
    response = client.post("/log-ind/som/", {"username": "mette", "til": "/min-konto/"})
    assert response.headers["Location"] == "/min-konto/"
    assert "Mette Lund" in words(client.get("/min-konto/"))


def test_there_is_no_door_outside_the_sample_municipality(world: World) -> None:
    client = browser()
    assert client.post("/log-ind/som/", {"username": "mette"}).status_code == 404
    assert not is_in(client)


@pytest.mark.parametrize("username", ["", "ukendt", "karl"])
def test_only_the_cast_goes_through_it(world: World, demo: None, username: str) -> None:
    User.objects.create(username="karl", name="Karl")
    assert browser().post("/log-ind/som/", {"username": username}).status_code == 404


def test_the_door_is_opened_by_a_form_only(world: World, demo: None) -> None:
    assert browser().get("/log-ind/som/").status_code == 405


def test_the_check_before_deployment_refuses_it(settings: Settings) -> None:
    def found() -> list[str]:
        return [str(message.id) for message in run_checks(tags=["security"], include_deployment_checks=True)]

    assert "handlekraft.E001" not in found()
    settings.DEMO = True
    assert "handlekraft.E001" in found()
