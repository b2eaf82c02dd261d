"""Choosing a second factor, its recovery codes, and the device that remembers it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from handlekraft.access.frame import Refused
from handlekraft.people import devices, factors, signin
from handlekraft.people.actions.accounts import add_passkey, add_totp
from handlekraft.people.actions.accounts import remember_device as remember
from handlekraft.people.forms.accounts import CodeForm, NewPinForm, PasskeyNameForm
from handlekraft.people.models import User
from handlekraft.web.pages import page


@login_not_required
@require_http_methods(["GET", "POST"])
def choose_factor(request: HttpRequest) -> HttpResponse:
    """Add a passkey or an app with one-time codes: on the way in, or later from the account page."""
    user = chooser(request)
    if user is None:
        return _first_prove(request)
    code = CodeForm(request.POST if "code" in request.POST else None)
    code.fields["code"].widget.attrs.pop("autofocus")  # the passkey stands above it and is the better choice
    passkey = PasskeyNameForm(
        request.POST if "credential" in request.POST else None, initial={"name": devices.name_of(request)}
    )
    sent = passkey if passkey.is_bound else code
    if request.method == "POST" and sent.is_valid():
        had_one = factors.has_factor(user)
        try:
            _add(request, user, sent.cleaned_data)
        except Refused as refusal:
            sent.add_error(None, refusal.sentence)
        else:
            return _after_adding(request, user, had_one=had_one)
    return page(request, "people/choose_factor.html", _choices(request, user, code, passkey), status=_status(sent))


def chooser(request: HttpRequest) -> User | None:
    """Who may add a factor: half way in without any, or signed in and proved a short while ago."""
    half = signin.half_way(request)
    if half is not None and not factors.has_factor(half.user):
        return half.user
    user = request.user
    return user if isinstance(user, User) and signin.proved_recently(request) else None


def _first_prove(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return HttpResponseRedirect(signin.with_til("confirm", request.path))
    return HttpResponseRedirect(reverse("sign_in"))


def _status(form: CodeForm | PasskeyNameForm) -> int:
    return 422 if form.errors else 200


def _choices(request: HttpRequest, user: User, code: CodeForm, passkey: PasskeyNameForm) -> dict[str, object]:
    secret = request.session.setdefault(signin.OFFERED, factors.new_secret())
    return {
        "code_form": code,
        "passkey_form": passkey,
        "has_totp": factors.has_totp(user),
        "qr": factors.qr(user, secret),
        "app_address": factors.app_address(user, secret),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "is_on_the_way_in": not request.user.is_authenticated,
    }


def _add(request: HttpRequest, user: User, shown: dict[str, Any]) -> None:
    if "credential" in shown:
        add_passkey(user, user, credential=shown["credential"], name=shown["name"])
    else:
        secret = request.session.get(signin.OFFERED, "")
        add_totp(user, user, secret=secret, code=shown["code"])
    request.session.pop(signin.OFFERED, None)


def _after_adding(request: HttpRequest, user: User, *, had_one: bool) -> HttpResponse:
    half = signin.half_way(request)
    if half is not None and half.user == user and not request.user.is_authenticated:
        response = signin.sign_in(request, user, half.til, steps=("recovery_codes",))
        request.session[signin.FIRST_TIME] = True
        return response
    request.session[signin.ONE_FACTOR] = False
    if not had_one:
        request.session[signin.DEVICE] = None  # adding the first factor forgot every device, also this one
    steps = () if had_one else ("recovery_codes",)
    return signin.begin_steps(request, *steps, onward=reverse("account"))


def is_first_time(request: HttpRequest) -> bool:
    """Whether the pages belong to a first way in, so that they say how far one has come."""
    return bool(request.session.get(signin.FIRST_TIME) and request.session.get(signin.STEPS))


@login_not_required
@never_cache
@require_GET
def new_passkey_question(request: HttpRequest) -> HttpResponse:
    """What the browser must know to make a passkey."""
    user = chooser(request)
    if user is None:
        return JsonResponse({}, status=403)
    return JsonResponse(factors.begin_passkey(user))


@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes, this once, to print or copy."""
    user = request.user
    if not isinstance(user, User) or "recovery_codes" not in request.session.get(signin.STEPS, []):
        return HttpResponseRedirect(reverse("account"))
    if request.method == "POST":
        return signin.go_on(request, done="recovery_codes")
    codes = factors.recovery_codes(user)
    context = {"codes": codes, "username": user.username, "is_first_time": is_first_time(request)}
    return page(request, "people/recovery_codes.html", context)


@require_http_methods(["GET", "POST"])
def remember_device(request: HttpRequest) -> HttpResponse:
    """Make this browser known, with a PIN to unlock it; or not, on a borrowed one."""
    user = request.user
    if "skip" in request.POST:
        return signin.go_on(request, done="remember_device")
    if request.session.get(signin.ONE_FACTOR):
        messages.error(request, _("En enhed kan kun huskes, når du er logget ind med to trin."))
        return HttpResponseRedirect(reverse("account"))
    if not isinstance(user, User) or not signin.proved_recently(request):
        return HttpResponseRedirect(signin.with_til("confirm", request.path))
    form = NewPinForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "device": devices.name_of(request), "is_first_time": is_first_time(request)}
        return page(request, "people/remember_device.html", context, status=422 if form.errors else 200)
    token = devices.new_token()
    name, pin = devices.name_of(request), form.cleaned_data["pin"]
    device = remember(user, user, token=token, name=name, pin=pin, at=timezone.now())
    request.session[signin.DEVICE] = device.pk
    response = signin.go_on(request, done="remember_device")
    devices.keep_token(response, user, token)
    return response
