"""What a team does with a proposal: move a visit by hand, undo it, lock it, adopt the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.access.visit_sight import give_visit_sight, take_visit_sight
from handlekraft.audit.log import write_event
from handlekraft.people.models import Employee, User
from handlekraft.rosters.week import Week
from handlekraft.visits.change import (
    hold,
    hold_week,
    refuse_begun,
    refuse_others_plan,
    see_to_sight,
    snapshot,
)
from handlekraft.visits.models import PlanNotice, PlanRun, Proposal, ProposedChange, ProposedVisit, Visit, VisitChange
from handlekraft.visits.modes import refusal_of_planner
from handlekraft.visits.planning.judging import Judged, Standing, judge_slot
from handlekraft.visits.planning.rows import Rows, Slot, rows_of_week

# Changes on the spot that a proposal made before them knows nothing of.
PLAN_CHANGES = {
    VisitChange.Kind.MOVED,
    VisitChange.Kind.LENGTH,
    VisitChange.Kind.HANDED_OVER,
    VisitChange.Kind.ADDED,
}


@action("proposed visit moved", needs=Permission.PLAN_VISITS)
def move_proposed(by: Actor, proposed: ProposedVisit, *, carers: tuple[int, ...], starts_at: datetime | None) -> Judged:
    """Give the visit other carers or another start, and keep it there. A broken rule refuses, a wish only costs."""
    proposal = _open(by, proposed.proposal)
    proposed.refresh_from_db()
    rows = rows_of_week(proposal.team, proposal.week, proposal=proposal)
    visit = rows.visit.get(proposed.visit_id)
    if visit is None or rows.is_frozen(visit):
        raise Refused(_("Besøget er begyndt, givet eller aflyst og kan ikke flyttes."))
    judged = judge_slot(rows, visit, Slot(starts_at, carers))
    if judged.broken:
        raise Refused(" ".join(judged.broken))
    _change(by, proposed, carers=carers, starts_at=starts_at, is_locked=starts_at is not None)
    return judged


@action("proposed visit locked", needs=Permission.PLAN_VISITS)
def lock_proposed(by: Actor, proposed: ProposedVisit, *, locked: bool) -> ProposedVisit:
    """Keep the visit where it is when the week is proposed again, or let it go."""
    _open(by, proposed.proposal)
    proposed.refresh_from_db()
    if locked and proposed.starts_at is None:
        raise Refused(_("Et besøg, der ikke er dækket, kan ikke låses."))
    carers = Slot.of(proposed).carers
    _change(by, proposed, carers=carers, starts_at=proposed.starts_at, is_locked=locked)
    return proposed


@action("proposed change undone", needs=Permission.PLAN_VISITS)
def undo_change(by: Actor, change: ProposedChange) -> ProposedVisit:
    """Put the visit back where it was before the change."""
    proposed = change.proposed
    _open(by, proposed.proposal)
    proposed.refresh_from_db()
    change.refresh_from_db()
    later = proposed.changes.standing().filter(pk__gt=change.pk)
    if change.undone_at or later.exists():
        raise Refused(_("Ændringen er allerede fortrudt, eller besøget er ændret igen siden."))
    _restore(proposed, change.before)
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    return proposed


def _open(by: Actor, proposal: Proposal) -> Proposal:
    """The proposal, held for this transaction, if it is still to be changed by this person."""
    held = Proposal.objects.select_for_update(of=("self",)).select_related("team__section").get(pk=proposal.pk)
    if no := refusal_of_planner(by, held.team, held.monday):
        raise Refused(no)
    if held.adopted_at:
        raise Refused(_("Forslaget er vedtaget. Ret i den vedtagne plan i stedet."))
    return held


def _change(
    by: Actor, proposed: ProposedVisit, *, carers: tuple[int, ...], starts_at: datetime | None, is_locked: bool
) -> None:
    before = {
        "starts_at": proposed.starts_at.isoformat() if proposed.starts_at else None,
        "carer": proposed.carer_id,
        "second_carer": proposed.second_carer_id,
        "is_locked": proposed.is_locked,
    }
    ProposedChange.objects.create(proposed=proposed, by=by if isinstance(by, User) else None, before=before)
    proposed.carer_id, proposed.second_carer_id, *_rest = (*carers, None, None)
    proposed.starts_at, proposed.is_locked = starts_at, is_locked
    proposed.save(update_fields=["starts_at", "carer", "second_carer", "is_locked"])


def _restore(proposed: ProposedVisit, before: Mapping[str, Any]) -> None:
    proposed.starts_at = datetime.fromisoformat(before["starts_at"]) if before["starts_at"] else None
    proposed.carer_id, proposed.second_carer_id = before["carer"], before["second_carer"]
    proposed.is_locked = before["is_locked"]
    proposed.save(update_fields=["starts_at", "carer", "second_carer", "is_locked"])


@action("visit moved", needs=Permission.PLAN_VISITS)
def move_adopted(by: User, visit: Visit, *, carers: tuple[int, ...], starts_at: datetime | None) -> Judged:
    """Other carers or another start in the adopted plan, judged like a move in a proposal; undone like any change."""
    held = hold(visit)
    refuse_begun(held)
    refuse_others_plan(by, held)
    team = held.citizen.team
    rows = rows_of_week(team, Week.of(held.day), proposal=None)
    slot = Slot(starts_at, carers)
    judged = judge_slot(rows, rows.visit[held.pk], slot)
    if judged.broken:
        raise Refused(" ".join(judged.broken))
    first, second, *_rest = (*carers, None, None)
    kind = VisitChange.Kind.MOVED if set(carers) == set(held.carer_ids) else VisitChange.Kind.HANDED_OVER
    before, carers_before = snapshot(held), held.carer_ids
    held.carer_id, held.second_carer_id, held.starts_at = first, second, starts_at
    held.save(update_fields=["carer", "second_carer", "starts_at"])
    see_to_sight(by, held, carers_before, held.day)
    VisitChange.objects.remember(held, kind, by=by, before=before)
    return judged


@action("visit locked", needs=Permission.PLAN_VISITS)
def lock_adopted(by: User, visit: Visit, *, locked: bool) -> Visit:
    """Keep the visit where it is when a day or the week is proposed again, or let it go."""
    held = hold(visit)
    refuse_begun(held)
    refuse_others_plan(by, held)
    held.is_locked = locked
    held.save(update_fields=["is_locked"])
    return held


@action("plan adopted", needs=Permission.ADOPT_PLAN)
def adopt_plan(by: Actor, proposal: Proposal) -> Proposal:
    """Make the proposal the team's plan: only now the days of the carers change. What has been is left as it was."""
    hold_week(proposal.team, proposal.week)
    held = _open(by, proposal)
    rows = rows_of_week(held.team, held.week, proposal=held)
    _refuse_stale(held, rows)
    changes = [_decided(visit, rows.slot(visit)) for visit in rows.visits if not rows.is_frozen(visit)]
    changed = [change for change in changes if change.is_new]
    Visit.objects.bulk_update(
        [change.visit for change in changes], ["starts_at", "carer", "second_carer", "is_locked"], batch_size=200
    )
    _let_carers_see(by, rows, changed)
    _tell_carers(held, changed)
    # What is being computed began from a plan that is no more.
    overtaken = PlanRun.objects.of_week(held.team, held.week).exclude(kind=PlanRun.Kind.CURVE)
    overtaken.under_way().update(cancel_asked=True)
    overtaken.end(PlanRun.Status.CANCELLED)
    held.adopted_at, held.adopted_by = timezone.now(), by if isinstance(by, User) else None
    held.save(update_fields=["adopted_at", "adopted_by"])
    return held


@action("plan exported with names", needs=Permission.EXPORT_NAMES)
def note_export(by: Actor, proposal: Proposal, *, citizens: frozenset[int]) -> None:
    """Note whose names leave the house in a file: each citizen finds it in her log."""
    role, profession, team_id = by.standing(timezone.now())
    write_event(
        "citizens exported",
        actor_id=by.pk,
        role=role,
        profession=profession,
        team_id=team_id,
        subject_kind=proposal._meta.label_lower,
        subject_id=str(proposal.pk),
        citizens=citizens,
    )


def _refuse_stale(proposal: Proposal, rows: Rows) -> None:
    """A plan that was made for another week than the one that is must not be adopted."""
    week = Proposal.objects.of_week(proposal.team, proposal.week)
    if week.filter(adopted_at__gt=proposal.made_at).exists():
        raise Refused(_("Ugen er vedtaget med et andet forslag, siden dette blev lavet. Foreslå igen."))
    _refuse_changed_since(proposal, rows)
    missing = sum(visit.pk not in rows.slots and not rows.is_frozen(visit) for visit in rows.visits)
    if missing:
        words = ngettext(
            "Der er kommet %(n)s nyt besøg til, siden forslaget blev lavet. Foreslå igen.",
            "Der er kommet %(n)s nye besøg til, siden forslaget blev lavet. Foreslå igen.",
            missing,
        )
        raise Refused(words % {"n": missing})
    if broken := Standing(rows).sentences:
        first = next(iter(broken.values()))[0]
        raise Refused(_("Planen bryder en regel: %(sentence)s Ret den, eller foreslå igen.") % {"sentence": first})


def _refuse_changed_since(proposal: Proposal, rows: Rows) -> None:
    # Of a colleague who falls out the rules speak; of one who comes after all only the change that was undone.
    since = Q(at__gt=proposal.made_at, kind__in=PLAN_CHANGES) | Q(undone_at__gt=proposal.made_at)
    changed = VisitChange.objects.filter(since, visit__in=rows.visit)
    if newest := changed.select_related("by").order_by("-at").first():
        if newest.at <= proposal.made_at:
            raise Refused(_("En ændring er fortrudt, siden forslaget blev lavet. Foreslå igen."))
        words = _("%(name)s har ændret planen, siden forslaget blev lavet. Foreslå igen.")
        raise Refused(words % {"name": newest.by.name})
    for visit in rows.visits:
        if visit.is_locked and not rows.is_frozen(visit) and not _stands(visit, rows.slot(visit)):
            words = _("Besøget hos %(name)s er låst et andet sted i planen. Lås det op, eller foreslå igen.")
            raise Refused(words % {"name": visit.citizen.first_name})


def _stands(visit: Visit, slot: Slot) -> bool:
    return (visit.starts_at, visit.carer_ids) == (slot.starts_at, slot.carers)


@dataclass(frozen=True)
class Decided:
    """A visit with its adopted slot, and where it stood before."""

    visit: Visit
    before: Slot

    @property
    def is_new(self) -> bool:
        """Whether anybody's day changed by it."""
        after = Slot.of(self.visit)
        return (after.starts_at, after.carers) != (self.before.starts_at, self.before.carers)


def _decided(visit: Visit, slot: Slot) -> Decided:
    before = Slot.of(visit)
    visit.carer_id, visit.second_carer_id, *_rest = (*slot.carers, None, None)
    visit.starts_at, visit.is_locked = slot.starts_at, slot.is_locked
    return Decided(visit, before)


def _let_carers_see(by: Actor, rows: Rows, changed: list[Decided]) -> None:
    """Whoever comes from elsewhere sees her citizens on the day of the visit; whoever no longer comes does not."""
    coming = {(visit.citizen, visit.day, carer) for visit in rows.visits for carer in visit.carer_ids}
    went = {(one.visit.citizen, one.visit.day, carer) for one in changed for carer in one.before.carers} - coming
    for sight, kept in ((give_visit_sight, coming), (take_visit_sight, went)):
        for citizen, day, carer in sorted(kept, key=lambda one: (one[1], one[0].pk, one[2])):
            user = rows.employees[carer].user
            if user and day >= timezone.localdate(rows.now):
                sight(by, citizen, carer=user, day=day)


def _tell_carers(proposal: Proposal, changed: list[Decided]) -> None:
    """One digest to each whose days changed: how many visits came, went and moved, day by day."""
    news: dict[int, dict[date, dict[str, int]]] = {}
    for change in changed:
        before, after = set(change.before.carers), set(change.visit.carer_ids)
        words = [("new", after - before), ("gone", before - after), ("moved", after & before)]
        for word, carers in words:
            for carer in carers:
                day = news.setdefault(carer, {}).setdefault(change.visit.day, {"new": 0, "gone": 0, "moved": 0})
                day[word] += 1
    PlanNotice.objects.bulk_create(
        PlanNotice(
            employee_id=employee.pk,
            proposal=proposal,
            days=[{"day": day.isoformat(), **counts} for day, counts in sorted(news[employee.pk].items())],
        )
        for employee in Employee.objects.filter(pk__in=news).order_by("pk")
    )
