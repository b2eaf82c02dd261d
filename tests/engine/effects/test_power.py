"""What a study can find, against R."""

from __future__ import annotations

import pytest

from handlekraft_engine.effects.power import per_group, smallest_change, stepped_wedge_power


def test_persons_per_group() -> None:
    assert per_group(1, power=0.9) == pytest.approx(22.0211, abs=1e-3)
    assert per_group(0.5) == pytest.approx(63.76576, abs=1e-3)
    assert per_group(5, deviation=10) == pytest.approx(63.76576, abs=1e-3)


def test_smallest_change_of_pairs() -> None:
    found = [round(smallest_change(pairs), 2) for pairs in (10, 15, 20, 30, 40, 60, 100)]
    assert found == [1.00, 0.78, 0.66, 0.53, 0.45, 0.37, 0.28]


@pytest.mark.parametrize(("varies", "power"), [(0, 0.7861895925), (0.0045, 0.7724894264)])
def test_a_stepped_wedge(varies: float, power: float) -> None:
    """24 teams in four steps of six, 120 persons, a share that falls from 5 % to 3.5 %."""
    start = [step for step in (1, 2, 3, 4) for _ in range(6)]
    middle = (0.05 + 0.035) / 2
    found = stepped_wedge_power(
        start, 5, 120, effect=-0.015, variance=middle * (1 - middle), between=0.01, varies=varies
    )
    assert found == pytest.approx(power, abs=1e-6)
