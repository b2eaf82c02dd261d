"""How a person proves who she is, step by step, and what the session remembers of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from handlekraft.access.frame import record
from handlekraft.audit.log import write_event
from handlekraft.people import factors
from handlekraft.people.devices import known_device
from handlekraft.people.models import User
from handlekraft.people.throttle import Door

BACKEND = "handlekraft.people.signin.PasswordBackend"
HALF_WAY_FOR = timedelta(minutes=10)
PROVEN_FOR = timedelta(minutes=15)

# What the session holds. While half way: who has shown the first factor, when, and where she was going.
HALF_WAY = "half_way"
ACTIVE_AT = "active_at"
PROVEN_AT = "proven_at"
ONE_FACTOR = "one_factor"
DEVICE = "device"
STEPS = "steps_left"
ONWARD = "onward"
FIRST_TIME = "first_time"
INVITATION = "invitation"
OFFERED = "offered_to_app"
DRAFT = "draft"


class PasswordBackend(BaseBackend):
    """Sign-in name or mail address, and password."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_other: object
    ) -> User | None:
        """The user, if the password is hers. Somebody unknown takes as long and gets the same answer."""
        user = User.objects.known_as(username)
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The user of a session."""
        # Every page asks who the person is as an employee, and whether she is a citizen: one question for all three.
        return User.objects.filter(pk=user_id, is_active=True).select_related("employee", "citizen").first()


@dataclass(frozen=True)
class HalfWay:
    """Somebody who has shown the first factor and owes the second."""

    user: User
    til: str


def go_half_way(request: HttpRequest, user: User, til: str) -> None:
    """Remember who showed the first factor, in a session with a new key."""
    request.session.cycle_key()
    request.session[HALF_WAY] = {"user": user.pk, "at": timezone.now().timestamp(), "til": til}


def half_way(request: HttpRequest) -> HalfWay | None:
    """Who is half way, for some minutes."""
    kept = request.session.get(HALF_WAY)
    if kept is None or timezone.now().timestamp() - kept["at"] > HALF_WAY_FOR.total_seconds():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    return HalfWay(user, kept["til"]) if user else None


def after_first_factor(request: HttpRequest, user: User, til: str) -> HttpResponse:
    """In at once where that is enough; else on to the second factor, or to choosing one."""
    device = known_device(request, user)
    if factors.has_factor(user) and device is None:
        go_half_way(request, user, til)
        return HttpResponseRedirect(reverse("second_factor"))
    if not factors.has_factor(user) and user.needs_two_factors(timezone.now()):
        go_half_way(request, user, til)
        return HttpResponseRedirect(reverse("choose_factor"))
    return sign_in(request, user, til, one_factor=not factors.has_factor(user))


def sign_in(
    request: HttpRequest, user: User, til: str, *, one_factor: bool = False, steps: tuple[str, ...] = ()
) -> HttpResponse:
    """Begin a session and go through the steps left, then where the person was going."""
    open_session(request, user, til, one_factor=one_factor)
    if request.session[DEVICE] is None and not one_factor:
        steps = (*steps, "remember_device")
    request.session[STEPS] = list(steps)
    response = go_on(request)
    if user.language:
        keep_language(response, user.language)
    return response


def open_session(request: HttpRequest, user: User, til: str, *, one_factor: bool = False) -> None:
    """Begin a session with a new key."""
    login(request, user, backend=BACKEND)
    request.session.cycle_key()
    request.session.pop(HALF_WAY, None)
    device = known_device(request, user)
    now = timezone.now().timestamp()
    request.session.update(
        {ACTIVE_AT: now, PROVEN_AT: now, ONE_FACTOR: one_factor, DEVICE: device.pk if device else None, ONWARD: til}
    )
    record(user, "signed in", user, None)


def begin_steps(request: HttpRequest, *steps: str, onward: str) -> HttpResponse:
    """Go through some steps of signing in again, and then on."""
    request.session[STEPS], request.session[ONWARD] = list(steps), onward
    return go_on(request)


def go_on(request: HttpRequest, done: str = "") -> HttpResponse:
    """To the next step of signing in, or to the page the person was going to."""
    steps = [step for step in request.session.get(STEPS, []) if step != done]
    request.session[STEPS] = steps
    if steps:
        return HttpResponseRedirect(reverse(steps[0]))
    request.session.pop(FIRST_TIME, None)
    return HttpResponseRedirect(safe_path(request, request.session.pop(ONWARD, "")))


def sign_out(request: HttpRequest) -> None:
    """End the session and say so in the log."""
    user = signed_in_user(request)
    if user is not None:
        record(user, "signed out", user, None)
    logout(request)


def locked_user(request: HttpRequest) -> User | None:
    """Whose sign-in is locked, if it is."""
    user: User | None = request.__dict__.get("locked_user")
    return user


def signed_in_user(request: HttpRequest) -> User | None:
    """The user of the session, locked or not."""
    user = locked_user(request) or request.user
    return user if isinstance(user, User) else None


def write_failure(verb: str, user: User | None) -> None:
    """Log a try that did not succeed: whose account it was, if it was anybody's."""
    write_event(
        verb,
        actor_id=None,
        subject_kind="people.user" if user else "",
        subject_id=str(user.pk) if user else "",
    )


def account_door(request: HttpRequest, name: str) -> Door:
    """What is counted against guessing: the account; on a device that knows its user, that device alone.

    So a stranger who guesses somewhere else cannot keep the owner out of her own phone.
    """
    user = User.objects.known_as(name)
    device = known_device(request, user) if user else None
    if user is None:
        return Door("account", f"unknown:{name.lower()}")
    return Door("account", f"{user.pk}:{device.pk if device else ''}")


def proved_recently(request: HttpRequest) -> bool:
    """Whether the person showed her password or passkey a short while ago."""
    return bool(timezone.now().timestamp() - request.session.get(PROVEN_AT, 0) <= PROVEN_FOR.total_seconds())


def prove(request: HttpRequest) -> None:
    """Note that the password was shown now."""
    request.session[PROVEN_AT] = timezone.now().timestamp()


def safe_path(request: HttpRequest, til: str) -> str:
    """The page asked for, if it is one of ours; else the front page."""
    safe = url_has_allowed_host_and_scheme(til, {request.get_host()}, require_https=request.is_secure())
    return til if safe else resolve_url("front")


def with_til(name: str, til: str) -> str:
    """Address of a page that knows where to go afterwards."""
    return f"{reverse(name)}?{urlencode({'til': til})}" if til else reverse(name)


def keep_language(response: HttpResponse, language: str) -> None:
    """Show this browser's pages in the language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
