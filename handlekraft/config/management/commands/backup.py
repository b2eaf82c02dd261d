"""The whole installation into one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from handlekraft.config.archive import ArchiveError, back_up


class Command(BaseCommand):
    """`handlekraft backup FILE`."""

    help = "Gem hele installationen i én fil."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        try:
            back_up(options["file"])
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Gemt i {options['file']}. Husk, at nøglen i var/secret_key gemmes for sig selv.")
