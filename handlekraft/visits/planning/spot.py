"""A change on the spot as the referee sees it: what the law forbids, what is only worth a word, and who could come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.people.models import Employee, Team
from handlekraft.rosters.week import Week
from handlekraft.visits.models import Visit
from handlekraft.visits.planning.answer import plan_of
from handlekraft.visits.planning.judging import Standing
from handlekraft.visits.planning.problem import problem_of
from handlekraft.visits.planning.rows import Rows, Slot, rows_of_week
from handlekraft.visits.planning.words import sentence
from handlekraft.web.templatetags.danish import span
from handlekraft_engine.visits.plan import Hard, Soft, Violation
from handlekraft_engine.visits.referee import price

FORBIDDEN = frozenset({Hard.STRUCTURE, Hard.SAME_CARER, Hard.COMPETENCE, Hard.FORBIDDEN})
"""What no agreement at the door can mend."""


@dataclass(frozen=True)
class Found:
    """What a day breaks: rules that refuse, and rules that are worth a word. Each with its sentence."""

    refused: dict[tuple[str, ...], str]
    warned: dict[tuple[str, ...], str]

    def beyond(self, before: Found) -> Found:
        """What was not so before."""
        return Found(
            {key: words for key, words in self.refused.items() if key not in before.refused},
            {key: words for key, words in self.warned.items() if key not in before.warned | before.refused},
        )


def look_at(team: Team, day: date) -> Found:
    """The team's day as it is adopted, by rule."""
    return found_in(rows_of_day(team, day))


def rows_of_day(team: Team, day: date) -> Rows:
    """The day alone. Begun counts what has begun, not what the clock has passed: on the spot that may still change."""
    dawn = Week.day_bounds(day)[0]
    return rows_of_week(team, Week.of(day), proposal=None, now=dawn).on_day(day)


def found_in(rows: Rows) -> Found:
    """What the rows break."""
    standing = Standing(rows)
    refused = _outside_shifts(rows)
    warned: dict[tuple[str, ...], str] = {}
    for fault in standing.faults:
        kind = refused if fault.rule in FORBIDDEN or _at_once(rows, fault) else warned
        kind[fault.rule, fault.visit, fault.carer, fault.other] = sentence(rows, fault)
    return Found(refused, warned)


def _at_once(rows: Rows, fault: Violation) -> bool:
    """Two visits at the same time; a way that is too short is something else."""
    if fault.rule is not Hard.TRAVEL:
        return False
    one, two = rows.visit[int(fault.visit)], rows.visit[int(fault.other)]
    here, there = hours(rows, one), hours(rows, two)
    return here is not None and there is not None and here[0] < there[1] and there[0] < here[1]


def hours(rows: Rows, visit: Visit) -> tuple[datetime, datetime] | None:
    """From when to when the visit takes place in the plan."""
    starts_at = rows.slot(visit).starts_at
    return (starts_at, starts_at + timedelta(minutes=visit.minutes)) if starts_at else None


def _outside_shifts(rows: Rows) -> dict[tuple[str, ...], str]:
    """Visits of somebody who is not at work then."""
    found: dict[tuple[str, ...], str] = {}
    for visit in rows.visits:
        when = None if rows.is_frozen(visit) else hours(rows, visit)
        for carer in rows.slot(visit).carers if when else ():
            if when and not _is_at_work(rows, carer, *when):
                name, citizen = rows.employees[carer].first_name, visit.citizen.first_name
                words = {"name": name, "hours": span(*when), "citizen": citizen}
                text = _("%(name)s er ikke på arbejde %(hours)s, hvor %(citizen)s skal have besøg.") % words
                found["at work", str(visit.pk), str(carer)] = text
    return found


def _is_at_work(rows: Rows, carer: int, starts_at: datetime, ends_at: datetime) -> bool:
    own = [shift for shift in rows.shifts_at_work if shift.employee_id == carer]
    return any(shift.starts_at <= starts_at and ends_at <= shift.ends_at for shift in own)


@dataclass(frozen=True)
class Colleague:
    """Somebody at work who could take a visit, and what speaks for and against it."""

    employee: Employee
    is_primary: bool
    is_known: bool
    is_unwanted: bool
    refusal: str
    warning: str

    @property
    def order(self) -> tuple[bool, bool, bool, bool, str]:
        """Those who may first, then those the citizen knows."""
        return bool(self.refusal), self.is_unwanted, not self.is_primary, not self.is_known, self.employee.name


def colleagues_for(visit: Visit, *, instead_of: int | None) -> list[Colleague]:
    """Everybody at work on the day, the best first. `instead_of`: the carer who would no longer come."""
    rows = rows_of_day(visit.citizen.team, visit.day)
    mine = rows.visit.get(visit.pk)
    if mine is None:
        return []
    before = found_in(rows)
    starts_at = visit.starts_at or default_start(visit)
    stay = [carer for carer in visit.carer_ids if carer != instead_of]
    people = {shift.employee_id for shift in rows.shifts_at_work} - set(visit.carer_ids)
    found = [_colleague(rows, mine, employee, (employee, *stay), starts_at, before) for employee in people]
    return sorted(found, key=lambda one: one.order)


def default_start(visit: Visit) -> datetime:
    """When a visit without a time would begin: as wished, else as early as allowed, but not before now."""
    wanted = visit.wished_from_at or visit.earliest_at
    now = timezone.now().replace(second=0, microsecond=0)
    soonest = now + timedelta(minutes=-now.minute % 5)
    return max(wanted, soonest) if visit.day == timezone.localdate() else wanted


def _colleague(
    rows: Rows, visit: Visit, employee: int, carers: tuple[int, ...], starts_at: datetime, before: Found
) -> Colleague:
    after = found_in(rows.showing({**rows.slots, visit.pk: Slot(starts_at, carers)})).beyond(before)
    help_ = visit.help
    return Colleague(
        employee=rows.employees[employee],
        is_primary=visit.citizen.primary_contact_id == employee,
        is_known=(visit.citizen_id, employee) in rows.known,
        is_unwanted=help_ is not None and any(one.pk == employee for one in help_.unwanted.all()),
        refusal=" ".join(after.refused.values()),
        warning=" ".join(after.warned.values()),
    )


def travel_minutes(rows: Rows) -> int:
    """Minutes on the way of everybody that day, as the plan counts them."""
    problem = problem_of(rows)
    return price(problem, plan_of(rows, problem))[Soft.TRAVEL].quantity
