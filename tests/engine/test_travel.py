"""Crow-fly minutes."""

import pytest

from handlekraft_engine.travel.crow_fly import crow_fly, kilometres, travel_tables
from handlekraft_engine.visits.problem import Place

RANDERS, HADSTEN, DOOR = Place(56.4607, 10.0364), Place(56.3286, 10.0490), Place(56.4607, 10.0400)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert kilometres([Place(56, 10), Place(57, 10)])[0, 1] == pytest.approx(111.195, abs=0.01)


def test_minutes_grow_with_the_way_and_shrink_with_the_speed() -> None:
    tables = {
        table.mode: table.minutes
        for table in travel_tables([RANDERS, HADSTEN, DOOR, DOOR], ["walk", "car", "bicycle", "car"])
    }
    assert list(tables) == ["bicycle", "car", "walk"]
    assert tables["walk"][0] == (0, 231, 4, 4)
    assert tables["bicycle"][0] == (0, 81, 3, 3)
    assert tables["car"][0] == (0, 43, 4, 4)
    assert tables["walk"][2][3] == 0


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="'horse' is unknown; use one of walk, bicycle, car"):
        crow_fly([RANDERS], "horse")


def test_another_source_of_minutes_comes_in_by_the_same_door() -> None:
    (table,) = travel_tables([RANDERS, DOOR], ["walk"], lambda places, mode: ((0, 7), (9, 0)))
    assert table.minutes == ((0, 7), (9, 0))
