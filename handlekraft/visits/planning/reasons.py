"""Why a visit stands where it does, or why nobody gives it: alternatives with names, prices and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlekraft.visits.continuity import DAYS, done_visits
from handlekraft.visits.models import Visit
from handlekraft.visits.planning.answer import plan_of
from handlekraft.visits.planning.problem import key, problem_of
from handlekraft.visits.planning.rows import Rows, Slot
from handlekraft.visits.planning.words import in_one_line, sentence
from handlekraft_engine.visits.explain import Option, why, why_not
from handlekraft_engine.visits.plan import Hard, Plan
from handlekraft_engine.visits.problem import Problem, moment_of

FIRST_OF = list(Hard)


@dataclass(frozen=True)
class Alternative:
    """The visit with somebody else, or at another time: what it would cost, or the first rule it breaks."""

    carers: tuple[int, ...]
    starts_at: datetime
    who: str
    price: str
    broken: str

    @property
    def refusal(self) -> str:
        """The broken rule with the name of whom it keeps away."""
        return self.broken if self.broken.startswith(self.who) else f"{self.who}: {self.broken}"


@dataclass(frozen=True)
class Reasons:
    """The answer to "why?", in words."""

    sentences: list[str]
    possible: list[Alternative]
    impossible: list[Alternative]


def reasons_for(rows: Rows, visit: Visit) -> Reasons:
    """Why the visit is with whom it is, or with nobody. A lock is no reason: one asks what lies behind it."""
    free = rows.showing({**rows.slots, visit.pk: replace(rows.slot(visit), is_locked=False)})
    problem = problem_of(free)
    plan = plan_of(free, problem)
    possible, impossible = _options(problem, plan, key(visit.pk))
    return Reasons(
        sentences=_sentences(rows, visit, possible, impossible),
        possible=[_alternative(rows, problem, option) for option in possible],
        # Whoever is not at work that day needs no reason.
        impossible=[_alternative(rows, problem, one) for one in impossible if _is_at_work(rows, visit, one)],
    )


def _options(problem: Problem, plan: Plan, visit: str) -> tuple[Sequence[Option], Sequence[Option]]:
    if visit in plan.by_visit:
        found = why(problem, plan, visit)
        return found.alternatives, found.impossible
    tried = why_not(problem, plan, visit).insertions
    return [one for one in tried if not one.broken][:3], [one for one in tried if one.broken]


def _alternative(rows: Rows, problem: Problem, option: Option) -> Alternative:
    carers = tuple(int(carer) for carer in option.carers)
    names = [rows.employees[carer].first_name for carer in carers]
    first = min(option.broken, key=lambda fault: FIRST_OF.index(fault.rule), default=None)
    return Alternative(
        carers=carers,
        starts_at=moment_of(problem.origin, option.start),
        who=_(" og ").join(names),
        price=in_one_line(option.difference),
        broken=sentence(rows, first) if first else "",
    )


def _is_at_work(rows: Rows, visit: Visit, option: Option) -> bool:
    return all((int(carer), visit.day) in rows.at_work for carer in option.carers)


def _sentences(rows: Rows, visit: Visit, possible: Sequence[Option], impossible: Sequence[Option]) -> list[str]:
    slot = rows.slot(visit)
    if not slot.carers and possible:
        return [_("Ingen kommer endnu, men det kan lade sig gøre.")]
    if not slot.carers:
        return [_("Ingen, der er på arbejde, kan komme, uden at en regel brydes eller et andet besøg falder ud.")]
    said = [_acquaintance(rows, visit, carer) for carer in slot.carers]
    said += _without_primary(rows, visit, slot, impossible)
    return said + [_("Teamet har låst besøget.")] * slot.is_locked


def _acquaintance(rows: Rows, visit: Visit, carer: int) -> str:
    """How well the two know each other."""
    citizen = visit.citizen
    words = {"carer": rows.employees[carer].first_name, "citizen": citizen.first_name}
    if carer == citizen.primary_contact_id:
        return _("%(carer)s er fast kontakt for %(citizen)s.") % words
    times = sum(carer in pair for pair in done_visits([citizen], visit.day, DAYS)[citizen.pk])
    if times:
        been = ngettext(
            "%(carer)s har været hos %(citizen)s %(times)s gang de seneste fire uger.",
            "%(carer)s har været hos %(citizen)s %(times)s gange de seneste fire uger.",
            times,
        )
        return been % {**words, "times": times}
    if (citizen.pk, carer) in rows.known:
        return _("%(carer)s hører til de kendte ansigter hos %(citizen)s.") % words
    return _("%(carer)s er et nyt ansigt for %(citizen)s.") % words


def _without_primary(rows: Rows, visit: Visit, slot: Slot, impossible: Sequence[Option]) -> list[str]:
    """Why the one who knows the citizen best does not come."""
    primary = visit.citizen.primary_contact
    if primary is None or primary.pk in slot.carers:
        return []
    words = {"primary": primary.first_name, "citizen": visit.citizen.first_name}
    if (primary.pk, visit.day) not in rows.at_work:
        return [_("%(primary)s er fast kontakt for %(citizen)s, men er ikke på arbejde den dag.") % words]
    for option in impossible:
        if key(primary.pk) in option.carers:
            rule = sentence(rows, option.broken[0])
            return [_("%(primary)s er fast kontakt for %(citizen)s, men:") % words + " " + rule]
    return [_("%(primary)s er fast kontakt for %(citizen)s, men så blev dagen dyrere for andre.") % words]
