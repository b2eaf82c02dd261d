"""At the door: a visit begins, takes the turn the citizen wants, and is told about; or nobody is at home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.citizens.authorship import employee_of
from handlekraft.citizens.models import DoorCode, new_key
from handlekraft.people.models import User
from handlekraft.people.settings import value
from handlekraft.visits.change import hold, refuse_begun, refuse_settled, snapshot
from handlekraft.visits.door import is_door_open
from handlekraft.visits.models import Visit, VisitChange, VisitNote
from handlekraft.visits.modes import is_dispatched

Status = Visit.Status


@action("visit begun", needs=Permission.DOCUMENT_VISIT)
def begin_visit(by: User, visit: Visit) -> Visit:
    """The carer is there."""
    held = hold(visit)
    _refuse_other_carers(by, held)
    refuse_begun(held)
    _refuse_too_early(held)
    held.status, held.started_at = Status.STARTED, timezone.now()
    held.save()
    return held


@action("visit documented", needs=Permission.DOCUMENT_VISIT)
def document_visit(by: User, visit: Visit, *, outcome: str, text: str = "", key: UUID | None = None) -> VisitNote:
    """The visit has been given, and how it went. The same key again is the same note."""
    if (known := _known(by, visit, key)) is not None:
        return known
    held = hold(visit)
    _refuse_other_carers(by, held)
    refuse_settled(held)
    _refuse_too_early(held)
    held.status, held.ended_at = Status.DONE, timezone.now()
    held.save()
    return _note(by, held, outcome, text, key)


@action("visit note written", needs=Permission.DOCUMENT_VISIT)
def write_note(by: User, visit: Visit, *, outcome: str, text: str, key: UUID | None = None) -> VisitNote:
    """One more thing about the visit, whatever became of it. Notes are added, never changed."""
    if (known := _known(by, visit, key)) is not None:
        return known
    if not text:
        raise Refused(_("Skriv mindst et ord."))
    return _note(by, visit, outcome, text, key)


@action("visit reopened", needs=Permission.DOCUMENT_VISIT)
def reopen_visit(by: User, visit: Visit) -> Visit:
    """The visit was told as given too soon. The note stays."""
    held = hold(visit)
    _refuse_other_carers(by, held)
    minutes = value("visits.undo_minutes", timezone.localdate(), team=held.citizen.team)
    if held.status != Status.DONE or held.ended_at is None:
        raise Refused(_("Besøget er ikke meldt udført."))
    if timezone.now() - held.ended_at > timedelta(minutes=minutes):
        raise Refused(_("Det er for sent at fortryde. Skriv i stedet en note."))
    held.status, held.ended_at = Status.STARTED, None
    held.started_at = held.started_at or timezone.now()
    held.save()
    return held


@action("need of the day recorded", needs=Permission.DOCUMENT_VISIT)
def record_need(by: User, visit: Visit, *, words: str) -> VisitChange:
    """What the citizen would rather have today: it takes the place of what was agreed, without a new grant."""
    held = hold(visit)
    refuse_settled(held)
    if is_dispatched(held.citizen.team, held.day):
        raise Refused(_("Her ligger besøgets indhold fast. Skriv ønsket i noten, så disponenten kan tage det op."))
    if not words:
        raise Refused(_("Skriv, hvad borgeren hellere vil."))
    before = snapshot(held)
    held.need_of_the_day = words
    held.save()
    return VisitChange.objects.remember(held, VisitChange.Kind.NEED, by=by, before=before)


@action("nobody home", needs=Permission.DOCUMENT_VISIT)
def miss_visit(by: User, visit: Visit, *, steps: Sequence[str], text: str = "") -> VisitChange:
    """Nobody opened: what was tried, in order, and what was found out."""
    held = hold(visit)
    _refuse_other_carers(by, held)
    refuse_settled(held)
    _refuse_too_early(held)
    if not steps:
        raise Refused(_("Sæt kryds ved det, du har prøvet."))
    before = snapshot(held)
    held.status, held.reason = Status.MISSED, "; ".join([*steps, *([text] if text else [])])[:200]
    held.save()
    return VisitChange.objects.remember(held, VisitChange.Kind.MISSED, by=by, before=before, reason=held.reason)


@action("door code shown", needs=Permission.DOCUMENT_VISIT)
def show_door_code(by: User, visit: Visit) -> str:
    """How to get in, for the one who is to go in, while it is time. The look is an event."""
    _refuse_other_carers(by, visit)
    if not is_door_open(visit, timezone.now()):
        raise Refused(_("Koden vises fra 30 minutter før besøget, og til det slutter."))
    found = DoorCode.objects.filter(citizen=visit.citizen_id).first()
    if found is None:
        raise Refused(_("Der er ikke skrevet nogen kode."))
    return found.code


def _known(by: User, visit: Visit, key: UUID | None) -> VisitNote | None:
    note = VisitNote.objects.filter(pk=key).first() if key else None
    if note and (note.author_id != by.pk or note.visit_id != visit.pk):
        raise Refused(_("Noten er allerede gemt på et andet besøg."))
    return note


def _note(by: User, visit: Visit, outcome: str, text: str, key: UUID | None) -> VisitNote:
    if outcome == VisitNote.Outcome.WORRY and not text:
        raise Refused(_("Skriv kort, hvad du er bekymret for."))
    return VisitNote.objects.create(
        pk=key or new_key(), visit=visit, citizen_id=visit.citizen_id, author=by, outcome=outcome, text=text
    )


def _refuse_other_carers(by: User, visit: Visit) -> None:
    employee = employee_of(by)
    if employee is None or employee.pk not in visit.carer_ids:
        raise Refused(_("Besøget er ikke dit. Overtag det først."))


def _refuse_too_early(visit: Visit) -> None:
    if visit.day > timezone.localdate():
        raise Refused(_("Besøget er først en anden dag."))
