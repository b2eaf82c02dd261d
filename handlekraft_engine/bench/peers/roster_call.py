"""Asks a peer for a roster in a process of its own: two of them do not get along in one."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

from handlekraft_engine.bench.peers.call import PATIENCE
from handlekraft_engine.rosters.plan import Plan, Row
from handlekraft_engine.rosters.problem import Problem
from handlekraft_engine.rosters.schema import to_json

PACKAGES = {"cpsat": "ortools", "highs": "highspy"}
"""Module of each peer."""


def run(problem: Problem, engine: str, seconds: float, seed: int) -> tuple[list[tuple[float, Plan]], str]:
    """Every plan that the peer found with its second, or a note why there is none."""
    if find_spec(PACKAGES[engine]) is None:
        return [], f"{PACKAGES[engine]} is not installed"
    command = [sys.executable, "-m", "handlekraft_engine.bench.peers.roster_child", engine, str(seconds), str(seed)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own words
            command, input=to_json(problem), capture_output=True, text=True, timeout=seconds + PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return [], f"ended after {seconds + PATIENCE:.0f} s"
    if done.returncode:
        return [], (done.stderr.strip().splitlines() or [f"stopped with code {done.returncode}"])[-1]
    answers = json.loads(done.stdout.splitlines()[-1])
    found = [(when, Plan(tuple(Row(name, tuple(shifts)) for name, shifts in rows.items()))) for when, rows in answers]
    return found, "" if found else "found no answer"
