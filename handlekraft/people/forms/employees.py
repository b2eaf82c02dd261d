"""What one may type about employees."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.access.permissions import Role
from handlekraft.people.models import Competence, Employee, Organisation, Profession, Section, Team
from handlekraft.web.fields import DanishDateField, DurationMinutesField
from handlekraft.web.forms import Group


class EmployeeForm(forms.Form):
    """Who the employee is and how she gets around."""

    name = forms.CharField(label=_("Navn"), max_length=120)
    profession = forms.ModelChoiceField(label=_("Faggruppe"), queryset=Profession.objects.all(), required=False)
    travel_mode = forms.ChoiceField(label=_("Kommer rundt"), choices=Employee.TravelMode.choices, initial="bicycle")
    weekly_minutes = DurationMinutesField(
        label=_("Timer om ugen"), initial="37:00", help_text=_("For eksempel 37:00 eller 32:30.")
    )
    phone = forms.CharField(label=_("Telefon"), max_length=30, required=False)
    email = forms.EmailField(label=_("Mail"), required=False)
    external_id = forms.CharField(label=_("Medarbejdernummer"), max_length=60, required=False)
    starts_on = DanishDateField(label=_("Ansat fra"), initial=timezone.localdate)

    groups = (Group(_("Kontakt"), ["phone", "email", "external_id"]),)


def places() -> list[tuple[str, Any]]:
    """Organisation, sections and open teams as the choices of one list."""
    sections = Section.objects.open().prefetch_related("teams")
    return [
        ("organisation", _("Hele kommunen")),
        *((f"section-{section.pk}", section.name) for section in sections),
        *((f"team-{team.pk}", team.name) for section in sections for team in section.teams.all() if not team.closed_on),
    ]


def place_named(code: str) -> Organisation | Section | Team:
    """The place of a choice."""
    if code == "organisation":
        return Organisation.objects.get()
    kind, key = code.split("-")
    return Section.objects.get(pk=key) if kind == "section" else Team.objects.get(pk=key)


class RoleForm(forms.Form):
    """A role, its place and its period."""

    role = forms.ChoiceField(label=_("Rolle"), choices=Role.choices)
    place = forms.ChoiceField(label=_("Hvor"), choices=lambda: [("", _("Vælg sted")), *places()])
    starts_on = DanishDateField(label=_("Fra og med"), initial=timezone.localdate)
    ends_on = DanishDateField(label=_("Til og med"), required=False)

    groups = (Group(_("Periode"), ["starts_on", "ends_on"], side_by_side=True),)

    def clean_role(self) -> Role:
        """As a role."""
        return Role(self.cleaned_data["role"])

    def clean_place(self) -> Organisation | Section | Team:
        """As a place."""
        return place_named(self.cleaned_data["place"])


class GiveCompetenceForm(forms.Form):
    """Which competence, from when."""

    competence = forms.ModelChoiceField(label=_("Kompetence"), queryset=Competence.objects.all())
    starts_on = DanishDateField(label=_("Fra og med"), initial=timezone.localdate)


class LastDayForm(forms.Form):
    """A last day."""

    on = DanishDateField(label=_("Sidste dag"), initial=timezone.localdate)
