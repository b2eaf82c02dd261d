"""Figures of groups: five at least, ten for shares, nothing where all said the worst; intervals as published."""

from __future__ import annotations

import pytest

from handlekraft_engine.surveys.figures import TOO_FEW, publish, share


def test_five_answers_make_a_mean_and_ten_a_distribution() -> None:
    assert publish([1, 2, 3, 4]) is TOO_FEW
    five = publish([1, 2, 3, 4, 5], ["dk"] * 5)
    assert (five.answers, five.mean, five.shares, five.aside) == (5, 3, None, {"dk": 0.5})
    assert five.interval is not None
    assert five.interval.high - 3 == pytest.approx(1.963243, rel=1e-6), "t(4) = 2.776445 times 1.581139 / sqrt 5"
    assert five.is_shown
    ten = publish([1, 2, 3, 4, 5] * 2)
    assert ten.shares == {1: 0.2, 2: 0.2, 3: 0.2, 4: 0.2, 5: 0.2}


def test_all_who_said_the_worst_are_not_shown() -> None:
    assert publish([1] * 6, worst=1) is TOO_FEW
    assert publish([5] * 6, worst=1).mean == 5
    assert not TOO_FEW.is_shown


def test_a_share_has_wilsons_interval() -> None:
    found = share(81, 263)
    assert found is not None
    assert found[0] == pytest.approx(0.307985, abs=1e-6)
    assert found[1].low == pytest.approx(0.2553, abs=5e-5), "the worked example of Newcombe, Stat Med 1998"
    assert found[1].high == pytest.approx(0.3662, abs=5e-5)
    assert share(4, 9) is None


def test_an_impossible_share_is_refused() -> None:
    with pytest.raises(ValueError, match="11 of 10 is no share"):
        share(11, 10)
