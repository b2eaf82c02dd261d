"""The installation's own street map, made ready for planning."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from handlekraft.visits.planning.travel import NoMap, make_streets


class Command(BaseCommand):
    """`handlekraft streets FILE`."""

    help = "Gør et udsnit af OpenStreetMap klar til vejtider (fod, cykel, bil)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which extract."""
        parser.add_argument("extract", type=Path, help="Udsnittet som .osm.pbf.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it; running workers take it for the next plan."""
        try:
            folder = make_streets(options["extract"])
        except NoMap as no:
            raise CommandError(_("Kortet blev ikke lavet: %(why)s") % {"why": no}) from no
        words = _("Kortet ligger i %(folder)s. Vælg det under Opsætning: Hvor vejtiderne kommer fra.")
        self.stdout.write(words % {"folder": folder})
