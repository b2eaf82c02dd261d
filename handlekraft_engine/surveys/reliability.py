"""How far items of a subscale say the same: Spearman-Brown for two items, omega total and alpha from three on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import correlation
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_SHEETS = 50
"""Answer sheets below which a reliability is not reported."""

type Sheets = Sequence[Sequence[float | None]]
"""One row per person, one value per item, already read in the direction of the subscale; None = missing."""


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha with Feldt's interval and the number of sheets behind it."""

    value: float
    low: float
    high: float
    sheets: int


def spearman_brown(first: Sequence[float], second: Sequence[float]) -> float:
    """2 r / (1 + r) of two items. Errors: ``ValueError`` where an item never varies or lists differ in length.

    Source: Eisinga, te Grotenhuis, Pelzer, Int J Public Health 2013.
    """
    found = correlation(first, second)
    return 2 * found / (1 + found)


def alpha(sheets: Sheets, *, pairwise: bool = False) -> Alpha:
    """Cronbach's alpha. Rows with a missing value are left out, or every pair of items uses the rows it has.

    Source: Cronbach, Psychometrika 1951; interval: Feldt, Psychometrika 1965, for complete rows.
    Errors: ``ValueError`` with fewer than two items or three sheets.
    """
    table = _table(sheets)
    covariance = _pairwise(table) if pairwise else np.cov(_complete(table), rowvar=False)
    items, rows = len(covariance), len(table) if pairwise else len(_complete(table))
    value = float(items / (items - 1) * (1 - np.trace(covariance) / covariance.sum()))
    return Alpha(value, *_feldt(value, items, rows), rows)


def omega(sheets: Sheets) -> float:
    """McDonald's omega total: one factor by maximum likelihood on the correlations of complete rows.

    (sum of loadings)^2 / ((sum of loadings)^2 + sum of (1 - loading^2)).
    Source: McDonald, Test Theory (1999). Errors: ``ValueError`` with fewer than three items or four sheets.
    """
    from statsmodels.multivariate.factor import Factor

    table = _complete(_table(sheets))
    if table.shape[1] < 3:
        raise ValueError("omega needs three items; two have Spearman-Brown")
    fitted = Factor(table, n_factor=1, method="ml").fit()
    loadings = np.asarray(fitted.loadings).real[:, 0]
    common = float(loadings.sum()) ** 2
    return common / (common + float((1 - loadings**2).sum()))


def _table(sheets: Sheets) -> NDArray[np.float64]:
    table = np.array([[np.nan if value is None else value for value in row] for row in sheets], dtype=np.float64)
    if table.ndim != 2 or table.shape[1] < 2:
        raise ValueError("every sheet needs the same two or more items")
    if len(_complete(table)) < 3:
        raise ValueError(f"{len(_complete(table))} complete sheets are too few")
    return table


def _complete(table: NDArray[np.float64]) -> NDArray[np.float64]:
    return table[~np.isnan(table).any(axis=1)]


def _pairwise(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Covariances, each from the rows that have both items."""
    items = table.shape[1]
    found = np.empty((items, items))
    for one in range(items):
        for two in range(items):
            both = _complete(table[:, [one, two]])
            found[one, two] = np.cov(both, rowvar=False)[0, 1]
    return found


def _feldt(value: float, items: int, rows: int) -> tuple[float, float]:
    """95 %: 1 - (1 - alpha) F, F with (n - 1) and (n - 1)(k - 1) degrees of freedom."""
    from scipy.stats import f

    free = rows - 1
    ends = f.ppf([0.975, 0.025], free, free * (items - 1))
    return 1 - (1 - value) * float(ends[0]), 1 - (1 - value) * float(ends[1])
