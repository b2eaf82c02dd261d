"""A backup put back."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from handlekraft.audit.heads import note_restore
from handlekraft.config.archive import ArchiveError, restore


class Command(BaseCommand):
    """`handlekraft restore FILE`."""

    help = "Læg en sikkerhedskopi tilbage."

    def add_arguments(self, parser: CommandParser) -> None:
        """From where, and whether data may be replaced."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="erstat de data, der er her")

    def handle(self, *args: Any, **options: Any) -> None:
        """Put it back and bring it up to this version."""
        try:
            told = restore(options["file"], force=options["force"])
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        # The heads may name blocks that the copy of the database does not hold: that is no tampering.
        note_restore(timezone.now())
        self.stdout.write(f"Lagt tilbage: kopi fra {told['at']}.")
