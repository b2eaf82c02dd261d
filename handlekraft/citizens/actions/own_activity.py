"""The citizen's own days: what she does herself, with people close to her, in groups."""

from datetime import time

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.citizens.authorship import employee_of
from handlekraft.citizens.models import Citizen, OwnActivity


@action("own activity added", needs=Permission.WRITE_CITIZEN)
def add_own_activity(
    by: Actor, citizen: Citizen, *, kind: str, title: str, weekdays: str, starts: time, ends: time
) -> OwnActivity:
    """A fixed part of the citizen's week, in local clock times on ISO weekdays ("135")."""
    if ends <= starts:
        raise Refused(_("Sluttiden skal ligge efter starttiden. Ret et af klokkeslættene."))
    if not weekdays:
        raise Refused(_("Vælg mindst én ugedag."))
    same = {"kind": kind, "title": title, "weekdays": weekdays, "starts": starts, "ends": ends}
    if citizen.own_activities.standing().filter(**same).exists():
        raise Refused(_("Det står der allerede."))
    return OwnActivity.objects.create(citizen=citizen, **same, by=employee_of(by))


@action("own activity ended", needs=Permission.WRITE_CITIZEN)
def end_own_activity(by: Actor, activity: OwnActivity) -> OwnActivity:
    """It is no longer a part of her week."""
    if activity.ended_at is not None:
        raise Refused(_("Den er allerede taget af."))
    activity.ended_at = timezone.now()
    activity.save(update_fields=["ended_at"])
    return activity
