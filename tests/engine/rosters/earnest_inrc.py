"""Run compiled by test_inrc.py: a public instance, one line."""

import time

from handlekraft_engine.bench.inrc import problem_of, read_file
from handlekraft_engine.bench.inrc_referee import score
from handlekraft_engine.rosters.solve import Seconds, solve
from tests.engine.rosters.test_inrc import FOLDER

if __name__ == "__main__":
    file = read_file(FOLDER / "sprint03.txt")
    found = score(file, solve(problem_of(file), Seconds(40.0, time.process_time), seed=1).plan.of)
    print(f"sprint03: {found.cost:.0f} violations {len(found.violations)}")  # noqa: T201 - read by the test
