"""`handlekraft demo`: the sample municipality, made in an empty database or brought forward to today."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from handlekraft.demo.emptying import empty, is_sample
from handlekraft.demo.sample import SMALL, WHOLE, Size, Tell, begin, go_on, lived_until, steps, steps_of_life
from handlekraft.demo.world import PERSONAS
from handlekraft.people.models import Organisation, Team

BEGIN_AGAIN = "Vil du begynde forfra, så Mette har aftenvagt i dag: handlekraft demo --again"


class Command(BaseCommand):
    """Makes what is missing; a second time on the same day it changes nothing."""

    help = "Læg prøvekommunen ind i en tom database, eller før den frem til i dag. Ingen i den er virkelige."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much, and whether to begin from nothing."""
        parser.add_argument("--small", action="store_true", help="kun to teams, omkring tyve borgere og en uge bagud")
        parser.add_argument("--again", action="store_true", help="tøm prøvekommunen (aldrig andet) og begynd forfra")

    def handle(self, *args: Any, small: bool, again: bool, **options: Any) -> None:
        """Bring the database up to this version, make or go on, and say how to come in."""
        call_command("migrate", verbosity=0, interactive=False)
        self.refuse_real()
        now = timezone.now()
        if again or (is_sample() and lived_until() is None):
            self.start_over()
        since = lived_until()
        if since is None:
            self.make(SMALL if small else WHOLE, now)
        elif timezone.localdate(since) < timezone.localdate(now):
            self.bring_forward(since, now)
        else:
            self.stdout.write(f"{Organisation.objects.get()} er allerede ført frem til i dag.")
        self.welcome()

    def refuse_real(self) -> None:
        """A database with somebody in it stays as it is."""
        organisation = Organisation.objects.first()
        if organisation and not is_sample():
            raise CommandError(f"Databasen holder allerede {organisation}. Prøvekommunen lægges kun i en tom database.")

    def start_over(self) -> None:
        """From nothing, if there is anything."""
        if is_sample():
            self.stdout.write("Tømmer prøvekommunen og begynder forfra.")
            empty()

    def make(self, size: Size, now: datetime) -> None:
        """Everything, from the first day on."""
        with self.progress(steps(size, now)) as tell:
            begin(size, now, tell)

    def bring_forward(self, since: datetime, now: datetime) -> None:
        """The days that have passed."""
        teams = Team.objects.count()
        size = SMALL if teams == len(SMALL.teams) else WHOLE
        with self.progress(steps_of_life(timezone.localdate(since), now, teams)) as tell:
            go_on(size, since, now, tell)
        self.stdout.write(BEGIN_AGAIN)

    @contextmanager
    def progress(self, total: int) -> Iterator[Tell]:
        """A bar that says what was done last."""
        columns = (
            TextColumn("{task.description:32}"),
            BarColumn(),
            TextColumn("{task.percentage:3.0f} %"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=Console(file=self.stdout)) as bar:  # type: ignore[arg-type] # writes and flushes
            task = bar.add_task("Prøvekommunen", total=total)
            yield lambda words: bar.update(task, advance=1, description=words)

    def welcome(self) -> None:
        """Where it is, and who one can be there."""
        self.stdout.write(f"\nPrøvekommunen er klar. Start den med: handlekraft serve, og åbn {settings.SITE_URL}")
        if not settings.DEMO:
            self.stdout.write("Sæt HANDLEKRAFT_DEMO=1, så man kan logge ind som personerne uden adgangskode.")
        self.stdout.write("\nPrøv som:")
        for sentence in PERSONAS.values():
            self.stdout.write(f"  {sentence}")
