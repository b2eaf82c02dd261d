"""vrptw and mdvrptw: files, referees by hand, every published solution to the last digit."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from handlekraft_engine.bench import mdvrptw, vrptw
from handlekraft_engine.bench.cases import Route
from handlekraft_engine.bench.instance import best_values, chosen, read_text

from .tiny import BENCHMARKS

SOLOMON = """T1

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.   XCOORD.   YCOORD.    DEMAND   READY TIME   DUE DATE   SERVICE TIME

    0          0          0          0         0         100          0
    1          1          1          6        10          20          5
    2          3          4          6         0          40          5
"""

DEPOTS = """NAME: T2
COMMENT: two depots
TYPE: MDVRPTW
DIMENSION: 4
VEHICLES: 2
CAPACITY: 10
VEHICLES_MAX_DURATION: 20
NODE_COORD_SECTION
1\t0\t0
2\t10\t0
3\t3\t4
4\t10\t5
DEMAND_SECTION
1\t0
2\t0
3\t6
4\t6
SERVICE_TIME_SECTION
1\t0
2\t0
3\t2
4\t2
TIME_WINDOW_SECTION
1\t0\t100
2\t0\t100
3\t30\t40
4\t0\t60
VEHICLES_DEPOT_SECTION
1\t1
2\t2
DEPOT_SECTION
1
2
EOF
"""


def packed(folder: Path, name: str, text: str) -> None:
    """A file as they come."""
    (folder / name).write_bytes(gzip.compress(text.encode()))


def test_distances_are_tenths_cut_off() -> None:
    problem = vrptw.parse(SOLOMON)
    assert problem.tenths[0] == (0, 14, 50)
    assert vrptw.judge(problem, [[1], [2]]) == vrptw.Score((14 + 14 + 50 + 50) / 10)


def test_the_routing_referee_names_every_fault() -> None:
    problem = vrptw.parse(SOLOMON)
    assert vrptw.judge(problem, [[1]]).violations == ("not every customer is visited once",)
    assert vrptw.judge(problem, [[1, 2]]).violations == ("load 12 of 10",)
    assert vrptw.judge(problem, [[1], [2], []]).violations == ("3 vehicles of 2",)


def test_a_customer_on_its_due_date_is_in_time() -> None:
    late = vrptw.parse(SOLOMON.replace("10          20 ", "0           1 "))
    assert vrptw.judge(late, [[1], [2]]).violations == ("customer 1 is reached 4 tenths too late",)
    assert vrptw.judge(vrptw.parse(SOLOMON.replace("10          20 ", "0           2 ")), [[1], [2]]).violations == ()


def test_a_case_has_one_job_per_customer() -> None:
    case = vrptw.case(vrptw.parse(SOLOMON))
    assert [(job.place, job.minutes, job.windows, job.load) for job in case.jobs] == [
        (1, 50, ((100, 200),), 6),
        (2, 50, ((0, 400),), 6),
    ]
    assert [(one.latest, one.capacity) for one in case.vehicles] == [(1000, 10)] * 2
    assert vrptw.orders((Route(0, ((1, 0), (0, 60))), Route(1, ()))) == [[2, 1]]


def test_the_set_reads_its_folder(tmp_path: Path) -> None:
    packed(tmp_path, "T1.txt.gz", SOLOMON)
    (tmp_path / "bks.csv").write_text("instance,bks_distance_dimacs\nT1,12.8\n", encoding="utf-8")
    (found,) = vrptw.SET.instances(tmp_path, [], 1)
    assert (found.name, found.best_known) == ("T1", 12.8)
    assert vrptw.verdict(vrptw.parse(SOLOMON), (Route(0, ((0, 0),)), Route(1, ((1, 0),)))).cost == 12.8


def test_a_tour_may_leave_late_but_not_last_too_long() -> None:
    problem = mdvrptw.parse(DEPOTS)
    assert mdvrptw.judge(problem, {0: [2], 1: [3]}) == mdvrptw.Score(20000.0)
    lasts = 5000 + 2000 + 7071 + 2000 + 11180
    long = mdvrptw.judge(problem, {0: [2, 3]})
    assert long.violations == ("load 12 of 10", f"a tour lasts {lasts} of 20000 thousandths")


def test_the_depot_referee_names_every_fault() -> None:
    problem = mdvrptw.parse(DEPOTS)
    assert mdvrptw.judge(problem, {0: [2]}).violations == ("not every place is visited once",)
    late = mdvrptw.parse(DEPOTS.replace("4\t0\t60", "4\t0\t4"))
    assert "place 3 is reached 1000 thousandths too late" in mdvrptw.judge(late, {0: [2], 1: [3]}).violations


def test_a_depot_case_keeps_the_longest_tour(tmp_path: Path) -> None:
    packed(tmp_path, "T2.vrp.gz", DEPOTS)
    (tmp_path / "bks.csv").write_text("instance,bks_distance\nT2,: 20000\n", encoding="utf-8")
    (found,) = mdvrptw.SET.instances(tmp_path, ["T2"], 1)
    assert (found.name, found.best_known) == ("T2", 20000.0)
    case = mdvrptw.case(mdvrptw.parse(DEPOTS))
    assert [(one.start, one.longest) for one in case.vehicles] == [(0, 20000), (1, 20000)]
    assert mdvrptw.verdict(mdvrptw.parse(DEPOTS), (Route(0, ((0, 0),)), Route(1, ((1, 0),)))).cost == 20000.0


def test_names_may_be_cut_short_and_wrong_ones_are_told(tmp_path: Path) -> None:
    for name in ("a1", "a12", "b"):
        (tmp_path / f"{name}.txt").write_text("x", encoding="utf-8")
    assert [name for name, _ in chosen(tmp_path, ["a1"], ".txt")] == ["a1"]
    assert [name for name, _ in chosen(tmp_path, ["a"], ".txt")] == ["a1", "a12"]
    assert len(chosen(tmp_path, [], ".txt")) == 3
    assert read_text(tmp_path / "b.txt") == "x"
    assert best_values(tmp_path, "cost") == {}
    with pytest.raises(ValueError, match="no instance 'c'"):
        chosen(tmp_path, ["c"], ".txt")
    with pytest.raises(ValueError, match="--data"):
        chosen(tmp_path / "nowhere", [], ".txt")


@pytest.mark.parametrize(
    ("module", "column", "ending", "count"),
    [(vrptw, "bks_distance_dimacs", ".txt.gz", 58), (mdvrptw, "bks_distance", ".vrp.gz", 14)],
)
def test_published_solutions_score_to_the_last_digit(module: Any, column: str, ending: str, count: int) -> None:
    folder = BENCHMARKS / module.SET.folder
    if not folder.is_dir():
        pytest.skip("the instances are not there")
    best, files = best_values(folder, column), chosen(folder, [], ending)
    assert len(files) == count
    for name, file in files:
        told = (folder / f"{name}.sol").read_text(encoding="utf-8")
        problem = module.parse(read_text(file))
        score = module.judge(problem, module.published(told))
        assert score.violations == ()
        assert score.cost == pytest.approx(best[name], abs=1e-9)
