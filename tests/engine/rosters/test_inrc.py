"""Instances of the competition of 2010: read as they are meant, scored alike by two referees that share nothing."""

import random
from pathlib import Path

import pytest

from handlekraft_engine.bench.inrc import problem_of, read, read_file
from handlekraft_engine.bench.inrc_referee import score
from handlekraft_engine.rosters.plan import Plan, Row, Soft
from handlekraft_engine.rosters.problem import Cover, Wish
from handlekraft_engine.rosters.referee import price

FOLDER = Path(__file__).parents[4] / "shared/benchmarks/inrc1"

TEXT = """
// a comment
SCHEDULING_PERIOD;
tiny, 2010-01-01, 2010-01-14;
SKILLS = 2;
HeadNurse;
Nurse;
SHIFT_TYPES = 3;
D, Day, 08:30:00, 16:30:00, 1, Nurse;
H, Head, 08:30:00, 16:30:00, 1, HeadNurse;
N, Night, 22:30:00, 06:30:00, 1, Nurse;
CONTRACTS = 2;
0, full, (1|1), (1|3|7), (1|2|6), (1|4|3), (1|4|2), (1|7|4), (1|3|2), (1|5|1), (1|5|2), (0|0|0), SaturdaySunday, \
(1|10), (1|9), (1|8), (1|7), (1|6), 2, 0 1;
1, half, (1|1), (1|3|5), (1|2|4), (1|4|3), (1|4|2), (1|7|4), (1|3|3), (0|5|1), (1|5|1), (0|0|0), \
FridaySaturdaySunday, (1|10), (1|9), (1|8), (1|7), (0|6), 0;
PATTERNS = 2;
0, 3, 2 (N|Any) (D|Any);
1, 2, 3 (None|Friday) (Any|Saturday) (Any|Sunday);
EMPLOYEES 2;
0, 0, 0, 1, Nurse;
1, 1, 1, 2, Nurse HeadNurse;
DAY_OF_WEEK_COVER = 2;
Monday, D, 1;
Friday, H, 1;
DATE_SPECIFIC_COVER = 0;
DAY_OFF_REQUESTS = 1;
0, 2010-01-03, 4;
DAY_ON_REQUESTS = 0;
SHIFT_OFF_REQUESTS = 1;
1, 2010-01-04, D, 5;
SHIFT_ON_REQUESTS = 0;
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "tiny.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_instance_is_read_by_its_conventions(tmp_path: Path) -> None:
    problem = read(write(tmp_path, TEXT))
    zero, one = problem.employees
    assert problem.days == 14
    assert problem.covers == tuple(
        Cover(day, (shift,), 1, 100, 100) for day in range(14) for shift, on in (("D", 3), ("H", 0)) if day % 7 == on
    )
    assert zero.wishes == (Wish(2, 4), *(Wish(day, 6, frozenset({"H"})) for day in range(14)))
    assert one.wishes == (Wish(3, 5, frozenset({"D"})),)
    assert (zero.habits.shifts.least, zero.habits.shifts.most) == (6, 7)
    assert one.habits.weekend == {4, 5, 6}
    assert len(zero.habits.patterns) == 2 + 3 + 1 + 2 + 2


def test_what_a_contract_does_not_ask_for_has_no_price(tmp_path: Path) -> None:
    asked, unasked = "(1|10), (1|9), (1|8), (1|7), (1|6)", "(0|10), (0|9), (0|8), (0|7), (0|6)"
    zero, _ = read(write(tmp_path, TEXT.replace(asked, unasked))).employees
    assert zero.wishes == (Wish(2, 4),)
    assert [one.points for one in zero.habits.patterns] == [3, 2]


def test_both_referees_price_any_roster_alike(tmp_path: Path) -> None:
    """Demand differs in kind: a violation there, a price here; so it is set to what is there."""
    file = read_file(write(tmp_path, TEXT))
    dice = random.Random(5)
    for _ in range(300):
        rows = {name: tuple(dice.choice(("", "", "D", "H", "N")) for _ in range(14)) for name in "01"}
        met = {(day, kind): sum(one[day] == kind for one in rows.values()) for day in range(14) for kind in "DHN"}
        file.demand.clear()
        file.demand.update(met)
        problem = problem_of(file)
        priced = price(problem, Plan(tuple(Row(name, shifts) for name, shifts in rows.items())))
        assert priced[Soft.SHORT].points == priced[Soft.OVER].points == 0
        assert score(file, rows).cost == priced.total
        assert score(file, rows).violations == ()
        day, name = dice.randrange(14), dice.choice("01")
        other = next(kind for kind in ("", "D", "H", "N") if kind != rows[name][day])
        changed = rows | {name: (*rows[name][:day], other, *rows[name][day + 1 :])}
        assert score(file, changed).violations


def test_what_is_no_roster_is_caught(tmp_path: Path) -> None:
    file = read_file(write(tmp_path, TEXT))
    off = ("",) * 14
    for rows in ({"0": off}, {"0": off, "1": off[1:]}, {"0": off, "1": ("X", *off[1:])}):
        assert score(file, rows).violations


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("DATE_SPECIFIC_COVER = 0;", "DATE_SPECIFIC_COVER = 1;\n2010-01-01, D, 3;", "DATE_SPECIFIC_COVER is not read"),
        ("(0|0|0)", "(1|1|2)", "four weeks is not read"),
        ("EMPLOYEES 2;", "// ", "not an instance"),
    ],
)
def test_what_no_instance_uses_is_refused(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_file(write(tmp_path, TEXT.replace(old, new)))


@pytest.mark.skipif(not FOLDER.exists(), reason="the public instances are not part of the product")
def test_a_public_instance_is_solved_to_its_known_value() -> None:
    from tests.engine.test_compiled import in_earnest

    lines = dict(line.split(": ") for line in in_earnest("rosters.earnest_inrc"))
    assert lines["sprint03"] == "51 violations 0"
