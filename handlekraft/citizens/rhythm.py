"""The days of a week in words."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

NAMED = {
    "1234567": gettext_lazy("Hver dag"),
    "12345": pgettext_lazy("ugens rytme", "Hverdage"),
    "67": pgettext_lazy("ugens rytme", "Weekend"),
}


def rhythm_in_words(weekdays: str, every_weeks: int = 1) -> str:
    """Hver dag · Hverdage · Mandag, onsdag og fredag hver 2. uge"""
    days = str(NAMED.get(weekdays) or enumerated(weekdays))
    return days if every_weeks == 1 else _("%(days)s hver %(number)s. uge") % {"days": days, "number": every_weeks}


def enumerated(weekdays: str) -> str:
    """Mandag, onsdag og fredag"""
    *before, last = [str(WEEKDAYS[int(number) - 1]) for number in weekdays]
    text = _("%(days)s og %(last)s") % {"days": ", ".join(before), "last": last} if before else last
    return text[:1].upper() + text[1:]
