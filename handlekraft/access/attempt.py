"""How a view asks: may this person be here, and did the action go through."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor


def demand(user: Actor, permission: Permission, subject: object = None) -> None:
    """Refuse a page to somebody without `permission` where `subject` belongs; without a subject, anywhere at all."""
    allowed = user.holds(permission) if subject is None else user.may(permission, subject)
    if not allowed:
        raise Refused(_("Du må ikke %(act)s her.") % {"act": permission.label})


def attempt(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Run an action for a form; a refusal becomes the form's error, with the words kept. True when it went through."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True
