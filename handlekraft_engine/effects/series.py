"""Interrupted time series of monthly routine figures: what changed when the new way of working began.

Source: Bernal, Cummins & Gasparrini, International Journal of Epidemiology 2017. Counts: quasi-Poisson with the
logarithm of the population as offset; figures: least squares. The interval is Newey and West's where residuals hang
together (Econometrica 1987, lag round(4 (n / 100) ** (2 / 9))).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

LEAST = 8
"""Points needed before and after."""

SEASONS = 24
"""Points from which the time of year can be told apart."""

HANGING = (1.5, 2.5)
"""Durbin-Watson values outside of which neighbouring residuals hang together."""


class TooShort(ValueError):
    """Not enough points before or after; the sentence says how many there are."""


@dataclass(frozen=True)
class Break:
    """The change of level (and of slope per point, where asked for), with 95 % interval.

    For counts a ratio (1 = no change), for figures points. ``expected``: what each point would have been without.
    """

    level: float
    low: float
    high: float
    slope: float | None
    dispersion: float
    durbin_watson: float
    hanging_together: bool
    expected: tuple[float, ...]
    method: str


def of_counts(
    counts: Sequence[float], population: Sequence[float], begun: Sequence[bool], *, seasons: bool, slope: bool = False
) -> Break:
    """Events in a population. ``begun``: whether the new way of working ran at the point (one point = one month)."""
    import numpy as np
    import statsmodels.api as models

    design = _design(begun, seasons=seasons, slope=slope)
    family = models.families.Poisson()
    asked = models.GLM(np.asarray(counts, float), design, family=family, offset=np.log(np.asarray(population, float)))
    fitted = asked.fit(scale="X2")
    without = models.GLM.predict(
        asked, fitted.params * _kept(design, slope=slope), offset=np.log(np.asarray(population, float))
    )
    return _broken(fitted, begun, without, slope=slope, ratio=True, dispersion=float(fitted.scale))


def of_figures(figures: Sequence[float], begun: Sequence[bool], *, seasons: bool, slope: bool = False) -> Break:
    """Means or shares, one per month."""
    import numpy as np
    import statsmodels.api as models

    design = _design(begun, seasons=seasons, slope=slope)
    fitted = models.OLS(np.asarray(figures, float), design).fit()
    without = design @ (fitted.params * _kept(design, slope=slope))
    return _broken(fitted, begun, without, slope=slope, ratio=False, dispersion=float(fitted.mse_resid))


def _design(begun: Sequence[bool], *, seasons: bool, slope: bool) -> Any:
    """Columns: one, begun, time, time since (where asked for), two pairs of yearly waves (where asked for)."""
    import numpy as np

    before, after = sum(not one for one in begun), sum(begun)
    if min(before, after) < LEAST:
        raise TooShort(f"{before} points before and {after} after; it takes {LEAST} of each")
    if seasons and len(begun) < SEASONS:
        raise TooShort(f"{len(begun)} points; the time of year takes {SEASONS}")
    time = np.arange(1, len(begun) + 1)
    since = np.cumsum(begun) - np.asarray(begun, float)
    columns = [np.ones(len(begun)), np.asarray(begun, float), time, *([since] if slope else [])]
    if seasons:
        columns += [wave(2 * np.pi * turns * time / 12) for turns in (1, 2) for wave in (np.sin, np.cos)]
    return np.column_stack(columns)


def _kept(design: Any, *, slope: bool) -> Any:
    """Which parameters stay in a world where nothing had begun: all but the change of level and of slope."""
    import numpy as np

    away = {1, 3} if slope else {1}
    return np.array([column not in away for column in range(design.shape[1])], dtype=float)


def _broken(fitted: Any, begun: Sequence[bool], without: Any, *, slope: bool, ratio: bool, dispersion: float) -> Break:
    from statsmodels.stats.stattools import durbin_watson

    shown = float(durbin_watson(fitted.resid_pearson if ratio else fitted.resid))
    hangs = not HANGING[0] <= shown <= HANGING[1]
    low, high = _interval(fitted, begun, hangs=hangs, ratio=ratio)
    level = float(fitted.params[1])
    model = "quasi-Poisson with offset" if ratio else "least squares"
    return Break(
        exp(level) if ratio else level,
        exp(low) if ratio else low,
        exp(high) if ratio else high,
        float(fitted.params[3]) if slope else None,
        dispersion,
        shown,
        hangs,
        tuple(float(one) for one in without),
        f"interrupted time series, {model}, {'Newey-West interval' if hangs else 'model interval'}",
    )


def _interval(fitted: Any, begun: Sequence[bool], *, hangs: bool, ratio: bool) -> tuple[float, float]:
    if hangs:
        lags = round(4 * (len(begun) / 100) ** (2 / 9))
        how = {"cov_type": "HAC", "cov_kwds": {"maxlags": lags}}
        fitted = fitted.model.fit(scale="X2", **how) if ratio else fitted.model.fit(**how)
    low, high = fitted.conf_int()[1]
    return float(low), float(high)
