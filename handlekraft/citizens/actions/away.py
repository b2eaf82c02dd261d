"""A citizen is away for a while; visits hold a pause."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.citizens.models import Away, AwayQuerySet, Citizen


@action("away registered", needs=Permission.WRITE_CITIZEN)
def register_away(
    by: Actor, citizen: Citizen, *, kind: str, starts_at: datetime, ends_at: datetime | None = None
) -> Away:
    """Away from `starts_at`; without an end until somebody says she is home."""
    if ends_at is not None and ends_at <= starts_at:
        raise Refused(_("Borgeren kan først komme hjem efter at være taget af sted. Ret et af tidspunkterne."))
    _refuse_twice(citizen.away.during(starts_at, ends_at))
    return Away.objects.create(citizen=citizen, kind=kind, starts_at=starts_at, ends_at=ends_at)


@action("away ended", needs=Permission.WRITE_CITIZEN)
def end_away(by: Actor, away: Away, *, ends_at: datetime | None = None) -> Away:
    """Home again, now if no time is given, or then. Whoever never left was not away."""
    ends_at = ends_at or timezone.now()
    if away.ends_at is not None and away.ends_at <= timezone.now():
        raise Refused(_("Det er allerede slut."))
    if ends_at <= away.starts_at:
        Away.objects.filter(pk=away.pk).delete()
        return away
    _refuse_twice(away.citizen.away.during(away.starts_at, ends_at).exclude(pk=away.pk))
    away.ends_at = ends_at
    away.save()
    return away


def _refuse_twice(others: AwayQuerySet) -> None:
    if others.exists():
        raise Refused(_("Der står allerede, at borgeren er væk i den tid. Ret det, der står, i stedet."))
