"""The small group around a citizen."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlekraft.access.permissions import Permission
from handlekraft.access.sight import get_visible
from handlekraft.citizens.actions import add_face, end_face, set_faces_wanted, set_primary_contact, tell_change
from handlekraft.citizens.forms import FaceForm, FacesWantedForm, PrimaryContactForm
from handlekraft.citizens.models import Citizen, FaceChange, KnownFace
from handlekraft.citizens.views.opening import carried_out, leave, opened, typed
from handlekraft.people.visitor import signed_in
from handlekraft.web.pages import asks_for_part, page

AGREE = Permission.AGREE_HELP


def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in the group; one more joins."""
    citizen = opened(request, pk, AGREE)
    form = FaceForm(typed(request), citizen=citizen)
    if carried_out(request, form, lambda: add_face(signed_in(request), citizen, **form.cleaned_data)):
        return leave(request, _("Ny i gruppen. Husk at fortælle det."), "group", citizen.pk)
    return show_group(request, citizen, face_form=form)


def primary_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Another primary contact."""
    citizen = opened(request, pk, AGREE)
    form = PrimaryContactForm(typed(request), citizen=citizen)
    if carried_out(request, form, lambda: set_primary_contact(signed_in(request), citizen, **form.cleaned_data)):
        return leave(request, _("Ny fast kontaktperson. Husk at fortælle det."), "group", citizen.pk)
    return show_group(request, citizen, primary_form=form)


def faces_wanted(request: HttpRequest, pk: int) -> HttpResponse:
    """How many faces at most."""
    citizen = opened(request, pk, AGREE)
    form = FacesWantedForm(typed(request), citizen=citizen)
    if carried_out(request, form, lambda: set_faces_wanted(signed_in(request), citizen, **form.cleaned_data)):
        return leave(request, _("Gemt."), "group", citizen.pk)
    return show_group(request, citizen, wanted_form=form)


def show_group(
    request: HttpRequest,
    citizen: Citizen,
    *,
    face_form: FaceForm | None = None,
    primary_form: PrimaryContactForm | None = None,
    wanted_form: FacesWantedForm | None = None,
) -> HttpResponse:
    """The group and its three forms; the one that was sent keeps its words."""
    sent = face_form or primary_form or wanted_form
    context = {
        "citizen": citizen,
        "faces": citizen.known_faces.on(timezone.localdate()).select_related("employee__profession"),
        "face_form": face_form or FaceForm(citizen=citizen),
        "primary_form": primary_form or PrimaryContactForm(citizen=citizen),
        "wanted_form": wanted_form or FacesWantedForm(citizen=citizen),
    }
    return page(request, "citizens/group.html", context, status=422 if sent and sent.errors else 200)


@require_POST
def face_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves the group."""
    face = get_visible(request, KnownFace, pk=pk)
    end_face(signed_in(request), face)
    return leave(request, _("Ude af gruppen."), "group", face.citizen_id)


@require_POST
def change_told(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has told the citizen about a change."""
    change = get_visible(request, FaceChange, pk=pk)
    tell_change(signed_in(request), change)
    if not asks_for_part(request):
        return leave(request, _("Noteret: det er fortalt."), "citizen", change.citizen_id)
    citizen = change.citizen
    context = {
        "citizen": citizen,
        "news": citizen.face_changes.untold().select_related("employee__profession"),
        "may_write": True,
    }
    return page(request, "citizens/news.html", context, part="news")
