"""Run and control charts against qicharts2 and counting."""

from __future__ import annotations

from statistics import fmean

import pytest

from handlekraft_engine.effects.charts import (
    crossings_needed,
    i_chart,
    longest_allowed,
    p_chart,
    p_prime_chart,
    run_chart,
    runs,
    u_chart,
)
from tests.engine.effects.known import needs_data, table

TOY = [7, 5, 6, 8, 5, 6, 7, 9, 10, 9, 11, 10, 9, 12, 10, 11, 9, 10, 12, 11]


def infections() -> tuple[list[float], list[float]]:
    rows = table("cdi.csv")
    return [float(row["n"]) for row in rows], [float(row["days"]) / 10_000 for row in rows]


def test_limits_by_the_number_of_points() -> None:
    allowed = {8: 6, 10: 6, 12: 7, 15: 7, 20: 7, 24: 8, 30: 8, 36: 8, 52: 9, 100: 10}
    needed = {8: 1, 10: 2, 12: 3, 15: 4, 20: 6, 24: 8, 30: 10, 36: 13, 52: 20, 100: 41}
    assert {n: longest_allowed(n) for n in allowed} == allowed
    assert {n: crossings_needed(n) for n in needed} == needed
    assert (longest_allowed(0), crossings_needed(1)) == (0, 0)


def test_points_on_the_median_are_not_useful() -> None:
    chart = run_chart(TOY)
    found = chart.runs
    assert (chart.centre, found.useful, found.longest, found.longest_allowed) == (9, 16, 9, 7)
    assert (found.crossings, found.crossings_needed) == (1, 4)
    assert chart.signal
    assert not run_chart([5, 5, 5]).signal


def test_single_values() -> None:
    chart = i_chart(TOY)
    assert (chart.centre, chart.low[0], chart.high[0]) == pytest.approx((8.85, 4.650671892, 13.04932811), rel=1e-8)
    assert (chart.runs.longest, chart.runs.crossings, chart.runs.crossings_needed) == (13, 1, 6)
    assert chart.outside == ()
    assert i_chart([-1, 1, -1, 1, -30]).low[0] < 0


@needs_data
def test_infections_as_run_chart() -> None:
    counts, sizes = infections()
    rates = [count / size for count, size in zip(counts, sizes, strict=True)]
    whole, frozen = run_chart(rates), run_chart(rates, freeze=24)
    assert whole.centre == pytest.approx(11.54831413, abs=1e-8)
    assert (whole.runs.useful, whole.runs.longest, whole.runs.longest_allowed) == (36, 14, 8)
    assert (whole.runs.crossings, whole.runs.crossings_needed, whole.signal) == (6, 13, True)
    assert frozen.centre == pytest.approx(13.23109421, abs=1e-8)
    assert (frozen.runs.longest, frozen.runs.crossings, frozen.signal) == (15, 10, True)


@needs_data
def test_infections_by_days() -> None:
    counts, sizes = infections()
    frozen = u_chart(counts, sizes, freeze=24)
    assert frozen.centre == pytest.approx(13.02422632, abs=1e-8)
    assert fmean(frozen.high) == pytest.approx(22.08745183, abs=1e-8)
    assert len(frozen.outside) == 6
    first, second = u_chart(counts[:24], sizes[:24]), u_chart(counts[24:], sizes[24:])
    assert (fmean(first.high), first.signal) == (pytest.approx(22.06319402, abs=1e-8), False)
    assert second.centre == pytest.approx(5.008920298, abs=1e-8)
    assert fmean(second.high) == pytest.approx(10.65955804, abs=1e-8)
    assert min(second.low) == 0
    assert (second.runs.longest, second.runs.crossings, second.runs.crossings_needed) == (4, 6, 3)
    assert not second.signal


def test_shares_stay_between_0_and_1_and_large_denominators_are_warned_of() -> None:
    small = p_chart([1, 9, 10, 9], [10, 10, 10, 10])
    assert (min(small.low), max(small.high), small.note) == (pytest.approx(0.30140, abs=1e-5), 1, "")
    crowded = p_chart([9_000, 12_000, 8_500, 12_500], [20_000] * 4)
    assert len(crowded.outside) == 4
    assert "p' chart" in crowded.note
    widened = p_prime_chart([9_000, 12_000, 8_500, 12_500], [20_000] * 4)
    assert widened.outside == ()
    assert widened.centre == crowded.centre == 0.525


def test_a_point_beyond_a_limit_is_a_signal_without_any_run() -> None:
    chart = u_chart([10, 11, 10, 11, 40, 11, 10, 11], [1] * 8)
    assert chart.outside == (4,)
    assert not runs([1, 2, 1, 2, 1, 2, 1, 2], 1.5).signal
    assert chart.signal
