"""What a Dane types for a date, a time and a duration, read the way it was meant."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handlekraft.web.templatetags import danish

ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
DANISH_DATE = re.compile(
    r"(?P<day>\d{1,2})[.,/\- ]+(?P<month>\d{1,2})[.,/\- ]+(?P<year>\d{4})|(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d{4})"
)
CLOCK = re.compile(r"(?:kl\.? ?)?(?P<hour>\d{1,2})(?:[.:,]?(?P<minute>\d\d))?", re.IGNORECASE)
DURATION = re.compile(
    r"(?:(?P<hours>\d{1,3})\s*(?:t|h|time|timer|hour|hours)\.?)?\s*(?:og|and)?\s*(?:(?P<minutes>\d{1,4})\s*(?:m|min|minutter|minutes)?\.?)?"
    r"|(?P<h>\d{1,3})[:.](?P<m>[0-5]\d)",
    re.IGNORECASE,
)


class DanishDateField(forms.DateField):
    """A date typed as 4.3.2026, 04-03-2026, 04032026 or 2026-03-04."""

    # inputmode decimal: a phone then shows digits and a comma, and the comma is accepted between the numbers.
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input-char-11"})
    default_error_messages = {
        "invalid": _("Skriv datoen som dag, måned og år, for eksempel 4.3.2026."),
        "no_such_day": _("Datoen %(typed)s findes ikke i kalenderen."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        """The date meant by what was typed."""
        if value in self.empty_values or isinstance(value, dt.date):
            return super().to_python(value)
        typed = str(value).strip()
        found = ISO_DATE.fullmatch(typed) or DANISH_DATE.fullmatch(typed)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        parts = [part for part in found.groups() if part]
        year, month, day = parts if found.re is ISO_DATE else reversed(parts)
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            raise ValidationError(
                self.error_messages["no_such_day"], code="no_such_day", params={"typed": typed}
            ) from None

    def prepare_value(self, value: Any) -> Any:
        """A stored date as one would type it; what was typed stays as it was."""
        return f"{value.day}.{value.month}.{value.year}" if isinstance(value, dt.date) else value


class DanishTimeField(forms.TimeField):
    """A time of day typed as 07.30, 7:30, 0730 or 7."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input-char-8"})
    default_error_messages = {"invalid": _("Skriv klokkeslættet som timer og minutter, for eksempel 07.30.")}

    def to_python(self, value: Any) -> dt.time | None:
        """The time meant by what was typed."""
        if value in self.empty_values or isinstance(value, dt.time):
            return super().to_python(value)
        found = CLOCK.fullmatch(str(value).strip())
        if not found or int(found["hour"]) > 23 or int(found["minute"] or 0) > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.time(int(found["hour"]), int(found["minute"] or 0))

    def prepare_value(self, value: Any) -> Any:
        """A stored time as it is written in text."""
        return danish.clock(value) if isinstance(value, dt.time) else value


class DurationMinutesField(forms.IntegerField):
    """Whole minutes typed as 45, 45 min, 1:15, 1 t 20 or 2 timer."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "class": "input-char-11"})
    default_error_messages = {"invalid": _("Skriv tiden i minutter, for eksempel 45, eller som 1 t 20 min.")}

    def to_python(self, value: Any) -> int | None:
        """The minutes meant by what was typed."""
        if value in self.empty_values or isinstance(value, int):
            return super().to_python(value)
        found = DURATION.fullmatch(str(value).strip())
        if not found or not any(found.groups()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return 60 * int(found["hours"] or found["h"] or 0) + int(found["minutes"] or found["m"] or 0)

    def prepare_value(self, value: Any) -> Any:
        """Stored minutes in words."""
        return danish.minutes(value) if isinstance(value, int) else value
