"""The frame around every write: permission, transaction, event. Nothing is changed outside it."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.basis import basis_of
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor, Scoped
from handlekraft.audit.log import write_event


class Refused(PermissionDenied):
    """A no, as a sentence the person can read and act upon.

    `notes` are written once the refused action is undone: what was learned from the no stays in the log.
    """

    def __init__(self, sentence: str, *, notes: Iterable[Callable[[], object]] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.notes = tuple(notes)


class Alone(RuntimeError):
    """A consequence was called without the action it follows from."""


# Whether an action is running: consequences ask.
_inside_action: ContextVar[bool] = ContextVar("inside_action", default=False)


def action[A: Actor, S, **K, R](
    verb: str, *, needs: Permission | None, anywhere: bool = False
) -> Callable[[Callable[Concatenate[A, S, K], R]], Callable[Concatenate[A, S, K], R]]:
    """Make a function `verb_noun(by, subject, *, details)` an action.

    The actor must hold `needs` where the subject belongs (anywhere, for subjects that lie outside the actor's sight on
    purpose). `needs=None` marks a consequence: it asks nothing itself and runs only inside another action.
    The write and its event share one transaction. The event names the thing the function returns, else the subject.
    """

    def frame(function: Callable[Concatenate[A, S, K], R]) -> Callable[Concatenate[A, S, K], R]:
        @wraps(function)
        def run(by: A, subject: S, /, *args: K.args, **details: K.kwargs) -> R:
            if needs is not None:
                _check(by, needs, subject, anywhere=anywhere)
            elif not _inside_action.get():
                raise Alone(verb)
            try:
                return carry_out(by, subject, *args, **details)
            except Refused as refusal:
                # Inside another action the notes would be undone with it: whoever catches the refusal there hands
                # them on.
                if not _inside_action.get():
                    for note in refusal.notes:
                        note()
                raise

        def carry_out(by: A, subject: S, /, *args: K.args, **details: K.kwargs) -> R:
            inside = _inside_action.set(True)
            try:
                with transaction.atomic():
                    result = function(by, subject, *args, **details)
                    record(by, verb, subject, result)
            finally:
                _inside_action.reset(inside)
            return result

        run.is_action = verb  # type: ignore[attr-defined]
        return run

    return frame


def _check(by: Actor, needs: Permission, subject: object, *, anywhere: bool) -> None:
    if not (by.holds(needs) if anywhere else by.may(needs, subject)):
        raise Refused(_("Du må ikke %(act)s her.") % {"act": needs.label})


def record(by: Actor, verb: str, subject: object, result: object) -> None:
    """Write the event of an action: who, what, about which row and which citizens."""
    things = [thing for thing in (result, subject) if isinstance(thing, models.Model)]
    scoped = {thing.scope().citizen_id for thing in things if isinstance(thing, Scoped)}
    citizens = {citizen for citizen in scoped if citizen is not None}
    named = things[0] if things else None
    now = timezone.now()
    role, profession, team_id = by.standing(now)
    write_event(
        verb,
        actor_id=by.pk,
        role=role,
        profession=profession,
        team_id=team_id,
        subject_kind=named._meta.label_lower if named else "",
        subject_id=str(named.pk) if named else "",
        citizens=citizens,
        basis=basis_of(by, citizens, now),
    )
