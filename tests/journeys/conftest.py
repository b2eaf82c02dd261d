"""The houses and browsers that stories play in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from tests.journeys.browser import PICTURES, Browser
from tests.journeys.house import House

CHROMIUM = os.environ.get("HANDLEKRAFT_CHROMIUM") or "/usr/bin/chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """One Chromium for all stories; each person has a context of her own in it."""
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=switches)
        yield chromium
        chromium.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Let the fixtures know how the story went."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture
def browser(chromium: Chromium, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Browsers of the people in one story, none of which may complain."""
    browser = Browser(chromium)
    yield browser
    failed = request.node.stash.get(FAILED, True)

    def remember(page: Page) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"failed-{request.node.name}.png", full_page=True)

    browser.close(remember if failed else None)
    heard = sorted(set(browser.complaints.heard))
    assert heard == [] or failed, "\n".join(heard)


@pytest.fixture(scope="module")
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An installation that nobody has set up yet."""
    house = House(tmp_path_factory.mktemp("house"))
    house.command("migrate", "--verbosity", "0")
    with house.open():
        yield house


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The small sample municipality, on Monday 23 November 2026 at 14.50; nobody plays in it."""
    house = House(tmp_path_factory.mktemp("sample"), DEMO="1")
    house.command("demo", "--small")
    return house


@pytest.fixture(scope="module")
def house(sample: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The sample municipality for the stories of one file."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(sample.folder, folder, dirs_exist_ok=True)
    with House(folder, DEMO="1").open() as house:
        yield house
