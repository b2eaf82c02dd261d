"""Recurring help: agreed, changed from a day on, ended."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from handlekraft.access.attempt import demand
from handlekraft.access.permissions import Permission
from handlekraft.access.sight import get_visible
from handlekraft.citizens.actions import agree_help, change_help, end_help
from handlekraft.citizens.forms import HelpEndForm, HelpForm
from handlekraft.citizens.models import AgreedHelp
from handlekraft.citizens.views.opening import form_page, opened, typed
from handlekraft.people.visitor import signed_in

TEMPLATE = "citizens/help.html"


def help_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree on something new."""
    citizen = opened(request, pk, Permission.AGREE_HELP)
    form = HelpForm(typed(request), citizen=citizen)
    return form_page(
        request,
        citizen,
        form,
        lambda: agree_help(signed_in(request), citizen, terms=form.terms, starts_on=form.cleaned_data["from_on"]),
        template=TEMPLATE,
        heading=_("Ny aftale med %(name)s") % {"name": citizen.first_name},
        button=_("Gem aftalen"),
        done=_("Aftalen er gemt. Besøgene kommer med i næste plan."),
        row=None,
    )


def help_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is agreed, from a day on."""
    row = opened_help(request, pk)
    form = HelpForm(typed(request), citizen=row.citizen, help=row)
    return form_page(
        request,
        row.citizen,
        form,
        lambda: change_help(signed_in(request), row, terms=form.terms, from_on=form.cleaned_data["from_on"]),
        template=TEMPLATE,
        heading=_("Justér aftalen"),
        intro=_("Det, der er sket, bliver stående. Ændringen gælder fra den dag, du vælger."),
        button=_("Gem ændringen"),
        done=_("Aftalen er ændret."),
        row=row,
    )


def help_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of one help."""
    row = opened_help(request, pk)
    form = HelpEndForm(typed(request))
    return form_page(
        request,
        row.citizen,
        form,
        lambda: end_help(signed_in(request), row, on=form.cleaned_data["on"]),
        heading=_("Afslut aftalen: %(title)s") % {"title": row.title},
        button=_("Afslut aftalen"),
        done=_("Aftalen slutter den dag."),
    )


def opened_help(request: HttpRequest, pk: int) -> AgreedHelp:
    """The help, for somebody who sees the citizen and may agree on help with her."""
    row = get_visible(request, AgreedHelp, pk=pk)
    demand(signed_in(request), Permission.AGREE_HELP, row)
    return row
