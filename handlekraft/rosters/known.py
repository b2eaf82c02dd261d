"""Whether a known face is at work on each part of each day: the roster sets how few faces a plan can reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handlekraft.citizens.models import AgreedHelp, Citizen, KnownFace
from handlekraft.people.models import Team
from handlekraft.rosters.models import Shift
from handlekraft.rosters.week import Week
from handlekraft.web.moments import moment

EVENING = time(15, 0)
"""When the day's people go home and the evening's come."""


@dataclass(frozen=True)
class Cell:
    """One part of one day: citizens with agreed help in it, and those of them who know somebody at work."""

    day: date
    whole: int
    known: int

    @property
    def is_short(self) -> bool:
        """Whether somebody meets only strangers."""
        return self.known < self.whole


@dataclass(frozen=True)
class Part:
    """A part of the day through the week."""

    label: str | Promise
    cells: list[Cell]


def known_faces_at_work(team: Team, week: Week, shifts: Iterable[Shift]) -> list[Part]:
    """By part of the day: figures of the team, no names."""
    at_work = [shift for shift in shifts if shift.sick_at is None]
    needed = AgreedHelp.objects.filter(citizen__team=team).running_from(week.monday)
    helps = list(needed.only("citizen", "weekdays", "every_weeks", *TIMES, "starts_on", "ends_on", "rhythm_from"))
    faces = _faces(team, week)
    return [
        Part(label, [_cell(day, is_evening, helps, faces, at_work) for day in week.days])
        for label, is_evening in ((_("Dag"), False), (_("Aften"), True))
    ]


TIMES = ("allowed_from", "wished_from", "fixed_start")


def _faces(team: Team, week: Week) -> dict[int, set[int]]:
    """By citizen: her contact and those of her group."""
    found: dict[int, set[int]] = {}
    for citizen, employee in (
        KnownFace.objects.on(week.monday).filter(citizen__team=team).values_list("citizen_id", "employee_id")
    ):
        found.setdefault(citizen, set()).add(employee)
    contacts = Citizen.objects.filter(team=team).exclude(primary_contact=None)
    for citizen, employee in contacts.values_list("pk", "primary_contact_id"):
        found.setdefault(citizen, set()).add(employee)
    return found


def _cell(
    day: date, is_evening: bool, helps: list[AgreedHelp], faces: dict[int, set[int]], shifts: list[Shift]
) -> Cell:
    citizens = {one.citizen_id for one in helps if (_begins(one) >= EVENING) is is_evening and one.falls_on(day)}
    here = {shift.employee_id for shift in shifts if _covers(shift, day, is_evening=is_evening)}
    return Cell(day, len(citizens), sum(bool(faces.get(citizen, set()) & here) for citizen in citizens))


def _begins(one: AgreedHelp) -> time:
    return one.fixed_start or one.wished_from or one.allowed_from


def _covers(shift: Shift, day: date, *, is_evening: bool) -> bool:
    edge: datetime = moment(day, EVENING)
    starts_at, ends_at = Week.day_bounds(day)
    begins, ends = (edge, ends_at) if is_evening else (starts_at, edge)
    return shift.starts_at < ends and shift.ends_at > begins and timezone.localdate(shift.starts_at) == day
