"""In processes of this machine. Each has its own pipe, so one that dies takes its unit with it and nobody else's.

The standard library's pool gives up as a whole when one of its processes dies and cannot end one that hangs.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from handlekraft_engine.fleet.units import End, Ended, Unit, Work, attempt

READY = "ready"

STARTS = 3
"""So many processes in a row may die before they are ready."""

GOODBYE = 5.0
"""Seconds to end by oneself."""


class PoolBroken(Exception):
    """Processes die before they can work; the sentence says how."""


def nothing() -> None:
    """Warm nothing up."""


def serve[Q, A](pipe: Connection[Any, Any], work: Work[Q, A], warm: Callable[[], None]) -> None:
    """What a process does: get warm, say so, answer questions until nobody asks any more."""
    warm()
    pipe.send(READY)
    while True:
        try:
            question = pipe.recv()
        except EOFError:
            return
        pipe.send(attempt(work, question))


@dataclass
class _Worker:
    """A process, its pipe, whether it is ready, and the unit it has."""

    process: BaseProcess
    pipe: Connection[Any, Any]
    ready: bool = False
    key: str = ""

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Pool[Q, A]:
    """``workers`` processes (``None`` = one per core). ``warm`` runs once in each, before its first unit.

    ``work`` and ``warm`` are functions of modules. Errors: ``PoolBroken`` when no process gets ready.
    """

    def __init__(self, work: Work[Q, A], workers: int | None = None, warm: Callable[[], None] = nothing) -> None:
        self.work, self.warm = work, warm
        self.size = os.cpu_count() or 1 if workers is None else workers
        if self.size < 1:
            raise ValueError(f"{workers} workers; give at least 1")
        self.workers: list[_Worker] = []
        self.failed_starts = 0

    def __enter__(self) -> Pool[Q, A]:
        """Start the processes; they get ready while others already work."""
        self.failed_starts = 0
        self._fill()
        return self

    def __exit__(self, *error: object) -> None:
        """Those without a unit end by themselves; the others are ended."""
        for worker in self.workers:
            if not worker.key:
                worker.pipe.close()
                worker.process.join(GOODBYE)
            worker.end()
        self.workers = []

    def free(self) -> int:
        """Processes that are ready and have no unit."""
        return sum(worker.ready and not worker.key for worker in self.workers)

    def begin(self, unit: Unit[Q]) -> None:
        """Give the unit to one of them."""
        worker = next(one for one in self.workers if one.ready and not one.key)
        worker.key = unit.key
        # It may have died while it had nothing to do; `ended` sees that.
        with suppress(BrokenPipeError):
            worker.pipe.send(unit.question)

    def ended(self, seconds: float) -> list[Ended[A]]:
        """Answers, and units whose process is gone; a new process takes its place."""
        found: list[Ended[A]] = []
        heard = set(wait([worker.pipe for worker in self.workers], seconds))
        for worker in [one for one in self.workers if one.pipe in heard]:
            found += self._hear(worker)
        self._fill()
        return found

    def drop(self, key: str) -> None:
        """End the process that has the unit; the next look starts another."""
        for worker in [one for one in self.workers if one.key == key]:
            self.workers.remove(worker)
            worker.end()

    def _hear(self, worker: _Worker) -> list[Ended[A]]:
        try:
            said = worker.pipe.recv()
        except (EOFError, OSError):
            return self._gone(worker)
        if said == READY:
            worker.ready = True
            self.failed_starts = 0
            return []
        key, worker.key = worker.key, ""
        return [Ended(key, *said)]

    def _gone(self, worker: _Worker) -> list[Ended[A]]:
        self.workers.remove(worker)
        worker.process.join()
        why = f"its process ended with {worker.process.exitcode}"
        worker.end()
        self.failed_starts += not worker.ready
        if self.failed_starts >= STARTS:
            raise PoolBroken(f"{STARTS} processes ended before they were ready, the last one: {why}")
        return [Ended(worker.key, End.CRASHED, why=why)] if worker.key else []

    def _fill(self) -> None:
        while len(self.workers) < self.size:
            # Spawned, not forked: the engine's threads and compiled kernels do not survive a fork.
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(theirs, self.work, self.warm), daemon=True)
            process.start()
            theirs.close()
            self.workers.append(_Worker(process, ours))
