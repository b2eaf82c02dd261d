"""Dated settings: decided, never overwritten."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.people.models import DatedSetting, Organisation, Section, Team, User
from handlekraft.people.settings import definitions

INNERMOST = {"organisation": 0, "section": 1, "team": 2}


@action("setting decided", needs=Permission.CHANGE_SETTINGS)
def decide_setting(
    by: User, place: Organisation | Section | Team, *, key: str, value: Any, valid_from: date, source: str
) -> DatedSetting:
    """A value from a day on, with its source. Earlier rows stay: the past was decided by them."""
    depth = 2 if isinstance(place, Team) else 1 if isinstance(place, Section) else 0
    if depth > INNERMOST[definitions()[key].place]:
        raise Refused(_("Den indstilling kan ikke ændres for et enkelt sted."))
    return DatedSetting.objects.create(
        key=key,
        value=value,
        section=place if isinstance(place, Section) else None,
        team=place if isinstance(place, Team) else None,
        valid_from=valid_from,
        source=source,
        changed_by=by,
    )
