"""`handlekraft bench` hands its words to the engine's bench and ends with its code."""

import pytest
from django.core.management import ManagementUtility


def test_the_words_go_to_the_bench(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        ManagementUtility(["handlekraft", "bench", "team-day", "--engines", "none", "--seconds", "3"]).execute()
    assert end.value.code == 0
    assert "team-day, 3 s a run" in capsys.readouterr().out


def test_a_set_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        ManagementUtility(["handlekraft", "bench", "nothing"]).execute()
    assert end.value.code == 2
    assert "there is no set 'nothing'" in capsys.readouterr().err
