"""Those who did not answer: pooled imputations, and what the missing would have had to say to change the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, variance


@dataclass(frozen=True)
class Pooled:
    """One estimate out of several imputed data sets."""

    value: float
    within: float
    between: float
    total: float
    degrees: float
    missing_information: float


def rubin(values: Sequence[float], variances: Sequence[float], persons: int, parameters: int = 1) -> Pooled:
    """Rubin's rules with the degrees of freedom of Barnard & Rubin, Biometrika 1999.

    Errors: ``ValueError`` with fewer than two data sets.
    """
    sets = len(values)
    if sets < 2:
        raise ValueError("pooling takes at least two imputed data sets")
    within, between = fmean(variances), variance(values)
    total = within + (1 + 1 / sets) * between
    ratio = (1 + 1 / sets) * between / total
    complete = persons - parameters
    observed = (complete + 1) / (complete + 3) * complete * (1 - ratio)
    degrees = observed if not ratio else 1 / (ratio**2 / (sets - 1) + 1 / observed)
    increase = (1 + 1 / sets) * between / within
    information = (increase + 2 / (degrees + 3)) / (1 + increase)
    return Pooled(fmean(values), within, between, total, degrees, information)


def tipping_point(low: Callable[[float], float], steps: Sequence[float]) -> float | None:
    """The first shift of the missing (points, in the order tried) at which the interval's near end crosses zero.

    ``low``: the interval's near end, signed so that above zero is a clear change, at a shift. None: never.
    """
    return next((shift for shift in steps if low(shift) <= 0), None)
