"""The one table of what happens by itself, and the clock that asks it every minute.

Each entry may run at any time and any number of times: it looks at what is due and does only that, so a night
switched off costs nothing.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

from handlekraft.config.models import WorkerBeat

logger = logging.getLogger("handlekraft.clock")
MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass
class Entry:
    """What to call, and at most how often, in seconds."""

    what: str
    every: float
    last: float = field(default=float("-inf"))


def table() -> list[Entry]:
    """What happens by itself."""
    return [
        Entry("handlekraft.audit.sealing.seal_now", MINUTE),
        Entry("handlekraft.visits.tasks.take_up_broken_runs", MINUTE),
        Entry("handlekraft.visits.coming.make_coming_visits", 10 * MINUTE),
        Entry("handlekraft.audit.retention.prune_old", DAY),
        Entry("handlekraft.config.clock.forget_old_sessions", DAY),
        Entry("handlekraft.people.devices.forget_old_devices", DAY),
        Entry("handlekraft.people.throttle.forget_old_tries", HOUR),
    ]


def forget_old_sessions() -> None:
    """Delete sign-ins that have run out."""
    from django.contrib.sessions.models import Session

    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def tick(entries: Iterable[Entry], now: float, *, find: Callable[[str], Callable[[], object]] = import_string) -> None:
    """Run the entries due at `now` (seconds of a steady clock). One that fails is logged; the others go on."""
    for entry in entries:
        if now - entry.last < entry.every:
            continue
        entry.last = now
        try:
            find(entry.what)()
        except Exception:
            logger.exception("clock entry failed: %s", entry.what)


def beat(worker: str) -> None:
    """Say that this worker lives."""
    WorkerBeat.objects.update_or_create(worker=worker, defaults={"at": timezone.now()})


def run_clock(worker: str, *, rounds: int | None = None, pause: Callable[[float], None] = time.sleep) -> None:
    """Ask the table every minute, for ever or for some rounds."""
    entries = table()
    done = 0
    while rounds is None or done < rounds:
        close_old_connections()
        tick(entries, time.monotonic())
        beat(worker)
        done += 1
        pause(MINUTE)
