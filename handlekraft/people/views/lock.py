"""The lock: what stands on the screen of somebody who went away, and the way back."""

import json
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handlekraft.access.frame import record
from handlekraft.people import signin
from handlekraft.people.actions.accounts import try_pin
from handlekraft.people.devices import WRONG_PINS, known_device
from handlekraft.people.forms.accounts import CurrentPasswordForm, PinForm
from handlekraft.people.middleware import LONGEST_DRAFT, NEVER_KEPT, is_secret, left_over
from handlekraft.people.models import Device, User
from handlekraft.people.throttle import TooManyTries, address_door, knock, let_in
from handlekraft.people.views.signin import til_of
from handlekraft.web.pages import page


@login_not_required
@require_http_methods(["GET", "POST"])
def lock(request: HttpRequest) -> HttpResponse:
    """Nothing but a first name, and the PIN of this device; without one, the password."""
    user = signin.locked_user(request)
    if user is None:
        return HttpResponseRedirect(signin.safe_path(request, til_of(request)))
    device = known_device(request, user)
    form = (PinForm if device else CurrentPasswordForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if _opens(request, user, device, form):
                return resume(request, user, by_password=device is None)
        except TooManyTries as closed:
            form.add_error(None, closed.sentence)
            return _lock_page(request, user, form, 429)
        if device is not None and device.wrong_pins >= WRONG_PINS:
            signin.sign_out(request)
            messages.error(request, _("Pinkoden var forkert fem gange. Log ind igen."))
            return HttpResponseRedirect(reverse("sign_in"))
    return _lock_page(request, user, form, 422 if form.errors else 200)


def _opens(request: HttpRequest, user: User, device: Device | None, form: PinForm | CurrentPasswordForm) -> bool:
    if device is not None:
        if try_pin(user, user, device=device, pin=form.cleaned_data["pin"]):
            return True
        form.add_error("pin", _wrong_pin(WRONG_PINS - device.wrong_pins))
        return False
    doors = (signin.account_door(request, user.username), address_door(request))
    knock(*doors)
    if not user.check_password(form.cleaned_data["password"]):
        signin.write_failure("unlock failed", user)
        form.add_error("password", _("Adgangskoden passer ikke."))
        return False
    let_in(*doors)
    return True


def _wrong_pin(left: int) -> str:
    words = ngettext(
        "Pinkoden passer ikke. Du har %(left)d forsøg tilbage.",
        "Pinkoden passer ikke. Du har %(left)d forsøg tilbage.",
        left,
    )
    return words % {"left": left}


def _lock_page(request: HttpRequest, user: User, form: PinForm | CurrentPasswordForm, status: int) -> HttpResponse:
    context = {"form": form, "first_name": user.first_name, "by_pin": isinstance(form, PinForm)}
    return page(request, "people/lock.html", context, status=status)


def resume(request: HttpRequest, user: User, *, by_password: bool) -> HttpResponse:
    """Open the sign-in again where it was left; words that were being written are put back by the page."""
    now = timezone.now().timestamp()
    request.session.cycle_key()
    request.session[signin.ACTIVE_AT] = now
    if by_password:
        request.session[signin.PROVEN_AT] = now
    record(user, "unlocked", user, None)
    mark = "#kladde" if signin.DRAFT in request.session else ""
    return HttpResponseRedirect(signin.safe_path(request, til_of(request)) + mark)


@login_not_required
@require_POST
def lock_now(request: HttpRequest) -> HttpResponse:
    """Lock at once: on wish, or because the open page saw nobody for some minutes. It may hand over a draft."""
    if signin.signed_in_user(request) is None:
        return HttpResponseRedirect(reverse("sign_in"))
    request.session[signin.ACTIVE_AT] = 0
    draft = read_draft(request.POST.get("draft", ""))
    if draft:
        request.session[signin.DRAFT] = draft
    return HttpResponseRedirect(signin.with_til("lock", til_of(request)))


def read_draft(text: str) -> dict[str, object] | None:
    """The draft that a page hands over, if it is one and not too long."""
    if not text or len(text) > LONGEST_DRAFT:
        return None
    try:
        draft = json.loads(text)
        if is_secret(urlsplit(str(draft["action"])).path):
            return None
        fields = [(str(name), str(value)) for name, value in draft["fields"] if name not in NEVER_KEPT]
        return {"path": str(draft["path"]), "action": str(draft["action"]), "fields": fields}
    except (ValueError, TypeError, LookupError):
        return None


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def lock_time(request: HttpRequest) -> HttpResponse:
    """Seconds until the lock. A POST says that somebody is there; a GET only asks."""
    left = left_over(request) if request.user.is_authenticated else 0
    return JsonResponse({"left": round(left)})


@never_cache
@require_GET
def draft(request: HttpRequest) -> HttpResponse:
    """The words of the form that the lock interrupted, once."""
    return JsonResponse(request.session.pop(signin.DRAFT, {}))
