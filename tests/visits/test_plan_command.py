"""`handlekraft plan`: one team, all teams, or a problem from a file."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from icalendar import Calendar

from handlekraft.audit.models import Event
from handlekraft.demo.makers import make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.visits.models import PlanRun, Proposal
from handlekraft.visits.planning.problem import problem_of
from handlekraft.visits.planning.rows import rows_of_week
from handlekraft_engine.visits.schema import plan_from_json, to_json
from tests.visits.drawing import TUESDAY, WEEK, Day, make_day

ROOT = Path(__file__).parents[2]


@pytest.fixture
def day(world: World) -> Day:
    return make_day(world)


def plan(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("plan", *words, "--iterations", "60", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_one_team_is_planned_for_the_next_week_and_finds_its_proposal(day: Day) -> None:
    out, _ = plan("--team", "team åparken")
    proposal = Proposal.objects.get()
    assert (proposal.team, proposal.week, proposal.made_by) == (day.world.aaparken, WEEK, None)
    assert "Team Åparken, uge 2026-49: forslag 1 på " in out
    assert "  Ikke dækket: 0 besøg" in out
    assert "  Brudte regler: 0" in out


def test_all_teams_are_planned_and_those_that_cannot_be_are_named(
    day: Day, at: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="Ikke planlagt: Team Havnen"):
        call_command("plan", "--all", "--week", "2026-49", "--iterations", "60", stdout=out, stderr=err)
    assert "Team Havnen: Der er ingen besøg at planlægge." in err.getvalue()
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("plan", "--team", "Team Havnen", "--week", "2026-49", stdout=out, stderr=err)
    assert err.getvalue() == "Team Havnen: Der er ingen besøg at planlægge.\n", "alone it says the same"
    make_visit(day.world.nora, TUESDAY, None)
    make_shift(day.world.tove, TUESDAY)
    out_text, _ = plan("--all")
    assert "Team Åparken, uge 2026-49: uændret, forslag 1 står" in out_text
    assert "Team Havnen, uge 2026-49: forslag 1" in out_text
    PlanRun.objects.create(team=day.world.havnen, monday=WEEK.monday)
    with pytest.raises(CommandError):
        call_command("plan", "--team", str(day.world.havnen.pk), stdout=out, stderr=err)
    assert "Team Havnen: Der regnes allerede på ugen." in err.getvalue()


def test_the_only_team_need_not_be_named(day: Day) -> None:
    with pytest.raises(CommandError, match="Teams: Team Havnen, Team Åparken"):
        plan()
    with pytest.raises(CommandError, match="Vælg et team"):
        plan("--team", "Team Bakken")
    day.world.havnen.closed_on = TUESDAY
    day.world.havnen.save()
    assert "forslag 1" in plan()[0]


def test_what_is_no_week_is_said(day: Day) -> None:
    with pytest.raises(CommandError, match="2026-99 er ikke en uge"):
        plan("--team", "Team Åparken", "--week", "2026-99")


def test_files_hold_numbers_only_unless_names_are_asked_for(day: Day, tmp_path: Path) -> None:
    make_visit(day.world.karl, TUESDAY, None, window="05:00-05:30", minutes=30)
    plan("--team", "Team Åparken", "--out", str(tmp_path / "uge"))
    table = (tmp_path / "uge/team-aaparken-2026-49.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[0] == "dag;start;slut;minutter;besøg;borger;medarbejder;anden medarbejder;låst"
    assert len(table) == 5
    assert f";30;{day.noon.pk};{day.world.karl.pk};{day.samira.employee.pk};;" in "\n".join(table)
    assert not any(name in "\n".join(table) for name in ("Ella", "Karl", "Samira", "Mette"))
    calendar = Calendar.from_ical((tmp_path / "uge/team-aaparken-2026-49.ics").read_bytes())
    assert len(calendar.walk("VEVENT")) == 3, "what nobody gives stands in no calendar"
    assert f"{day.world.ella.pk} · {day.samira.employee.pk}" in {str(one["SUMMARY"]) for one in calendar.walk("VEVENT")}
    assert not Event.objects.filter(verb="citizens exported").exists()


def test_names_in_the_files_are_noted_in_the_log(day: Day, tmp_path: Path) -> None:
    day.world.karl.name = "=Karl Mortensen"
    day.world.karl.save()
    day.noon.is_locked = True
    day.noon.carer, day.noon.starts_at = day.samira.employee, day.noon.earliest_at
    day.noon.save()
    plan("--team", "Team Åparken", "--out", str(tmp_path), "--names")
    table = (tmp_path / "team-aaparken-2026-49.csv").read_text(encoding="utf-8-sig")
    assert "2026-12-01;11:00;11:30;30;" in table
    assert ";'=Karl Mortensen;Samira Khan;;ja" in table, "no spreadsheet takes a name for a formula"
    assert "Ella Winther · Samira Khan" in (tmp_path / "team-aaparken-2026-49.ics").read_text()
    assert Event.objects.filter(verb="citizens exported").count() == 1


@pytest.fixture
def problem(day: Day, tmp_path: Path) -> Path:
    file = tmp_path / "problem.json"
    file.write_text(to_json(problem_of(rows_of_week(day.world.aaparken, WEEK, proposal=None))))
    return file


def test_a_problem_from_a_file_needs_no_database(problem: Path, tmp_path: Path) -> None:
    answer = tmp_path / "plan.json"
    words = ["plan", "--problem", str(problem), "--out", str(answer), "--iterations", "60", "--seed", "0"]
    run = subprocess.run(
        [sys.executable, "-m", "handlekraft.config", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "HANDLEKRAFT_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"},
    )
    assert "Ikke dækket: 0" in run.stderr
    assert "Brudte regler: 0" in run.stderr
    assert len(plan_from_json(answer.read_text()).placed) == 3


def test_without_a_file_the_plan_is_printed(problem: Path) -> None:
    out, err = plan("--problem", str(problem), "--seconds", "1")
    assert len(plan_from_json(out).placed) == 3
    assert "Besøg: 3" in err


def test_a_problem_that_is_wrong_is_named_with_its_place(problem: Path, tmp_path: Path) -> None:
    raw = json.loads(problem.read_text())
    raw["visits"][0]["minutes"] = 0
    problem.write_text(json.dumps(raw))
    with pytest.raises(CommandError, match=r"problem\.json: visits\[0\]"):
        plan("--problem", str(problem))
    with pytest.raises(CommandError, match=r"nowhere\.json"):
        plan("--problem", str(tmp_path / "nowhere.json"))
