"""What a person may type at the door and about a day: notes, wishes, other times, reasons."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.visits.models import Visit, VisitNote
from handlekraft.web.fields import DanishDateField, DanishTimeField, DurationMinutesField
from handlekraft.web.forms import Group
from handlekraft.web.moments import moment

CANCELLED_BECAUSE = [
    ("wished", _("Borgeren ønskede det")),
    ("relative", _("Pårørende hjælper i stedet")),
    ("elsewhere", _("Borgeren er et andet sted i dag")),
    ("joined", _("Klares ved et andet besøg")),
    ("other", _("Andet")),
]
TRIED = [
    ("rang", _("Ringet på og banket på")),
    ("phoned", _("Ringet til borgeren")),
    ("relative", _("Ringet til pårørende")),
    ("neighbour", _("Spurgt naboen eller set ind ad vinduet")),
    ("team", _("Sagt det til teamet")),
]
WISHES = [
    _("En gåtur"),
    _("En snak og en kop kaffe"),
    _("Hjælp til et bad"),
    _("Ud til de andre"),
    _("Ro og hvile"),
]


class NoteForm(forms.Form):
    """How the visit went. The key may come from a phone that could not send at once."""

    outcome = forms.ChoiceField(
        label=_("Hvordan gik det?"), choices=VisitNote.Outcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("En sætning er nok."),
    )
    note_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A worry is put into words."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == VisitNote.Outcome.WORRY and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Skriv kort, hvad du er bekymret for."))
        return cleaned


class ExtraNoteForm(NoteForm):
    """One more note: nothing but words."""

    outcome = forms.ChoiceField(
        choices=VisitNote.Outcome.choices, initial=VisitNote.Outcome.OTHERWISE, widget=forms.HiddenInput, required=False
    )
    text = forms.CharField(label=_("Ny note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_outcome(self) -> str:
        """Whatever the note is about, it is something else than the plan."""
        return self.cleaned_data["outcome"] or VisitNote.Outcome.OTHERWISE


class NeedForm(forms.Form):
    """What the citizen would rather have today."""

    words = forms.CharField(label=_("Med egne ord"), max_length=200)


class TimeForm(forms.Form):
    """Another day or time."""

    day = DanishDateField(label=_("Dag"))
    at = DanishTimeField(label=_("Kl."))
    reason = forms.CharField(label=_("Hvorfor"), required=False, max_length=200)
    groups = (Group(_("Hvornår"), ("day", "at"), side_by_side=True),)

    def __init__(self, data: Any = None, *, visit: Visit) -> None:
        at = timezone.localtime(visit.starts_at or visit.wished_from_at or visit.earliest_at).time()
        super().__init__(data, initial={"day": visit.day, "at": at})

    def starts_at(self) -> datetime:
        """The moment meant."""
        return moment(self.cleaned_data["day"], self.cleaned_data["at"])


class LengthForm(forms.Form):
    """Longer or shorter."""

    minutes = DurationMinutesField(label=_("Hvor længe"), min_value=5, max_value=600)

    def __init__(self, data: Any = None, *, visit: Visit) -> None:
        super().__init__(data, initial={"minutes": visit.minutes})


class ContentForm(forms.Form):
    """Something else is done."""

    title = forms.CharField(label=_("Overskrift"), max_length=80)
    text = forms.CharField(label=_("Aftalt"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Any = None, *, visit: Visit) -> None:
        super().__init__(data, initial={"title": visit.title, "text": visit.text})


class CancelForm(forms.Form):
    """Why a visit does not take place."""

    because = forms.ChoiceField(label=_("Hvorfor"), choices=CANCELLED_BECAUSE, widget=forms.RadioSelect)
    words = forms.CharField(label=_("Med egne ord"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Something else is said in words."""
        cleaned = super().clean() or {}
        if cleaned.get("because") == "other" and not cleaned.get("words"):
            self.add_error("words", _("Skriv hvorfor."))
        return cleaned

    def reason(self) -> str:
        """The reason as it is kept."""
        chosen = dict(CANCELLED_BECAUSE)[self.cleaned_data["because"]]
        words = self.cleaned_data["words"]
        return words if self.cleaned_data["because"] == "other" else ": ".join(filter(None, [str(chosen), words]))


class MissForm(forms.Form):
    """Nobody at home: what was tried."""

    steps = forms.MultipleChoiceField(label=_("Det har jeg prøvet"), choices=TRIED, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(label=_("Hvad ved vi nu?"), required=False, max_length=100)

    def tried(self) -> list[str]:
        """The steps in words, in their order."""
        return [str(words) for key, words in TRIED if key in self.cleaned_data["steps"]]


class AddForm(forms.Form):
    """A visit that no agreement asks for."""

    title = forms.CharField(label=_("Hvad"), max_length=80)
    day = DanishDateField(label=_("Dag"))
    at = DanishTimeField(label=_("Kl."))
    minutes = DurationMinutesField(label=_("Hvor længe"), min_value=5, max_value=600)
    is_mine = forms.BooleanField(label=_("Jeg tager det selv"), required=False)
    text = forms.CharField(label=_("Aftalt"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    groups = (Group(_("Hvornår"), ("day", "at", "minutes"), side_by_side=True),)

    def __init__(self, data: Any = None) -> None:
        now = timezone.localtime()
        super().__init__(data, initial={"day": now.date(), "at": _next_quarter(now), "minutes": 30, "is_mine": True})

    def starts_at(self) -> datetime:
        """The moment meant."""
        return moment(self.cleaned_data["day"], self.cleaned_data["at"])

    def clean_day(self) -> date:
        """From today on."""
        day: date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Vælg i dag eller en senere dag."))
        return day


def _next_quarter(now: datetime) -> time:
    quarter = (now.minute // 15 + 1) * 15
    return time((now.hour + quarter // 60) % 24, quarter % 60)
