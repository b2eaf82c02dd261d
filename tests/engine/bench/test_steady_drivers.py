"""hconvrp: the file, the cost of days and ways, one driver per customer."""

from pathlib import Path

import pytest

from handlekraft_engine.bench import hconvrp
from handlekraft_engine.bench.cases import Route

TEXT = """NAME T

MAXTIME 30
DAYS 2

FLEET SIZE 2
VEHICLE TYPES 2
TYPE1 1 10 100 2.5 1
TYPE2 1 5 40 4 1

CUSTOMERS 3

DEPOT 0 0

CUSTOMERCOORDINATES
3 4 5
6 8 0

CUSTOMERDEMANDS
1 4 4
2 0 3
"""

GOOD: hconvrp.Tours = {(0, 0): [1], (0, 1): [1, 2]}


def drivers() -> hconvrp.Consistent:
    """The tiny instance."""
    return hconvrp.parse("T", TEXT)


def test_a_day_used_and_every_unit_driven_cost() -> None:
    assert hconvrp.judge(drivers(), GOOD) == hconvrp.Score(2 * 100 + 2.5 * (10 + 20))


@pytest.mark.parametrize(
    ("tours", "said"),
    [
        ({(0, 0): [1], (1, 1): [1], (0, 1): [2]}, "customer 1 sees 2 drivers"),
        ({(0, 0): [1], (0, 1): [1]}, "not every visit is made once"),
        ({(1, 0): [1], (1, 1): [1, 2]}, "vehicle 1 carries 7 on day 1"),
        ({(0, 0): [1], (0, 1): [1, 2, 1, 2]}, "vehicle 0 is out 40.0 on day 1"),
    ],
)
def test_the_referee_names_every_fault(tours: hconvrp.Tours, said: str) -> None:
    assert said in hconvrp.judge(drivers(), tours).violations


def test_a_case_has_a_vehicle_per_driver_and_day(tmp_path: Path) -> None:
    case = hconvrp.case(drivers())
    assert [(one.id, one.mode, one.earliest, one.latest, one.capacity, one.fixed) for one in case.vehicles] == [
        ("0:0", 0, 0, 3000, 10, 100_000),
        ("0:1", 0, 6000, 9000, 10, 100_000),
        ("1:0", 1, 0, 3000, 5, 40_000),
        ("1:1", 1, 6000, 9000, 5, 40_000),
    ]
    assert [(job.place, job.minutes, job.windows, job.load) for job in case.jobs] == [
        (1, 500, ((0, 3000),), 4),
        (1, 500, ((6000, 9000),), 4),
        (2, 0, ((6000, 9000),), 3),
    ]
    assert case.same == ((0, 1),)
    assert case.cost.travel == (25, 40)
    answer = (Route(0, ((0, 500),)), Route(1, ((1, 6500), (2, 7500))), Route(3, ()))
    assert hconvrp.tours(drivers(), answer) == GOOD
    assert hconvrp.verdict(drivers(), answer).cost == 275
    (tmp_path / "T.txt").write_text(TEXT, encoding="utf-8")
    assert [one.name for one in hconvrp.SET.instances(tmp_path, [], 1)] == ["T"]
