"""Giving an employee a sign-in, and giving it back when password or phone is lost."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handlekraft.access.frame import Refused
from handlekraft.people.actions.invitations import forget_second_factor, invite_employee
from handlekraft.people.letters import invitation_letter
from handlekraft.people.models import Employee, Invitation
from handlekraft.people.views.employees import reached
from handlekraft.people.visitor import signed_in
from handlekraft.web.pages import page


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the code by mail, or hand it over as a letter to print."""
    found = reached(request, pk)
    way = Invitation.Way.MAIL if request.POST.get("way") == Invitation.Way.MAIL else Invitation.Way.LETTER
    try:
        invitation = invite_employee(signed_in(request), found, way=way)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return back_to(found)
    if way == Invitation.Way.LETTER:
        return letter(invitation)
    messages.success(request, _("Linket er sendt til %(email)s.") % {"email": found.email})
    return back_to(found)


@require_http_methods(["GET", "POST"])
def lost_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then close the sign-in of a lost phone."""
    found = reached(request, pk)
    if request.method == "GET":
        return page(request, "people/lost_factor.html", {"employee": found})
    try:
        forget_second_factor(signed_in(request), found)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Login er nulstillet. Giv en ny kode, når I har talt sammen."))
    return back_to(found)


def letter(invitation: Invitation) -> HttpResponse:
    """The letter as a file. Its name tells nobody whose it is."""
    headers = {"Content-Disposition": 'attachment; filename="handlekraft-brev.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(invitation_letter(invitation), content_type="application/pdf", headers=headers)


def back_to(employee: Employee) -> HttpResponse:
    """The page of the employee."""
    return HttpResponseRedirect(reverse("employee", args=[employee.pk]))
