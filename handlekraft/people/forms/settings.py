"""What one may type about a dated setting."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handlekraft.people.forms.employees import place_named, places
from handlekraft.people.models import Organisation, Section, Team
from handlekraft.people.settings import Definition
from handlekraft.web.fields import DanishDateField


class SettingForm(forms.Form):
    """A value, for whom, from when and on what ground."""

    place = forms.ChoiceField(label=_("Gælder for"))
    value = forms.CharField(label=_("Ny værdi"))
    valid_from = DanishDateField(label=_("Fra og med"), initial=timezone.localdate)
    source = forms.CharField(
        label=_("Kilde"), max_length=200, help_text=_("Lokalaftale, beslutning eller lov, så andre kan slå det efter.")
    )

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        wanted = {"organisation": ("organisation",), "section": ("organisation", "section")}.get(definition.place)
        offered = places() if wanted is None else [choice for choice in places() if choice[0].startswith(wanted)]
        self.fields["place"].choices = offered  # type: ignore[attr-defined]
        if definition.choices:
            self.fields["value"] = forms.ChoiceField(
                label=_("Ny værdi"),
                choices=[(code, gettext(words)) for code, words in definition.choices.items()],
                widget=forms.RadioSelect,
            )
        self.order_fields(["value", "place", "valid_from", "source"])

    def clean_value(self) -> Any:
        """As the definition reads it."""
        try:
            return self.definition.read(self.cleaned_data["value"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_place(self) -> Organisation | Section | Team:
        """As a place."""
        return place_named(self.cleaned_data["place"])
