"""What a person says when the day changes: who is away or late, which visit is new or takes longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlekraft.citizens.models import Citizen
from handlekraft.rosters.models import Shift
from handlekraft.visits.models import Visit
from handlekraft.web.fields import DanishTimeField, DurationMinutesField
from handlekraft.web.moments import moment
from handlekraft.web.templatetags.danish import clock, minutes, relative_day, span

LATE = [(number, minutes(number)) for number in (10, 20, 30, 45, 60)]
"""How late one can say that one is, in minutes."""


class ShiftForm(forms.Form):
    """Whose shift it is about; of one there is nothing to choose."""

    shift = forms.ChoiceField(label=gettext_lazy("Hvem"))

    def __init__(self, data: Any = None, *, shifts: Sequence[Shift], own: bool = False) -> None:
        first = shifts[0].pk if own and shifts else None
        super().__init__(data, initial={"shift": first}, auto_id=f"{self.prefix_of_ids}_%s")
        self.shifts = {str(shift.pk): shift for shift in shifts}
        field = self.fields["shift"]
        field.choices = [(shift.pk, _own(shift) if own else _other(shift)) for shift in shifts]  # type: ignore[attr-defined]
        if own:
            field.label = _("Hvilken vagt")
            field.widget = forms.RadioSelect(choices=field.choices)  # type: ignore[attr-defined]

    prefix_of_ids = "away"

    def chosen(self) -> Shift:
        """The shift."""
        return self.shifts[self.cleaned_data["shift"]]


class LateForm(ShiftForm):
    """And how late."""

    prefix_of_ids = "late"
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Hvor meget senere hos den næste borger"), choices=LATE, coerce=int, initial=20
    )

    def __init__(self, data: Any = None, *, shifts: Sequence[Shift], own: bool = False) -> None:
        super().__init__(data, shifts=shifts, own=own)
        if own:
            self.fields["minutes"].widget = forms.RadioSelect(choices=LATE)


def _own(shift: Shift) -> str:
    return f"{relative_day(timezone.localdate(shift.starts_at)).capitalize()} {span(shift.starts_at, shift.ends_at)}"


def _other(shift: Shift) -> str:
    return f"{shift.employee.name} · {span(shift.starts_at, shift.ends_at)}"


class LongerVisitForm(forms.Form):
    """Which visit of the day, and how long it takes now."""

    visit = forms.ChoiceField(label=gettext_lazy("Hvilket besøg"))
    minutes = DurationMinutesField(label=gettext_lazy("Hvor længe i alt"), min_value=5, max_value=600)

    def __init__(self, data: Any = None, *, visits: Sequence[Visit]) -> None:
        super().__init__(data, auto_id="longer_%s")
        self.fields["visit"].choices = [("", _("Vælg")), *((one.pk, _called(one)) for one in visits)]  # type: ignore[attr-defined]


def _called(visit: Visit) -> str:
    at = clock(visit.starts_at) if visit.starts_at else span(visit.earliest_at, visit.latest_at)
    return f"{at} {visit.citizen.name} · {visit.title} ({minutes(visit.minutes)})"


class NewVisitForm(forms.Form):
    """Which citizen, what, when and how long; who comes is what one asks."""

    citizen = forms.ChoiceField(label=gettext_lazy("Hos hvem"))
    title = forms.CharField(label=gettext_lazy("Hvad"), max_length=80)
    at = DanishTimeField(label=gettext_lazy("Helst kl."))
    minutes = DurationMinutesField(label=gettext_lazy("Hvor længe"), min_value=5, max_value=600)

    def __init__(self, data: Any = None, *, citizens: Sequence[Citizen], day: date) -> None:
        super().__init__(data, initial={"minutes": 30}, auto_id="new_%s")
        self.day = day
        self.fields["citizen"].choices = [("", _("Vælg")), *((one.pk, one.name) for one in citizens)]  # type: ignore[attr-defined]

    def starts_at(self) -> datetime:
        """The moment meant."""
        return moment(self.day, self.cleaned_data["at"])
