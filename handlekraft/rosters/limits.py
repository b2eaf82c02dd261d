"""What working hours cannot be, each as a sentence."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.people.models import Employee, Team
from handlekraft.rosters.models import Shift
from handlekraft.rosters.spans import Span
from handlekraft.web.templatetags.danish import short_day, span

LONGEST = timedelta(hours=24)


def why_impossible(team: Team, employee: Employee, one: Span, *, but: int | None = None) -> str:
    """Why the employee cannot work then, or nothing. `but`: a shift that is to be changed."""
    day = timezone.localdate(one.starts_at)
    if not one.starts_at < one.ends_at <= one.starts_at + LONGEST:
        return _("En vagt skal slutte, efter at den begynder, og inden for et døgn.")
    if sentence := why_stranger(team, employee, day):
        return sentence
    others = Shift.objects.filter(employee=employee, starts_at__lt=one.ends_at, ends_at__gt=one.starts_at)
    if (taken := others.exclude(pk=but or 0).first()) is None:
        return ""
    words = {
        "name": employee.first_name,
        "hours": span(taken.starts_at, taken.ends_at),
        "day": short_day(taken.starts_at),
    }
    return _("%(name)s har allerede en vagt %(hours)s %(day)s, som overlapper.") % words


def why_stranger(team: Team, employee: Employee, day: date) -> str:
    """Why the employee does not work in the team on that day, or nothing."""
    if employee.works_on(day) and Employee.objects.in_team(team, day).filter(pk=employee.pk).exists():
        return ""
    words = {"name": employee.first_name, "team": team.name, "day": short_day(day)}
    return _("%(name)s er ikke i %(team)s %(day)s.") % words
