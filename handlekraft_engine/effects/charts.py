"""Run charts and control charts with the Danish Anhøj rules.

Source: Anhøj & Olesen, PLoS One 2014 (longest run, crossings); limits as in Montgomery, Introduction to Statistical
Quality Control (I, p, u); p' after Laney, Quality Engineering 2002. A point on the centre line is not useful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from math import comb, log2, sqrt
from statistics import fmean, median

LEAST_USEFUL = 10
"""Useful points below which a run chart says nothing."""

MEAN_RANGE = 1.128
"""Expected range of two normal values in standard deviations (d2 for n = 2)."""

LARGE = 10_000
"""Mean denominator above which the limits of a p chart are too narrow as a rule."""


@dataclass(frozen=True)
class Runs:
    """How the useful points lie about the centre line."""

    useful: int
    longest: int
    longest_allowed: int
    crossings: int
    crossings_needed: int

    @property
    def signal(self) -> bool:
        """Whether the points shift or cluster more than chance does."""
        return self.useful > 0 and (self.longest > self.longest_allowed or self.crossings < self.crossings_needed)


@dataclass(frozen=True)
class Chart:
    """Points with a centre line and, for control charts, limits of three standard deviations (one per point)."""

    points: tuple[float, ...]
    centre: float
    runs: Runs
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    note: str = ""

    @property
    def outside(self) -> tuple[int, ...]:
        """Numbers of the points beyond a limit, from 0."""
        limits = zip(self.points, self.low, self.high, strict=True) if self.low else ()
        return tuple(number for number, (point, low, high) in enumerate(limits) if not low <= point <= high)

    @property
    def signal(self) -> bool:
        """Whether anything but chance is seen: a shift by the run rules, or a point beyond a limit."""
        return self.runs.signal or bool(self.outside)


def longest_allowed(useful: int) -> int:
    """round(log2 n) + 3: the longest run that chance is granted."""
    return round(log2(useful)) + 3 if useful else 0


def crossings_needed(useful: int) -> int:
    """The 5 % point of the binomial distribution with n - 1 trials and a half."""
    if useful < 2:
        return 0
    ways, bound = accumulate(comb(useful - 1, crossings) for crossings in range(useful)), 0.05 * 2 ** (useful - 1)
    return next(crossings for crossings, below in enumerate(ways) if below >= bound)


def runs(points: Sequence[float], centre: float) -> Runs:
    """The useful points of a chart, judged."""
    sides = [point > centre for point in points if point != centre]
    longest = max((len(list(run)) for _, run in groupby(sides)), default=0)
    crossings = sum(one != two for one, two in pairwise(sides))
    return Runs(len(sides), longest, longest_allowed(len(sides)), crossings, crossings_needed(len(sides)))


def run_chart(points: Sequence[float], freeze: int | None = None) -> Chart:
    """Around the median of the first ``freeze`` points, or of all."""
    centre = median(points[:freeze])
    return Chart(tuple(points), centre, runs(points, centre))


def i_chart(points: Sequence[float], freeze: int | None = None) -> Chart:
    """Single values around their mean; standard deviation from the mean moving range."""
    base = points[:freeze]
    centre = fmean(base)
    half = 3 * fmean(abs(two - one) for one, two in pairwise(base)) / MEAN_RANGE
    return _with_limits(points, centre, [half] * len(points))


def u_chart(counts: Sequence[float], sizes: Sequence[float], freeze: int | None = None) -> Chart:
    """Events per size (as days): Poisson limits that narrow as the size grows."""
    centre = _pooled(counts, sizes, freeze)
    return _with_limits(_shares(counts, sizes), centre, [3 * sqrt(centre / size) for size in sizes])


def p_chart(counts: Sequence[float], sizes: Sequence[float], freeze: int | None = None) -> Chart:
    """Shares: binomial limits. Says so where large sizes make nearly everything stand out."""
    centre = _pooled(counts, sizes, freeze)
    chart = _with_limits(
        _shares(counts, sizes), centre, [3 * sqrt(centre * (1 - centre) / size) for size in sizes], most=1
    )
    crowded = fmean(sizes) > LARGE and len(chart.outside) > 0.2 * len(sizes)
    note = "more spread than chance between persons explains; a p' chart fits large denominators" if crowded else ""
    return Chart(chart.points, chart.centre, chart.runs, chart.low, chart.high, note)


def p_prime_chart(counts: Sequence[float], sizes: Sequence[float], freeze: int | None = None) -> Chart:
    """Shares with limits widened by the spread between points that binomial chance does not explain."""
    centre, points = _pooled(counts, sizes, freeze), _shares(counts, sizes)
    errors = [sqrt(centre * (1 - centre) / size) for size in sizes]
    scores = [(point - centre) / error for point, error in zip(points, errors, strict=True)][:freeze]
    spread = fmean(abs(two - one) for one, two in pairwise(scores)) / MEAN_RANGE
    return _with_limits(points, centre, [3 * error * spread for error in errors], most=1)


def _shares(counts: Sequence[float], sizes: Sequence[float]) -> list[float]:
    return [count / size for count, size in zip(counts, sizes, strict=True)]


def _pooled(counts: Sequence[float], sizes: Sequence[float], freeze: int | None) -> float:
    return sum(counts[:freeze]) / sum(sizes[:freeze])


def _with_limits(points: Sequence[float], centre: float, halves: Sequence[float], most: float | None = None) -> Chart:
    """Counts and shares have no limit below 0, shares none above 1."""
    counted = most is not None or min(points) >= 0
    low = tuple(max(centre - half, 0) if counted else centre - half for half in halves)
    high = tuple(centre + half if most is None else min(centre + half, most) for half in halves)
    return Chart(tuple(points), centre, runs(points, centre), low, high)
