"""Asks a peer for a roster in a process of its own: two of them do not get along in one."""

from __future__ import annotations

from importlib.util import find_spec

from handlekraft_engine.bench.peers.call import answered
from handlekraft_engine.rosters.plan import Plan, Row
from handlekraft_engine.rosters.problem import Problem
from handlekraft_engine.rosters.schema import to_json

PACKAGES = {"cpsat": "ortools", "highs": "highspy"}
"""Module of each peer."""


def run(problem: Problem, engine: str, seconds: float, seed: int) -> tuple[list[tuple[float, Plan]], str]:
    """Every plan that the peer found with its second, or a note why there is none."""
    if find_spec(PACKAGES[engine]) is None:
        return [], f"{PACKAGES[engine]} is not installed"
    answers, note = answered("roster_child", engine, to_json(problem), seconds, seed)
    found = [(when, Plan(tuple(Row(name, tuple(shifts)) for name, shifts in rows.items()))) for when, rows in answers]
    return found, note or ("" if found else "found no answer")
