"""The command: sets by name, rows, means, JSON, the picture, the small run."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from handlekraft_engine.bench import changes, command, faces, registry, rows, weeks
from handlekraft_engine.bench.curves import COLUMNS, HEIGHT, WIDTH, picture
from handlekraft_engine.bench.instance import Outcome, Point
from handlekraft_engine.bench.rows import Row

GOOD = Outcome((Point(0.1, 120.0, 1), Point(0.5, 110.0, 0), Point(2.0, 105.0, 0)), bound=90.0)
BETTER = Outcome((Point(1.0, 103.0, 0),), bound=95.0, note="a note")
BROKEN = Outcome((Point(0.2, 99.0, 2),))
SILENT = Outcome(note="cannot express breaks")


@dataclass(frozen=True)
class Play:
    """An instance whose engines answer from a list."""

    name: str
    best_known: float | None = 100.0

    def play(self, engine: str, seconds: float, seed: int) -> Outcome:
        return {"ours": (GOOD, BETTER)[seed - 1], "vroom": SILENT}.get(engine, BROKEN)


@dataclass(frozen=True)
class Plays:
    """A set of two instances."""

    folder: str = "files"
    engines: tuple[str, ...] = ("ours", "pyvrp", "vroom")
    sample: tuple[str, ...] = ("first",)

    def instances(self, folder: Path, names: Sequence[str], seeds: int) -> Iterator[Play]:
        assert folder in (Path("data/files"), Path("benchmarks/files"), Path("benchmarks"))
        yield from (Play(name) for name in names or ("first", "second"))


def test_a_row_is_the_mean_of_its_runs() -> None:
    row = Row("set", "first", "ours", 100.0, (GOOD, BETTER))
    assert (row.cost, row.seconds, row.first, row.violations, row.bound, row.note) == (
        104.0,
        1.5,
        0.75,
        0,
        95.0,
        "a note",
    )
    assert row.gap == pytest.approx(0.04)
    assert row.text().split() == ["first", "ours", "0.75", "1.5", "104", "100", "+4.00%", "0", "95", "a", "note"]


def test_a_plan_that_breaks_rules_has_no_gap_and_silence_no_numbers() -> None:
    broken, silent = Row("s", "i", "pyvrp", 100.0, (BROKEN,)), Row("s", "i", "vroom", None, (SILENT,))
    assert (broken.gap, broken.first, broken.violations) == (None, None, 2)
    assert (silent.cost, silent.gap, silent.bound, silent.violations) == (None, None, None, 0)
    assert silent.text().split() == ["i", "vroom", "cannot", "express", "breaks"]
    assert Row("s", "i", "ours", None, (GOOD,)).gap is None


def test_means_are_per_engine() -> None:
    found = [
        Row("s", "i", "ours", 100.0, (GOOD,)),
        Row("s", "j", "ours", 100.0, (BETTER,)),
        Row("s", "i", "vroom", 1.0, (SILENT,)),
    ]
    assert list(rows.means(found)) == [
        "ours: 2 of 2 answered, mean gap +4.00%, greatest +5.00%, mean cost 104, 0 violations",
        "vroom: 0 of 1 answered, 0 violations",
    ]


def test_the_machine_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"machine", "python", "numpy", "numba", "pyvrp", "ortools", "vroom"} == set(rows.machine())
    (tmp_path / "cpuinfo").write_text("model name\t: Swift\nflags: x\nmodel name\t: Swift\n", encoding="utf-8")
    assert rows._processor(tmp_path / "cpuinfo") == "2 x Swift"
    monkeypatch.setattr(rows.platform, "processor", lambda: "")
    assert rows._processor(tmp_path / "nothing") == "unknown"


def test_the_picture_has_a_panel_per_instance_and_a_line_per_legal_run() -> None:
    found = [Row("s", f"i<{i}>", "ours", 100.0 if i else None, (GOOD, BETTER)) for i in range(COLUMNS + 1)]
    found += [Row("s", "i<0>", "pyvrp", 100.0, (BROKEN,)), Row("s", "i<0>", "other", None, (GOOD,))]
    root = ET.fromstring(picture(found, 5.0))
    assert (root.get("width"), root.get("height")) == (str(COLUMNS * WIDTH), str(2 * HEIGHT))
    space = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f"{space}g")) == COLUMNS + 1
    assert len(root.findall(f".//{space}circle")) == 2 * (COLUMNS + 1) + 1
    texts = [text.text for text in root.iter(f"{space}text")]
    assert "i<0>" in texts
    assert "other" in texts
    assert "pyvrp" not in texts


def test_an_empty_picture_is_still_one() -> None:
    assert len(ET.fromstring(picture([], 1.0))) == 1


def test_every_set_is_found_by_its_name() -> None:
    for name in registry.SETS:
        if registry.SETS[name][0] != "nrp":
            found = registry.find(name)
            assert found.engines[0] == "ours"
            assert found.sample
    assert registry.members("hhcrsp") == ("hhcrsp-mankowska", "hhcrsp-italian", "hhcrsp-kummer")
    with pytest.raises(ValueError, match="there is no set 'x'"):
        registry.members("x")


def test_a_set_that_is_not_built_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.SETS, "gone", ("gone", "SET"))
    with pytest.raises(ValueError, match="gone is not part"):
        registry.find("gone")


@pytest.fixture
def plays(monkeypatch: pytest.MonkeyPatch) -> None:
    """One set called ``plays``."""
    monkeypatch.setattr(registry, "SETS", {"plays": ("none", "NONE")})
    monkeypatch.setattr(command, "SETS", registry.SETS)
    monkeypatch.setattr(command, "find", lambda name: Plays())


@pytest.mark.usefixtures("plays")
def test_a_set_is_played_by_all_its_engines(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["plays", "--data", "data", "--seconds", "1", "--seeds", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "plays, 1 s a run"
    assert [line.split()[:2] for line in lines[3:9]] == [
        [name, engine] for name in ("first", "second") for engine in ("ours", "pyvrp", "vroom")
    ]
    assert "mean gap +4.00%" in lines[9]


@pytest.mark.usefixtures("plays")
def test_engines_and_instances_are_chosen_and_written_as_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    curves = tmp_path / "curves.svg"
    asked = [
        "plays",
        "--data",
        "data",
        "--engines",
        "ours,highs",
        "--instances",
        "third",
        "--json",
        "--picture",
        str(curves),
    ]
    assert command.main(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["instance"], row["engine"], row["cost"]) for row in told["rows"]] == [("third", "ours", 105.0)]
    assert told["rows"][0]["runs"][0]["trail"][0] == {"seconds": 0.1, "cost": 120.0, "violations": 1}
    assert told["python"]
    assert curves.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.usefixtures("plays")
def test_our_own_broken_rules_end_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Play, "play", lambda *given: BROKEN)
    assert command.main(["plays", "--data", "data"]) == 1
    unseen = Outcome(BROKEN.trail, note="does not see: capacity")
    monkeypatch.setattr(Play, "play", lambda *given: unseen)
    assert command.main(["plays", "--data", "data"]) == 0


def refuse(name: str) -> Plays:
    """A set that cannot be played."""
    raise ValueError(f"no {name}")


@pytest.mark.usefixtures("plays")
def test_questions_without_sense_end_with_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        command.main(["nothing"])
    monkeypatch.setattr(command, "find", refuse)
    assert command.main(["plays"]) == 2
    assert "no plays" in capsys.readouterr().err


@pytest.mark.usefixtures("plays")
def test_without_a_set_a_sample_of_each_is_played(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(weeks, "report", lambda out: out.write("weeks\n") * 0)
    monkeypatch.setattr(changes, "report", lambda out, seeds: out.write(f"changes {seeds}\n") * 0)
    monkeypatch.setattr(faces, "report", lambda out, stop, seeds: out.write(f"faces {stop.seconds} {seeds}\n") * 0)
    assert command.main([]) == 0
    told = capsys.readouterr().out
    assert "first" in told
    assert "second" not in told
    assert told.endswith("weeks\nchanges 1\nfaces 4.0 1\n")
    assert command.main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]
    assert command.main(["team-changes", "--seeds", "4"]) == 0
    assert capsys.readouterr().out == "changes 4\n"
    monkeypatch.setattr(command, "find", refuse)
    assert command.main([]) == 0
    assert "not played: no plays" in capsys.readouterr().out


@pytest.mark.usefixtures("plays")
def test_a_generator_is_played_once_per_team(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find", lambda name: Plays(folder="", engines=("ours",)))
    seen: list[int] = []
    monkeypatch.setattr(Play, "play", lambda self, engine, seconds, seed: [seen.append(seed), GOOD][1])
    assert command.main(["plays", "--seeds", "3"]) == 0
    assert seen == [1, 1]


def test_the_module_runs_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "team-day", "--engines", "none"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module("handlekraft_engine.bench", run_name="__main__")
    assert end.value.code == 0
