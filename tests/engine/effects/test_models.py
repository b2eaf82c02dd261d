"""Mixed models: the stepped wedge of the known answer, made data whose truth is known, and refusals."""

from __future__ import annotations

import random
from typing import Any

import pytest

from handlekraft_engine.effects import models
from handlekraft_engine.effects.models import Answer, NotConverged, change, parallel_teams, stepped_wedge
from tests.engine.effects.known import needs_data, table


def made(teams: int, persons: int, effect: float = 0) -> list[Answer]:
    """Three waves, three points a wave, half of the teams with an effect in the last."""
    dice = random.Random(1)
    found = []
    for team in range(teams):
        of_team = dice.gauss(0, 3)
        for person in range(persons):
            own = dice.gauss(0, 8)
            for wave in range(3):
                more = effect if team % 2 == 0 and wave == 2 else 0
                points = 60 + of_team + own + 3 * wave + more + dice.gauss(0, 4)
                found.append(Answer(f"{team} {person}", f"team {team}", wave, team % 2 == 0, points))
    return found


@needs_data
def test_the_stepped_wedge_of_the_known_answer() -> None:
    rows = [row for row in table("sw_sim_dev.csv") if row["y"] not in {"", "NA"}]
    found = stepped_wedge(
        [Answer(row["pid"], row["team"], int(row["period"]), row["treat"] == "1", float(row["y"])) for row in rows]
    )
    assert found.points == pytest.approx(6.280431828, abs=1e-5)
    assert found.error == pytest.approx(1.437953537, rel=2e-3)
    assert found.spread_persons == pytest.approx(9.827735713, abs=1e-3)
    assert found.spread_teams == pytest.approx(3.90117516, abs=1e-3)
    assert found.spread_rest == pytest.approx(8.493318918, abs=1e-3)
    assert (found.answers, found.degrees) == (447, 6)
    assert found.high - found.points == pytest.approx(2.446912 * found.error, rel=1e-5), "t on 6 degrees, not 1.96"


def test_change_and_parallel_teams_find_the_truth() -> None:
    answers = made(6, 8, effect=10)
    whole, apart = change(answers, 2), parallel_teams(answers, 2)
    assert whole.low < 6 + 5 < whole.high
    assert apart.low < 10 < apart.high
    assert "difference in differences" in apart.method


def test_too_few_teams_for_a_spread_between_them() -> None:
    found = change(made(3, 20), 1)
    assert (found.spread_teams, found.degrees) == (0, None)
    assert found.low < 3 < found.high


def test_many_teams_need_no_correction() -> None:
    assert change(made(20, 2), 1).degrees is None


def test_a_wave_that_nobody_answered_is_named() -> None:
    with pytest.raises(ValueError, match="a wave or one side is missing"):
        change(made(3, 4), 7)


def test_a_model_without_an_answer_gives_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    import statsmodels.formula.api as formulas

    real = formulas.mixedlm

    def stopped(*args: Any, **kwargs: Any) -> Any:
        model = real(*args, **kwargs)
        fit = model.fit

        def gave_up(**how: Any) -> Any:
            fitted = fit(**how)
            fitted.converged = False
            return fitted

        model.fit = gave_up
        return model

    monkeypatch.setattr(formulas, "mixedlm", stopped)
    with pytest.raises(NotConverged, match="did not converge"):
        change(made(3, 4), 1)
    assert issubclass(models.NotConverged, ValueError)
