"""What happens by itself happens when due, and one failure does not stop the rest."""

import logging
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.module_loading import import_string

from handlekraft.config.clock import HOUR, MINUTE, Entry, forget_old_sessions, run_clock, table, tick
from handlekraft.config.models import WorkerBeat


def test_an_entry_runs_at_once_and_then_when_its_time_has_passed() -> None:
    ran: list[str] = []
    entries = [Entry("minute", MINUTE), Entry("hour", HOUR)]
    for now in (0.0, 59.0, 60.0, 3600.0):
        tick(entries, now, find=lambda what: lambda: ran.append(what))
    assert ran == ["minute", "hour", "minute", "minute", "hour"]


def test_a_failing_entry_is_logged_and_the_next_still_runs(caplog: pytest.LogCaptureFixture) -> None:
    ran: list[str] = []

    def find(what: str) -> object:
        return (lambda: 1 / 0) if what == "broken" else (lambda: ran.append(what))

    with caplog.at_level(logging.ERROR, "handlekraft.clock"):
        tick([Entry("broken", MINUTE), Entry("whole", MINUTE)], 0.0, find=find)  # type: ignore[arg-type]
    assert ran == ["whole"]
    assert "broken" in caplog.text


@pytest.mark.django_db
def test_every_entry_of_the_table_exists_and_may_run_twice() -> None:
    for entry in table():
        import_string(entry.what)()
        import_string(entry.what)()


@pytest.mark.django_db(transaction=True)
def test_a_round_of_the_clock_leaves_a_sign_of_life() -> None:
    waited: list[float] = []
    run_clock("nord", rounds=2, pause=waited.append)
    assert waited == [MINUTE, MINUTE]
    assert [beat.worker for beat in WorkerBeat.objects.all()] == ["nord"]
    assert str(WorkerBeat.objects.get()) == "nord"


@pytest.mark.django_db
def test_sign_ins_that_have_run_out_are_forgotten() -> None:
    now = timezone.now()
    Session.objects.create(session_key="gammel", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="ny", session_data="", expire_date=now + timedelta(days=1))
    forget_old_sessions()
    assert [session.pk for session in Session.objects.all()] == ["ny"]
