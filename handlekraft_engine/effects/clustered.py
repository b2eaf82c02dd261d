"""Least squares where answers of one team (or store, or person) hang together: intervals by leaving one out in turn.

Source: MacKinnon, Nielsen & Webb, Journal of Econometrics 2023: with few clusters the jackknife (CRV3) holds its
level where the usual correction (CR1) is too narrow; t on clusters - 1 degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Row:
    """One answer. ``later``: of the later measurement; ``treated``: of the side that changed."""

    cluster: str
    later: bool
    treated: bool
    points: float


@dataclass(frozen=True)
class Clustered:
    """Points with 95 % interval; ``error``: jackknife, ``usual_error``: CR1, to set beside other programs."""

    points: float
    error: float
    usual_error: float
    low: float
    high: float
    clusters: int
    answers: int
    method: str


def difference_of_measurements(rows: Sequence[Row]) -> Clustered:
    """Later minus earlier where the same persons cannot be linked. Errors: ``ValueError`` as below."""
    design = np.array([[1.0, row.later] for row in rows])
    return _fit(rows, design, "difference between measurements, least squares, jackknife over clusters (CRV3)")


def difference_in_differences(rows: Sequence[Row]) -> Clustered:
    """How much more the treated side changed than the other.

    Errors: ``ValueError`` where a side or a measurement is empty, or hangs on one cluster alone.
    """
    design = np.array([[1.0, row.later, row.treated, row.later and row.treated] for row in rows], dtype=np.float64)
    return _fit(rows, design, "difference in differences, least squares, jackknife over clusters (CRV3)")


def _fit(rows: Sequence[Row], design: NDArray[np.float64], method: str) -> Clustered:
    """The last column is what is asked for."""
    from scipy.stats import t

    points = np.array([row.points for row in rows])
    names = np.array([row.cluster for row in rows])
    clusters = np.unique(names)
    found = _solved(design, points)
    without = np.array([_solved(design[names != one], points[names != one]) for one in clusters])
    count = len(clusters)
    small = _for_small_numbers(count, *design.shape)
    error = float(np.sqrt(small * ((without - found) ** 2).sum(axis=0))[-1])
    half = float(t.ppf(0.975, count - 1)) * error
    usual = _usual_error(design, points - design @ found, [names == one for one in clusters]) * small**0.5
    value = float(found[-1])
    return Clustered(value, error, usual, value - half, value + half, count, len(rows), method)


def _solved(design: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    solution, _, rank, _ = np.linalg.lstsq(design, points, rcond=None)
    if rank < design.shape[1]:
        raise ValueError("a side or a measurement has no answers, or those of one cluster only")
    return solution


def _usual_error(design: NDArray[np.float64], rest: NDArray[np.float64], members: Sequence[NDArray[np.bool_]]) -> float:
    """The sandwich."""
    bread = np.linalg.inv(design.T @ design)
    scores = [design[mine].T @ rest[mine] for mine in members]
    return float(np.sqrt((bread @ sum(np.outer(one, one) for one in scores) @ bread)[-1, -1]))


def _for_small_numbers(clusters: int, answers: int, parameters: int) -> float:
    """(G / (G - 1)) ((n - 1) / (n - k))."""
    return clusters / (clusters - 1) * (answers - 1) / (answers - parameters)
