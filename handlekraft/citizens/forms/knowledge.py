"""Words, alerts, the way in, small pieces of knowledge, and times away."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from handlekraft.citizens.models import ASK_AGAIN_AFTER, Alert, Away, Citizen
from handlekraft.web.fields import DanishDateField, DanishTimeField
from handlekraft.web.forms import Group
from handlekraft.web.moments import moment


class WordsForm(forms.Form):
    """What matters, in the citizen's own words; without words a reason."""

    words = forms.CharField(
        label=_("Borgerens egne ord"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    no_words_because = forms.CharField(
        label=_("Ingen ord i dag? Skriv hvorfor"),
        required=False,
        max_length=200,
        help_text=_("For eksempel: Vil hellere snakke om det på torsdag."),
    )
    said_on = DanishDateField(label=_("Sagt den"), required=False)
    ask_again_on = DanishDateField(label=_("Spørg igen senest"), required=False)
    groups = (Group(_("Hvornår"), ("said_on", "ask_again_on"), side_by_side=True),)

    def __init__(self, data: Any = None, *, citizen: Citizen) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"said_on": today, "ask_again_on": today + ASK_AGAIN_AFTER})
        self.fields["words"].label = _now("Hvad er vigtigt for %(name)s?") % {"name": citizen.first_name}
        self.fields["words"].help_text = _now("Skriv det, som %(name)s selv siger det.") % {"name": citizen.first_name}

    def clean(self) -> dict[str, Any]:
        """Words or a reason: the question is not closed empty."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("words") and not cleaned.get("no_words_because"):
            self.add_error("words", _("Skriv borgerens egne ord, eller skriv nedenfor, hvorfor der ingen er."))
        return cleaned


class AlertForm(forms.Form):
    """One alert."""

    kind = forms.ChoiceField(label=_("Slags"), choices=Alert.Kind.choices)
    text = forms.CharField(
        label=_("Hvad skal alle vide?"), max_length=120, help_text=_("Kort, for eksempel: Penicillin.")
    )


class DoorCodeForm(forms.Form):
    """How to get in."""

    code = forms.CharField(
        label=_("Dørkode eller nøgle"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Det, der står nu, vises ikke her. Skriv den nye kode. Et tomt felt fjerner koden."),
    )


class GoodToKnowForm(forms.Form):
    """Something for colleagues."""

    text = forms.CharField(label=_("Giv noget videre"), max_length=300)


class AwayForm(forms.Form):
    """From when, and until when if that is known."""

    kind = forms.ChoiceField(label=_("Hvor"), choices=Away.Kind.choices)
    from_on = DanishDateField(label=_("Væk fra"))
    from_at = DanishTimeField(label=_("Kl."), required=False)
    home_on = DanishDateField(label=_("Hjemme igen"), required=False)
    home_at = DanishTimeField(label=_("Kl."), required=False)
    groups = (
        Group(_("Fra"), ("from_on", "from_at"), side_by_side=True),
        Group(_("Til, hvis I ved det"), ("home_on", "home_at"), side_by_side=True),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"from_on": timezone.localdate(), "from_at": timezone.localtime().time()})

    def clean(self) -> dict[str, Any]:
        """A clock needs a day, and home comes after away."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        starts_at = moment(cleaned["from_on"], cleaned["from_at"])
        ends_at = moment(cleaned["home_on"], cleaned["home_at"]) if cleaned["home_on"] else None
        if cleaned["home_at"] and ends_at is None:
            self.add_error("home_on", _("Skriv også datoen, eller lad klokkeslættet stå tomt."))
        elif ends_at is not None and ends_at <= starts_at:
            self.add_error("home_on", _("Hjemkomsten skal ligge efter afrejsen. Ret datoen eller klokkeslættet."))
        return {"kind": cleaned["kind"], "starts_at": starts_at, "ends_at": ends_at}


class HomeForm(forms.Form):
    """When the citizen comes home."""

    home_on = DanishDateField(label=_("Hjemme igen"))
    home_at = DanishTimeField(label=_("Kl."), required=False)
    groups = (Group(_("Hvornår"), ("home_on", "home_at"), side_by_side=True),)

    @property
    def ends_at(self) -> datetime:
        """The moment that was typed."""
        return moment(self.cleaned_data["home_on"], self.cleaned_data["home_at"])
