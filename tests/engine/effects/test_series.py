"""Interrupted time series: the Sicilian smoking ban, a series made by hand, and what is too short."""

from __future__ import annotations

from math import sin

import pytest

from handlekraft_engine.effects.series import TooShort, of_counts, of_figures
from tests.engine.effects.known import needs_data, table

BEGUN = [False] * 12 + [True] * 12


@needs_data
def test_the_sicilian_smoking_ban() -> None:
    rows = table("sicily.csv")
    counts = [float(row["aces"]) for row in rows]
    population = [float(row["stdpop"]) for row in rows]
    begun = [row["smokban"] == "1" for row in rows]
    plain = of_counts(counts, population, begun, seasons=False)
    assert plain.level == pytest.approx(0.894376508, abs=1e-6)
    assert plain.dispersion == pytest.approx(3.559194632, rel=1e-5)
    seasonal = of_counts(counts, population, begun, seasons=True)
    assert seasonal.level == pytest.approx(0.8850715472, abs=1e-6)
    assert (seasonal.low, seasonal.high) == pytest.approx((0.8394009553, 0.93322701), abs=1e-4)
    assert seasonal.dispersion == pytest.approx(2.262186415, rel=1e-5)
    assert "model interval" in seasonal.method


def test_a_step_in_figures_and_what_would_have_been() -> None:
    figures = [50 + 0.5 * month + (4 if begun else 0) + (-1) ** month * 0.1 for month, begun in enumerate(BEGUN)]
    found = of_figures(figures, BEGUN, seasons=False)
    assert found.level == pytest.approx(4, abs=0.2)
    assert found.low < found.level < found.high
    assert found.slope is None
    assert found.expected[20] == pytest.approx(50 + 0.5 * 20, abs=0.3)
    assert found.hanging_together, "up and down in turn"


def test_a_slope_of_its_own() -> None:
    figures = [50 + (month - 12 if begun else 0) * 2 + sin(month * 7) for month, begun in enumerate(BEGUN)]
    found = of_figures(figures, BEGUN, seasons=False, slope=True)
    assert found.slope == pytest.approx(2, abs=0.2)
    assert found.expected[-1] == pytest.approx(50, abs=2), "neither the step nor the slope"


def test_counts_that_hang_together_get_the_wider_interval() -> None:
    counts = [round(100 + 30 * sin(month / 4)) for month in range(24)]
    found = of_counts(counts, [1000] * 24, BEGUN, seasons=False)
    assert found.hanging_together
    assert "Newey-West" in found.method


def test_too_short_a_series_is_refused_with_its_numbers() -> None:
    with pytest.raises(TooShort, match="7 points before and 12 after; it takes 8 of each"):
        of_figures([1.0] * 19, [False] * 7 + [True] * 12, seasons=False)
    with pytest.raises(TooShort, match="20 points; the time of year takes 24"):
        of_figures([1.0] * 20, [False] * 10 + [True] * 10, seasons=True)
