"""The kernels as they run in earnest: compiled, in a process of their own, whatever this one was told about numba."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def in_earnest(module: str) -> list[str]:
    """The lines that ``python -m tests.engine.<module>`` prints when numba compiles."""
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    environment = unmeasured | {"NUMBA_DISABLE_JIT": "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", f"tests.engine.{module}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_compiled_kernels_keep_every_rule_reach_the_best_and_repeat_themselves() -> None:
    lines = dict(line.split(": ") for line in in_earnest("earnest"))
    assert lines["violations in 300 problems with every feature"] == "0"
    assert lines["prices that differ from the referee's"] == "0"
    assert lines["tiny problems where trying everything is better"] == "0 of 40"
    assert lines["same seed, same bytes"] == "True"
    assert lines["interpreted plan equals compiled plan"] == "True"
    assert float(lines["seconds for one move in a week"]) < 0.3
    assert float(lines["seconds for one why in a week"]) < 1
    assert float(lines["seconds until the first legal plan of a week"]) < 3
    assert float(lines["seconds to import the engine beyond numpy and numba"]) < 0.5
