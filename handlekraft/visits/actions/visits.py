"""A team changes its day by hand: a visit is added, moved, made longer, handed over, cancelled; and each is undone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.citizens.models import Citizen
from handlekraft.people.models import Employee, User
from handlekraft.people.settings import value
from handlekraft.rosters.week import Week
from handlekraft.visits.change import (
    Changed,
    hold,
    refuse_begun,
    refuse_others_plan,
    refuse_settled,
    restore,
    see_to_sight,
    snapshot,
)
from handlekraft.visits.models import Proposal, Visit, VisitChange
from handlekraft.visits.planning.spot import default_start, look_at
from handlekraft.web.moments import moment

SHORTEST, LONGEST = 5, 600
Kind = VisitChange.Kind


@action("visit added", needs=Permission.PLAN_VISITS)
def add_visit(
    by: User,
    citizen: Citizen,
    *,
    title: str,
    starts_at: datetime,
    minutes: int,
    text: str = "",
    carer: Employee | None = None,
    reason: str = "",
) -> Visit:
    """A visit that no agreement asks for, given by `carer` if somebody is named."""
    day = timezone.localdate(starts_at)
    if day < timezone.localdate():
        raise Refused(_("Et nyt besøg kan tidligst ligge i dag."))
    if citizen.ends_on and citizen.ends_on < day:
        raise Refused(_("%(name)s får ikke hjælp den dag.") % {"name": citizen.first_name})
    _refuse_length(minutes)
    visit = Visit(citizen=citizen, day=day, title=title, text=text, minutes=minutes, starts_at=starts_at)
    team = citizen.team
    visit.earliest_at = min(moment(day, team.opens), starts_at)
    visit.latest_at = max(moment(day, team.closes), starts_at + timedelta(minutes=minutes))
    visit.wished_from_at, visit.wished_until_at = starts_at, starts_at + timedelta(minutes=minutes)
    refuse_others_plan(by, visit)
    visit.save()
    _change(by, visit, Kind.ADDED, why=reason, carer_id=carer.pk if carer else None)
    return visit


@action("visit moved", needs=Permission.PLAN_VISITS)
def move_visit(by: User, visit: Visit, *, starts_at: datetime, reason: str = "") -> Changed:
    """Another time, maybe on another day; the agreed window goes along to that day."""
    held = _open(by, visit)
    day = timezone.localdate(starts_at)
    if day < timezone.localdate():
        raise Refused(_("Besøget kan ikke flyttes til en dag, der er gået."))
    values: dict[str, Any] = {"starts_at": starts_at}
    if day != held.day:
        values |= _on_day(held, day)
        refuse_others_plan(by, Visit(citizen=held.citizen, day=day))
    return _change(by, held, Kind.MOVED, why=reason, **values)


def _on_day(visit: Visit, day: date) -> dict[str, Any]:
    if visit.help_id and Visit.objects.filter(help=visit.help_id, day=day).exclude(pk=visit.pk).exists():
        raise Refused(_("Der er allerede et besøg med den samme hjælp den dag."))
    names = ("earliest_at", "latest_at", "wished_from_at", "wished_until_at")
    times = {name: timezone.localtime(at).time() if (at := getattr(visit, name)) else None for name in names}
    return {"day": day, **{name: moment(day, at) if at else None for name, at in times.items()}}


@action("visit length changed", needs=Permission.PLAN_VISITS)
def change_length(by: User, visit: Visit, *, minutes: int, reason: str = "") -> Changed:
    """Longer or shorter."""
    held = _open(by, visit, begun=True)
    _refuse_length(minutes)
    return _change(by, held, Kind.LENGTH, why=reason, minutes=minutes)


@action("visit lengthened", needs=Permission.PLAN_VISITS)
def lengthen_visit(by: User, visit: Visit, *, minutes: int) -> Changed:
    """It takes as long as it takes, even if somebody comes too late then: the answer to that is asked for next."""
    held = _open(by, visit, begun=True)
    _refuse_length(minutes)
    return _change(by, held, Kind.LENGTH, mended_next=True, minutes=minutes)


@action("visit content changed", needs=Permission.PLAN_VISITS)
def change_content(by: User, visit: Visit, *, title: str, text: str = "", reason: str = "") -> Changed:
    """Something else is done at the visit, from whatever sort of help."""
    held = _open(by, visit, begun=True)
    return _change(by, held, Kind.CONTENT, why=reason, title=title, text=text)


@action("visit carers changed", needs=Permission.PLAN_VISITS)
def change_carers_needed(by: User, visit: Visit, *, number: int) -> Changed:
    """One carer or two together. Who of two no longer comes is the second."""
    held = _open(by, visit)
    if number not in {1, 2}:
        raise Refused(_("Et besøg har en eller to medarbejdere."))
    values: dict[str, Any] = {"carers_needed": number}
    if number == 1:
        values |= {"carer_id": held.carer_id or held.second_carer_id, "second_carer_id": None}
    return _change(by, held, Kind.CONTENT, **values)


@action("visit handed over", needs=Permission.PLAN_VISITS)
def hand_over_visit(
    by: User, visit: Visit, *, to: Employee, instead_of: Employee | None = None, reason: str = ""
) -> Changed:
    """`to` comes instead of one of the carers, or fills a place that is empty."""
    held = _open(by, visit)
    if to.pk in held.carer_ids:
        raise Refused(_("%(name)s kommer allerede.") % {"name": to.first_name})
    if instead_of and instead_of.pk not in held.carer_ids:
        raise Refused(_("%(name)s kommer ikke længere til besøget.") % {"name": instead_of.first_name})
    carers = [to.pk if instead_of and key == instead_of.pk else key for key in held.carer_ids]
    if to.pk not in carers:
        if len(carers) >= held.carers_needed:
            raise Refused(_("Besøget har allerede nogen. Vælg, hvem der ikke skal komme."))
        carers.append(to.pk)
    first, second, *_rest = (*carers, None, None)
    starts_at = held.starts_at or default_start(held)
    return _change(by, held, Kind.HANDED_OVER, why=reason, carer_id=first, second_carer_id=second, starts_at=starts_at)


@action("visit cancelled", needs=Permission.PLAN_VISITS)
def cancel_visit(by: User, visit: Visit, *, reason: str) -> Changed:
    """The visit does not take place, and why."""
    held = _open(by, visit)
    if not reason:
        raise Refused(_("Skriv, hvorfor besøget ikke skal være."))
    return _change(by, held, Kind.CANCELLED, why=reason, status=Visit.Status.CANCELLED, reason=reason[:200])


@action("visit change undone", needs=Permission.DOCUMENT_VISIT)
def undo_visit_change(by: User, row: VisitChange) -> Visit:
    """Put the visit back where it was. A visit that was added goes away again."""
    held = hold(Visit(pk=row.visit_id))
    row.refresh_from_db()
    _refuse_undo(by, row, held)
    row.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    carers_before, day_before = held.carer_ids, held.day
    if row.kind == Kind.ADDED:
        held.carer = held.second_carer = None
        see_to_sight(by, held, carers_before, day_before)
        Visit.objects.filter(pk=held.pk).delete()
        return held
    broken_before = look_at(held.citizen.team, date.fromisoformat(row.before["day"]))
    restore(held, row.before)
    held.save()
    if words := look_at(held.citizen.team, held.day).beyond(broken_before).refused:
        raise Refused(_("Det kan ikke fortrydes nu: %(reason)s") % {"reason": " ".join(words.values())})
    see_to_sight(by, held, carers_before, day_before)
    return held


def _refuse_undo(by: User, row: VisitChange, visit: Visit) -> None:
    if row.by_id != by.pk and not by.may(Permission.PLAN_VISITS, visit):
        raise Refused(_("Kun den, der lavede ændringen, og teamet kan fortryde den."))
    if row.undone_at or visit.changes.standing().filter(pk__gt=row.pk).exists():
        raise Refused(_("Ændringen er allerede fortrudt, eller besøget er ændret igen siden."))
    mondays = {Week.of(day).monday for day in (visit.day, date.fromisoformat(row.before["day"]))}
    plans = Proposal.objects.filter(team=visit.citizen.team, monday__in=mondays)
    if plans.filter(adopted_at__gt=row.at).exists():
        raise Refused(_("Ugen er vedtaget siden. Lav en ny ændring i stedet."))
    minutes = value("visits.undo_minutes", timezone.localdate(), team=visit.citizen.team)
    if timezone.now() - row.at > timedelta(minutes=minutes):
        raise Refused(_("Det er for sent at fortryde. Lav en ny ændring i stedet."))
    begun = {Visit.Status.STARTED, Visit.Status.DONE}
    if visit.status in begun and visit.status != row.before["status"]:
        raise Refused(_("Besøget er begyndt siden. Lav en ny ændring i stedet."))
    if visit.notes.exists() and row.kind == Kind.ADDED:
        raise Refused(_("Der er skrevet en note på besøget. Aflys det i stedet."))


def _open(by: User, visit: Visit, *, begun: bool = False) -> Visit:
    """The visit, held, if this person may change it in the state it is in."""
    held = hold(visit)
    refuse_others_plan(by, held)
    (refuse_settled if begun else refuse_begun)(held)
    return held


def _change(
    by: User, visit: Visit, kind: VisitChange.Kind, *, why: str = "", mended_next: bool = False, **values: Any
) -> Changed:
    """Store the change if the law allows it, and remember what stood before. `mended_next`: others are moved for it."""
    before, carers_before, day_before = snapshot(visit), visit.carer_ids, visit.day
    broken_before = look_at(visit.citizen.team, values.get("day", visit.day))
    for name, value_ in values.items():
        setattr(visit, name, value_)
    visit.save()
    new = look_at(visit.citizen.team, visit.day).beyond(broken_before)
    if new.refused and not mended_next:
        raise Refused(" ".join(new.refused.values()))
    see_to_sight(by, visit, carers_before, day_before)
    row = VisitChange.objects.remember(visit, kind, by=by, before=before, reason=why)
    return Changed(visit, row, [*new.refused.values(), *new.warned.values()])


def _refuse_length(minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(_("Et besøg varer mellem 5 minutter og 10 timer."))
