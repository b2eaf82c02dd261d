"""Care relations opened and ended, emergency access, and the citizen's questions to those who looked."""

from datetime import datetime, timedelta

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.models import CareRelation, WhyQuestion
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor, Scoped, citizen_key
from handlekraft.audit.models import Event
from handlekraft.audit.settings import in_force

BREAK_GLASS_HOURS = "access.break_glass_hours"
BREAK_GLASS_HOURS_DEFAULT = 4
REASON_LETTERS = 10
VAIN_SEARCH = "break-glass searched in vain"
TAKEN_NUMBER = "taken number tried"
MOMENT = timedelta(seconds=1)


@action("break-glass opened", needs=Permission.BREAK_GLASS, anywhere=True)
def open_break_glass(by: Actor, citizen: Scoped, *, reason: str) -> CareRelation:
    """See one citizen outside one's teams for some hours, for a reason that she and her team will read."""
    if len(reason.strip()) < REASON_LETTERS:
        sentence = _("Skriv med mindst %(letters)s tegn, hvorfor du har brug for adgang.")
        raise Refused(sentence % {"letters": REASON_LETTERS})
    now = timezone.now()
    hours = int(in_force(BREAK_GLASS_HOURS, timezone.localdate(now), BREAK_GLASS_HOURS_DEFAULT))
    return CareRelation.objects.create(
        citizen_id=citizen_key(citizen),
        user_id=by.pk,
        kind=CareRelation.Kind.BREAK_GLASS,
        reason=reason.strip(),
        starts_at=now,
        ends_at=now + timedelta(hours=hours),
    )


@action(VAIN_SEARCH, needs=Permission.BREAK_GLASS, anywhere=True)
def note_vain_search(by: Actor, nobody: None) -> None:
    """Somebody searched in the emergency access and found nobody. What was typed is not kept."""


@action(TAKEN_NUMBER, needs=Permission.ADMIT_CITIZEN, anywhere=True)
def note_taken_number(by: Actor, citizen: Scoped | None) -> None:
    """Somebody typed the number of a citizen who is here already, or tried more numbers after too many of those."""


@action("break-glass ended", needs=Permission.BREAK_GLASS, anywhere=True)
def end_break_glass(by: Actor, relation: CareRelation) -> CareRelation:
    """Give one's own emergency access back before its time."""
    now = timezone.now()
    if relation.user_id != by.pk or relation.kind != CareRelation.Kind.BREAK_GLASS:
        raise Refused(_("Du kan kun afslutte din egen nødadgang."))
    if not relation.is_open(now):
        raise Refused(_("Nødadgangen er allerede slut."))
    return _end(relation, now)


@action("visit relation opened", needs=None)
def open_visit_relation(by: Actor, citizen: Scoped, *, carer: Actor, starts: datetime, ends: datetime) -> CareRelation:
    """Let `carer` see the citizen she is to visit. Through `visit_sight`, which knows whether it is needed."""
    return CareRelation.objects.create(
        citizen_id=citizen_key(citizen),
        user_id=carer.pk,
        kind=CareRelation.Kind.VISIT,
        starts_at=starts,
        ends_at=ends,
    )


@action("visit relation ended", needs=None)
def end_visit_relation(by: Actor, relation: CareRelation) -> CareRelation:
    """The visit was taken away, and with it the sight. Through `visit_sight`, which knows whether it may go."""
    return _end(relation, timezone.now())


def _end(relation: CareRelation, now: datetime) -> CareRelation:
    # One that had not begun moves into the past as a moment: it gave no sight, and the row stays.
    relation.starts_at = min(relation.starts_at, now - MOMENT)
    relation.ends_at = now
    relation.save(update_fields=["starts_at", "ends_at"])
    return relation


@action("log question asked", needs=Permission.OWN_ACCOUNT)
def ask_why(by: Actor, account: Actor, *, event_id: int) -> WhyQuestion:
    """A citizen asks why somebody looked at or wrote in her record. Once for each event."""
    citizen = apps.get_model("citizens", "Citizen").objects.filter(user_id=account.pk).first()
    if citizen is None or not Event.objects.about_citizen(citizen.pk).filter(pk=event_id).exists():
        raise Refused(_("Du kan kun spørge til din egen journal."))
    try:
        with transaction.atomic():
            return WhyQuestion.objects.create(citizen=citizen, event_id=event_id, asked_by_id=by.pk)
    except IntegrityError:
        raise Refused(_("Du har allerede spurgt. Dit team svarer dig her.")) from None


@action("log question answered", needs=Permission.WRITE_CITIZEN)
def answer_why(by: Actor, question: WhyQuestion, *, text: str) -> WhyQuestion:
    """The team answers the citizen. An answer stands as it was given."""
    if not text.strip():
        raise Refused(_("Skriv et svar til borgeren."))
    if question.answered_at is not None:
        raise Refused(_("Spørgsmålet er allerede besvaret."))
    question.answer = text.strip()
    question.answered_by_id = by.pk
    question.answered_at = timezone.now()
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    return question
