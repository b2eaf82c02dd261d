"""Who and where a citizen is."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.access.permissions import Permission
from handlekraft.citizens.cpr import parse
from handlekraft.citizens.forms.choices import offer
from handlekraft.citizens.models import Citizen
from handlekraft.people.models import Team, User
from handlekraft.web.fields import DanishDateField
from handlekraft.web.forms import Group

KEPT = ("name", "address", "phone", "is_protected")


def open_teams() -> QuerySet[Team]:
    """Teams that are not closed."""
    return Team.objects.filter(Q(closed_on=None) | Q(closed_on__gt=timezone.localdate())).select_related("section")


class SearchForm(forms.Form):
    """Looking for a citizen."""

    q = forms.CharField(
        label=_("Søg på navn eller adresse"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Alle teams")
    )
    ended = forms.BooleanField(label=_("Vis afsluttede"), required=False)

    def __init__(self, data: Any = None, *, teams: frozenset[int]) -> None:
        super().__init__(data)
        if len(teams) > 1:
            offer(self, "team", Team.objects.filter(pk__in=teams))
        else:
            del self.fields["team"]


class CprField(forms.CharField):
    """Ten digits whose first six are a date."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-char-11"})

    def clean(self, value: Any) -> str:
        """The digits, or nothing."""
        typed = super().clean(value)
        try:
            return parse(typed).digits if typed else ""
        except ValueError as reason:
            raise forms.ValidationError(str(reason)) from None


class PlaceField(forms.CharField):
    """A position copied from a map: latitude and longitude."""

    def clean(self, value: Any) -> tuple[float, float] | None:
        """The two numbers, or nothing."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            lat, lon = (float(number) for number in typed.replace(",", " ").split())
        except ValueError:
            lat = lon = 999
        if abs(lat) > 90 or abs(lon) > 180:
            raise forms.ValidationError(_("Skriv to tal med punktum, for eksempel 55.6401, 12.0804."))
        return lat, lon


class PersonForm(forms.Form):
    """What the team must know to find the citizen."""

    name = forms.CharField(label=_("Navn"), max_length=120)
    cpr = CprField(label=_("CPR-nummer"), required=False, max_length=15)
    address = forms.CharField(label=_("Adresse"), max_length=200, help_text=_("Vej, nummer, etage og by."))
    phone = forms.CharField(label=_("Telefon"), max_length=30, required=False)
    is_protected = forms.BooleanField(
        label=_("Beskyttet adresse"),
        required=False,
        help_text=_(
            "Adressen vises ikke i lister, i søgning og på papir. Teamet får en påmindelse om ikke at nævne den."
        ),
    )
    place = PlaceField(
        label=_("Placering på kortet"),
        max_length=40,
        required=False,
        help_text=_("Bredde og længde, for eksempel 55.6401, 12.0804. Uden placering kan vejen dertil ikke regnes ud."),
    )


class AdmitForm(PersonForm):
    """A new citizen."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=_("Vælg et team"))
    groups = (Group(_("Mere"), ("is_protected", "place")),)
    field_order = ("name", "cpr", "address", "phone", "team")

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        self.fields["cpr"].help_text = _("Ti cifre. Et erstatningsnummer (dag + 60) kan også bruges.")
        teams = [team.pk for team in open_teams() if by.may(Permission.ADMIT_CITIZEN, team)]
        offer(self, "team", Team.objects.filter(pk__in=teams))
        if len(teams) == 1:
            self.initial["team"] = teams[0]


class ChangeForm(PersonForm):
    """Corrections. The number is not shown: an empty field leaves it as it is."""

    groups = (Group(_("Mere"), ("is_protected", "place")),)

    def __init__(self, data: Any = None, *, citizen: Citizen) -> None:
        super().__init__(data, initial={name: getattr(citizen, name) for name in KEPT})
        self.fields["cpr"].label = _("Nyt CPR-nummer")
        self.fields["cpr"].help_text = _("Kun hvis nummeret skal rettes. Et tomt felt lader det stå.")
        if citizen.lat is not None and citizen.lon is not None:
            self.initial["place"] = f"{citizen.lat}, {citizen.lon}"

    def clean(self) -> dict[str, Any]:
        """A new address is not where the old one was: an untouched position is forgotten."""
        cleaned = super().clean() or {}
        if "address" in self.changed_data and "place" not in self.changed_data:
            cleaned["place"] = None
        return cleaned


class MoveForm(forms.Form):
    """Which team takes over."""

    to = forms.ModelChoiceField(label=_("Nyt team"), queryset=Team.objects.none(), empty_label=_("Vælg et team"))

    def __init__(self, data: Any = None, *, citizen: Citizen) -> None:
        super().__init__(data)
        offer(self, "to", open_teams().exclude(pk=citizen.team_id))


class EndForm(forms.Form):
    """The last day."""

    on = DanishDateField(label=_("Sidste dag med hjælp"))
