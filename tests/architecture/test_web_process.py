"""The web process starts light: solvers, statistics and charts are imported inside the task that needs them."""

import subprocess
import sys

from tests.architecture.tree import ROOT

HEAVY = {
    "numba",
    "llvmlite",
    "statsmodels",
    "scipy",
    "pandas",
    "altair",
    "vl_convert",
    "highspy",
    "ortools",
    "pyvrp",
    "valhalla",
}
START = """
import sys
from handlekraft.config.wsgi import application
from django.urls import get_resolver
assert get_resolver().url_patterns
print(" ".join(sys.modules))
"""


def loaded(program: str) -> set[str]:
    """Top-level modules that a program has loaded when it ends."""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return {module.partition(".")[0] for module in run.stdout.split()}


def test_the_web_process_loads_no_solver() -> None:
    assert loaded(START) & HEAVY == set()


def test_the_rule_bites() -> None:
    assert loaded("import sys, numba; print(' '.join(sys.modules))") & HEAVY >= {"numba", "llvmlite"}
