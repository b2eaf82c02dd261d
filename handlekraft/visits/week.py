"""What the page of a week shows: which plan, which day, which visit, and what this person may do with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.permissions import Permission
from handlekraft.access.sight import show
from handlekraft.people.models import Employee, User
from handlekraft.people.settings import value
from handlekraft.rosters.models import Shift
from handlekraft.rosters.week import Week
from handlekraft.visits.asked import Asked
from handlekraft.visits.board import Board, board_of
from handlekraft.visits.curve import Curve
from handlekraft.visits.forms.week import MoveForm
from handlekraft.visits.loans import Offered, loans_of
from handlekraft.visits.models import (
    Disruption,
    PlanRun,
    Proposal,
    ProposedChange,
    ProposedVisit,
    Visit,
    VisitChange,
)
from handlekraft.visits.modes import refusal_of_planner
from handlekraft.visits.planning.figures import DayFigures, Figures, day_figures, figures_of
from handlekraft.visits.planning.judging import Standing
from handlekraft.visits.planning.problem import Unplannable
from handlekraft.visits.planning.reasons import Reasons, reasons_for
from handlekraft.visits.planning.rows import Rows, Slot, rows_of_week
from handlekraft.visits.reply import News, news_for
from handlekraft.visits.tabs import Choice, DayTab, LastChange
from handlekraft.web.templatetags.danish import clock, span

SHOWN = 5
"""How many proposals one can leaf through; older ones are found by comparing."""


@dataclass(kw_only=True)
class Shown(Asked):
    """A week as one person asked to see it."""

    user: User
    now: datetime

    def anew(self, **wishes: Any) -> Shown:
        """The same wishes, or some others, after a change: everything is asked again."""
        return replace(self, now=timezone.now(), **wishes)

    # Which plan

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Proposals of the week, newest first."""
        return list(Proposal.objects.of_week(self.team, self.week).select_related("adopted_by", "run"))

    @cached_property
    def adopted(self) -> Proposal | None:
        """The last decision."""
        decided = [one for one in self.proposals if one.adopted_at]
        return max(decided, key=lambda one: (one.adopted_at, one.number), default=None)

    @cached_property
    def proposal(self) -> Proposal | None:
        """The proposal shown: the one asked for, else the newest that is not decided. None is the adopted plan."""
        if self.wanted_proposal is not None:
            found = [one for one in self.proposals if one.number == self.wanted_proposal]
            if self.wanted_proposal and not found:
                raise Http404
            return found[0] if found and found[0] != self.adopted else None
        newest = next((one for one in self.proposals if not self._is_left(one)), None)
        return newest if newest and newest.adopted_at is None and self._is_newer(newest) else None

    def _is_left(self, proposal: Proposal) -> bool:
        """Whether it answered a day that changed, and the team let the plan stand."""
        return proposal.run_id in self.left

    @cached_property
    def left(self) -> set[int]:
        """Computations whose answer the team did not want."""
        runs = [one.run_id for one in self.proposals if one.run_id]
        return set(Disruption.objects.filter(run__in=runs).exclude(left_at=None).values_list("run_id", flat=True))

    @cached_property
    def loans(self) -> list[Offered]:
        """Help that is offered to the team, or asked of it."""
        return loans_of(self.team, self.week)

    @cached_property
    def curve(self) -> Curve:
        """What fewer faces cost."""
        return Curve(self.user, self.team, self.week)

    @cached_property
    def disruptions(self) -> list[News]:
        """What has upset the week's days and waits for a decision."""
        return news_for(
            self.user, {self.team.pk}, max(self.week.monday, timezone.localdate(self.now)), self.week.days[-1]
        )

    def _is_newer(self, proposal: Proposal) -> bool:
        return self.adopted is None or self.adopted.adopted_at is None or proposal.made_at > self.adopted.adopted_at

    @cached_property
    def run(self) -> PlanRun | None:
        """The computation that is under way, or that stopped without an answer."""
        newest = PlanRun.objects.of_week(self.team, self.week).proposing().first()
        under_way = newest is not None and newest.status in {PlanRun.Status.QUEUED, PlanRun.Status.RUNNING}
        return newest if newest and (under_way or newest.is_broken(self.now)) else None

    # What stands in it

    @cached_property
    def rows(self) -> Rows:
        """The week's rows."""
        return rows_of_week(self.team, self.week, proposal=self.proposal, now=self.now)

    @cached_property
    def standing(self) -> Standing:
        """The plan and what the referee says."""
        return Standing(self.rows)

    @cached_property
    def unplannable(self) -> str:
        """Why nothing can be planned, or nothing."""
        try:
            _problem = self.standing.problem
        except Unplannable as no:
            return no.sentence
        return ""

    @property
    def has_plan(self) -> bool:
        """Whether anybody comes anywhere in it."""
        return any(self.rows.slot(visit).carers for visit in self.rows.visits)

    @cached_property
    def board(self) -> Board | None:
        """The day's board; none for the whole week."""
        chosen = self.visit.pk if self.visit else None
        return board_of(self.standing, self.wanted_day, chosen) if self.wanted_day else None

    @cached_property
    def days(self) -> list[DayFigures]:
        """Each day in figures."""
        return [day_figures(self.standing, day) for day in self.week.days]

    @cached_property
    def day(self) -> DayFigures | None:
        """The shown day in figures."""
        return next((one for one in self.days if one.day == self.wanted_day), None)

    @cached_property
    def figures(self) -> Figures:
        """The week in figures."""
        return figures_of(self.standing)

    @property
    def locked(self) -> int:
        """How many visits the team has locked."""
        return sum(self.rows.slot(visit).is_locked for visit in self.rows.visits if not self.rows.is_frozen(visit))

    # The chosen visit

    @cached_property
    def visit(self) -> Visit | None:
        """The visit one asks about."""
        return self.rows.visit.get(self.wanted_visit or 0)

    @cached_property
    def reasons(self) -> Reasons | None:
        """Why the chosen visit stands where it does; what has been needs no reason."""
        if self.visit is None or self.rows.is_frozen(self.visit):
            return None
        return reasons_for(self.rows, self.visit)

    @cached_property
    def faults(self) -> list[str]:
        """Rules that are broken at the chosen visit."""
        return self.standing.sentences.get(self.visit.pk, []) if self.visit else []

    @cached_property
    def change(self) -> ProposedChange | VisitChange | None:
        """The last change by hand of the chosen visit."""
        if self.proposal is None and self.visit:
            return self.visit.changes.filter(undone_at=None).select_related("by").first()
        proposed = self.proposed
        return proposed.changes.standing().select_related("by").first() if proposed else None

    @cached_property
    def proposed(self) -> ProposedVisit | None:
        """Its row in the proposal."""
        rows = ProposedVisit.objects.filter(proposal=self.proposal, visit=self.visit)
        return rows.select_related("visit__citizen__team", "proposal").first() if self.proposal and self.visit else None

    @property
    def slot(self) -> Slot:
        """Where the chosen visit stands."""
        return self.rows.slot(self.visit) if self.visit else Slot()

    @property
    def carers(self) -> list[Employee]:
        """Who comes to it."""
        return [self.rows.employees[carer] for carer in self.slot.carers]

    @property
    def is_fixed(self) -> bool:
        """Whether it has been, and nobody can change it."""
        return self.visit is not None and self.rows.is_frozen(self.visit)

    def form(self) -> MoveForm | None:
        """The form that moves the chosen visit; none for one that has been."""
        if self.visit is None or not self.may_move or self.is_fixed:
            return None
        return MoveForm(visit=self.visit, slot=self.slot, shifts=self.shifts_on(self.visit.day))

    def shifts_on(self, day: date) -> list[Shift]:
        """The first shift of each who is at work on the day, by name."""
        shifts = Shift.objects.of_team(self.team).at_work().on_day(day).select_related("employee")
        firsts = {shift.employee_id: shift for shift in reversed(shifts.order_by("starts_at"))}
        return sorted(firsts.values(), key=lambda shift: shift.employee.name)

    @cached_property
    def last_change(self) -> LastChange | None:
        """The last change by hand in the plan shown, while it can be undone."""
        found = self._last_of_plan() if self.may_move else None
        if found is None:
            return None
        visit = found.proposed.visit if isinstance(found, ProposedChange) else found.visit
        words = {"citizen": visit.citizen.first_name, "by": found.by.name if found.by else "", "clock": clock(found.at)}
        told = _("%(by)s ændrede besøget hos %(citizen)s kl. %(clock)s.") % words
        return LastChange(told.strip(), self.act_url("week_undo", found.pk))

    def _last_of_plan(self) -> ProposedChange | VisitChange | None:
        if self.proposal:
            mine = ProposedChange.objects.standing().filter(proposed__proposal=self.proposal)
            return mine.select_related("by", "proposed__visit__citizen").first()
        since = self.now - timedelta(minutes=value("visits.undo_minutes", timezone.localdate(self.now), team=self.team))
        recent = VisitChange.objects.standing().filter(visit__in=self.rows.visit, at__gte=since)
        return recent.select_related("by", "visit__citizen").first()

    @property
    def who(self) -> str:
        """Who comes, as words."""
        return _(" og ").join(carer.first_name for carer in self.carers)

    @property
    def allowed(self) -> str:
        """The agreed time of the chosen visit."""
        return span(self.visit.earliest_at, self.visit.latest_at) if self.visit else ""

    @property
    def wished(self) -> str:
        """The time the citizen would like, if she said one."""
        visit = self.visit
        if visit is None or (visit.wished_from_at is None and visit.wished_until_at is None):
            return ""
        return span(visit.wished_from_at or visit.earliest_at, visit.wished_until_at or visit.latest_at)

    # What this person may

    @cached_property
    def refusal(self) -> str:
        """Why somebody who may plan may not do so here, or nothing: the plan is somebody else's."""
        return refusal_of_planner(self.user, self.team, self.week.monday)

    @cached_property
    def may_plan(self) -> bool:
        """Whether this person may change the plan."""
        return self.user.may(Permission.PLAN_VISITS, self.team) and not self.refusal

    @cached_property
    def may_adopt(self) -> bool:
        """Whether this person may decide."""
        return self.user.may(Permission.ADOPT_PLAN, self.team) and not self.refusal

    @property
    def may_change_day(self) -> bool:
        """Whether this person can say what has upset the day shown."""
        ahead = self.wanted_day is not None and self.wanted_day >= timezone.localdate(self.now)
        adopted = any(Slot.of(visit).carers for visit in self.rows.visits)
        return ahead and self.may_plan and adopted

    @property
    def may_move(self) -> bool:
        """Whether visits on the board can be taken hold of: a proposal that is decided stays as it was."""
        return self.may_plan and (self.proposal is None or self.proposal.adopted_at is None)

    @property
    def is_computing(self) -> bool:
        """Whether a proposal is on its way."""
        return self.run is not None and not self.run_is_broken

    @property
    def run_is_broken(self) -> bool:
        """Whether the computation stopped without an answer."""
        return self.run is not None and self.run.is_broken(self.now)

    @property
    def is_now(self) -> bool:
        """Whether the week is this one and has an adopted plan: then a day can be planned anew."""
        adopted = any(Slot.of(visit).carers for visit in self.rows.visits)
        return adopted and self.week == Week.of(timezone.localdate(self.now))

    # Addresses

    @property
    def move_url(self) -> str:
        """Where it is moved."""
        return self.act_url("week_move")

    @property
    def lock_url(self) -> str:
        """Where it is locked."""
        return self.act_url("week_lock")

    @property
    def undo_url(self) -> str:
        """Where its last change is undone."""
        return self.act_url("week_undo", self.change.pk) if self.change else ""

    @cached_property
    def days_shown(self) -> list[DayTab]:
        """The days as tabs."""
        uncovered = Counter(visit.day for visit in self.rows.visits if not self.rows.slot(visit).carers)
        return [DayTab(day, f"?{self.query_for(day.isoformat())}", uncovered[day]) for day in self.week.days]

    @cached_property
    def choices(self) -> list[Choice]:
        """The plans one can look at: the adopted one and the newest proposals."""
        if not self.proposals:
            return []
        shown = self.proposal.number if self.proposal else 0
        adopted = [(0, _("Den vedtagne plan"))] if self.adopted else []
        numbers = [(one.number, _("Forslag %(n)s") % {"n": one.number}) for one in self.proposals[:SHOWN]]
        return [
            Choice(label, urlencode({"dag": self.day_word, "forslag": number}), number == shown)
            for number, label in adopted + [one for one in numbers if not self.adopted or one[0] != self.adopted.number]
        ]

    def remember(self, request: HttpRequest) -> None:
        """Note whose visits the page shows."""
        here = self.rows.visits if self.wanted_day is None else self.rows.on_day(self.wanted_day).visits
        show(request, (visit.citizen for visit in here))

    def context(self, form: MoveForm | None = None) -> dict[str, Any]:
        """What the template asks for."""
        broken = bool(self.unplannable)
        return {
            "view": self,
            "board": None if broken else self.board,
            "form": form or self.form(),
            "today": timezone.localdate(self.now),
        }
