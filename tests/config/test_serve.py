"""`handlekraft serve` checks the database, says where it listens, and stops the worker with the web server."""

import subprocess
from typing import Any
from unittest import mock

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError

from handlekraft.config.management.commands import serve


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> dict[str, mock.Mock]:
    """Stand-ins for the two processes that leave this one."""
    started = {"web": mock.Mock(), "work": mock.Mock()}
    monkeypatch.setattr(subprocess, "run", started["web"])
    monkeypatch.setattr(subprocess, "Popen", mock.Mock(return_value=started["work"]))
    monkeypatch.setattr(serve, "call_command", mock.Mock())
    return started


@pytest.mark.django_db
def test_it_says_where_and_stops_the_worker_at_the_end(
    processes: dict[str, mock.Mock], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("serve", port=8123)
    assert "http://127.0.0.1:8123/" in capsys.readouterr().out
    assert "--bind=127.0.0.1:8123" in processes["web"].call_args.args[0]
    processes["work"].terminate.assert_called_once_with()


@pytest.mark.django_db
def test_an_interrupt_stops_both(processes: dict[str, mock.Mock]) -> None:
    processes["web"].side_effect = KeyboardInterrupt
    call_command("serve")
    processes["work"].terminate.assert_called_once_with()


@pytest.mark.django_db
def test_without_worker_none_is_started(processes: dict[str, mock.Mock]) -> None:
    call_command("serve", no_work=True)
    processes["work"].terminate.assert_not_called()


def test_the_demo_names_its_personas(settings: LazySettings) -> None:
    settings.DEMO = True
    assert "Mette" in serve.welcome("127.0.0.1", 8000)
    settings.DEMO = False
    assert "Mette" not in serve.welcome("127.0.0.1", 8000)


@pytest.mark.django_db
def test_a_database_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def plan(self: Any, targets: Any) -> list[str]:
        return ["people.0099"]

    monkeypatch.setattr(serve.MigrationExecutor, "migration_plan", plan)
    with pytest.raises(CommandError, match="handlekraft migrate"):
        call_command("serve")
