"""Public instances: read as they are meant, solved within proven bounds."""

import random
from pathlib import Path

import pytest

from handlekraft_engine.bench.nrp import problem_of, read, sections
from handlekraft_engine.bench.nrp_referee import score
from handlekraft_engine.rosters.plan import Hard, Plan, Row, Soft
from handlekraft_engine.rosters.problem import Cover, Limit, Period
from handlekraft_engine.rosters.referee import judge, price
from handlekraft_engine.rosters.solve import Iterations, solve

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


BUSY = """
SECTION_HORIZON
14
SECTION_SHIFTS
E,480,
L,420,E
SECTION_STAFF
A,E=4|L=3,1900,1200,3,2,2,1
B,E=14|L=0,4000,480,4,1,2,2
SECTION_DAYS_OFF
A,3,9
SECTION_SHIFT_ON_REQUESTS
A,0,E,2
B,5,E,3
SECTION_SHIFT_OFF_REQUESTS
A,1,E,3
SECTION_COVER
0,E,2,100,1
6,L,1,100,1
"""


def test_two_referees_that_share_nothing_agree_on_every_changed_field() -> None:
    file = sections(BUSY)
    problem = problem_of(file)
    start = solve(problem, Iterations(30), seed=1).plan
    assert score(file, start.of).violations == ()
    dice, caught = random.Random(3), 0
    for _ in range(400):
        plan = start
        for _ in range(dice.randrange(1, 4)):
            plan = plan.changed(dice.choice("AB"), dice.randrange(14), dice.choice(("", "E", "L")))
        found = score(file, plan.of)
        assert found.cost == price(problem, plan).total
        assert bool(found.violations) == bool(judge(problem, plan))
        caught += bool(found.violations)
    assert caught > 200


def test_too_many_shifts_in_a_row_are_counted() -> None:
    rows = {"A": (*["E"] * 4, *[""] * 10), "B": ("",) * 14}
    assert "A: 4 shifts in a row" in score(sections(BUSY), rows).violations


@pytest.mark.parametrize("rows", [{}, {"A": ("",) * 13, "B": ("",) * 14}, {"A": ("X",) * 14, "B": ("",) * 14}])
def test_what_is_no_roster_is_caught(rows: dict[str, tuple[str, ...]]) -> None:
    file = sections(BUSY)
    assert score(file, rows).violations
    plan = Plan(tuple(Row(name, shifts) for name, shifts in rows.items()))
    assert {one.rule for one in judge(problem_of(file), plan)} >= {Hard.STRUCTURE}


@pytest.mark.skipif(not FOLDER.exists(), reason="the public instances are not part of the product")
def test_public_instances_are_solved_to_their_known_values() -> None:
    from tests.engine.test_compiled import in_earnest

    lines = dict(line.split(": ") for line in in_earnest("rosters.earnest"))
    assert lines["Instance1 violations"] == lines["Instance3 violations"] == "0"
    assert lines["Instance1"] == "607"
    assert lines["Instance3"] == "1001 proven 1001"
