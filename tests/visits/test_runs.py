"""Computations of a proposal: asked for, cancelled, broken, tried again, taken up by another worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Role
from handlekraft.audit.models import Event
from handlekraft.demo.makers import make_employee, make_shift, make_visit
from handlekraft.demo.world import World, make_world
from handlekraft.visits import tasks
from handlekraft.visits.actions.runs import cancel_run, retry_run, start_run, store_proposal
from handlekraft.visits.models import PlanRun, Proposal, ProposedVisit, Visit
from handlekraft.visits.planning.answer import Answer
from handlekraft.visits.planning.rows import rows_of_week
from handlekraft.visits.tasks import Heartbeat, ask_for_plan, run_attempt, take_up_broken_runs, try_again
from tests.visits.drawing import TUESDAY, WEEK, Day, dispatched, make_day, proposed

Status = PlanRun.Status


@pytest.fixture
def day(world: World) -> Day:
    return make_day(world)


def asked(day: Day, **details: object) -> PlanRun:
    return start_run(day.world.mette, day.world.aaparken, **{"week": WEEK, "iterations": 60, **details})


def test_a_wish_is_stored_and_computed_once_it_is_committed(
    day: Day, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        run = ask_for_plan(day.world.mette, day.world.aaparken, week=WEEK, iterations=60)
        assert run.status == Status.QUEUED
    run.refresh_from_db()
    assert (run.status, run.attempt, run.seconds) == (Status.DONE, 1, 15)
    proposal = run.proposal
    assert (proposal.number, proposal.made_by) == (1, day.world.mette)
    assert [(row.carer, row.visit) for row in proposal.proposed_visits.order_by("visit")] == [
        (day.samira.employee, day.morning),
        (day.samira.employee, day.noon),
        (day.world.mette.employee, day.evening),
    ]
    assert set(Event.objects.values_list("verb", flat=True)) >= {"plan asked for", "proposal stored"}


@pytest.mark.requirement("R-063")
def test_a_facilitator_may_not_ask_for_a_plan_and_a_neighbour_neither(day: Day) -> None:
    for person in (day.world.christina, day.world.tove, day.world.ali):
        with pytest.raises(Refused, match="Du må ikke lægge og ændre teamets besøg her"):
            start_run(person, day.world.aaparken, week=WEEK)
    assert not PlanRun.objects.exists()


def test_of_two_wishes_at_once_the_second_is_refused(day: Day) -> None:
    asked(day)
    with pytest.raises(Refused, match="Der regnes allerede"):
        asked(day)


def test_another_try_looks_another_way(day: Day) -> None:
    first = asked(day)
    cancel_run(day.world.mette, first)
    again = asked(day)
    assert (first.seed, again.seed) == (1, 2)
    cancel_run(day.world.mette, again)
    one_day = start_run(day.world.mette, day.world.aaparken, week=WEEK, day=TUESDAY)
    assert (again.seconds, one_day.seconds) == (15, 2), "a single day is needed at once"


def test_where_a_dispatcher_plans_the_team_does_not(day: Day) -> None:
    dispatched(day)
    with pytest.raises(Refused, match="lægger en disponent planen"):
        asked(day)
    dora = make_employee("Dora Lind", Role.DISPATCHER, section=day.world.east)
    assert start_run(dora, day.world.aaparken, week=WEEK).by == dora


def test_the_same_seed_and_iterations_give_the_same_plan(day: Day) -> None:
    def plan(proposal: Proposal) -> list[tuple[object, ...]]:
        return list(proposal.proposed_visits.order_by("visit").values_list("visit", "carer", "starts_at"))

    one, two = proposed(day, seed=3), proposed(day, seed=3)
    assert plan(one) == plan(two)
    assert (one.number, two.number) == (1, 2)


def test_a_cancelled_run_stores_nothing(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    run = asked(day)
    cancel_run(day.world.mette, run)
    assert run_attempt(run.pk, 1) is None
    run.refresh_from_db()
    assert (run.status, run.cancel_asked) == (Status.CANCELLED, True)

    monkeypatch.setattr(tasks, "BETWEEN_BEATS", 0)
    told: list[float] = []

    def cancel_in_the_middle(share: float, price: int | None) -> None:
        told.append(share)
        cancel_run(day.world.mette, PlanRun.objects.get(pk=later.pk))

    later = asked(day, iterations=100_000_000)
    assert run_attempt(later.pk, 1, cancel_in_the_middle) is None
    later.refresh_from_db()
    assert later.status == Status.CANCELLED
    assert len(told) == 1, "it heard so at once"
    assert not Proposal.objects.exists()


def test_a_facilitator_may_not_cancel(day: Day) -> None:
    run = asked(day)
    with pytest.raises(Refused):
        cancel_run(day.world.christina, run)


def test_progress_is_written_at_most_twice_a_second(day: Day) -> None:
    run = asked(day, seconds=10)
    PlanRun.objects.take(run.pk, 1)
    run.refresh_from_db()
    clock = iter([100.0, 100.4, 101.0, 101.3, 130.0])
    told: list[tuple[float, int | None]] = []
    beat = Heartbeat(run, lambda share, price: told.append((share, price)), lambda: next(clock))
    assert [beat(None), beat(500), beat(400), beat(300)] == [True] * 4
    assert told == [(0.1, 500), (1.0, 300)]
    run.refresh_from_db()
    assert (run.share_done, run.percent_done, run.price) == (1.0, 100, 300)


def test_nothing_to_plan_fails_with_a_sentence(world: World) -> None:
    run = start_run(world.mette, world.aaparken, week=WEEK)
    assert run_attempt(run.pk, 1) is None
    run.refresh_from_db()
    assert (run.status, run.failure) == (Status.FAILED, "Der er ingen besøg at planlægge.")
    assert run.is_over
    assert run.is_broken(timezone.now())


def test_a_mistake_of_ours_is_noted_and_rises(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_details: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tasks, "compute", fail)
    run = asked(day)
    with pytest.raises(ZeroDivisionError):
        run_attempt(run.pk, 1)
    run.refresh_from_db()
    assert (run.status, run.failure) == (Status.FAILED, "Der gik noget galt i beregningen. Fejlen er noteret.")


def test_an_answer_that_breaks_a_rule_is_not_stored(day: Day) -> None:
    run = asked(day)
    PlanRun.objects.take(run.pk, 1)
    rows = rows_of_week(day.world.aaparken, WEEK, proposal=None)
    with pytest.raises(Refused, match="Forslaget brød 2 regler"):
        store_proposal(day.world.mette, run, attempt=1, rows=rows, answer=Answer({}, {}, 0, faults=2), seconds=1)
    assert not Proposal.objects.exists()


def test_who_lost_the_right_meanwhile_gets_no_proposal(day: Day) -> None:
    run = asked(day)
    day.world.mette.employee.memberships.update(ends_on=date(2026, 11, 1))
    assert run_attempt(run.pk, 1) is None
    run.refresh_from_db()
    assert run.failure == "Du må ikke lægge og ændre teamets besøg her."


def test_a_silent_run_is_broken_and_tried_again(day: Day, at: Callable[[str], None]) -> None:
    run = asked(day)
    PlanRun.objects.take(run.pk, 1)
    run.refresh_from_db()
    with pytest.raises(Refused, match="i gang"):
        retry_run(day.world.mette, run)
    at("2026-11-23 14:51")
    assert run.is_broken(timezone.now())
    assert try_again(day.world.mette, run).status == Status.QUEUED
    assert run_attempt(run.pk, 2) is not None
    run.refresh_from_db()
    assert (run.status, run.attempt) == (Status.DONE, 2)
    assert not run.is_broken(timezone.now())


def test_the_old_worker_hears_that_another_has_taken_over(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "BETWEEN_BEATS", 0)
    run = asked(day)
    assert PlanRun.objects.take(run.pk, 1)
    run.refresh_from_db()
    old = Heartbeat(run, lambda share, price: None)
    assert old(None)
    assert PlanRun.objects.take(run.pk, 2)
    assert not old(None)
    assert not old(None)
    assert not PlanRun.objects.take(run.pk, 2), "of two that take up the same attempt one gets it"


def test_the_clock_takes_up_what_fell_silent_and_gives_up_after_three(
    day: Day, at: Callable[[str], None], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    run = asked(day)
    assert take_up_broken_runs() == 0
    at("2026-11-23 14:54")
    assert take_up_broken_runs() == 0, "it waits for its turn"
    assert not run.is_broken(timezone.now())
    at("2026-11-23 14:56")
    assert run.is_broken(timezone.now())
    with django_capture_on_commit_callbacks() as queued:  # type: ignore[attr-defined]
        take_up_broken_runs()
        take_up_broken_runs()
    assert len(queued) == 2
    for callback in queued:
        callback()
    run.refresh_from_db()
    assert (run.status, run.attempt, Proposal.objects.count()) == (Status.DONE, 1, 1)

    PlanRun.objects.filter(pk=run.pk).update(status=Status.RUNNING, attempt=3, heartbeat_at=timezone.now())
    at("2026-11-23 14:57")
    assert take_up_broken_runs() == 0
    run.refresh_from_db()
    assert (run.status, run.failure) == (Status.FAILED, "Beregningen gik i stå 3 gange.")


def test_a_stopped_run_is_not_tried_again_beside_another(day: Day) -> None:
    stopped = asked(day)
    PlanRun.objects.filter(pk=stopped.pk).update(status=Status.FAILED)
    other = asked(day)
    with pytest.raises(Refused, match="Der regnes allerede på ugen"):
        retry_run(day.world.mette, stopped)
    cancel_run(day.world.mette, other)
    assert retry_run(day.world.mette, stopped).status == Status.QUEUED


def test_what_a_person_asks_for_again_is_taken_up_anew(day: Day, at: Callable[[str], None]) -> None:
    run = asked(day)
    PlanRun.objects.filter(pk=run.pk).update(status=Status.FAILED, attempt=3)
    cancel_run(day.world.mette, run)
    run = retry_run(day.world.mette, run)
    assert (run.status, run.cancel_asked) == (Status.QUEUED, False)
    at("2026-11-23 14:56")
    assert take_up_broken_runs() == 1
    assert run_attempt(run.pk, 4) is not None
    run.refresh_from_db()
    assert (run.status, run.attempt) == (Status.DONE, 4)


def test_locks_are_kept_when_the_week_is_proposed_again(day: Day) -> None:
    first = proposed(day)
    row = first.proposed_visits.get(visit=day.noon)
    row.starts_at, row.is_locked = row.starts_at + timedelta(minutes=7), True
    row.save()
    again = proposed(day, based_on=first)
    kept = again.proposed_visits.get(visit=day.noon)
    assert (kept.starts_at, kept.carer, kept.is_locked) == (row.starts_at, row.carer, True)
    assert not again.proposed_visits.get(visit=day.morning).is_locked


def test_a_sick_call_moves_only_what_it_must(day: Day, at: Callable[[str], None]) -> None:
    wednesday = TUESDAY + timedelta(days=1)
    jonas = make_employee("Jonas Holm", Role.TEAM_MEMBER, team=day.world.aaparken)
    make_shift(jonas, TUESDAY)
    make_shift(day.samira, wednesday)
    make_visit(day.world.karl, wednesday, "09:00", carer=day.samira, window="08:00-12:00")
    Visit.objects.filter(pk=day.morning.pk).update(carer=jonas.employee, starts_at=day.morning.earliest_at)
    Visit.objects.filter(pk=day.noon.pk).update(carer=day.samira.employee, starts_at=day.noon.earliest_at)
    at("2026-12-01 06:45")
    day.samira.employee.shifts.filter(starts_at__date=TUESDAY).update(sick_at=timezone.now())
    began = time.monotonic()
    again = proposed(day, day=TUESDAY)
    assert time.monotonic() - began < 3
    assert again.run.day == TUESDAY
    plan = {row.visit_id: (row.carer, row.starts_at) for row in again.proposed_visits.select_related("carer")}
    assert plan[day.morning.pk] == (jonas.employee, day.morning.earliest_at), "told to Ella, so it stays"
    assert plan[day.noon.pk][0] == jonas.employee
    other_day = Visit.objects.get(day=wednesday)
    assert plan[other_day.pk] == (day.samira.employee, other_day.starts_at), "another day is not touched"


# A worker that dies


@pytest.fixture
def own_database(tmp_path: Path) -> dict[str, str]:
    """A database of its own, for a process of its own."""
    database = tmp_path / "killed.sqlite3"
    return {
        **os.environ,
        "HANDLEKRAFT_DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "handlekraft.config.settings",
    }


WORKER = """
import sys
import django
django.setup()
from handlekraft.visits import tasks
tasks.BETWEEN_BEATS = 0
tasks.run_attempt(int(sys.argv[1]), int(sys.argv[2]), lambda share, price: print("beat", flush=True))
"""
SETUP = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from handlekraft.demo.world import make_world
from handlekraft.visits.actions.runs import start_run
from tests.visits.drawing import WEEK, make_day
day = make_day(make_world())
print(start_run(day.world.mette, day.world.aaparken, week=WEEK, iterations=50_000_000).pk)
"""
TAKE_UP = """
import sys
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from handlekraft.visits import tasks
from handlekraft.visits.models import PlanRun, Proposal

def look(later):
    run = PlanRun.objects.get(pk=sys.argv[1])
    print(run.status, run.is_broken(later), PlanRun.objects.broken_at(later).count(), Proposal.objects.count())

later = timezone.now() + timedelta(seconds=31)
look(later)
PlanRun.objects.update(iterations=60)
tasks.run_attempt(int(sys.argv[1]), 2)
look(later)
"""


def test_a_worker_killed_in_the_middle_leaves_a_run_that_says_so_and_is_taken_up(own_database: dict[str, str]) -> None:
    root = Path(__file__).parents[2]

    def script(program: str, *words: str) -> str:
        command = [sys.executable, "-c", program, *words]
        done = subprocess.run(command, cwd=root, env=own_database, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    run = script(SETUP).splitlines()[-1]
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, run, "1"], cwd=root, env=own_database, stdout=subprocess.PIPE
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"beat\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    assert script(TAKE_UP, run).splitlines() == ["running True 1 0", "done False 0 1"]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_it_computes(monkeypatch: pytest.MonkeyPatch, at: Callable[[str], None]) -> None:
    at("2026-11-23 14:50")
    monkeypatch.setattr(tasks, "BETWEEN_BEATS", 0)
    day = make_day(make_world())
    run = asked(day)
    inside: list[bool] = []
    assert run_attempt(run.pk, 1, lambda share, price: inside.append(connection.in_atomic_block)) is not None
    assert set(inside) == {False}
    assert ProposedVisit.objects.count() == 3
