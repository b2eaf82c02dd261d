"""Worker and clock in one process."""

import os
import socket
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django_tasks_db.management.commands.db_worker import Worker

from handlekraft.config.clock import run_clock
from handlekraft.visits.planning.warmth import warm_engine


class Command(BaseCommand):
    """`handlekraft work`."""

    help = "Kør baggrundsopgaver og uret (forsegling, rydning, nye besøg)."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` for tests and for installations that start the work from cron."""
        parser.add_argument("--once", action="store_true", help="kør det, der venter, og stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start the clock beside the worker and work until told to stop."""
        name = f"{socket.gethostname()}-{os.getpid()}"
        if options["once"]:
            run_clock(name, rounds=1, pause=lambda seconds: None)
        else:  # pragma: no cover - runs for ever; journeys go through it in its own process
            threading.Thread(target=run_clock, args=(name,), daemon=True).start()
            warm_engine()
            # What somebody waits for never stands behind a computation of a minute.
            quick = worker_of(f"{name}-q", ["at-once"], interval=0.1)
            threading.Thread(target=quick.run, daemon=True).start()
        worker = worker_of(name, ["*"], interval=0.5, once=options["once"])
        if not options["once"]:  # pragma: no cover - signals belong to a process of its own
            worker.configure_signals()
        worker.run()


def worker_of(name: str, queues: list[str], *, interval: float, once: bool = False) -> Worker:
    """One hand: it takes one task after the other from these queues."""
    return Worker(
        queue_names=queues,
        interval=interval,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name[:64],
        excluded_queue_names=[],
    )
