"""What people of the stories do often."""

from __future__ import annotations

import hashlib
import hmac
import struct
import time
from base64 import b32decode
from datetime import datetime

from playwright.sync_api import Locator, Page


def sign_in_as(page: Page, name: str) -> None:
    """Into the sample municipality as one of its cast."""
    page.goto("/log-ind/")
    page.get_by_role("button", name=f"Log ind som {name}").click()
    page.wait_for_url(lambda url: "/log-ind/" not in url)


def code_of(secret: str, now: datetime) -> str:
    """What a code app shows for the secret at that moment (RFC 6238)."""
    counter = struct.pack(">Q", int(now.timestamp()) // 30)
    digest = hmac.new(b32decode(secret.replace(" ", "")), counter, hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def fill(page: Page | Locator, **fields: str) -> None:
    """Type into fields by their label; an underscore stands for a space."""
    for label, words in fields.items():
        page.get_by_label(label.replace("_", " "), exact=False).first.fill(words)


def press(page: Page | Locator, words: str, *, exact: bool = True) -> None:
    """Press the button with these words."""
    page.get_by_role("button", name=words, exact=exact).click()


def follow(page: Page | Locator, words: str, *, exact: bool = True) -> None:
    """Follow the link with these words."""
    page.get_by_role("link", name=words, exact=exact).click()


def until(happens: object, seconds: float = 20) -> None:
    """Wait until something is so."""
    assert callable(happens)
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.1)
