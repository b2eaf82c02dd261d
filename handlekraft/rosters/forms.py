"""What a person may type on the roster: hours by employee and day, and protected time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from handlekraft.people.models import Employee
from handlekraft.rosters.models import ProtectedTime, Shift
from handlekraft.rosters.spans import Span, Unreadable, read_spans, write_spans
from handlekraft.rosters.week import Week
from handlekraft.web.fields import DanishTimeField
from handlekraft.web.forms import Group
from handlekraft.web.moments import moment
from handlekraft.web.templatetags.danish import short_day, table_clock

SOON = timedelta(hours=36)
"""Whoever falls out later than that takes her hours out of the table."""


@dataclass(frozen=True)
class Field:
    """One employee's day: what stands, what is typed, and what is wrong with it."""

    employee: Employee
    day: date
    shifts: tuple[Shift, ...]
    text: str
    error: str
    is_past: bool

    @property
    def name(self) -> str:
        """Its name in the form."""
        return field_name(self.employee.pk, self.day)

    @property
    def label(self) -> str:
        """Whom and when it is about, for those who do not see the table."""
        return f"{self.employee.name} {short_day(self.day)}"

    @property
    def is_absent(self) -> bool:
        """Whether the employee does not come."""
        return any(shift.sick_at for shift in self.shifts)


def field_name(employee: int, day: date) -> str:
    """The name of an employee's day in the form."""
    return f"v-{employee}-{day:%Y%m%d}"


class RosterForm:
    """A table of employees and days. Fields that did not change are not touched."""

    def __init__(
        self,
        week: Week,
        employees: Iterable[Employee],
        shifts: Iterable[Shift],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.week, self.employees, self.data = week, list(employees), data
        self.today = timezone.localdate()
        self.standing: dict[tuple[int, date], list[Shift]] = {}
        for shift in shifts:
            self.standing.setdefault((shift.employee_id, timezone.localdate(shift.starts_at)), []).append(shift)
        self.errors: dict[tuple[int, date], str] = {}
        self.changed: dict[tuple[int, date], list[Span]] = {}
        if data is not None:
            self._read()

    def rows(self) -> Iterator[tuple[Employee, list[Field]]]:
        """Each employee with her week."""
        for employee in self.employees:
            yield employee, [self._field(employee, day) for day in self.week.days]

    def wrong(self) -> list[Field]:
        """The fields that cannot stand."""
        return [field for _employee, fields in self.rows() for field in fields if field.error]

    def _field(self, employee: Employee, day: date) -> Field:
        cell = employee.pk, day
        shifts = tuple(self.standing.get(cell, ()))
        typed = self.data.get(field_name(*cell)) if self.data is not None else None
        text = self._written(cell) if typed is None else str(typed)
        return Field(employee, day, shifts, text, self.errors.get(cell, ""), day < self.today)

    def _written(self, cell: tuple[int, date]) -> str:
        return write_spans(Span(shift.starts_at, shift.ends_at) for shift in self.standing.get(cell, ()))

    def _read(self) -> None:
        for employee in self.employees:
            for day in self.week.days:
                typed = (self.data or {}).get(field_name(employee.pk, day))
                if typed is not None and typed.strip() != self._written((employee.pk, day)):
                    self._read_cell((employee.pk, day), typed)

    def _read_cell(self, cell: tuple[int, date], typed: str) -> None:
        try:
            self.changed[cell] = read_spans(typed, cell[1])
        except Unreadable as reason:
            self.errors[cell] = str(reason)


class ProtectForm(forms.Form):
    """A meeting, a course or a recharge of one employee or several."""

    employees = forms.ModelMultipleChoiceField(
        label=_("Hvem"), queryset=Employee.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label=_("Slags"), choices=ProtectedTime.Kind.choices)
    title = forms.CharField(
        label=_("Hvad"), required=False, max_length=80, help_text=_("For eksempel: Teammøde eller Sårpleje, modul 2.")
    )
    day = forms.TypedChoiceField(label=_("Dag"), coerce=date.fromisoformat)
    starts = DanishTimeField(label=_("Fra"))
    ends = DanishTimeField(label=_("Til"))
    groups = (Group(_("Hvornår"), ("day", "starts", "ends"), side_by_side=True),)

    def __init__(self, data: Any = None, *, week: Week, employees: Iterable[Employee]) -> None:
        super().__init__(data)
        keys = [employee.pk for employee in employees]
        people: Any = self.fields["employees"]
        people.queryset = Employee.objects.filter(pk__in=keys)
        days: Any = self.fields["day"]
        days.choices = [(day.isoformat(), short_day(day)) for day in week.days if day >= timezone.localdate()]

    def clean(self) -> dict[str, Any]:
        """The stretch ends after it begins."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        starts_at, ends_at = (moment(cleaned["day"], cleaned[name]) for name in ("starts", "ends"))
        if ends_at <= starts_at:
            self.add_error("ends", _now("Tiden skal slutte efter kl. %(clock)s.") % {"clock": table_clock(starts_at)})
        people = cleaned["employees"]
        return {**cleaned, "starts_at": starts_at, "ends_at": ends_at, "people": people}


def coming_shifts(shifts: Iterable[Shift]) -> list[Shift]:
    """Those that are not over: somebody may still fall out."""
    now = timezone.now()
    return sorted(
        (shift for shift in shifts if shift.ends_at > now and (shift.starts_at < now + SOON or shift.sick_at)),
        key=lambda shift: shift.starts_at,
    )
