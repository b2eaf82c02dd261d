"""`handlekraft audit verify [--since HEAD]`: is the log whole?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from handlekraft.audit.verification import Report, verify
from handlekraft.web.templatetags.danish import moment, number


class Command(BaseCommand):
    """Says in plain lines what was looked through and what is wrong; the exit code is 1 if anything is."""

    help = "Efterprøver, om loggen er hel: ingen hændelser mangler, er ændret eller byttet om."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one thing it can do, and from where."""
        since = "begynd ved blokken med dette hoved, som du har gemt et andet sted"
        parser.add_argument("task", choices=["verify"], help="verify: efterprøv loggen")
        parser.add_argument("--since", default="", metavar="HOVED", help=since)

    def handle(self, *args: Any, since: str, **options: Any) -> None:
        """Look, and tell."""
        report = verify(since)
        for note in report.notes:
            self.stdout.write(note)
        for fault in report.faults:
            self.stdout.write(self.style.ERROR(fault))
        self.stdout.write(_looked_through(report))
        if report.faults:
            wrong = _("Loggen er ikke hel. Fejl: %(count)s.") % {"count": number(len(report.faults))}
            self.stdout.write(self.style.ERROR(wrong))
            raise SystemExit(1)
        self.stdout.write(self.style.SUCCESS(_("Loggen er hel.")))


def _looked_through(report: Report) -> str:
    words = {"blocks": number(report.blocks), "events": number(report.events)}
    looked = _("Efterprøvet: %(blocks)s blokke med %(events)s hændelser.") % words
    if report.newest is None:
        return looked
    newest = _("Seneste hoved: %(head)s fra %(at)s. Gem det et andet sted.")
    return f"{looked}\n{newest % {'head': report.newest.head, 'at': moment(report.newest.sealed_at)}}"
