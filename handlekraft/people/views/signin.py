"""The way in: password, passkey, second factor, and the way out."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handlekraft.access.frame import Refused
from handlekraft.people import factors, signin
from handlekraft.people.actions.accounts import prove_code, prove_passkey
from handlekraft.people.forms.accounts import CodeForm, ForgottenForm, PasskeyForm, SignInForm
from handlekraft.people.models import User
from handlekraft.people.tasks import renew_forgotten
from handlekraft.people.throttle import Door, TooManyTries, address_door, knock, let_in
from handlekraft.web.pages import page


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; a passkey instead; in the sample municipality a person of the cast."""
    if request.user.is_authenticated and request.method == "GET":
        return HttpResponseRedirect(signin.safe_path(request, til_of(request)))
    form = SignInForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _sign_in_page(request, form, 422 if form.errors else 200)
    try:
        user = _checked_password(request, form.cleaned_data["username"], form.cleaned_data["password"])
    except TooManyTries as closed:
        form.add_error(None, closed.sentence)
        return _sign_in_page(request, form, 429)
    if user is None:
        form.add_error(None, _("Brugernavn eller adgangskode passer ikke. Prøv igen."))
        return _sign_in_page(request, form, 422)
    return signin.after_first_factor(request, user, til_of(request))


def _checked_password(request: HttpRequest, name: str, password: str) -> User | None:
    doors = (signin.account_door(request, name), address_door(request))
    knock(*doors)
    user = authenticate(request, username=name, password=password)
    if not isinstance(user, User):
        signin.write_failure("sign-in failed", User.objects.known_as(name))
        return None
    let_in(*doors)
    return user


def _sign_in_page(request: HttpRequest, form: SignInForm, status: int) -> HttpResponse:
    cast = import_string(settings.HANDLEKRAFT_CAST)() if settings.DEMO else []
    context = {"form": form, "passkey": PasskeyForm(), "cast": cast, "til": til_of(request)}
    return page(request, "people/sign_in.html", context, status=status)


@login_not_required
@require_POST
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey that checked its owner is both factors at once."""
    form = PasskeyForm(request.POST)
    credential = form.cleaned_data["credential"] if form.is_valid() else {}
    user = factors.owner_of(credential)
    door = address_door(request)
    try:
        knock(door)
        if user is None:
            raise Refused(_("Adgangsnøglen kendes ikke her. Log ind med adgangskode."))
        prove_passkey(user, user, credential=credential)
    except TooManyTries as closed:
        messages.error(request, closed.sentence)
    except Refused as refusal:
        signin.write_failure("sign-in failed", user)
        messages.error(request, refusal.sentence)
    else:
        let_in(door)
        return signin.sign_in(request, user, til_of(request))
    return HttpResponseRedirect(signin.with_til("sign_in", til_of(request)))


@login_not_required
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """A code, a recovery code or a passkey from whoever has shown the password."""
    half = signin.half_way(request)
    if half is None:
        return HttpResponseRedirect(reverse("sign_in"))
    form = CodeForm(request.POST if "code" in request.POST else None)
    passkey = PasskeyForm(request.POST if "credential" in request.POST else None)
    asked: dict[str, Any] = {"form": form, "passkey": passkey, "has_passkey": bool(factors.passkeys(half.user))}
    asked["has_totp"] = factors.has_totp(half.user)
    if request.method == "GET":
        return page(request, "people/second_factor.html", asked)
    sent = passkey if passkey.is_bound else form
    try:
        if sent.is_valid():
            _prove(half.user, sent.cleaned_data)
            return signin.sign_in(request, half.user, half.til)
    except TooManyTries as closed:
        sent.add_error(None, closed.sentence)
        return page(request, "people/second_factor.html", asked, status=429)
    except Refused as refusal:
        signin.write_failure("second factor failed", half.user)
        sent.add_error(None, refusal.sentence)
    return page(request, "people/second_factor.html", asked, status=422)


def _prove(user: User, shown: dict[str, Any]) -> None:
    door = Door("second factor", str(user.pk))
    knock(door)
    if "credential" in shown:
        prove_passkey(user, user, credential=shown["credential"])
    else:
        prove_code(user, user, code=shown["code"])
    let_in(door)


@login_not_required
@never_cache
@require_GET
def passkey_question(request: HttpRequest) -> HttpResponse:
    """What the browser must know to use a passkey: one of the person half way, else anybody's."""
    half = signin.half_way(request) if "half_way" in request.GET else None
    return JsonResponse(factors.begin_proof(half.user if half else None))


@login_not_required
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """A lost password: by mail, or by a colleague. The answer is the same whoever asks."""
    form = ForgottenForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        context = {"form": form, "is_sent": False}
        return page(request, "people/forgotten.html", context, status=422 if form.errors else 200)
    name = form.cleaned_data["username"]
    try:
        knock(Door("forgotten", name.lower(), free=3), address_door(request))
    except TooManyTries as closed:
        form.add_error(None, closed.sentence)
        return page(request, "people/forgotten.html", {"form": form, "is_sent": False}, status=429)
    renew_forgotten.enqueue(name)
    return page(request, "people/forgotten.html", {"form": form, "is_sent": True})


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the sign-in on this browser; a known device stays known."""
    signin.sign_out(request)
    messages.success(request, _("Du er logget ud."))
    return HttpResponseRedirect(reverse("sign_in"))


def til_of(request: HttpRequest) -> str:
    """Where the person was going."""
    til: str = request.POST.get("til", "") or request.GET.get("til", "")
    return til
