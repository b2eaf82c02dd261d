"""The planning engine made ready before anybody waits for it: at install, in an image, after an upgrade."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from handlekraft.visits.planning.warmth import warm_engine
from handlekraft.web.templatetags.danish import number


class Command(BaseCommand):
    """`handlekraft warm`."""

    help = "Gør planlægningsmotoren klar i forvejen; ellers gør arbejderen det, første gang den starter."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile what is not compiled yet, into the run folder."""
        began = time.monotonic()
        warm_engine()
        words = {"seconds": number(time.monotonic() - began, 1)}
        self.stdout.write(_("Motoren er klar (%(seconds)s sekunder).") % words)
