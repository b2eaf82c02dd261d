"""The frame around every write: permission, transaction, event. Nothing is changed outside it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor, Scoped
from handlekraft.audit.log import write_event


class Refused(PermissionDenied):
    """A no, as a sentence the person can read and act upon."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def action[A: Actor, S, **K, R](
    verb: str, *, needs: Permission, anywhere: bool = False
) -> Callable[[Callable[Concatenate[A, S, K], R]], Callable[Concatenate[A, S, K], R]]:
    """Make a function `verb_noun(by, subject, *, details)` an action.

    The actor must hold `needs` where the subject belongs (anywhere, for subjects that lie outside the actor's sight on purpose).
    The write and its event share one transaction. The event names the thing the function returns, else the subject.
    """

    def frame(function: Callable[Concatenate[A, S, K], R]) -> Callable[Concatenate[A, S, K], R]:
        @wraps(function)
        def run(by: A, subject: S, /, *args: K.args, **details: K.kwargs) -> R:
            allowed = by.holds(needs) if anywhere else by.may(needs, subject)
            if not allowed:
                raise Refused(_("Du må ikke %(act)s her.") % {"act": needs.label})
            with transaction.atomic():
                result = function(by, subject, *args, **details)
                record(by, verb, subject, result)
            return result

        run.is_action = verb  # type: ignore[attr-defined]
        return run

    return frame


def record(by: Actor, verb: str, subject: object, result: object) -> None:
    """Write the event of an action: who, what, about which row and which citizens."""
    things = [thing for thing in (result, subject) if isinstance(thing, models.Model)]
    citizens = {thing.scope().citizen_id for thing in things if isinstance(thing, Scoped)} - {None}
    named = things[0] if things else None
    role, profession, team_id = by.standing(timezone.now())
    write_event(
        verb,
        actor_id=by.pk,
        role=role,
        profession=profession,
        team_id=team_id,
        subject_kind=named._meta.label_lower if named else "",
        subject_id=str(named.pk) if named else "",
        citizens=sorted(citizen for citizen in citizens if citizen is not None),
    )
