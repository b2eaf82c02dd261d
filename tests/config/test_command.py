"""The `handlekraft` command says what there is and passes the rest on."""

from unittest import mock

import pytest

from handlekraft.config.command import main


@pytest.mark.parametrize("words", [[], ["--help"]])
def test_without_a_command_it_says_what_there_is(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(words)
    assert "handlekraft KOMMANDO" in capsys.readouterr().out


def test_a_command_is_run() -> None:
    with mock.patch("django.core.management.execute_from_command_line") as run:
        main(["backup", "fil.tar.gz"])
    run.assert_called_once_with(["handlekraft", "backup", "fil.tar.gz"])
