"""What a plan costs and gives, counted from the rows: faces, wishes, time on the way, broken rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlekraft.rosters.models import Shift
from handlekraft.visits.continuity import DAYS
from handlekraft.visits.models import Visit
from handlekraft.visits.planning.answer import quantities
from handlekraft.visits.planning.judging import Standing
from handlekraft.visits.planning.problem import minutes_between
from handlekraft.visits.planning.rows import Rows, faces_met
from handlekraft.web.templatetags.danish import minutes as duration
from handlekraft.web.templatetags.danish import percent
from handlekraft_engine.visits.plan import Soft


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        """As a percentage; of nothing there is none."""
        return percent(self.part / self.whole) if self.whole else "–"

    @property
    def counted(self) -> str:
        """As two numbers."""
        return _("%(part)s af %(whole)s") % {"part": self.part, "whole": self.whole} if self.whole else "–"

    @classmethod
    def of(cls, claims: Iterable[bool]) -> Share:
        """How many of the claims are true."""
        found = list(claims)
        return cls(sum(found), len(found))


@dataclass(frozen=True)
class Figures:
    """One plan in figures."""

    few_faces: Share
    by_primary: Share
    by_known: Share
    wishes: Share
    in_wished_time: Share
    travel: Share
    covered: Share
    broken: int

    @property
    def uncovered(self) -> int:
        """Visits nobody gives."""
        return self.covered.whole - self.covered.part

    def in_words(self) -> list[tuple[str, str]]:
        """What stands on the page, in its order."""
        return [
            (_("Borgere med højst så få ansigter på 28 dage, som de ønsker"), self.few_faces.counted),
            (_("Besøg hos fast kontakt"), self.by_primary.percent),
            (_("Besøg af et kendt ansigt"), self.by_known.percent),
            (_("Ønsker om hvem opfyldt"), self.wishes.counted),
            (_("Inden for ønsket tid"), self.in_wished_time.percent),
            (_("Transport"), _("%(share)s af tiden") % {"share": self.travel.percent}),
            (_("Brudte regler"), str(self.broken)),
            (_("Ikke dækket"), ngettext("%(n)s besøg", "%(n)s besøg", self.uncovered) % {"n": self.uncovered}),
        ]


def figures_of(standing: Standing) -> Figures:
    """The figures of the plan on the board."""
    rows = standing.rows
    given = [(visit, rows.slot(visit).carers) for visit in rows.visits]
    covered = [(visit, carers) for visit, carers in given if carers]
    return Figures(
        few_faces=_few_faces(rows),
        by_primary=Share.of(
            visit.citizen.primary_contact_id in carers for visit, carers in covered if visit.citizen.primary_contact_id
        ),
        by_known=Share.of((visit.citizen_id, carer) in rows.known for visit, carers in covered for carer in carers),
        wishes=Share.of(claim for visit, carers in covered for claim in _wishes(visit, carers)),
        in_wished_time=Share.of(claim for visit, _carers in covered for claim in _in_wished_time(rows, visit)),
        travel=Share(standing.priced[Soft.TRAVEL].quantity, worked_minutes(rows.shifts_at_work)),
        covered=Share(len(covered), len(given)),
        broken=len(standing.faults),
    )


def _few_faces(rows: Rows) -> Share:
    sunday = rows.week.days[-1]
    citizens = {visit.citizen_id: visit.citizen for visit in rows.visits}
    # The plan has not happened; what has, up to now, counts as it was.
    planned = {(visit.citizen_id, carer) for visit in rows.visits for carer in rows.slot(visit).carers}
    faces = faces_met(list(citizens.values()), sunday, DAYS) | planned
    counts = dict.fromkeys(citizens, 0)
    for citizen, _face in faces:
        counts[citizen] += 1
    return Share.of(count <= citizens[citizen].faces_wanted for citizen, count in counts.items())


def _wishes(visit: Visit, carers: tuple[int, ...]) -> list[bool]:
    """Wishes of the citizen about who comes: those she would like, and those she would rather not have."""
    if visit.help is None:
        return []
    preferred = {one.pk for one in visit.help.preferred.all()}
    unwanted = {one.pk for one in visit.help.unwanted.all()}
    return [bool(preferred & set(carers))] * bool(preferred) + [not unwanted & set(carers)] * bool(unwanted)


def _in_wished_time(rows: Rows, visit: Visit) -> list[bool]:
    starts_at = rows.slot(visit).starts_at
    if starts_at is None or (visit.wished_from_at is None and visit.wished_until_at is None):
        return []
    early = visit.wished_from_at is not None and starts_at < visit.wished_from_at
    ends_at = starts_at + timedelta(minutes=visit.minutes)
    # A visit that is longer than the wish for it is in time when it starts with the wish.
    begun = visit.wished_from_at is not None and starts_at == visit.wished_from_at
    return [not early and (begun or visit.wished_until_at is None or ends_at <= visit.wished_until_at)]


def worked_minutes(shifts: Iterable[Shift]) -> int:
    """Minutes at work."""
    return sum(minutes_between(shift.starts_at, shift.ends_at) for shift in shifts)


@dataclass(frozen=True)
class DayFigures:
    """One day of the week in figures: needs, hands, and the slack between them."""

    day: date
    covered: Share
    needed: int
    at_work: int
    on_the_way: int
    off: int
    new_faces: int
    broken: int

    @property
    def uncovered(self) -> int:
        """Visits nobody gives."""
        return self.covered.whole - self.covered.part

    @property
    def slack(self) -> int:
        """Minutes at work that nothing is planned for."""
        return self.at_work - self.off - self.needed - self.on_the_way

    @property
    def travel(self) -> Share:
        """Time on the way."""
        return Share(self.on_the_way, self.at_work)

    @property
    def in_one_line(self) -> str:
        """Needs, hands and slack in words."""
        return _("Behov %(needed)s · på vej %(way)s · på arbejde %(at_work)s · luft %(slack)s") % {
            "needed": duration(self.needed),
            "way": duration(self.on_the_way),
            "at_work": duration(self.at_work),
            "slack": duration(self.slack),
        }


def day_figures(standing: Standing, day: date) -> DayFigures:
    """The figures of one day."""
    rows = standing.rows
    here = rows.on_day(day)
    amounts = quantities(rows, standing.problem, standing.plan, day)
    of_day = {str(visit.pk) for visit in here.visits}
    return DayFigures(
        day=day,
        covered=Share.of(bool(rows.slot(visit).carers) for visit in here.visits),
        needed=sum(visit.minutes * visit.carers_needed for visit in here.visits),
        at_work=worked_minutes(here.shifts_at_work),
        on_the_way=amounts[Soft.TRAVEL],
        off=_off(here),
        new_faces=amounts[Soft.NEW_FACE],
        broken=sum(fault.visit in of_day for fault in standing.faults),
    )


def _off(rows: Rows) -> int:
    """Minutes of breaks, meetings, courses and recharge inside the shifts."""
    protected = (
        minutes_between(max(row.starts_at, shift.starts_at), min(row.ends_at, shift.ends_at))
        for shift in rows.shifts_at_work
        for row in rows.protected
        if row.employee_id == shift.employee_id
    )
    return sum(shift.break_minutes for shift in rows.shifts_at_work) + sum(max(piece, 0) for piece in protected)
