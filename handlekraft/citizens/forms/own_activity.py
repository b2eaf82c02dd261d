"""What fills the citizen's days beside our visits."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from handlekraft.citizens.models import OwnActivity
from handlekraft.web.fields import DanishTimeField
from handlekraft.web.forms import Group


class OwnActivityForm(forms.Form):
    """One fixed part of the week."""

    title = forms.CharField(label=_("Hvad?"), max_length=80, help_text=_("For eksempel: Dagcenter, eller Jens ringer."))
    kind = forms.ChoiceField(label=_("Slags"), choices=OwnActivity.Kind.choices)
    weekdays = forms.MultipleChoiceField(
        label=_("Hvilke dage?"),
        choices=[(str(number + 1), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    starts = DanishTimeField(label=_("Fra kl."))
    ends = DanishTimeField(label=_("Til kl."))
    groups = (Group(_("Hvornår på dagen?"), ("starts", "ends"), side_by_side=True),)

    def clean(self) -> dict[str, Any]:
        """It ends after it begins; the days become one string."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["ends"] <= cleaned["starts"]:
            self.add_error("ends", _("Sluttiden skal ligge efter starttiden. Ret et af klokkeslættene."))
        return {**cleaned, "weekdays": "".join(sorted(cleaned["weekdays"]))}
