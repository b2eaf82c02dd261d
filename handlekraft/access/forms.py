"""What a person may type about emergency access and the log."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.access.actions import REASON_LETTERS
from handlekraft.web.fields import DanishDateField
from handlekraft.web.forms import Group

PERIOD = timedelta(days=30)
LONGEST_PERIOD = timedelta(days=366)
CPR_DIGITS = 10


class BreakGlassForm(forms.Form):
    """Whom somebody must see at once, known already by number, or by whole name and birthday; and why."""

    cpr = forms.CharField(
        label=_("CPR-nummer"),
        required=False,
        max_length=20,
        help_text=_("Alle ti cifre."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-char-16"}),
    )
    name = forms.CharField(
        label=_("Fulde navn"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    born_on = DanishDateField(label=_("Fødselsdag"), required=False)
    reason = forms.CharField(
        label=_("Hvorfor har du brug for adgang?"),
        help_text=_("Borgeren og borgerens team læser det, du skriver."),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=REASON_LETTERS,
        max_length=1000,
    )
    groups = [
        Group(_("Hvem er borgeren? Skriv CPR-nummer, eller navn og fødselsdag"), ["cpr", "name", "born_on"]),
        Group(_("Hvad er grunden?"), ["reason"]),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cpr", "name", "born_on"):
            # One of them is needed, so none is called optional.
            self.fields[name].is_one_of_several = True  # type: ignore[attr-defined]

    def clean_cpr(self) -> str:
        """Ten digits, however they were typed."""
        digits = "".join(self.cleaned_data["cpr"].replace("-", " ").split())
        if digits and not (len(digits) == CPR_DIGITS and digits.isascii() and digits.isdigit()):
            raise ValidationError(_("Et CPR-nummer har ti cifre, for eksempel 010140-1234."))
        return digits

    def clean(self) -> dict[str, Any]:
        """Enough to name one person."""
        cleaned = {"cpr": "", "name": "", "born_on": None} | (super().clean() or {})
        named = " ".join(cleaned["name"].split())
        if not self.errors and not cleaned["cpr"] and not (named and cleaned["born_on"]):
            raise ValidationError(_("Skriv borgerens CPR-nummer, eller både fulde navn og fødselsdag."))
        return {**cleaned, "name": named}

    @property
    def person(self) -> dict[str, Any]:
        """What was typed about the citizen."""
        return {name: self.cleaned_data[name] for name in ("cpr", "name", "born_on")}


class PeriodForm(forms.Form):
    """From which day to which the log is read."""

    first = DanishDateField(label=_("Fra"))
    last = DanishDateField(label=_("Til"))

    @classmethod
    def of(cls, typed: Any) -> "PeriodForm":
        """As typed; without any words the last thirty days."""
        today = timezone.localdate()
        chosen = typed if "first" in typed or "last" in typed else None
        return cls(chosen, initial={"first": today - PERIOD, "last": today})

    def clean(self) -> dict[str, Any]:
        """A period that has days, and not so many that nobody could read them."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            raise ValidationError(_("Den første dag ligger efter den sidste."))
        if first and last and last - first > LONGEST_PERIOD:
            raise ValidationError(_("Vælg højst et år ad gangen."))
        return cleaned

    @property
    def period(self) -> tuple[date, date]:
        """First and last day: the chosen ones when they can be used, else the last thirty days."""
        if self.is_bound and self.is_valid():
            return self.cleaned_data["first"], self.cleaned_data["last"]
        return self.initial["first"], self.initial["last"]


class AnswerForm(forms.Form):
    """The team's answer to one question."""

    text = forms.CharField(label=_("Svar til borgeren"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
