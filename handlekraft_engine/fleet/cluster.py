"""On a Dask cluster by address: the same units on many machines. Needs the extra ``cluster`` (dask.distributed).

What is asked is pickled and travels; whoever reaches the scheduler can run code on its workers. So an address is one of
a network of one's own, with TLS (``tls://``, settings of Dask), and the workers are started with nannies, which start a
process again that died or was ended.
"""

from __future__ import annotations

import os
import time
from importlib import import_module
from itertools import count
from queue import Empty, Queue
from typing import Any

from handlekraft_engine.fleet.units import End, Ended, Unit, Work, attempt

LOOK = 0.02
"""Seconds between two looks at who is there."""


ALONE_SECONDS = 60.0
"""How long a cluster without any worker is waited for: nannies need some seconds to start one again."""


class NoCluster(Exception):
    """The cluster cannot be used; the sentence says why."""


class Cluster[Q, A]:
    """The workers of the scheduler at ``address`` (``tcp://10.0.0.5:8786``), one unit for each of their threads.

    ``work`` is a function of a module that the workers have too. A worker that dies under a unit is Dask's to count:
    the unit has crashed when more workers died under it than the scheduler allows (``allowed-failures``). An attempt
    that is late is stopped by ending its worker; give workers one thread each. Errors: ``NoCluster``.
    """

    def __init__(
        self, address: str, work: Work[Q, A], connect_seconds: float = 10.0, alone_seconds: float = ALONE_SECONDS
    ) -> None:
        self.address, self.work, self.connect_seconds = address, work, connect_seconds
        self.alone_seconds = alone_seconds
        self.seen = time.monotonic()
        self.client: Any = None
        self.futures: dict[str, Any] = {}
        self.over: Queue[tuple[str, Any]] = Queue()
        self.begun = 0

    def __enter__(self) -> Cluster[Q, A]:
        """Connect."""
        try:
            library = import_module("distributed")
        except ImportError as error:
            raise NoCluster("the package distributed is not installed; install the extra 'cluster'") from error
        try:
            self.client = library.Client(self.address, timeout=self.connect_seconds, set_as_default=False)
        except (OSError, ValueError) as error:
            raise NoCluster(f"no Dask scheduler answers at {self.address}: {error}") from error
        self.seen = time.monotonic()
        return self

    def __exit__(self, *error: object) -> None:
        """Disconnect; the cluster stays."""
        self.futures = {}
        self.client.close()

    def free(self) -> int:
        """Threads without a unit of ours, of the workers there are now. Errors: ``NoCluster`` when there is none."""
        threads = int(sum(self.client.nthreads().values()))
        if threads:
            self.seen = time.monotonic()
        elif time.monotonic() - self.seen > self.alone_seconds:
            raise NoCluster(f"the cluster at {self.address} has had no worker for {self.alone_seconds:g} seconds")
        return threads - len(self.futures)

    def begin(self, unit: Unit[Q]) -> None:
        """Send the unit; every attempt has a name of its own, or Dask would hand out the last one's end."""
        self.begun += 1
        name = f"{unit.key}-{self.client.id}-{self.begun}"
        future = self.client.submit(attempt, self.work, unit.question, key=name, pure=False)
        self.futures[unit.key] = future
        future.add_done_callback(lambda done: self.over.put((unit.key, future)))

    def ended(self, seconds: float) -> list[Ended[A]]:
        """Answers, and units that cost the cluster too many workers."""
        try:
            key, future = self.over.get(timeout=seconds)
        except Empty:
            return []
        # Not ours any more: an attempt that was stopped.
        if self.futures.get(key) is not future:
            return []
        del self.futures[key]
        return [self._ended(key, future)]

    def drop(self, key: str) -> None:
        """End the process of the worker that has the unit: Dask cannot stop a task, but its nanny starts another."""
        future = self.futures.pop(key)
        there = [worker for worker, names in self.client.processing().items() if future.key in names]
        future.cancel()
        if there:
            self.client.run(os._exit, 1, workers=there, on_error="ignore")
            next(look for look in count() if self._gone(there))

    def _gone(self, workers: list[str]) -> bool:
        """Whether the scheduler has noticed: what it still sends there would come to lie behind another unit."""
        time.sleep(LOOK)
        return not set(workers) & self.client.nthreads().keys()

    def _ended(self, key: str, future: Any) -> Ended[A]:
        if future.status == "finished":
            end, answer, why = future.result()
            return Ended(key, end, answer, why)
        error = future.exception() if future.status == "error" else None
        killed = error is None or type(error).__name__ == "KilledWorker"
        return Ended(key, End.CRASHED if killed else End.REFUSED, why=f"{type(error).__name__}: {error}")
