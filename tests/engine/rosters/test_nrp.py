"""Public instances: read as they are meant, solved within proven bounds."""

from pathlib import Path

import pytest

from handlekraft_engine.bench.nrp import read
from handlekraft_engine.rosters.plan import Hard, Plan, Row, Soft
from handlekraft_engine.rosters.problem import Cover, Limit, Period
from handlekraft_engine.rosters.referee import judge, price

FOLDER = Path(__file__).parents[4] / "shared/benchmarks/nrp-curtois"

TEXT = """
# a comment
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,480,E
SECTION_STAFF
A,E=2|L=0,960,480,5,2,2,1
SECTION_DAYS_OFF
A,3
SECTION_SHIFT_ON_REQUESTS
A,0,E,2
SECTION_SHIFT_OFF_REQUESTS
A,1,E,3
SECTION_COVER
0,E,2,100,1
"""


def test_an_instance_is_read_by_its_conventions(tmp_path: Path) -> None:
    path = tmp_path / "tiny.txt"
    path.write_text(TEXT)
    problem = read(path)
    (one,) = problem.employees
    assert one.shifts == {"E"}
    assert one.terms.limits == (Limit(frozenset({"E"}), 2),)
    assert one.away == (Period(3 * 1440, 4 * 1440),)
    assert problem.covers == (Cover(0, ("E",), 2, 100, 1),)
    assert problem.shift["E"].not_after == {"L"}
    plan = Plan((Row("A", ("", "E", "E", "", "", "", "")),))
    assert judge(problem, plan) == ()
    assert price(problem, plan).total == 205
    assert price(problem, plan)[Soft.WISH].points == 5
    assert [one.rule for one in judge(problem, plan.changed("A", 3, "E"))] == [Hard.AWAY, Hard.LIMIT, Hard.TOO_MUCH]


@pytest.mark.skipif(not FOLDER.exists(), reason="the public instances are not part of the product")
def test_public_instances_are_solved_to_their_known_values() -> None:
    from tests.engine.test_compiled import in_earnest

    lines = dict(line.split(": ") for line in in_earnest("rosters.earnest"))
    assert lines["Instance1 violations"] == lines["Instance3 violations"] == "0"
    assert lines["Instance1"] == "607"
    assert lines["Instance3"] == "1001 proven 1001"
