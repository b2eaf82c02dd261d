"""What the frame of every page shows: where one can go, who one is, which language. The tables live in `config`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import get_language


@dataclass(frozen=True)
class Item:
    """One place in the navigation."""

    label: str
    url: str
    icon: str
    current: bool = False


@dataclass(frozen=True)
class Person:
    """The one who is signed in, as the corner of the page shows it."""

    name: str
    team: str = ""
    profile_url: str = ""
    sign_out_url: str = ""


class Frame:
    """Computed on first use, so that a part never pays for it. Without a request the frame is bare."""

    def __init__(self, request: HttpRequest | None) -> None:
        self.request = request

    @cached_property
    def navigation(self) -> list[Item]:
        """The places this person can go to."""
        return self._asked("HANDLEKRAFT_NAVIGATION") or []

    @cached_property
    def person(self) -> Person | None:
        """The person signed in, or nobody."""
        found: Person | None = self._asked("HANDLEKRAFT_PERSON")
        return found

    @property
    def language(self) -> str:
        """The language of this page."""
        return get_language() or settings.LANGUAGE_CODE

    @property
    def other_languages(self) -> list[tuple[str, str]]:
        """The languages one can change to, each written in itself."""
        return [(code, name) for code, name in OWN_NAMES.items() if code != self.language]

    @property
    def path(self) -> str:
        """Where to return after a choice of language: the page, if it was only looked at."""
        if self.request is None or self.request.method != "GET":
            return "/"
        return self.request.get_full_path()

    @property
    def demo(self) -> bool:
        """Whether this is the sample municipality."""
        return bool(getattr(settings, "DEMO", False))

    def _asked(self, setting: str) -> Any:
        if self.request is None or not (dotted := getattr(settings, setting, "")):
            return None
        ask: Callable[[HttpRequest], Any] = import_string(dotted)
        return ask(self.request)


OWN_NAMES = {"da": "Dansk", "en": "English"}


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor."""
    return {"frame": Frame(request)}
