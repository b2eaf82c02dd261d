"""The commands that open an empty installation, and one whose keys are all lost."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from handlekraft.demo.world import World
from handlekraft.people.models import Organisation, User
from tests.people.ways import browser

ANSWERS = {"organisation": "Åby Kommune", "name": "Henrik Toft", "username": "henrik", "email": ""}


def run(command: str, *words: str, **answers: str) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command(command, *words, stdout=out, **answers)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.requirement("D-03")
def test_an_empty_installation_gets_its_first_administrator_once() -> None:
    printed = run("setup", **ANSWERS)
    link = re.search(r"http://localhost:8000(/invitation/[A-Z-]+/)", printed)
    assert link is not None
    assert "Åby Kommune er sat op." in printed
    client = browser()
    assert client.get(link[1]).headers["Location"] == "/invitation/velkommen/"
    with pytest.raises(CommandError, match="Åby Kommune er allerede sat op"):
        run("setup", **ANSWERS)
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_what_is_not_given_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    typed = iter(["Åby Kommune", "Henrik Toft", "henrik", "henrik@example.org"])

    def answer(question: str) -> str:
        asked.append(question)
        return next(typed)

    monkeypatch.setattr("builtins.input", answer)
    run("setup")
    assert len(asked) == 4
    assert User.objects.get(username="henrik").email == "henrik@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"email": "henrik"}, "henrik er ikke en mailadresse"), ({"name": " "}, "navn mangler")],
)
def test_a_wrong_answer_makes_nothing(change: dict[str, str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run("setup", **{**ANSWERS, **change})
    assert not Organisation.objects.exists()


def test_a_lost_administrator_is_invited_from_the_shell(world: World) -> None:
    printed = run("invite", "henrik")
    link = re.search(r"http://localhost:8000(/invitation/[A-Z-]+/)", printed)
    assert link is not None
    assert browser().get(link[1]).status_code == 302


@pytest.mark.parametrize("username", ["ukendt", "ella"])
def test_who_is_no_employee_is_not_invited(world: World, username: str) -> None:
    with pytest.raises(CommandError, match=f"ingen medarbejder med brugernavnet {username}"):
        run("invite", username)
