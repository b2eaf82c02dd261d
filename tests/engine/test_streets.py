"""Minutes on streets: what is asked, what is remembered, where crow-fly stands in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from handlekraft_engine.travel.crow_fly import WAYS, Way, crow_fly
from handlekraft_engine.travel.remembered import KEPT_DAYS, Remembered
from handlekraft_engine.travel.streets import (
    BLOCK,
    NO_WAY,
    Cells,
    CrowFly,
    Fallback,
    Legs,
    NotAsked,
    OnStreets,
    Point,
    Travel,
    Unanswered,
    blocks,
)
from handlekraft_engine.visits.problem import Place

OFFICE, ELLA, KARL, ISLE = Place(56.46, 10.03), Place(56.47, 10.03), Place(56.46, 10.05), Place(56.5, 10.0)
TODAY = date(2026, 11, 22)


@dataclass
class Grid:
    """Streets north-south and east-west, a second per 0.0001 degree; nobody comes to or from the isle."""

    version: str = "grid 1"
    silent: bool = False
    asked: list[tuple[list[Point], list[Point]]] = field(default_factory=list)

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point], mode: str, way: Way) -> Cells:
        self.asked.append((list(origins), list(targets)))
        if self.silent:
            raise Unanswered("the map is being printed")
        isle = (ISLE.lat, ISLE.lon)
        return [
            [None if isle in (a, b) else (abs(a[0] - b[0]) + abs(a[1] - b[1])) * 10000 for b in targets]
            for a in origins
        ]


def test_the_way_takes_its_seconds_and_what_each_trip_takes_rounded_up() -> None:
    grid = Grid()
    assert OnStreets(grid).minutes([OFFICE, ELLA, KARL, ELLA], "walk") == (
        (0, 3, 4, 3),  # 100 s, 200 s, and half a minute
        (3, 0, 6, 0),
        (4, 6, 0, 6),
        (3, 0, 6, 0),
    )
    assert len(grid.asked) == 1
    assert OnStreets(grid).minutes([OFFICE, ELLA], "car") == ((0, 5), (5, 0))  # three minutes to park


def test_next_door_in_the_same_square_is_a_trip_of_its_own() -> None:
    door = Place(56.46002, 10.03001)
    assert OnStreets(Grid()).minutes([OFFICE, door], "bicycle") == ((0, 2), (2, 0))


def test_a_home_without_a_street_gets_crow_fly_minutes_and_is_named_alone() -> None:
    told: list[Fallback] = []
    places = [OFFICE, ISLE, ELLA, KARL]
    table = OnStreets(Grid(), tell=told.append).minutes(places, "bicycle")
    crow = crow_fly(places, "bicycle")
    assert [table[i][1] for i in range(4)] == [crow[i][1] for i in range(4)]
    assert table[1] == crow[1]
    assert table[0][2] == 4 != crow[0][2]
    assert told == [Fallback("bicycle", (1,), NO_WAY)]


def test_a_silent_network_leaves_crow_fly_minutes_and_says_why() -> None:
    told: list[Fallback] = []
    places = [OFFICE, ELLA, KARL]
    assert OnStreets(Grid(silent=True), tell=told.append).minutes(places, "walk") == crow_fly(places, "walk")
    assert told == [Fallback("walk", (0, 1), "the map is being printed")]
    assert OnStreets(Grid(silent=True)).minutes(places, "walk") == CrowFly().minutes(places, "walk")


def test_a_hidden_home_is_never_asked_for_nor_named() -> None:
    grid, told = Grid(), list[Fallback]()
    places = [OFFICE, ELLA, KARL]
    table = OnStreets(grid, tell=told.append, hidden=frozenset({ELLA})).minutes(places, "bicycle")
    crow = crow_fly(places, "bicycle")
    assert [table[0][1], table[1]] == [crow[0][1], crow[1]]
    assert table[0][2] == 5 != crow[0][2]
    assert [(ELLA.lat, ELLA.lon) in side for block in grid.asked for side in block] == [False, False]
    assert told == []


def test_an_unknown_mode_is_refused_before_anything_is_asked() -> None:
    grid = Grid()
    with pytest.raises(ValueError, match="'horse' is unknown"):
        OnStreets(grid).minutes([OFFICE], "horse")
    assert grid.asked == []


def test_questions_are_small_and_ask_for_nothing_twice() -> None:
    points = [(float(i), 0.0) for i in range(2 * BLOCK + 3)]
    asked = list(blocks(points, {}))
    assert max(len(side) for block in asked for side in block) == BLOCK
    pairs = [(a, b) for origins, targets in asked for a in origins for b in targets]
    assert len(pairs) == len(set(pairs)) == len(points) ** 2


def test_a_new_home_asks_only_for_its_own_ways() -> None:
    old = [(float(i), 0.0) for i in range(60)]
    new = (99.0, 0.0)
    known: Legs = {(a, b): 1 for a in old for b in old} | {(new, new): 0}
    asked = list(blocks([*old, new], known))
    assert sum(len(origins) * len(targets) for origins, targets in asked) <= 2 * 60 + 1
    assert all(new in origins or new in targets for origins, targets in asked)
    assert list(blocks(old, known)) == []


def remembered(folder: Path, key: bytes = b"secret", today: date = TODAY) -> Remembered:
    return Remembered(folder / "new" / "ways.sqlite3", key, today)


def test_what_was_asked_once_is_remembered_also_that_there_is_no_way(tmp_path: Path) -> None:
    first, again, told = Grid(), Grid(), list[Fallback]()
    places = [OFFICE, ISLE, ELLA]
    table = OnStreets(first, memory=remembered(tmp_path)).minutes(places, "walk")
    assert OnStreets(again, memory=remembered(tmp_path), tell=told.append).minutes(places, "walk") == table
    assert again.asked == []
    assert told[0].places == (1,)
    page: Travel = OnStreets(NotAsked("grid 1"), memory=remembered(tmp_path))
    assert page.minutes(places, "walk") == table
    lately = [OFFICE, ISLE, ELLA, KARL]
    assert page.minutes(lately, "walk")[3] == crow_fly(lately, "walk")[3]


@pytest.mark.parametrize("other", ["map", "speed", "mode", "key", "day"])
def test_another_map_speed_mode_key_or_time_remembers_nothing(tmp_path: Path, other: str) -> None:
    OnStreets(Grid(), memory=remembered(tmp_path)).minutes([OFFICE, ELLA], "walk")
    grid = Grid(version="grid 2" if other == "map" else "grid 1")
    late = TODAY + timedelta(days=KEPT_DAYS + 1 if other == "day" else KEPT_DAYS)
    memory = remembered(tmp_path, b"other" if other == "key" else b"secret", late)
    ways = dict(WAYS) | ({"walk": Way(4.0, 1.25, 0.5)} if other == "speed" else {})
    OnStreets(grid, ways, memory).minutes([OFFICE, ELLA], "bicycle" if other == "mode" else "walk")
    assert len(grid.asked) == 1


def test_old_answers_leave_the_file(tmp_path: Path) -> None:
    pair = ((56.46, 10.03), (56.47, 10.03))
    remembered(tmp_path).keep("walk", {pair: 100})
    after = TODAY + timedelta(days=KEPT_DAYS + 1)
    remembered(tmp_path, today=after).keep("walk", {pair[::-1]: 90})
    assert remembered(tmp_path).recall("walk", pair) == {pair[::-1]: 90}


def test_the_file_holds_no_coordinates_and_is_its_owners_alone(tmp_path: Path) -> None:
    memory = remembered(tmp_path)
    OnStreets(Grid(), memory=memory).minutes([Place(56.4612, 10.0345), Place(56.4777, 10.0599)], "walk")
    kept = memory.path.read_bytes()
    assert not [trace for trace in (b"56.46", b"10.03", b"56.47", b"10.05") if trace in kept]
    assert memory.path.stat().st_mode & 0o777 == 0o600
    assert remembered(tmp_path, b"guess").recall("grid 1 walk 4.8", [(56.4612, 10.0345), (56.4777, 10.0599)]) == {}


def test_nothing_finer_than_eleven_metres_is_asked_for() -> None:
    grid = Grid()
    OnStreets(grid).minutes([Place(56.461234, 10.034567), ELLA], "walk")
    assert grid.asked[0][0][0] == (56.4612, 10.0346)
