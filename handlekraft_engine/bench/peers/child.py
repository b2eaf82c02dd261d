"""``python -m handlekraft_engine.bench.peers.child ENGINE SECONDS SEED``: a case in, (seconds, answer) pairs out."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import IO

from handlekraft_engine.bench.cases import Answer, Case, from_json, raw_of


class Notes:
    """What a peer has found so far; not more often than ``between`` seconds, but the last one always."""

    def __init__(self, between: float, clock: Callable[[], float] = time.perf_counter) -> None:
        self.between, self.clock, self.began = between, clock, clock()
        self.found: list[tuple[float, Answer]] = []
        self.waiting: tuple[float, Callable[[], Answer]] | None = None

    def see(self, answer: Callable[[], Answer]) -> None:
        """A better answer; it is only written out when its turn comes."""
        now = self.clock() - self.began
        last = self.found[-1][0] if self.found else -self.between
        self.waiting = (now, answer)
        if now - last >= self.between:
            self.close()

    def close(self) -> None:
        """Write down the answer that still waits."""
        if self.waiting is not None:
            self.found.append((self.waiting[0], self.waiting[1]()))
            self.waiting = None


def main(arguments: Sequence[str], given: IO[str], out: IO[str]) -> None:
    """Solve the case read from ``given`` with the engine named first; what it found is the last line of ``out``."""
    engine, seconds, seed = arguments[0], float(arguments[1]), int(arguments[2])
    case = from_json(given.read())
    notes = Notes(seconds / 40)
    solve: Callable[[Case, float, int, Notes], None]
    solve = import_module(f"handlekraft_engine.bench.peers.{engine}").solve
    solve(case, seconds, seed, notes)
    notes.close()
    out.write("\n" + json.dumps([[when, raw_of(answer)] for when, answer in notes.found]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin, sys.stdout)
