"""One's own account: password, second factor, devices, language."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handlekraft.access.frame import Refused
from handlekraft.access.permissions import GRANTS, Role
from handlekraft.people import factors, signin
from handlekraft.people.actions import accounts as acts
from handlekraft.people.devices import known_device
from handlekraft.people.forms.accounts import CurrentPasswordForm, LanguageForm, PasswordForm
from handlekraft.people.throttle import TooManyTries, address_door, knock, let_in
from handlekraft.people.views.signin import til_of
from handlekraft.people.visitor import signed_in
from handlekraft.web.pages import page


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Everything about the own sign-in on one page."""
    user = signed_in(request)
    here = known_device(request, user)
    context = {
        "person": user,
        "passkeys": factors.passkeys(user),
        "totp": factors.of_kind(user, factors.Type.TOTP),
        "codes_left": len(factors.recovery_codes(user)),
        "has_factor": factors.has_factor(user),
        "devices": user.devices.known().order_by("-seen_at"),
        "here": here.pk if here else None,
        "may_remember": not request.session.get(signin.ONE_FACTOR),
        "language_form": LanguageForm(initial={"language": user.language or request.LANGUAGE_CODE}),
        "standing": [(member, GRANTS[Role(member.role)].sentence) for member in user.memberships_at(timezone.now())],
    }
    return page(request, "people/account.html", context)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The password once more, before something that matters."""
    user = signed_in(request)
    form = CurrentPasswordForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        doors = (signin.account_door(request, user.username), address_door(request))
        try:
            knock(*doors)
        except TooManyTries as closed:
            form.add_error(None, closed.sentence)
            status = 429
        else:
            if user.check_password(form.cleaned_data["password"]):
                let_in(*doors)
                signin.prove(request)
                return HttpResponseRedirect(signin.safe_path(request, til_of(request)))
            signin.write_failure("confirmation failed", user)
            form.add_error("password", _("Adgangskoden passer ikke."))
    return page(request, "people/confirm.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password."""
    user = signed_in(request)
    if not signin.proved_recently(request):
        return HttpResponseRedirect(signin.with_til("confirm", request.path))
    form = PasswordForm(request.POST or None, user=user)
    if not form.is_valid():
        return page(request, "people/password.html", {"form": form}, status=422 if form.errors else 200)
    acts.change_password(user, user, password=form.cleaned_data["password"])
    update_session_auth_hash(request, user)
    messages.success(request, _("Din adgangskode er ændret. Du er logget ud på andre enheder."))
    return HttpResponseRedirect(reverse("account"))


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language for all devices."""
    form = LanguageForm(request.POST)
    response = HttpResponseRedirect(reverse("account"))
    if form.is_valid():
        acts.choose_language(signed_in(request), signed_in(request), language=form.cleaned_data["language"])
        signin.keep_language(response, form.cleaned_data["language"])
    return response


@require_POST
def remove_factor(request: HttpRequest) -> HttpResponse:
    """Take away a passkey or the app."""
    if not signin.proved_recently(request):
        return HttpResponseRedirect(signin.with_til("confirm", reverse("account")))
    try:
        acts.remove_factor(signed_in(request), signed_in(request), factor=number(request, "factor"))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Den er fjernet fra dit login."))
    return HttpResponseRedirect(reverse("account"))


@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes."""
    if not signin.proved_recently(request):
        return HttpResponseRedirect(signin.with_til("confirm", reverse("account")))
    try:
        acts.renew_recovery_codes(signed_in(request), signed_in(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return HttpResponseRedirect(reverse("account"))
    return signin.begin_steps(request, "recovery_codes", onward=reverse("account"))


@require_POST
def forget_device(request: HttpRequest) -> HttpResponse:
    """Make a device unknown; whoever is signed in on it is signed out."""
    acts.forget_device(signed_in(request), signed_in(request), device=number(request, "device"))
    messages.success(request, _("Enheden er glemt. Næste gang skal den bekræftes igen."))
    return HttpResponseRedirect(reverse("account"))


def number(request: HttpRequest, name: str) -> int:
    """A key from a button; nonsense is no key."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0
