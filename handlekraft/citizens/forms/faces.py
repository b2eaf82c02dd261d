"""The group around a citizen."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.citizens.forms.choices import offer
from handlekraft.citizens.models import Citizen
from handlekraft.people.models import Employee


def team_of(citizen: Citizen) -> QuerySet[Employee]:
    """Those who work in the citizen's team today."""
    return Employee.objects.in_team(citizen.team, timezone.localdate()).select_related("profession")


class FaceForm(forms.Form):
    """Somebody of the team joins."""

    employee = forms.ModelChoiceField(
        label=_("Ny i gruppen"), queryset=Employee.objects.none(), empty_label=_("Vælg en kollega")
    )

    def __init__(self, data: Any = None, *, citizen: Citizen) -> None:
        super().__init__(data)
        known = citizen.known_faces.on(timezone.localdate()).values("employee")
        offer(self, "employee", team_of(citizen).exclude(pk__in=known))


class PrimaryContactForm(forms.Form):
    """Who the citizen turns to first."""

    employee = forms.ModelChoiceField(
        label=_("Fast kontaktperson"), queryset=Employee.objects.none(), empty_label=_("Vælg en kollega")
    )

    def __init__(self, data: Any = None, *, citizen: Citizen) -> None:
        super().__init__(data, auto_id="id_primary_%s")
        offer(self, "employee", team_of(citizen).exclude(pk=citizen.primary_contact_id or 0))


class FacesWantedForm(forms.Form):
    """How many at most."""

    number = forms.IntegerField(
        label=_("Hvor mange ansigter højst?"),
        min_value=1,
        max_value=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-char-5"}),
    )

    def __init__(self, data: Any = None, *, citizen: Citizen) -> None:
        super().__init__(data, initial={"number": citizen.faces_wanted})
