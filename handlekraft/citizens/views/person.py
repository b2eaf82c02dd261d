"""A citizen is admitted, corrected, moved, ended; her number is shown behind a tap."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlekraft.access.attempt import demand
from handlekraft.access.permissions import Permission
from handlekraft.citizens.actions import (
    admit_citizen,
    change_citizen,
    end_citizen,
    move_citizen,
    readmit_citizen,
    show_cpr,
)
from handlekraft.citizens.forms import AdmitForm, ChangeForm, EndForm, MoveForm
from handlekraft.citizens.models import Citizen
from handlekraft.citizens.views.opening import carried_out, form_page, leave, opened, show_form, typed
from handlekraft.people.visitor import signed_in
from handlekraft.web.pages import page


def admit(request: HttpRequest) -> HttpResponse:
    """A new citizen; the next page asks what matters to her."""
    user = signed_in(request)
    demand(user, Permission.ADMIT_CITIZEN)
    form = AdmitForm(typed(request), by=user)
    made: list[Citizen] = []

    def act() -> None:
        details = dict(form.cleaned_data)
        made.append(admit_citizen(user, details.pop("team"), **details))

    if carried_out(request, form, act):
        done = _("%(name)s er oprettet. Spørg, hvad der er vigtigt.") % {"name": made[0].first_name}
        return leave(request, done, "what_matters", made[0].pk)
    return page(request, "citizens/admit.html", {"form": form}, status=422 if form.errors else 200)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, address and number are corrected."""
    citizen = opened(request, pk, Permission.ADMIT_CITIZEN)
    form = ChangeForm(typed(request), citizen=citizen)
    return form_page(
        request,
        citizen,
        form,
        lambda: change_citizen(signed_in(request), citizen, **form.cleaned_data),
        template="citizens/change.html",
        heading=_("Ret oplysninger"),
        button=_("Gem"),
        done=_("Oplysningerne er rettet."),
        cpr="",
    )


@require_POST
def cpr(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole number, shown this once; the look is logged."""
    citizen = opened(request, pk, Permission.ADMIT_CITIZEN)
    number = show_cpr(signed_in(request), citizen)
    form = ChangeForm(citizen=citizen)
    words = {"heading": _("Ret oplysninger"), "button": _("Gem")}
    return show_form(request, citizen, form, template="citizens/change.html", part="cpr", cpr=number, **words)


def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another team takes over; whoever hands over may not see the citizen after it."""
    citizen = opened(request, pk, Permission.ADMIT_CITIZEN)
    form = MoveForm(typed(request), citizen=citizen)
    if carried_out(request, form, lambda: move_citizen(signed_in(request), citizen, to=form.cleaned_data["to"])):
        done = _("%(name)s er flyttet til %(team)s.") % {"name": citizen.first_name, "team": citizen.team.name}
        return leave(request, done, "citizens")
    intro = _("Det nye team ser borgeren fra nu af. De faste ansigter, som ikke er i det nye team, går ud af gruppen.")
    return show_form(request, citizen, form, heading=_("Flyt til et andet team"), intro=intro, button=_("Flyt"))


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day with help."""
    citizen = opened(request, pk, Permission.ADMIT_CITIZEN)
    form = EndForm(typed(request))
    return form_page(
        request,
        citizen,
        form,
        lambda: end_citizen(signed_in(request), citizen, on=form.cleaned_data["on"]),
        heading=_("Afslut hjælpen"),
        intro=_("Alt, hvad der er aftalt, slutter den dag. Journalen bliver stående."),
        button=_("Afslut"),
        done=_("Den sidste dag er sat."),
    )


@require_POST
def readmit(request: HttpRequest, pk: int) -> HttpResponse:
    """The citizen gets help again."""
    citizen = opened(request, pk, Permission.ADMIT_CITIZEN)
    readmit_citizen(signed_in(request), citizen)
    return leave(request, _("Borgeren får hjælp igen. Aftal hjælpen på ny."), "citizen", citizen.pk)
