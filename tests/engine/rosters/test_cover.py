"""From needs to cover, by figures anybody can check."""

import pytest

from handlekraft_engine.rosters.cover import Help, cover_by_shift, need_by_half_hour
from handlekraft_engine.rosters.problem import Cover, ShiftType

SHIFTS = (ShiftType("day", 420, 900, 480), ShiftType("eve", 900, 1380, 480), ShiftType("short", 420, 720, 300))


def test_a_help_spreads_over_its_window() -> None:
    assert need_by_half_hour([Help(0, 480, 480, 60)]) == {(0, 16, ""): 1.0, (0, 17, ""): 1.0}
    assert need_by_half_hour([Help(0, 480, 510, 30, people=2)]) == {(0, 16, ""): 1.0, (0, 17, ""): 1.0}
    assert need_by_half_hour([Help(2, 495, 495, 15, skill="nurse")]) == {(2, 16, "nurse"): 0.5}


def test_cover_meets_every_half_hour_with_few_people() -> None:
    helps = [Help(0, 420, 420, 480), Help(0, 420, 420, 300), Help(1, 960, 960, 30, skill="nurse"), Help(1, 30, 30, 60)]
    assert cover_by_shift(need_by_half_hour(helps), SHIFTS, 100, 2) == (
        Cover(0, ("day",), 1, 100, 2),
        Cover(0, ("short",), 1, 100, 2),
        Cover(1, ("eve",), 1, 100, 2, "nurse"),
    )


def test_a_tenth_of_an_employee_is_let_go() -> None:
    assert cover_by_shift({(0, 16, ""): 1.05, (0, 17, ""): 0.1}, SHIFTS, 1, 1) == (Cover(0, ("short",), 1, 1, 1),)


@pytest.mark.parametrize("values", [(480, 479, 30, 1), (480, 480, 0, 1), (-1, 480, 30, 1), (1, 1, 1, 0)])
def test_impossible_help_is_refused(values: tuple[int, int, int, int]) -> None:
    earliest, latest, minutes, people = values
    with pytest.raises(ValueError, match="help on day 0"):
        Help(0, earliest, latest, minutes, people=people)
