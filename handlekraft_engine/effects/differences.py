"""Two measurements or two groups: the difference in points first, then sizes without a unit, each with its formula.

Sources: Student's t; Hedges & Olkin, Statistical Methods for Meta-Analysis (1985), J = 1 - 3 / (4 df - 1);
Cliff, Psychological Bulletin 1993; bootstrap: Efron, JASA 1987 (BCa) as scipy computes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev, variance
from typing import Any

import numpy as np

LEAST_PAIRS = 12
"""Linked pairs below which a change of persons is not shown."""

RESAMPLES = 9_999


class TooFew(ValueError):
    """Not enough answers for this figure; the sentence says how many there are and how many it takes."""


@dataclass(frozen=True)
class Difference:
    """Points from one to the other, with 95 % interval; ``p`` two-sided; ``degrees`` of freedom."""

    points: float
    low: float
    high: float
    t: float
    degrees: float
    p: float
    pairs: int


@dataclass(frozen=True)
class Size:
    """A size without a unit, and the formula that made it: the same data give others by other formulas."""

    value: float
    low: float | None
    high: float | None
    formula: str


def paired(before: Sequence[float], after: Sequence[float]) -> Difference:
    """Change of the same persons, after minus before: paired t test. Errors: ``TooFew`` below two pairs."""
    from scipy.stats import t as student

    changes = _changes(before, after)
    degrees = len(changes) - 1
    mean, error = fmean(changes), stdev(changes) / sqrt(len(changes))
    half = float(student.ppf(0.975, degrees)) * error
    ratio = mean / error
    return Difference(
        mean, mean - half, mean + half, ratio, degrees, 2 * float(student.sf(abs(ratio), degrees)), len(changes)
    )


def signed_rank(before: Sequence[float], after: Sequence[float], *, exact: bool) -> float:
    """Wilcoxon's two-sided p: exact with zeros dropped, or normal with continuity correction."""
    from scipy.stats import wilcoxon

    changes = [change for change in _changes(before, after) if change or not exact]
    return float(wilcoxon(changes, method="exact" if exact else "asymptotic", correction=not exact).pvalue)


def hedges_paired(before: Sequence[float], after: Sequence[float], seed: int = 1) -> Size:
    """g_av: mean change over the root of the mean variance, times J with n - 1 degrees; interval by BCa bootstrap."""

    def size(one: Any, two: Any) -> float:
        return _g_average(np.asarray(one), np.asarray(two))

    low, high = _bootstrap(size, before, after, seed, is_paired=True)
    return Size(size(before, after), low, high, "Hedges g_av, J = 1 - 3/(4(n-1) - 1)")


def average_size(before: Sequence[float], after: Sequence[float]) -> float:
    """d_av: mean change over the root of the mean variance, not corrected for small numbers."""
    changes = _changes(before, after)
    return fmean(changes) / sqrt((variance(before) + variance(after)) / 2)


def change_size(before: Sequence[float], after: Sequence[float]) -> float:
    """d_z: mean change over the standard deviation of the changes."""
    changes = _changes(before, after)
    return fmean(changes) / stdev(changes)


def hedges_groups(means: tuple[float, float], deviations: tuple[float, float], sizes: tuple[int, int]) -> Size:
    """G of two groups from their means, standard deviations and sizes (first minus second); interval by its variance.

    Variance: (n1 + n2) / (n1 n2) + g^2 / (2 (n1 + n2)).
    """
    free = sum(sizes) - 2
    pooled = sqrt(sum((n - 1) * s * s for n, s in zip(sizes, deviations, strict=True)) / free)
    value = _correction(free) * (means[0] - means[1]) / pooled
    spread = sqrt(hedges_variance(value, sizes)) * 1.959963984540054
    return Size(value, value - spread, value + spread, "Hedges g, J = 1 - 3/(4 df - 1)")


def hedges_variance(value: float, sizes: tuple[int, int]) -> float:
    """The sampling variance of g for two groups."""
    one, two = sizes
    return (one + two) / (one * two) + value * value / (2 * (one + two))


def cliff(one: Sequence[float], two: Sequence[float]) -> Size:
    """Cliff's delta of ``one`` against ``two``: share of pairs where one is greater minus where it is less."""
    pairs = [(a > b) - (a < b) for a in one for b in two]
    return Size(sum(pairs) / len(pairs), None, None, "Cliff's delta = 2U/(n1 n2) - 1")


def _changes(before: Sequence[float], after: Sequence[float]) -> list[float]:
    changes = [two - one for one, two in zip(before, after, strict=True)]
    if len(changes) < 2:
        raise TooFew(f"{len(changes)} linked pairs; a change takes at least 2")
    return changes


def _correction(degrees: float) -> float:
    return 1 - 3 / (4 * degrees - 1)


def _g_average(before: Any, after: Any) -> float:
    spread = np.sqrt((before.var(ddof=1) + after.var(ddof=1)) / 2)
    return float(_correction(len(before) - 1) * (after.mean() - before.mean()) / spread)


def _bootstrap(
    size: Any, one: Sequence[float], two: Sequence[float], seed: int, *, is_paired: bool
) -> tuple[float, float]:
    from scipy.stats import bootstrap

    found = bootstrap(
        (np.asarray(one, float), np.asarray(two, float)),
        size,
        paired=is_paired,
        vectorized=False,
        n_resamples=RESAMPLES,
        method="BCa",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(found.low), float(found.high)
