"""Known answers: R's t.test and wilcox.test on the sleep data, Hedges, Cliff."""

from __future__ import annotations

from math import sqrt

import pytest

from handlekraft_engine.effects.differences import (
    TooFew,
    average_size,
    change_size,
    cliff,
    hedges_groups,
    hedges_paired,
    hedges_variance,
    paired,
    signed_rank,
)

FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_a_change_of_the_same_persons() -> None:
    found = paired(FIRST, SECOND)
    assert (found.points, found.t) == pytest.approx((1.58, 4.062127683), rel=1e-8)
    assert (found.degrees, found.pairs) == (9, 10)
    assert found.p == pytest.approx(0.002832890197, rel=1e-8)
    assert (found.low, found.high) == pytest.approx((0.7001142367, 2.459885763), rel=1e-8)


def test_sizes_name_their_formula() -> None:
    found = hedges_paired(FIRST, SECOND)
    assert found.value == pytest.approx(0.7608512744, rel=1e-6)
    assert "g_av" in found.formula
    assert found.low is not None
    assert found.high is not None
    assert 0.2 < found.low < found.value < found.high < 1.6
    assert found == hedges_paired(FIRST, SECOND), "the same seed, the same interval"
    assert change_size(FIRST, SECOND) == pytest.approx(1.284557563, rel=1e-6)
    assert average_size(FIRST, SECOND) == pytest.approx(0.8321810814, rel=1e-6)


def test_two_groups() -> None:
    found = hedges_groups((103, 100), (5.5, 4.5), (50, 50))
    assert found.value == pytest.approx(0.592439623, rel=2e-4)
    assert hedges_variance(found.value, (50, 50)) == pytest.approx(0.04175492353, rel=2e-4)
    assert found.high is not None
    assert found.high - found.value == pytest.approx(1.96 * sqrt(0.04175492353), rel=1e-3)


def test_cliffs_delta() -> None:
    found = cliff([10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50])
    assert found.value == -0.25


def test_signed_rank_says_which_it_is() -> None:
    assert signed_rank(FIRST, SECOND, exact=False) == pytest.approx(0.009090698016, abs=1e-8)
    assert signed_rank(FIRST, SECOND, exact=True) == pytest.approx(0.00390625, abs=1e-8)


def test_one_pair_is_no_change() -> None:
    with pytest.raises(TooFew, match="1 linked pairs; a change takes at least 2"):
        paired([1], [2])
