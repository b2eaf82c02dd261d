"""Krippendorff's alpha on the example of the literature."""

from __future__ import annotations

import pytest

from handlekraft_engine.qualitative.agreement import interval, krippendorff

CODERS = {
    "a": [None, None, None, None, None, 3, 4, 1, 2, 1, 1, 3, 3, None, 3],
    "b": [1, None, 2, 1, 3, 3, 4, 3, None, None, None, None, None, None, None],
    "c": [None, None, 2, 1, 3, 4, 4, None, 2, 1, 1, 3, 3, None, 4],
}
UNITS = [
    {name: float(value) for name, codes in CODERS.items() if (value := codes[number]) is not None}
    for number in range(15)
]


def test_codes_and_numbers() -> None:
    assert krippendorff(UNITS) == pytest.approx(0.691358, abs=1e-5)
    assert krippendorff(UNITS, interval) == pytest.approx(0.810845, abs=1e-5)


def test_agreement_takes_two_coders_and_two_codes() -> None:
    with pytest.raises(ValueError, match="two coders"):
        krippendorff([{"a": 1.0}, {"a": 2.0}])
    with pytest.raises(ValueError, match="two different codes"):
        krippendorff([{"a": 1.0, "b": 1.0}])
