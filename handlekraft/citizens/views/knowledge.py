"""What matters, alerts, the way in, small pieces of knowledge, times away."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlekraft.access.attempt import demand
from handlekraft.access.permissions import Permission
from handlekraft.access.sight import get_visible
from handlekraft.citizens.actions import (
    add_alert,
    add_good_to_know,
    end_alert,
    end_away,
    end_good_to_know,
    record_words,
    register_away,
    set_door_code,
)
from handlekraft.citizens.forms import AlertForm, AwayForm, DoorCodeForm, GoodToKnowForm, HomeForm, WordsForm
from handlekraft.citizens.models import Alert, Away, Citizen, GoodToKnow
from handlekraft.citizens.views.opening import carried_out, form_page, leave, opened, typed
from handlekraft.people.visitor import signed_in
from handlekraft.web.pages import asks_for_part, page

WRITE = Permission.WRITE_CITIZEN


def what_matters(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and see what was said before."""
    citizen = opened(request, pk, WRITE)
    form = WordsForm(typed(request), citizen=citizen)
    return form_page(
        request,
        citizen,
        form,
        lambda: record_words(signed_in(request), citizen, **form.cleaned_data),
        template="citizens/what_matters.html",
        heading=_("Hvad er vigtigt for %(name)s?") % {"name": citizen.first_name},
        button=_("Gem"),
        done=_("Gemt. Det står øverst på siden."),
        earlier=citizen.what_matters.select_related("asked_by"),
    )


def door_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Set or take away how to get in. What is stored is never shown here."""
    citizen = opened(request, pk, WRITE)
    form = DoorCodeForm(typed(request))
    return form_page(
        request,
        citizen,
        form,
        lambda: set_door_code(signed_in(request), citizen, **form.cleaned_data),
        heading=_("Dørkode og nøgle"),
        intro=_("Koden vises kun ved besøget: fra 30 minutter før, til det slutter. Hvert opslag skrives i loggen."),
        button=_("Gem"),
        done=_("Gemt. Koden vises ved næste besøg."),
    )


def alerts(request: HttpRequest, pk: int) -> HttpResponse:
    """What everyone who comes must know."""
    citizen = opened(request, pk, WRITE)
    form = AlertForm(typed(request))
    if carried_out(request, form, lambda: add_alert(signed_in(request), citizen, **form.cleaned_data)):
        if not asks_for_part(request):
            return leave(request, _("Gemt. Det står øverst på siden."), "alerts", citizen.pk)
        form = AlertForm()
    return show_alerts(request, citizen, form)


def show_alerts(request: HttpRequest, citizen: Citizen, form: AlertForm) -> HttpResponse:
    """The alerts that stand, and the form for one more."""
    context = {"citizen": citizen, "alerts": citizen.alerts.standing(), "form": form}
    return page(request, "citizens/alerts.html", context, part="alerts", status=422 if form.errors else 200)


@require_POST
def alert_end(request: HttpRequest, pk: int) -> HttpResponse:
    """An alert holds no more."""
    alert = get_visible(request, Alert, pk=pk)
    end_alert(signed_in(request), alert)
    if not asks_for_part(request):
        return leave(request, _("Taget af."), "alerts", alert.citizen_id)
    return show_alerts(request, alert.citizen, AlertForm())


def good_to_know(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass something on; the list also stands on the citizen's page."""
    citizen = opened(request, pk, WRITE)
    form = GoodToKnowForm(typed(request))
    if carried_out(request, form, lambda: add_good_to_know(signed_in(request), citizen, **form.cleaned_data)):
        if not asks_for_part(request):
            return leave(request, _("Givet videre."), "citizen", citizen.pk)
        form = GoodToKnowForm()
    return show_good_to_know(request, citizen, form)


def show_good_to_know(request: HttpRequest, citizen: Citizen, form: GoodToKnowForm) -> HttpResponse:
    """The notes that stand, and the form for one more."""
    context = {
        "citizen": citizen,
        "notes": citizen.good_to_know.standing().select_related("by"),
        "note_form": form,
        "may_write": signed_in(request).may(WRITE, citizen),
    }
    return page(request, "citizens/good_to_know.html", context, part="good_to_know", status=422 if form.errors else 200)


@require_POST
def good_to_know_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A note holds no more."""
    note = get_visible(request, GoodToKnow, pk=pk)
    end_good_to_know(signed_in(request), note)
    if not asks_for_part(request):
        return leave(request, _("Taget af."), "citizen", note.citizen_id)
    return show_good_to_know(request, note.citizen, GoodToKnowForm())


def away(request: HttpRequest, pk: int) -> HttpResponse:
    """Not at home: what is known, and one more time away."""
    citizen = opened(request, pk, WRITE)
    form = AwayForm(typed(request))
    return form_page(
        request,
        citizen,
        form,
        lambda: register_away(signed_in(request), citizen, **form.cleaned_data),
        heading=_("Ikke hjemme"),
        intro=_("Besøgene holder pause, til borgeren er hjemme igen."),
        button=_("Gem"),
        done=_("Gemt. Besøgene holder pause inden for ti minutter."),
    )


def away_return(request: HttpRequest, pk: int) -> HttpResponse:
    """The day of coming home is known now, or is another one."""
    row = get_visible(request, Away, pk=pk)
    demand(signed_in(request), WRITE, row)
    form = HomeForm(typed(request))
    return form_page(
        request,
        row.citizen,
        form,
        lambda: end_away(signed_in(request), row, ends_at=form.ends_at),
        heading=_("Hvornår er %(name)s hjemme igen?") % {"name": row.citizen.first_name},
        intro=_("Uden klokkeslæt regner vi med hele dagen hjemme."),
        button=_("Gem"),
        done=_("Gemt. Besøgene begynder igen den dag."),
    )


@require_POST
def away_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Home again, now."""
    row = get_visible(request, Away, pk=pk)
    end_away(signed_in(request), row)
    return leave(request, _("Hjemme igen. Besøgene fortsætter."), "citizen", row.citizen_id)
