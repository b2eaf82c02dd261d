"""Who gets no further: strangers, and whoever left her screen. Every page is closed unless its view says otherwise.

A view is open to everybody by Django's own mark `login_not_required`. While a sign-in is locked, its request has no
user: nothing below can show anything personal. Only the lock page knows who it was (`request.locked_user`).
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from handlekraft.people import signin
from handlekraft.people.models import User

# Writing the session on every request would cost more than it tells.
NOTED_EVERY = 20.0
LONGEST_DRAFT = 20_000
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "pin", "code", "credential", "cpr"}
# Pages about sign-ins: of what is typed there nothing is kept, whatever the field is called.
SECRET_ROOMS = {
    f"handlekraft.people.views.{name}" for name in ("account", "factors", "invitations", "inviting", "lock", "signin")
}

type View = Callable[..., HttpResponse]


class LockMiddleware:
    """Locks after some minutes without activity, and keeps strangers out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            if is_void(request, user):
                logout(request)
            elif left_over(request) <= 0:
                request.locked_user = user  # type: ignore[attr-defined]
                request.user = AnonymousUser()
            elif not is_poll(request):
                note_activity(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send whoever may not see this page to the lock, or to the sign-in page."""
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        locked = signin.locked_user(request) is not None
        til = page_of(request)
        if locked:
            keep_draft(request, til)
        return redirect(request, signin.with_til("lock" if locked else "sign_in", til))


def is_poll(request: HttpRequest) -> bool:
    """Whether the page asks by itself; that is no activity of a person."""
    return "X-Hk-Poll" in request.headers


def left_over(request: HttpRequest) -> float:
    """Seconds until the lock."""
    now = timezone.now().timestamp()
    active_at: float = request.session.get(signin.ACTIVE_AT, now)
    return settings.LOCK_AFTER.total_seconds() - (now - active_at)


def note_activity(request: HttpRequest) -> None:
    """Begin the minutes anew."""
    now = timezone.now().timestamp()
    if now - request.session.get(signin.ACTIVE_AT, 0) >= NOTED_EVERY:
        request.session[signin.ACTIVE_AT] = now


def is_void(request: HttpRequest, user: User) -> bool:
    """Whether the sign-in no longer stands on what it began with. Asked for every request, also a page's own polls.

    The known device was removed, or a role came that needs two factors and there was but one.
    """
    device = request.session.get(signin.DEVICE)
    if device is not None and not user.devices.filter(pk=device).exists():
        return True
    return request.session.get(signin.ONE_FACTOR, False) and user.needs_two_factors(timezone.now())


def page_of(request: HttpRequest) -> str:
    """The page the person looks at, to return to: for a part or a form the page around it."""
    htmx = request.headers.get("HX-Current-URL", "")
    if request.method == "GET" and not htmx:
        return request.get_full_path()
    parts = urlsplit(htmx or request.headers.get("Referer", ""))
    if parts.netloc != request.get_host():
        return request.path
    return parts.path + (f"?{parts.query}" if parts.query else "")


def keep_draft(request: HttpRequest, path: str) -> None:
    """Keep the words of a simple form that came too late, for the page to put back after the lock."""
    if request.method != "POST" or request.FILES or is_secret(request.path):
        return
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in NEVER_KEPT]
    if fields and sum(len(value) for _name, value in fields) <= LONGEST_DRAFT:
        request.session[signin.DRAFT] = {"path": path, "action": request.path, "fields": fields}


def is_secret(path: str) -> bool:
    """Whether what is sent there opens a sign-in; an address of nothing counts as one."""
    try:
        return resolve(path).func.__module__ in SECRET_ROOMS
    except Resolver404:
        return True


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """There, also for htmx, which would put the page into a part of another."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
