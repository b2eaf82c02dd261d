"""Setting up: sections, teams and competences."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from handlekraft.access.attempt import attempt, demand
from handlekraft.access.permissions import Permission
from handlekraft.people.actions.organisation import (
    add_competence,
    add_section,
    add_team,
    change_section,
    change_team,
)
from handlekraft.people.forms.organisation import CompetenceForm, NewTeamForm, SectionForm, TeamForm
from handlekraft.people.models import Competence, Employee, Organisation, Section, Team
from handlekraft.people.visitor import signed_in
from handlekraft.web.pages import page


def organisation(request: HttpRequest) -> HttpResponse:
    """The house as it is set up: sections with their teams, and the ways on. A leader of employees sees it too."""
    if not signed_in(request).holds(Permission.MANAGE_EMPLOYEES):
        demand(signed_in(request), Permission.MANAGE_ORGANISATION)
    form = SectionForm(request.POST if request.method == "POST" else None)
    house = get_object_or_404(Organisation)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: add_section(signed_in(request), house, name=form.cleaned_data["name"]))
    ):
        return redirect("organisation")
    context = {
        "house": house,
        "form": form,
        "sections": Section.objects.open().prefetch_related("teams"),
        "may_build": signed_in(request).holds(Permission.MANAGE_ORGANISATION),
        "may_decide": signed_in(request).holds(Permission.CHANGE_SETTINGS),
        "may_import": signed_in(request).holds(Permission.IMPORT_DATA),
        "employee_count": Employee.objects.count(),
        "competence_count": Competence.objects.count(),
    }
    return page(request, "people/organisation.html", context, status=422 if form.errors else 200)


def section(request: HttpRequest, pk: int) -> HttpResponse:
    """One section: its name and a place to add teams."""
    found = get_object_or_404(Section, pk=pk)
    demand(signed_in(request), Permission.MANAGE_ORGANISATION, found)
    adding = "add" in request.POST
    form = SectionForm(None if adding or request.method != "POST" else request.POST, initial={"name": found.name})
    new_team = NewTeamForm(request.POST if adding else None)
    if (
        adding
        and new_team.is_valid()
        and attempt(new_team, lambda: add_team(signed_in(request), found, name=new_team.cleaned_data["name"]))
    ):
        return redirect("section", pk)
    if (
        form.is_bound
        and form.is_valid()
        and attempt(form, lambda: change_section(signed_in(request), found, name=form.cleaned_data["name"]))
    ):
        return redirect("organisation")
    context = {"section": found, "form": form, "new_team": new_team}
    return page(request, "people/section.html", context, status=422 if form.errors or new_team.errors else 200)


def team_setup(request: HttpRequest, pk: int) -> HttpResponse:
    """One team: name, opening hours and base."""
    found = get_object_or_404(Team, pk=pk)
    demand(signed_in(request), Permission.MANAGE_ORGANISATION, found)
    initial = {name: getattr(found, name) for name in TeamForm.base_fields}
    form = TeamForm(request.POST if request.method == "POST" else None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: change_team(signed_in(request), found, **form.cleaned_data))
    ):
        return redirect("organisation")
    return page(request, "people/team_setup.html", {"team": found, "form": form}, status=422 if form.errors else 200)


def competences(request: HttpRequest) -> HttpResponse:
    """What employees may have and help may need."""
    demand(signed_in(request), Permission.MANAGE_ORGANISATION)
    form = CompetenceForm(
        request.POST if request.method == "POST" else None, initial={"kind": Competence.Kind.PROFESSIONAL}
    )
    house = get_object_or_404(Organisation)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: add_competence(signed_in(request), house, **form.cleaned_data))
    ):
        return redirect("competences")
    kinds = [(label, Competence.objects.of_kind(kind)) for kind, label in Competence.Kind.choices]
    context = {"form": form, "kinds": kinds, "title": _("Kompetencer")}
    return page(request, "people/competences.html", context, status=422 if form.errors else 200)
