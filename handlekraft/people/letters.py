"""What people are written about their sign-in: mails and the invitation on paper. Never a password, never a citizen."""

import logging
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused
from handlekraft.people.models import Invitation, Organisation, User
from handlekraft.web.paper import paper
from handlekraft.web.templatetags.danish import day

logger = logging.getLogger("handlekraft.people")


def address_of(invitation: Invitation) -> str:
    """The link that a mail carries."""
    return f"{settings.SITE_URL}{reverse('invitation', args=[invitation.code])}"


def mail_invitation(invitation: Invitation, *, to: str) -> None:
    """Send the link once the invitation is stored."""
    employee = invitation.employee
    words = {"name": employee.first_name, "link": address_of(invitation), "ends_on": invitation.ends_at}
    letter = _letter(to, _("Dit login til Handlekraft"), "people/mail/invitation.txt", words)
    transaction.on_commit(partial(_send_or_refuse, letter))


def tell(user: User, sentence: str, *, to: str = "") -> None:
    """Tell the owner of a sign-in that something about it changed, so that nobody can change it behind her back."""
    to = to or user.email
    if to:
        words = {"name": user.first_name, "sentence": sentence, "at": timezone.now()}
        letter = _letter(to, _("Dit login er ændret"), "people/mail/changed.txt", words)
        transaction.on_commit(partial(_send_quietly, letter))


def invitation_letter(invitation: Invitation) -> bytes:
    """The code as a letter on paper, to hand over or put in an envelope (PDF)."""
    user = invitation.employee.user
    organisation = str(Organisation.objects.first() or "")
    return paper(
        "web/paper/letter.typ",
        {
            "title": _("Dit login til Handlekraft"),
            "sender": organisation,
            "place_and_date": day(timezone.localdate()),
            "to": [invitation.employee.name],
            "paragraphs": [
                _("Kære %(name)s") % {"name": invitation.employee.first_name},
                _("Du kan nu logge ind i Handlekraft. Gå til adressen herunder, og skriv koden."),
                _("Så vælger du selv en adgangskode."),
                _("Koden kan bruges én gang. Giv den ikke til andre."),
            ],
            "facts": [
                [_("Adresse"), f"{settings.SITE_URL}{reverse('invitation_code')}"],
                [_("Kode"), invitation.code],
                [_("Dit brugernavn"), user.username if user else ""],
                [_("Koden gælder til og med"), day(invitation.ends_at)],
            ],
            "signed": [organisation],
        },
    )


def _letter(to: str, subject: str, template: str, words: dict[str, object]) -> EmailMessage:
    return EmailMessage(subject, render_to_string(template, words), to=[to])


def _send_or_refuse(message: EmailMessage) -> None:
    # Runs after the commit: the invitation stands, so that it can simply be sent again.
    try:
        message.send()
    except OSError as mistake:
        logger.warning("mail not sent: %s", type(mistake).__name__)
        raise Refused(_("Mailen kunne ikke sendes. Prøv igen om lidt, eller vælg brev.")) from mistake


def _send_quietly(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as mistake:
        logger.warning("mail not sent: %s", type(mistake).__name__)
