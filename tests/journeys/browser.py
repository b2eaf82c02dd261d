"""Browsers of the people in a story. Whatever the browser complains about makes the story fail."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect

from tests.journeys.house import House

PICTURES = Path(__file__).resolve().parents[2] / "var/pictures"
DESK = {"viewport": {"width": 1360, "height": 900}}
ANDROID = (
    "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36"
)
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
    "user_agent": ANDROID,
}
# Milliseconds. The machine may be busy with other things.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
# What the browser writes about every answer of 400 and above; the answers themselves are judged instead.
ABOUT_AN_ANSWER = "Failed to load resource: the server responded with a status of"


class Complaints:
    """What the browsers of one story complain about."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.awaited: list[int] = []
        self.axe_looks = False

    def listen(self, context: BrowserContext) -> None:
        """Hear everything that happens in a browser."""
        context.on("console", self._console)
        context.on("weberror", lambda mistake: self.heard.append(f"script: {mistake.error}"))
        context.on("requestfailed", self._failed)
        context.on("response", self._answer)

    def _console(self, message: ConsoleMessage) -> None:
        # Axe tries things out on the page that the page itself may not do.
        if message.text in {"axe begins", "axe ends"}:
            self.axe_looks = message.text == "axe begins"
        if self.axe_looks:
            return
        if message.type in {"error", "warning"} and not message.text.startswith(ABOUT_AN_ANSWER):
            self.heard.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _failed(self, request: Request) -> None:
        # A page that is left behind no longer needs what it asked for.
        if request.failure != "net::ERR_ABORTED":
            self.heard.append(f"failed: {request.method} {request.url}: {request.failure}")

    def _answer(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.awaited:
            self.heard.append(f"{response.status}: {response.request.method} {response.url}")

    @contextmanager
    def awaiting(self, *statuses: int) -> Iterator[None]:
        """Inside, answers of these kinds are part of the story."""
        self.awaited.extend(statuses)
        try:
            yield
        finally:
            for status in statuses:
                self.awaited.remove(status)


class Browser:
    """Opens a browser for each person of a story."""

    def __init__(self, chromium: Chromium) -> None:
        self.chromium = chromium
        self.complaints = Complaints()
        self.contexts: list[BrowserContext] = []

    def desk(self, house: House, **options: Any) -> Page:
        """A browser on a desk."""
        return self._open(house, DESK | options)

    def phone(self, house: House, **options: Any) -> Page:
        """A browser on a telephone."""
        return self._open(house, PHONE | options)

    def _open(self, house: House, options: dict[str, Any]) -> Page:
        context = self.chromium.new_context(
            base_url=house.url, locale="da-DK", timezone_id="Europe/Copenhagen", reduced_motion="reduce", **options
        )
        context.set_default_timeout(PATIENCE)
        self.complaints.listen(context)
        self.contexts.append(context)
        page = context.new_page()
        if options.get("java_script_enabled", True):
            # The clock on the wall is the same for browser and house.
            page.clock.set_system_time(house.now())
        return page

    def awaiting(self, *statuses: int) -> Any:
        """Inside, answers of these kinds are part of the story."""
        return self.complaints.awaiting(*statuses)

    def close(self, on_each: Callable[[Page], None] | None = None) -> None:
        """Close every browser."""
        for context in self.contexts:
            for page in context.pages if on_each else []:
                on_each(page)
            context.close()


def picture(page: Page, name: str, folder: Path = PICTURES) -> None:
    """A picture of the whole page to look at, where somebody wants to look."""
    if os.environ.get("HANDLEKRAFT_PICTURES") != "1":
        return
    folder.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    assert size
    # A bar that sticks to the bottom of the screen belongs at the bottom of the picture.
    page.set_viewport_size({**size, "height": page.evaluate("document.documentElement.scrollHeight")})
    page.screenshot(path=folder / f"{name}.png")
    page.set_viewport_size(size)
