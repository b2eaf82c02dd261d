"""What the style page shows: one of each field and a day that never was."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.web.fields import DanishDateField, DanishTimeField, DurationMinutesField
from handlekraft.web.forms import Group
from handlekraft.web.templatetags.parts import icon_names


class SampleForm(forms.Form):
    """Every kind of field that Handlekraft uses."""

    name = forms.CharField(label=_("Navn"), help_text=_("Som på sundhedskortet."))
    mail = forms.EmailField(label=_("E-mail"), required=False)
    secret = forms.CharField(label=_("Adgangskode"), widget=forms.PasswordInput)
    carers = forms.IntegerField(label=_("Hvor mange kommer?"), min_value=1, max_value=2)
    on = DanishDateField(label=_("Dato"))
    starts_at = DanishTimeField(label=_("Fra kl."))
    ends_at = DanishTimeField(label=_("Til kl."), required=False)
    length = DurationMinutesField(label=_("Varighed"), min_value=5)
    reason = forms.ChoiceField(
        label=_("Årsag"), choices=[("", _("Vælg")), ("wish", _("Borgerens ønske")), ("ill", _("Sygdom"))]
    )
    way = forms.ChoiceField(
        label=_("Hvordan gik besøget?"),
        widget=forms.RadioSelect,
        choices=[("planned", _("Som planlagt")), ("other", _("Andet")), ("worry", _("Bekymring"))],
    )
    days = forms.MultipleChoiceField(
        label=_("Hvilke dage?"),
        help_text=_("Vælg en eller flere."),
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", _("Hverdage")), ("2", _("Weekend"))],
    )
    words = forms.CharField(label=_("Hvad er vigtigt?"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    sheet = forms.FileField(label=_("Regneark"), required=False)
    agreed = forms.BooleanField(label=_("Det er aftalt med borgeren"), help_text=_("Spørg altid først."))
    secret_key = forms.CharField(widget=forms.HiddenInput, initial="1")

    groups: tuple[Group, ...] = (
        Group(_("Hvornår"), ["on", "starts_at", "ends_at", "length"], side_by_side=True),
        Group(_("Hvordan"), ["reason", "way", "days", "words", "sheet", "agreed"]),
    )


def components() -> dict[str, Any]:
    """Values for the components that need some."""
    now = timezone.localtime().replace(hour=15, minute=45)
    return {
        "cast": ["Grethe Holm", "Bent Aagaard", "Inger & Poul Dahl", "Samira Khan", "Jonas Lund"],
        "address": "Bakkevej 3",
        "icons": sorted(icon_names()),
        "now": now,
        "end": now + dt.timedelta(minutes=40),
    }
