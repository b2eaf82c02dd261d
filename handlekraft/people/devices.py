"""The browser that knows its user: a random token in a cookie of its own per user, its hash in `Device`."""

import secrets
from datetime import timedelta
from itertools import pairwise

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from handlekraft.people.models import Device, User

KNOWN_FOR = timedelta(days=30)
WRONG_PINS = 5
# From the special to the general: Edge also calls itself Chrome, and Chrome also calls itself Safari.
BROWSERS = [("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]
MACHINES = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac", "Mac")]


def cookie_name(user: User) -> str:
    """Each user of a shared phone has a cookie of her own, so no token is ever another person's."""
    return "hk_" + salted_hmac("handlekraft.people.devices.cookie", str(user.pk), algorithm="sha256").hexdigest()[:12]


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return salted_hmac("handlekraft.people.devices", token, algorithm="sha256").hexdigest()


def known_device(request: HttpRequest, user: User) -> Device | None:
    """The row of this browser, if the user made it known and its time has not run out."""
    token = request.COOKIES.get(cookie_name(user), "")
    if not token:
        return None
    return user.devices.known().filter(digest=digest_of(token)).first()


def forget_old_devices() -> None:
    """Delete those whose time has run out."""
    Device.objects.forget_old()


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(32)


def keep_token(response: HttpResponse, user: User, token: str) -> None:
    """Give the browser its token."""
    response.set_cookie(
        cookie_name(user),
        token,
        max_age=int(KNOWN_FOR.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def name_of(request: HttpRequest) -> str:
    """What the person may recognise the device by."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for word, name in BROWSERS if word in agent), _("Browser"))
    machine = next((name for word, name in MACHINES if word in agent), _("computer"))
    return _("%(browser)s på %(machine)s") % {"browser": browser, "machine": machine}


def is_easy(pin: str) -> bool:
    """Whether somebody looking over a shoulder would guess the PIN: two digits only, or counting up or down."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return len(set(pin)) <= 2 or steps in ({1}, {-1})
