"""Taking up an invitation: the code, then a password of one's own."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from handlekraft.access.frame import Refused
from handlekraft.people import signin
from handlekraft.people.actions.invitations import accept_invitation
from handlekraft.people.forms.accounts import InvitationCodeForm, PasswordForm
from handlekraft.people.models import Invitation
from handlekraft.people.throttle import TooManyTries, address_door, knock, let_in
from handlekraft.web.pages import page


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation_code(request: HttpRequest) -> HttpResponse:
    """Type the code of a letter."""
    form = InvitationCodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        door = address_door(request)
        try:
            knock(door)
        except TooManyTries as closed:
            form.add_error(None, closed.sentence)
            status = 429
        else:
            if found := Invitation.objects.for_code(form.cleaned_data["code"]):
                let_in(door)
                return _welcome(request, found)
            form.add_error("code", _("Koden passer ikke, eller den er brugt eller udløbet."))
    if form.errors and status == 200:
        status = 422
    return page(request, "people/invitation_code.html", {"form": form}, status=status)


@login_not_required
@require_GET
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """The link of a mail. The code leaves the address bar at once, so that no later page passes it on."""
    found = Invitation.objects.for_code(code)
    if found is None:
        return page(request, "people/invitation_over.html", status=404)
    return _welcome(request, found)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    request.session[signin.INVITATION] = found.pk
    return HttpResponseRedirect(reverse("welcome"))


@login_not_required
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Choose a password."""
    found = Invitation.objects.open_by_key(request.session.get(signin.INVITATION, 0))
    if found is None or found.employee.user is None:
        return HttpResponseRedirect(reverse("invitation_code"))
    user = found.employee.user
    form = PasswordForm(request.POST or None, user=user)
    if form.is_valid():
        try:
            accept_invitation(user, user, invitation=found, password=form.cleaned_data["password"])
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            logout(request)
            return signin.after_first_factor(request, user, "")
    context = {"form": form, "first_name": found.employee.first_name, "username": user.username}
    context["is_new"] = user.last_login is None
    return page(request, "people/welcome.html", context, status=422 if form.errors else 200)
