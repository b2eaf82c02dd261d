"""The citizen's words, and what everyone who comes must know."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.citizens.authorship import employee_of
from handlekraft.citizens.models import ASK_AGAIN_AFTER, Alert, Citizen, DoorCode, GoodToKnow, WhatMatters


@action("what matters asked", needs=Permission.WRITE_CITIZEN)
def record_words(
    by: Actor,
    citizen: Citizen,
    *,
    words: str = "",
    no_words_because: str = "",
    said_on: date | None = None,
    ask_again_on: date | None = None,
) -> WhatMatters:
    """What the citizen said matters, or why there are no words. Earlier answers stay."""
    said_on = said_on or timezone.localdate()
    ask_again_on = ask_again_on or said_on + ASK_AGAIN_AFTER
    if not words and not no_words_because:
        raise Refused(_("Skriv borgerens egne ord, eller skriv, hvorfor der ingen er."))
    if said_on > timezone.localdate():
        raise Refused(_("Det er sagt i dag eller før. Ret datoen."))
    if ask_again_on <= said_on:
        raise Refused(_("I skal spørge igen på en senere dag, end den hvor I spurgte. Ret datoen."))
    return WhatMatters.objects.create(
        citizen=citizen,
        words=words,
        no_words_because="" if words else no_words_because,
        said_on=said_on,
        asked_by=employee_of(by),
        ask_again_on=ask_again_on,
    )


@action("alert added", needs=Permission.WRITE_CITIZEN)
def add_alert(by: Actor, citizen: Citizen, *, kind: str, text: str) -> Alert:
    """Everyone who comes sees it from now on."""
    if citizen.alerts.standing().filter(kind=kind, text=text).exists():
        raise Refused(_("Det står der allerede."))
    return Alert.objects.create(citizen=citizen, kind=kind, text=text)


@action("alert ended", needs=Permission.WRITE_CITIZEN)
def end_alert(by: Actor, alert: Alert) -> Alert:
    """It holds no more."""
    _end(alert)
    return alert


@action("good to know added", needs=Permission.WRITE_CITIZEN)
def add_good_to_know(by: Actor, citizen: Citizen, *, text: str) -> GoodToKnow:
    """Pass something on to colleagues."""
    return GoodToKnow.objects.create(citizen=citizen, text=text, by=employee_of(by))


@action("good to know ended", needs=Permission.WRITE_CITIZEN)
def end_good_to_know(by: Actor, note: GoodToKnow) -> GoodToKnow:
    """It holds no more."""
    _end(note)
    return note


@action("door code set", needs=Permission.WRITE_CITIZEN)
def set_door_code(by: Actor, citizen: Citizen, *, code: str) -> Citizen:
    """How to get in; an empty text takes it away."""
    if code:
        DoorCode.objects.update_or_create(citizen=citizen, defaults={"code": code})
    else:
        DoorCode.objects.filter(citizen=citizen).delete()
    return citizen


def _end(row: Alert | GoodToKnow) -> None:
    if row.ended_at is not None:
        raise Refused(_("Den er allerede taget af."))
    row.ended_at = timezone.now()
    row.save()
