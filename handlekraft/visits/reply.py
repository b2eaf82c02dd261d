"""What the page of a changed day shows: what happened, who is affected and why, and what could not be placed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlekraft.access.permissions import Permission
from handlekraft.people.models import Employee, User
from handlekraft.visits.models import AffectedVisit, Disruption, PlanRun, Proposal, ProposedVisit, Visit
from handlekraft.visits.modes import refusal_of_planner
from handlekraft.visits.planning.reasons import reasons_for
from handlekraft.visits.planning.rows import Rows, Slot, known_faces, rows_of_week
from handlekraft.web.templatetags.danish import clock, relative_day

WITH_REASONS = 3
"""For so many visits without anybody the page says why; the rest can be opened on Ugen."""

LITTLE = 10
"""Minutes that hardly anybody notices."""

Kind = Disruption.Kind


@dataclass(frozen=True)
class Line:
    """One visit that is not as it was told."""

    visit: Visit
    sentence: str
    faces: list[tuple[str, str]]
    """Tone and words: how well the citizen knows who comes now."""
    reasons: list[str]
    is_lost: bool
    is_nudged: bool
    """The same people, a little earlier or later."""


@dataclass(frozen=True)
class Reply:
    """A disruption as one person sees it."""

    user: User
    disruption: Disruption

    @property
    def run(self) -> PlanRun:
        """Its computation."""
        return self.disruption.run

    @property
    def is_broken(self) -> bool:
        """Whether the computation stopped without an answer."""
        return self.run.is_broken(timezone.now())

    @cached_property
    def proposal(self) -> Proposal | None:
        """The answer."""
        return self.disruption.proposal

    @property
    def seconds(self) -> float:
        """How long the engine thought."""
        return (self.disruption.milliseconds or 0) / 1000

    @property
    def heading(self) -> str:
        """What happened, in one sentence."""
        return heading(self.disruption, self.subject)

    @cached_property
    def rows(self) -> list[AffectedVisit]:
        """What it touches, in the order of the day."""
        seen = AffectedVisit.objects.visible_to(self.user).filter(disruption=self.disruption)
        people = seen.select_related("visit__citizen__primary_contact", "visit__citizen__team")
        return sorted(people, key=lambda row: (row.before["starts_at"] or "", row.visit.earliest_at, row.visit_id))

    @property
    def subject(self) -> Visit | None:
        """The visit that is new or takes longer."""
        named = self.disruption.kind in {Kind.LONGER, Kind.ADDED}
        return next((row.visit for row in self.rows if row.cause == AffectedVisit.Cause.EVENT), None) if named else None

    @cached_property
    def lines(self) -> list[Line]:
        """Everything that is not as it was told."""
        if self.proposal is None:
            return []
        proposed = ProposedVisit.objects.filter(proposal=self.proposal, visit__in=[row.visit for row in self.rows])
        after = {row.visit_id: Slot.of(row) for row in proposed}
        pairs = [(row, Slot.read(row.before), after.get(row.visit_id, Slot())) for row in self.rows]
        changed = [(row, was, now) for row, was, now in pairs if _differ(was, now) or not now.carers]
        lost = [row.visit_id for row, _was, now in changed if not now.carers][:WITH_REASONS]
        return [self._line(row, was, now, explain=row.visit_id in lost) for row, was, now in changed]

    @property
    def moved(self) -> list[Line]:
        """Visits that somebody else gives, or at quite another time."""
        return [line for line in self.lines if not line.is_lost and not line.is_nudged]

    @property
    def nudged(self) -> list[Line]:
        """Visits by the same people, a little earlier or later."""
        return [line for line in self.lines if line.is_nudged]

    little = LITTLE

    @property
    def summary(self) -> str:
        """How many it goes out over, in one line."""
        if not self.lines:
            return _("Ingen andre bliver berørt.")
        people = len({line.visit.citizen_id for line in self.lines})
        words = ngettext("Det går ud over %(n)s borger.", "Det går ud over %(n)s borgere.", people) % {"n": people}
        new = sum(tone == "sun" for line in self.lines for tone, _words in line.faces)
        if not new:
            return words + " " + _("Alle møder nogen, de kender.") * (not self.lost)
        faces = ngettext("%(n)s besøg får et nyt ansigt.", "%(n)s besøg får et nyt ansigt.", new) % {"n": new}
        return f"{words} {faces}"

    @property
    def lost(self) -> list[Line]:
        """Visits that nobody could be found for."""
        return [line for line in self.lines if line.is_lost]

    def _line(self, row: AffectedVisit, was: Slot, now: Slot, *, explain: bool) -> Line:
        new = [carer for carer in now.carers if carer not in was.carers]
        words = told_anew(row.visit.citizen.first_name, was, now, self.names)
        because = self._because(row)
        return Line(
            visit=row.visit,
            sentence=f"{words}{because}." if now.carers else f"{words}.",
            faces=[self._face(row.visit, carer) for carer in new],
            reasons=self._reasons(row.visit) if explain and self.is_open else [],
            is_lost=not now.carers,
            is_nudged=_is_nudged(was, now),
        )

    def _because(self, row: AffectedVisit) -> str:
        if row.cause == AffectedVisit.Cause.ROOM:
            return _(", så der bliver plads til de andre")
        if self.disruption.kind in {Kind.LONGER, Kind.ADDED}:
            return ""
        name = self.disruption.employee.first_name if self.disruption.employee else ""
        words = (
            _(", fordi %(name)s er fraværende")
            if self.disruption.kind == Kind.SICK
            else _(", fordi %(name)s er forsinket")
        )
        return words % {"name": name}

    def _face(self, visit: Visit, carer: int) -> tuple[str, str]:
        name = {"name": self.names[carer]}
        if visit.citizen.primary_contact_id == carer:
            return "sky", _("%(name)s er fast kontakt") % name
        if (visit.citizen_id, carer) in self.known:
            return "plain", _("%(name)s er et kendt ansigt") % name
        return "sun", _("%(name)s er et nyt ansigt") % name

    def _reasons(self, visit: Visit) -> list[str]:
        if visit.pk not in self.day.visit:
            return []
        found = reasons_for(self.day, visit)
        return [one.refusal for one in found.impossible[:3]]

    @cached_property
    def day(self) -> Rows:
        """The day as the answer plans it."""
        week = self.run.week
        return rows_of_week(self.disruption.team, week, proposal=self.proposal).on_day(self.disruption.day)

    @cached_property
    def known(self) -> frozenset[tuple[int, int]]:
        """Citizen and employee who know each other."""
        return known_faces((row.visit for row in self.rows), self.disruption.at)

    @cached_property
    def names(self) -> dict[int, str]:
        """First names of everybody who was or is to come."""
        proposed = ProposedVisit.objects.filter(proposal=self.proposal, visit__in=[row.visit for row in self.rows])
        keys = {carer for row in self.rows for carer in row.before["carers"]}
        keys |= {carer for row in proposed for carer in Slot.of(row).carers}
        return {one.pk: one.first_name for one in Employee.objects.filter(pk__in=keys)}

    # What may be done

    @property
    def is_adopted(self) -> bool:
        """Whether the team has decided for it."""
        return self.proposal is not None and self.proposal.adopted_at is not None

    @cached_property
    def is_open(self) -> bool:
        """Whether the answer still waits for a decision."""
        teams = frozenset({self.disruption.team_id})
        waiting = Disruption.objects.unanswered(teams, timezone.localdate())
        return self.proposal is not None and waiting.filter(pk=self.disruption.pk).exists()

    @property
    def refusal(self) -> str:
        """Why somebody who may plan may not do so here, or nothing."""
        return refusal_of_planner(self.user, self.disruption.team, self.disruption.day)

    @property
    def may_adopt(self) -> bool:
        """Whether this person may decide for it."""
        return self.user.may(Permission.ADOPT_PLAN, self.disruption.team) and not self.refusal

    @property
    def may_plan(self) -> bool:
        """Whether this person may change it, or let the plan stand."""
        return self.user.may(Permission.PLAN_VISITS, self.disruption.team) and not self.refusal


@dataclass(frozen=True)
class News:
    """A disruption that waits for a decision, for the first pages of those who can make it."""

    pk: int
    team_id: int
    words: str


def news_for(user: User, teams: Iterable[int], since: date, until: date | None = None) -> list[News]:
    """What has upset the days of the teams and waits for a decision; for those who see the teams' citizens."""
    in_sight = user.teams_in_sight(timezone.now()) & frozenset(teams)
    waiting = Disruption.objects.unanswered(in_sight, since)
    return [News(one.pk, one.team_id, Reply(user, one).heading) for one in waiting if until is None or one.day <= until]


def heading(disruption: Disruption, subject: Visit | None) -> str:
    """What happened, in one sentence."""
    words = {"name": disruption.employee.first_name if disruption.employee else "", "day": relative_day(disruption.day)}
    if disruption.kind == Kind.SICK:
        return _("%(name)s er fraværende %(day)s") % words
    if disruption.kind == Kind.LATE:
        words["clock"] = clock(disruption.until_at)
        return _("%(name)s er forsinket og hos den næste kl. %(clock)s") % words
    words["citizen"] = subject.citizen.first_name if subject else _("en borger")
    if disruption.kind == Kind.LONGER:
        return _("Besøget hos %(citizen)s tager længere tid %(day)s") % words
    return _("Et nyt besøg hos %(citizen)s %(day)s") % words


def told_anew(citizen: str, was: Slot, now: Slot, names: dict[int, str]) -> str:
    """What the citizen would be told, without its reason."""
    words = {
        "citizen": citizen,
        "old": _join(names[carer] for carer in was.carers),
        "new": _join(names[carer] for carer in now.carers),
        "before": clock(was.starts_at),
        "after": clock(now.starts_at),
    }
    if not now.carers and was.carers:
        return _("%(citizen)s kl. %(before)s har ingen, der kan komme") % words
    if not now.carers:
        return _("%(citizen)s har ingen, der kan komme") % words
    if not was.carers:
        return _("%(citizen)s får besøg af %(new)s kl. %(after)s") % words
    if set(was.carers) == set(now.carers):
        return _("%(citizen)s får besøg af %(new)s kl. %(after)s i stedet for kl. %(before)s") % words
    if was.starts_at == now.starts_at:
        return _("%(citizen)s kl. %(before)s flyttes fra %(old)s til %(new)s") % words
    return _("%(citizen)s flyttes fra %(old)s kl. %(before)s til %(new)s kl. %(after)s") % words


def _join(names: Iterable[str]) -> str:
    return _(" og ").join(names)


def _is_nudged(was: Slot, now: Slot) -> bool:
    if was.starts_at is None or now.starts_at is None or set(was.carers) != set(now.carers):
        return False
    return abs(now.starts_at - was.starts_at) <= timedelta(minutes=LITTLE)


def _differ(was: Slot, now: Slot) -> bool:
    return (was.starts_at, set(was.carers)) != (now.starts_at, set(now.carers))
