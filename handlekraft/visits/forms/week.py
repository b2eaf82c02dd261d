"""What a person may type about a week's plan: who comes and when, how long to compute, what to compare."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.rosters.models import Shift
from handlekraft.visits.models import Proposal, Visit
from handlekraft.visits.planning.rows import Slot
from handlekraft.web.fields import DanishTimeField
from handlekraft.web.moments import moment
from handlekraft.web.templatetags.danish import span

NOWHERE = Slot()


class MoveForm(forms.Form):
    """Who comes to one visit of the plan, and when."""

    carer = forms.ChoiceField(label=_("Hvem"), required=False)
    second_carer = forms.ChoiceField(label=_("Og hvem"), required=False)
    at = DanishTimeField(label=_("Hvornår"), required=False)

    def __init__(self, data: Any = None, *, visit: Visit, shifts: list[Shift], slot: Slot = NOWHERE) -> None:
        first, second, *_rest = (*slot.carers, "", "")
        at = timezone.localtime(slot.starts_at).time() if slot.starts_at else None
        super().__init__(data, initial={"carer": first, "second_carer": second, "at": at}, auto_id="move_%s")
        self.visit = visit
        choices = [("", _("Ingen")), *((shift.employee_id, _at_work(shift)) for shift in shifts)]
        for name in ("carer", "second_carer"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if visit.carers_needed < 2:
            del self.fields["second_carer"]

    def clean(self) -> dict[str, Any]:
        """All or nothing: everybody the visit needs and a time, or nobody."""
        cleaned = super().clean() or {}
        named = [cleaned.get(name) for name in ("carer", "second_carer") if name in self.fields]
        if any(named) and not all(named):
            self.add_error("second_carer" if named[0] else "carer", _("Besøget kræver to medarbejdere."))
        if any(named) and cleaned.get("at") is None and "at" not in self.errors:
            self.add_error("at", _("Skriv, hvornår besøget begynder."))
        return cleaned

    def carers(self) -> tuple[int, ...]:
        """The chosen carers, first one first."""
        return tuple(int(self.cleaned_data[n]) for n in ("carer", "second_carer") if self.cleaned_data.get(n))

    def starts_at(self) -> datetime | None:
        """The chosen moment on the visit's day; none without a carer."""
        if not self.carers():
            return None
        return moment(self.visit.day, self.cleaned_data["at"])


def _at_work(shift: Shift) -> str:
    return f"{shift.employee.name} · {span(shift.starts_at, shift.ends_at)}"


class CompareForm(forms.Form):
    """Which two proposals stand side by side."""

    a = forms.ModelChoiceField(label=_("Forslag"), queryset=Proposal.objects.none(), to_field_name="number")
    b = forms.ModelChoiceField(label=_("mod"), queryset=Proposal.objects.none(), to_field_name="number")

    def __init__(self, data: Any, proposals: Any) -> None:
        super().__init__(data, auto_id="compare_%s")
        for name in ("a", "b"):
            self.fields[name].queryset = proposals  # type: ignore[attr-defined]
            self.fields[name].label_from_instance = lambda one: _("Forslag %(n)s") % {"n": one.number}  # type: ignore[attr-defined]
