"""One visit on one page: what to know at the door, what is done there, and how it went."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from handlekraft.access.attempt import attempt
from handlekraft.access.permissions import Permission
from handlekraft.access.sight import get_visible
from handlekraft.citizens.forms import GoodToKnowForm
from handlekraft.citizens.models import DoorCode, GoodToKnow
from handlekraft.people.settings import value
from handlekraft.people.visitor import signed_in
from handlekraft.visits.actions.notes import (
    begin_visit,
    document_visit,
    record_need,
    reopen_visit,
    show_door_code,
    write_note,
)
from handlekraft.visits.actions.visits import undo_visit_change
from handlekraft.visits.day import companion, map_url
from handlekraft.visits.door import is_door_open
from handlekraft.visits.forms.visits import WISHES, ExtraNoteForm, NeedForm, NoteForm
from handlekraft.visits.models import Visit, VisitChange, VisitNote
from handlekraft.visits.telling import tell
from handlekraft.visits.views.opening import opened, own_employee
from handlekraft.web.pages import asks_for_part, page

NOTES_OF = timedelta(days=28)
NOTES_SHOWN = 6
CHANGES_SHOWN = 5


@require_GET
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """The page."""
    return show(request, opened(request, pk))


def show(
    request: HttpRequest,
    found: Visit,
    *,
    part: str | None = None,
    note_form: NoteForm | None = None,
    extra_form: ExtraNoteForm | None = None,
    need_form: NeedForm | None = None,
    code: str = "",
) -> HttpResponse:
    """The page, or a part of it; a form that was wrong is shown with its words."""
    forms = [form for form in (note_form, extra_form, need_form) if form is not None]
    context = {
        **at_the_door(request, found),
        **told(request, found),
        "note_form": note_form or NoteForm(),
        "extra_form": extra_form or ExtraNoteForm(prefix="extra"),
        "need_form": need_form or NeedForm(),
        "code": code,
    }
    status = 422 if any(form.errors for form in forms) else 200
    return page(request, "visits/visit.html", context, part=part, status=status)


def at_the_door(request: HttpRequest, found: Visit) -> dict[str, Any]:
    """What to know, and what may be done."""
    user, employee, now = signed_in(request), own_employee(request), timezone.now()
    citizen = found.citizen
    is_mine = employee.pk in found.carer_ids
    is_open = found.status in {Visit.Status.PLANNED, Visit.Status.STARTED}
    words = citizen.what_matters.first()
    return {
        "visit": found,
        "citizen": citizen,
        "words": words.words if words else "",
        "alerts": citizen.alerts.standing(),
        "met": companion(found, employee) if is_mine else None,
        "map_url": map_url(citizen),
        "is_mine": is_mine,
        "is_open": is_open,
        "is_today": found.day == timezone.localdate(),
        "may_do": is_mine and is_open and found.day <= timezone.localdate(),
        "may_plan": user.may(Permission.PLAN_VISITS, found),
        "may_write": user.may(Permission.WRITE_CITIZEN, found),
        "has_code": is_mine
        and is_door_open(found, now)
        and DoorCode.objects.visible_to(user).filter(citizen=citizen).exists(),
        "wishes": WISHES,
    }


def told(request: HttpRequest, found: Visit) -> dict[str, Any]:
    """What was written and changed here."""
    user = signed_in(request)
    notes = VisitNote.objects.visible_to(user).filter(
        citizen=found.citizen_id, written_at__gte=timezone.now() - NOTES_OF
    )
    undo = timedelta(minutes=value("visits.undo_minutes", timezone.localdate(), team=found.citizen.team))
    changes = list(
        VisitChange.objects.visible_to(user).filter(visit=found).select_related("by", "visit")[:CHANGES_SHOWN]
    )
    standing = next((change for change in changes if change.undone_at is None), None)
    undoable = standing is not None and timezone.now() - standing.at <= undo
    return {
        "entries": notes.select_related("author", "visit")[:NOTES_SHOWN],
        "notes": GoodToKnow.objects.visible_to(user).standing().filter(citizen=found.citizen_id).select_related("by"),
        "good_form": GoodToKnowForm(),
        "changes": [(change, tell(change)) for change in changes],
        "undo": standing if undoable else None,
        "may_reopen": found.status == Visit.Status.DONE
        and found.ended_at is not None
        and timezone.now() - found.ended_at <= undo,
    }


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """“Jeg er her”."""
    begin_visit(signed_in(request), opened(request, pk))
    return redirect("visit", pk)


@require_POST
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """“Udført”, with a face and maybe a sentence."""
    found = opened(request, pk)
    form = NoteForm(request.POST)
    if form.is_valid() and attempt(form, lambda: document_visit(signed_in(request), found, **words_of(form))):
        messages.success(request, where_it_is_read(found))
        return redirect("visit", pk)
    return show(request, found, note_form=form)


def where_it_is_read(found: Visit) -> str:
    """Where the note will be read, and by whom."""
    contact = found.citizen.primary_contact
    words = {"name": found.citizen.first_name, "contact": contact.first_name if contact else ""}
    if contact is None or contact.pk in found.carer_ids:
        return _("Gemt. Det står under “Seneste noter” her og på siden om %(name)s.") % words
    return _("Gemt. Det står under “Seneste noter” her, og %(contact)s ser det ved næste besøg hos %(name)s.") % words


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """One more note."""
    found = opened(request, pk)
    form = ExtraNoteForm(request.POST, prefix="extra")
    if form.is_valid() and attempt(form, lambda: write_note(signed_in(request), found, **words_of(form))):
        messages.success(request, _("Gemt. Noten står øverst under “Seneste noter”."))
        return redirect("visit", pk)
    return show(request, found, extra_form=form)


def words_of(form: NoteForm) -> dict[str, Any]:
    """What the action is told."""
    cleaned = form.cleaned_data
    return {"outcome": cleaned["outcome"], "text": cleaned["text"], "key": cleaned["note_key"]}


@require_POST
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """“I dag hellere …”."""
    found = opened(request, pk)
    form = NeedForm(request.POST)
    if form.is_valid() and attempt(form, lambda: record_need(signed_in(request), found, **form.cleaned_data)):
        if not asks_for_part(request):
            messages.success(request, _("Dagens behov er skrevet ind. Det gælder i dag."))
            return redirect("visit", pk)
        return show(request, opened(request, pk), part="need")
    return show(request, found, part="need", need_form=form)


@require_POST
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """How to get in, shown this once."""
    found = opened(request, pk)
    return show(request, found, part="door", code=show_door_code(signed_in(request), found))


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Not given after all."""
    reopen_visit(signed_in(request), opened(request, pk))
    messages.success(request, _("Besøget er i gang igen. Noten står der stadig."))
    return redirect("visit", pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """A change is taken back."""
    row = get_visible(request, VisitChange, pk=pk)
    back = undo_visit_change(signed_in(request), row)
    messages.success(request, _("Fortrudt. Alt er, som det var."))
    return redirect("day") if row.kind == VisitChange.Kind.ADDED else redirect("visit", back.pk)
