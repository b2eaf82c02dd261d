"""Asks a peer in a process of its own: what crashes, hangs or is missing there is a note in its row."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from handlekraft_engine.bench.cases import Case, Found, answer_of, asks, to_json

PACKAGES = {"pyvrp": ("pyvrp", "pyvrp"), "ortools": ("ortools", "ortools"), "vroom": ("vroom", "pyvroom")}
"""Module and distribution of each peer."""

RUNS = {"pyvrp": 2, "ortools": 1, "vroom": 1}
"""Processes at once. PyVRP takes one core a run, so two seeds use the two that our engine uses; VROOM takes two threads
itself; OR-Tools knows no seed, a second run would be the first one again."""

PATIENCE = 45.0
"""Seconds beyond its time after which a peer is ended."""


def run(case: Case, engine: str, seconds: float, seed: int) -> tuple[list[Found], str]:
    """Every answer that the peer found, or a note why there is none."""
    module, package = PACKAGES[engine]
    if find_spec(module) is None:
        return [], f"{package} is not installed"
    words, asked = import_module(f"handlekraft_engine.bench.peers.{engine}"), asks(case)
    cannot = [what for what in asked if what in words.CANNOT]
    overlooks = [what for what in asked if what in words.OVERLOOKS]
    if cannot:
        return [], f"cannot express {', '.join(cannot)}"
    count = RUNS[engine]
    with ThreadPoolExecutor(count) as pool:
        jobs = [pool.submit(_ask, case, engine, seconds, count * (seed - 1) + i + 1) for i in range(count)]
    found, notes = zip(*[job.result() for job in jobs], strict=True)
    answers = [one for each in found for one in each]
    if not answers:
        return [], "; ".join(sorted(set(filter(None, notes)))) or "found no answer"
    return answers, f"does not see: {', '.join(overlooks)}" if overlooks else ""


def _ask(case: Case, engine: str, seconds: float, seed: int) -> tuple[list[Found], str]:
    answers, note = answered("child", engine, to_json(case), seconds, seed)
    return [Found(when, answer_of(raw)) for when, raw in answers], note


def answered(child: str, engine: str, question: str, seconds: float, seed: int) -> tuple[list[tuple[float, Any]], str]:
    """What a module of this package, run in a process of its own, answers with its seconds; or a note why nothing."""
    command = [sys.executable, "-m", f"handlekraft_engine.bench.peers.{child}", engine, str(seconds), str(seed)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own words
            command, input=question, capture_output=True, text=True, timeout=seconds + PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return [], f"ended after {seconds + PATIENCE:.0f} s"
    if done.returncode:
        return [], (done.stderr.strip().splitlines() or [f"stopped with code {done.returncode}"])[-1]
    return [(when, raw) for when, raw in json.loads(done.stdout.splitlines()[-1])], ""


def versions() -> dict[str, str]:
    """Version of each installed peer."""
    found = {}
    for engine, (_, package) in PACKAGES.items():
        try:
            found[engine] = version(package)
        except PackageNotFoundError:
            found[engine] = "not installed"
    return found
