"""The planning engine side by side with its peers, on public instances and seeded team days."""

from __future__ import annotations

import sys

from django.core.management.base import BaseCommand

from handlekraft.visits.planning.bench import play


class Command(BaseCommand):
    """`handlekraft bench SET ...`: every word after it belongs to the bench, `--help` too."""

    help = "Mål planlægningsmotoren mod andre motorer på offentlige opgaver og på tænkte teamdage."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        """No database, no settings of Django's own."""
        sys.exit(play(argv[2:]))
