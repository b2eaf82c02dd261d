"""Run compiled by test_nrp.py: two public instances, one line each."""

import time

from handlekraft_engine.bench.nrp import read
from handlekraft_engine.rosters.referee import judge
from handlekraft_engine.rosters.solve import Seconds, solve
from tests.engine.rosters.test_nrp import FOLDER

if __name__ == "__main__":
    for name, seconds in (("Instance1", 3.0), ("Instance3", 8.0)):
        problem = read(FOLDER / f"{name}.txt")
        solved = solve(problem, Seconds(seconds, time.process_time), seed=1)
        proven = f" proven {solved.bound}" if solved.bound == solved.priced.total else ""
        print(f"{name}: {solved.priced.total}{proven}")  # noqa: T201 - read by the test
        print(f"{name} violations: {len(judge(problem, solved.plan))}")  # noqa: T201
