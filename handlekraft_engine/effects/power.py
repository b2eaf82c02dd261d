"""What a study can find, before anyone is invited. Two-sided, alpha 0.05."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

ALPHA, POWER = 0.05, 0.80


def per_group(difference: float, deviation: float = 1, power: float = POWER) -> float:
    """Persons in each of two groups to find a difference (t test). Source: Cohen (1988), noncentral t."""
    from statsmodels.stats.power import TTestIndPower

    return float(TTestIndPower().solve_power(difference / deviation, power=power, alpha=ALPHA))


def smallest_change(pairs: int, power: float = POWER) -> float:
    """The d_z that so many linked pairs can find."""
    from statsmodels.stats.power import TTestPower

    return float(TTestPower().solve_power(nobs=pairs, power=power, alpha=ALPHA))


def stepped_wedge_power(
    start: Sequence[int],
    periods: int,
    persons: int,
    *,
    effect: float,
    variance: float,
    between: float,
    varies: float = 0,
) -> float:
    """Power of a stepped wedge with period effects. Source: Hussey & Hughes, Contemporary Clinical Trials 2007.

    ``start``: first treated period (from 0) of each team; ``persons`` per team and period; ``variance`` of one answer
    within a team; ``between``: standard deviation of teams; ``varies``: standard deviation of the effect over teams.
    """
    import numpy as np

    noise = variance / persons
    information = np.zeros((periods + 1, periods + 1))
    for first in start:
        treated = (np.arange(periods) >= first).astype(float)
        covariance = noise * np.eye(periods) + between**2 + varies**2 * np.outer(treated, treated)
        design = np.column_stack([np.eye(periods), treated])
        information += design.T @ np.linalg.solve(covariance, design)
    error = sqrt(float(np.linalg.inv(information)[-1, -1]))
    normal = NormalDist()
    bound = normal.inv_cdf(1 - ALPHA / 2)
    return normal.cdf(effect / error - bound) + normal.cdf(-effect / error - bound)
