"""The first task of a started worker pays nothing: whatever a plan or an answer needs is ready before it takes one."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import numba
import pytest
from django.conf import settings
from django.core.management import call_command

from handlekraft.demo.world import World
from handlekraft.visits.planning.problem import problem_of
from handlekraft.visits.planning.rows import rows_of_week
from handlekraft_engine.visits.schema import to_json
from tests.visits.drawing import WEEK, make_day

ROOT = Path(__file__).parents[2]
FIRST_TASKS = """
import sys
from pathlib import Path
from numba.core import event
from handlekraft.visits.planning.warmth import warm_engine
warm_engine()
from handlekraft_engine.visits.curve import curve
from handlekraft_engine.visits.replan import Sick, replan
from handlekraft_engine.visits.schema import problem_from_json
from handlekraft_engine.visits.solve import Iterations, solve
problem = problem_from_json(Path(sys.argv[1]).read_text())
with event.install_recorder("numba:compile") as recorder:
    plan = solve(problem, Iterations(200), seed=1)
    answer = replan(problem, plan, Sick(problem.carers[0].id), now=0, stop=Iterations(200))
    points = curve(problem, Iterations(200), seed=1, faces=(0, 100))
print(len(plan.placed), len(answer.affected), len(points), sum(one.is_start for _, one in recorder.buffer))
"""


@pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="without its compiler there is nothing to compile")
def test_the_first_plan_answer_and_curve_of_a_warm_worker_compile_nothing(world: World, tmp_path: Path) -> None:
    make_day(world)
    problem = tmp_path / "problem.json"
    problem.write_text(to_json(problem_of(rows_of_week(world.aaparken, WEEK, proposal=None))))
    done = subprocess.run(
        [sys.executable, "-c", FIRST_TASKS, str(problem)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    placed, affected, points, compiled = map(int, done.stdout.split())
    assert placed == 3
    assert affected >= 1
    assert points >= 1
    assert compiled == 0


def test_kernels_are_kept_in_the_run_folder() -> None:
    assert os.environ["NUMBA_CACHE_DIR"]
    assert settings.VAR.is_dir()


def test_the_engine_can_be_made_ready_beforehand() -> None:
    out = StringIO()
    call_command("warm", stdout=out)
    assert "Motoren er klar (" in out.getvalue()
