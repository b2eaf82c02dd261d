"""The settings in a process of their own: what the environment decides, and what is made when it says nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = "from handlekraft.config import settings as s; print(s.{})"


def shown(what: str, folder: Path, **environment: str) -> str:
    """The value of a setting in a fresh process."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HANDLEKRAFT_")}
    values = clean | {"HANDLEKRAFT_VAR": str(folder)} | {f"HANDLEKRAFT_{name}": v for name, v in environment.items()}
    command = [sys.executable, "-c", SHOW.format(what)]
    return subprocess.run(command, env=values, capture_output=True, text=True, check=True).stdout.strip()


def test_the_key_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    key = shown("SECRET_KEY", tmp_path)
    assert len(key) > 60
    assert shown("SECRET_KEY", tmp_path) == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert shown("SECRET_KEY", tmp_path, SECRET_KEY="from outside") == "from outside"


@pytest.mark.parametrize(
    ("address", "engine"),
    [
        ("", "handlekraft.config.sqlite"),
        ("postgres://hk:secret@127.0.0.1:5432/hk", "django.db.backends.postgresql"),
    ],
)
def test_sqlite_unless_another_database_is_named(tmp_path: Path, address: str, engine: str) -> None:
    environment = {"DATABASE_URL": address} if address else {}
    assert shown("DATABASES['default']['ENGINE']", tmp_path, **environment) == engine


def test_https_closes_cookies_and_names_the_host(tmp_path: Path) -> None:
    environment = {"HTTPS": "1", "HOSTS": "handlekraft.example, www.handlekraft.example"}
    assert shown("SESSION_COOKIE_SECURE", tmp_path, **environment) == "True"
    assert shown("ALLOWED_HOSTS", tmp_path, **environment) == "['handlekraft.example', 'www.handlekraft.example']"


def test_the_command_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "handlekraft.config", "--help"]
    assert "handlekraft KOMMANDO" in subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_web_server_finds_its_door() -> None:
    from handlekraft.config.wsgi import application

    assert callable(application)
