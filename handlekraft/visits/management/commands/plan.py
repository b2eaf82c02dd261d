"""A team's week, or every team's, planned from the shell; or a problem from a file, without any database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from handlekraft.access.frame import Refused
from handlekraft.access.installation import Installation
from handlekraft.people.models import Team
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.proposals import note_export
from handlekraft.visits.actions.runs import start_run
from handlekraft.visits.export import as_calendar, as_csv
from handlekraft.visits.fleet import plan_teams
from handlekraft.visits.models import PlanRun, Proposal
from handlekraft.visits.planning.figures import figures_of
from handlekraft.visits.planning.fleet import hands_of
from handlekraft.visits.planning.judging import Standing
from handlekraft.visits.planning.problem_file import plan_text
from handlekraft.visits.planning.rows import rows_of_week
from handlekraft.visits.tasks import Tell, run_attempt


class Command(BaseCommand):
    """`handlekraft plan`."""

    help = "Planlæg et teams eller alle teams uge, eller et problem fra en fil."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What to plan, for how long, and where the files go."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--team", help="Teamets navn eller nummer.")
        what.add_argument("--all", action="store_true", help="Alle teams.")
        what.add_argument("--problem", type=Path, help="Et problem som JSON; uden database.")
        parser.add_argument("--week", help="Ugen som 2026-48. Ellers den næste uge.")
        parser.add_argument("--seconds", type=int, help="Hvor længe der regnes på hvert team.")
        parser.add_argument("--iterations", type=int, help="Regn så mange skridt i stedet: samme plan hver gang.")
        parser.add_argument("--seed", type=int, help="Hvor søgningen begynder.")
        parser.add_argument("--processes", type=int, help="Hvor mange teams ad gangen; ellers et per kerne.")
        parser.add_argument("--out", type=Path, help="Mappe til filerne, eller filen til planen af et problem.")
        parser.add_argument(
            "--names", action="store_true", help="Navne i filerne i stedet for numre; noteres i loggen."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan."""
        if options["problem"]:
            self.plan_file(options)
            return
        week = week_of(options["week"])
        teams = teams_of(options["team"], every=options["all"])
        failed = self.plan_all(teams, week, options) if options["all"] else self.plan_each(teams, week, options)
        if failed:
            raise CommandError(_("Ikke planlagt: %(teams)s") % {"teams": ", ".join(failed)})

    def plan_each(self, teams: list[Team], week: Week, options: dict[str, Any]) -> list[str]:
        """One after the other, in this process. Returns the names of those that could not be planned."""
        return [team.name for team in teams if not self.plan_team(team, week, options)]

    def plan_all(self, teams: list[Team], week: Week, options: dict[str, Any]) -> list[str]:
        """All at once, on every core or on the cluster; then what is left over is offered to neighbours."""
        report = plan_teams(
            teams,
            week,
            hands_of(settings.CLUSTER, options["processes"] or min(os.cpu_count() or 1, max(len(teams), 1))),
            seconds=options["seconds"],
            iterations=options["iterations"],
            seed=1 if options["seed"] is None else options["seed"],
            tell=self.stderr.write,
        )
        for name, why in report.failed.items():
            self.stderr.write(f"{name}: {why}")
        for proposal in report.unchanged:
            words = {"team": proposal.team.name, "week": proposal.week, "n": proposal.number}
            self.stdout.write(_("%(team)s, uge %(week)s: uændret, forslag %(n)s står") % words)
        for proposal in report.made:
            self.report(proposal)
        if report.loans:
            n = len(report.loans)
            offered = ngettext("%(n)s besøg er tilbudt et naboteam", "%(n)s besøg er tilbudt et naboteam", n)
            self.stdout.write(offered % {"n": n})
        for proposal in (*report.made, *report.unchanged) if options["out"] else ():
            write_files(proposal, options["out"], names=options["names"])
        return list(report.failed)

    def plan_team(self, team: Team, week: Week, options: dict[str, Any]) -> bool:
        """One team. Its team finds the proposal on Ugen."""
        try:
            run = start_run(
                Installation(),
                team,
                week=week,
                seconds=options["seconds"],
                iterations=options["iterations"],
                seed=options["seed"],
            )
        except Refused as refusal:
            self.stderr.write(f"{team.name}: {refusal.sentence}")
            return False
        with bar(team.name) as tell:
            proposal = run_attempt(run.pk, 1, tell)
        if proposal is None:
            self.stderr.write(f"{team.name}: {PlanRun.objects.get(pk=run.pk).failure}")
            return False
        self.report(proposal)
        if options["out"]:
            write_files(proposal, options["out"], names=options["names"])
        return True

    def report(self, proposal: Proposal) -> None:
        """The summary."""
        title = _("%(team)s, uge %(week)s: forslag %(n)s på %(seconds)s sekunder")
        self.stdout.write(
            title
            % {
                "team": proposal.team.name,
                "week": proposal.week,
                "n": proposal.number,
                "seconds": proposal.seconds,
            }
        )
        standing = Standing(rows_of_week(proposal.team, proposal.week, proposal=proposal))
        for label, figure in figures_of(standing).in_words():
            self.stdout.write(f"  {label}: {figure}")

    def plan_file(self, options: dict[str, Any]) -> None:
        """A problem from a file."""
        try:
            text = options["problem"].read_text()
            with bar(options["problem"].name) as tell:
                found = plan_text(
                    text,
                    seconds=options["seconds"] or 15,
                    iterations=options["iterations"],
                    seed=1 if options["seed"] is None else options["seed"],
                    tell=tell,
                )
        except (OSError, ValueError) as mistake:
            raise CommandError(f"{options['problem']}: {mistake}") from mistake
        if options["out"]:
            options["out"].write_text(found.text)
        else:
            self.stdout.write(found.text)
        figures = [
            (_("Besøg"), found.visits),
            (_("Ikke dækket"), found.uncovered),
            (_("Minutter på vej"), found.travel),
            (_("Nye ansigter"), found.new_faces),
            (_("Brudte regler"), found.broken),
        ]
        self.stderr.write("\n".join(f"{label}: {figure}" for label, figure in figures))


def week_of(text: str | None) -> Week:
    """The week asked for, or the next one."""
    if text is None:
        return Week.of(timezone.localdate()).following
    try:
        return Week.parse(text)
    except ValueError:
        raise CommandError(_("%(text)s er ikke en uge. Skriv den som 2026-48.") % {"text": text}) from None


def teams_of(name: str | None, *, every: bool) -> list[Team]:
    """The team named, all teams, or the only one there is."""
    teams = list(Team.objects.filter(closed_on=None).select_related("section"))
    if not name and (every or len(teams) == 1):
        return teams
    found = [team for team in teams if name and name.casefold() in {team.name.casefold(), str(team.pk)}]
    if not found:
        known = ", ".join(team.name for team in teams)
        raise CommandError(_("Vælg et team med --team, eller --all. Teams: %(known)s") % {"known": known})
    return found


@contextmanager
def bar(name: str) -> Iterator[Tell]:
    """A progress bar for people; what is piped on stays clean."""
    columns = [TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[price]}")]
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=1.0, price="")

        def tell(share: float, price: int | None) -> None:
            progress.update(task, completed=share, price="" if price is None else str(price))

        yield tell


def write_files(proposal: Proposal, folder: Path, *, names: bool) -> None:
    """A table and a calendar of the team's week."""
    rows = rows_of_week(proposal.team, proposal.week, proposal=proposal)
    if names:
        note_export(Installation(), proposal, citizens=frozenset(visit.citizen_id for visit in rows.visits))
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"{slugify(proposal.team.name.translate(LETTERS))}-{proposal.week}"
    stem.with_suffix(".csv").write_text(as_csv(rows, names=names), encoding="utf-8-sig", newline="")
    stem.with_suffix(".ics").write_bytes(as_calendar(rows, names=names))


LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
