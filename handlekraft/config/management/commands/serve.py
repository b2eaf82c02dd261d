"""The production server with its worker, in one command."""

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

WORK = [sys.executable, "-m", "handlekraft.config", "work"]


class Command(BaseCommand):
    """`handlekraft serve`."""

    help = "Start webserveren og arbejderen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-work", action="store_true", help="uden arbejder (når den kører for sig selv)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, say where, serve."""
        check_migrated()
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(welcome(options["host"], options["port"]))
        serve(options["host"], options["port"], with_work=not options["no_work"])


def check_migrated() -> None:
    """Refuse to serve on a database of another version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("Databasen passer ikke til denne version. Kør først: handlekraft migrate")


def welcome(host: str, port: int) -> str:
    """Address, and in the demo the people one can sign in as."""
    lines = ["", f"  Handlekraft kører på http://{host}:{port}/   (stop med Ctrl+C)", ""]
    if settings.DEMO:
        from handlekraft.demo.world import PERSONAS

        lines += ["  Prøv som:", *(f"    {sentence}" for sentence in PERSONAS.values()), ""]
    return "\n".join(lines)


def gunicorn_arguments(host: str, port: int) -> Sequence[str]:
    """Threads share one process by default: on SQLite one writer is enough, and memory is small."""
    workers = os.environ.get("HANDLEKRAFT_WEB_WORKERS", "1")
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "handlekraft.config.wsgi",
        f"--bind={host}:{port}",
        f"--workers={workers}",
        "--threads=8",
        "--worker-class=gthread",
        "--timeout=60",
        "--graceful-timeout=5",
        "--log-level=warning",
        "--no-control-socket",
    ]


def serve(host: str, port: int, *, with_work: bool) -> None:
    """Run the web server, and the worker beside it; when one ends, the other is stopped."""
    work = subprocess.Popen(WORK) if with_work else None  # noqa: S603 - our own command line
    try:
        subprocess.run(gunicorn_arguments(host, port), check=False)  # noqa: S603 - our own command line
    except KeyboardInterrupt:
        pass
    finally:
        if work is not None:
            work.terminate()
            work.wait(timeout=10)
