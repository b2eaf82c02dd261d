"""Rubin's rules against mice; the tipping point."""

from __future__ import annotations

import pytest

from handlekraft_engine.effects.missing import rubin, tipping_point


def test_rubins_rules() -> None:
    found = rubin([1.1, 1.3, 0.9, 1.25, 1.05], [0.04, 0.05, 0.045, 0.042, 0.047], 100)
    assert (found.value, found.within, found.between, found.total) == pytest.approx((1.12, 0.0448, 0.02575, 0.0757))
    assert found.degrees == pytest.approx(16.9307364, abs=1e-6)
    assert found.missing_information == pytest.approx(0.4675768688, abs=1e-6)


def test_imputations_that_agree_leave_the_degrees_of_the_data() -> None:
    assert rubin([1, 1], [0.1, 0.1], 100).degrees == pytest.approx(100 / 102 * 99)


def test_one_data_set_is_not_pooled() -> None:
    with pytest.raises(ValueError, match="at least two"):
        rubin([1], [0.1], 100)


def test_the_first_shift_that_takes_the_finding_away() -> None:
    assert tipping_point(lambda shift: 3 + shift / 2, [0, -5, -10]) == -10
    assert tipping_point(lambda shift: 9 + shift / 2, [0, -5, -10]) is None
