"""The tables made of kept runs: read at moments, broken answers never counted, files that are no run named."""

from __future__ import annotations

import json
import runpy
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from handlekraft_engine.bench import report
from handlekraft_engine.bench.instance import Outcome, Point
from handlekraft_engine.bench.rows import Row

FAST = Outcome((Point(1.0, 120.0, 0), Point(25.0, 102.0, 0)), bound=90.0)
SLOW = Outcome((Point(5.0, 110.0, 0), Point(31.0, 101.0, 0)))
BROKEN = Outcome((Point(1.0, 99.0, 2),))
SILENT = Outcome(note="cannot | express breaks")


def kept(folder: Path, rows: list[Row], **changed: Any) -> Path:
    run = {"asked": "set --seconds 30", "seconds": 30.0, "machine": "2 x something", "numpy": "2.0", "pyvrp": None}
    file = folder / "run.json"
    file.write_text(json.dumps(run | {"rows": [row.raw() for row in rows]} | changed), encoding="utf-8")
    return file


def table(text: str) -> dict[tuple[str, str], list[str]]:
    """The cells of the table of instances by (instance, engine)."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    return {(row[0], row[2]): row for row in rows if len(row) == 10}


def test_every_engine_is_read_at_the_moments_of_its_curve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        Row("set", "first", "ours", 100.0, (FAST,)),
        Row("set", "first", "pyvrp", 100.0, (SLOW,)),
        Row("set", "first", "vroom", 100.0, (BROKEN,)),
        Row("set", "first", "ortools", 100.0, (SILENT,)),
    ]
    assert report.main([str(kept(tmp_path, rows))]) == 0
    text = capsys.readouterr().out
    assert "### `handlekraft bench set --seconds 30`" in text
    assert "2 x something; numpy 2.0." in text
    found = table(text)
    assert found["first", "ours"][3:] == ["120", "120", "102", "+2.00%", "0", "90", ""]
    assert found["first", "pyvrp"][3:7] == ["", "110", "101", "+1.00%"], "an answer a second late is still the last one"
    assert found["first", "vroom"][3:8] == ["", "", "", "", "2"], "an answer that breaks rules has no cost"
    assert found["first", "ortools"][-1] == "cannot / express breaks"
    assert "| ours | +20.00% | +20.00% | +2.00% | 1/0/0 of 1 | 0 |" in text
    assert "| pyvrp | no answer | +10.00% | +1.00% | 0/1/1 of 1 | 0 |" in text
    assert "| vroom | no answer | no answer | no answer | 0/0/0 of 1 | 2 |" in text


def test_means_say_how_many_answers_they_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        Row("set", "first", "ours", None, (FAST,)),
        Row("set", "second", "ours", None, (BROKEN,)),
        Row("set", "third", "ours", None, (FAST, BROKEN)),
    ]
    report.main([str(kept(tmp_path, rows))])
    text = capsys.readouterr().out
    assert "| ours | 120.0 (1 answers) | 120.0 (1 answers) | 102.0 (1 answers) | 1/1/1 of 3 | 4 |" in text
    assert table(text)["third", "ours"][3:6] == ["", "", ""], "half an answer is no answer"


def test_even_answers_both_lead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    near = Outcome((Point(1.0, 120.001, 0), Point(25.0, 102.0, 0)))
    rows = [Row("set", "first", "ours", None, (near,)), Row("set", "first", "pyvrp", None, (FAST,))]
    report.main([str(kept(tmp_path, rows, seconds=10))])
    text = capsys.readouterr().out
    assert "| ours | 120.0 | 102.0 | 1/1 of 1 | 0 |" in text
    assert "| pyvrp | 120.0 | 102.0 | 1/1 of 1 | 0 |" in text
    assert "120.00" in text, "cents of a cost are shown where there are any"


@pytest.mark.parametrize("text", ["{", '{"rows": []}'])
def test_a_file_that_is_no_run_is_named(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other.json"
    file.write_text(text, encoding="utf-8")
    assert report.main([str(file)]) == 2
    said = capsys.readouterr()
    assert "other.json" in said.err
    assert not said.out


def test_files_come_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = kept(tmp_path, [Row("set", "first", "ours", 100.0, (FAST,))])
    monkeypatch.setattr(sys, "argv", ["report", str(file)])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(report.__file__, run_name="__main__")
    assert end.value.code == 0
    assert "first" in capsys.readouterr().out
    assert asdict(FAST)["bound"] == 90.0
