"""What one may type about sections, teams and competences."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from handlekraft.people.models import Competence
from handlekraft.web.fields import DanishTimeField
from handlekraft.web.forms import Group


class SectionForm(forms.Form):
    """A section's name."""

    name = forms.CharField(label=_("Sektionens navn"), max_length=120)


class NewTeamForm(forms.Form):
    """A team's name; the rest can wait."""

    name = forms.CharField(label=_("Teamets navn"), max_length=120)


class TeamForm(forms.Form):
    """Name, opening hours and where the team starts from."""

    name = forms.CharField(label=_("Teamets navn"), max_length=120)
    opens = DanishTimeField(label=_("Åbner"))
    closes = DanishTimeField(label=_("Lukker"))
    phone = forms.CharField(
        label=_("Teamets telefon"),
        max_length=30,
        required=False,
        help_text=_("Borgerne ringer til den fra deres egen side."),
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    base_address = forms.CharField(label=_("Teamets adresse"), max_length=200, required=False)
    base_lat = forms.FloatField(label=_("Breddegrad"), min_value=54, max_value=58, required=False, localize=True)
    base_lon = forms.FloatField(label=_("Længdegrad"), min_value=7, max_value=16, required=False, localize=True)

    groups = (
        Group(_("Åbningstid"), ["opens", "closes"], side_by_side=True),
        Group(_("Kontakt"), ["phone"]),
        Group(_("Hvor teamet tager ud fra"), ["base_address", "base_lat", "base_lon"]),
    )

    def clean(self) -> dict[str, Any]:
        """A day that ends after it begins."""
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("Teamet kan ikke lukke, før det åbner."))
        return cleaned


class CompetenceForm(forms.Form):
    """A competence's name and kind."""

    name = forms.CharField(label=_("Navn"), max_length=80)
    kind = forms.ChoiceField(label=_("Slags"), choices=Competence.Kind.choices, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """The code under which files name the competence."""
        cleaned = super().clean() or {}
        danish = str(cleaned.get("name", "")).lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
        cleaned["code"] = slugify(danish)[:50]
        return cleaned
