"""Files taken in from the shell."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from handlekraft.access.installation import Installation
from handlekraft.interop.actions import Faulty, import_tables
from handlekraft.interop.files import Unreadable, read_folder
from handlekraft.people.models import Organisation


class Command(BaseCommand):
    """`handlekraft import FOLDER`."""

    help = "Indlæs medarbejdere, borgere, hjælp og vagter fra CSV eller XLSX. Alt eller intet."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the files lie."""
        parser.add_argument("folder", type=Path, metavar="MAPPE", help="mappe med filer, eller én fil")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them in, or say everything that is wrong."""
        house = Organisation.objects.first()
        if house is None:
            raise CommandError("Installationen er ikke sat op. Kør først: handlekraft setup")
        try:
            outcomes = import_tables(Installation(), house, sheets=read_folder(options["folder"]))
        except Unreadable as error:
            raise CommandError(str(error)) from error
        except Faulty as refusal:
            raise CommandError("\n".join([*map(str, refusal.faults), refusal.sentence])) from refusal
        if not outcomes:
            raise CommandError("Der er ingen tabeller i mappen.")
        for outcome in outcomes:
            self.stdout.write(f"{outcome.table}: {outcome.new} nye, {outcome.changed} rettede, {outcome.same} uændrede")
