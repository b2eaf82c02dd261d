"""The figures of a group, made only of what may be shown. Nothing else leaves the analysis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean, stdev

from handlekraft_engine.surveys.suppression import DISTRIBUTION_FLOOR, FLOOR


@dataclass(frozen=True)
class Interval:
    """From low to high, both included, with 95 % coverage."""

    low: float
    high: float


@dataclass(frozen=True)
class Published:
    """What may be shown of one group and one subscale or item; all figures None = too few answers.

    ``mean``, ``deviation``: on the scale of the scores. ``shares``: share of each answer, only from ten answers on.
    ``aside``: share of each code that says nothing about the matter ("don't know"), among all who answered anything.
    """

    answers: int | None = None
    mean: float | None = None
    interval: Interval | None = None
    deviation: float | None = None
    shares: Mapping[float, float] | None = None
    aside: Mapping[str, float] | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is any figure."""
        return self.answers is not None


TOO_FEW = Published()
"""The same for every group that is not shown, whatever the reason."""


def publish(values: Sequence[float], codes: Sequence[str] = (), *, worst: float | None = None) -> Published:
    """The figures of one group's answers or scores. The caller has asked ``plan_release`` whether it may be shown.

    ``worst``: the answer that would expose everybody at once; where all gave it, nothing is shown (all of five "yes"
    to a burden says it of each of them). The interval is Student's on n - 1 degrees of freedom.
    """
    if len(values) < FLOOR or (worst is not None and set(values) == {worst}):
        return TOO_FEW
    mean, deviation = fmean(values), stdev(values)
    half = t_quantile(len(values) - 1) * deviation / sqrt(len(values))
    everybody = len(values) + len(codes)
    return Published(
        answers=len(values),
        mean=mean,
        interval=Interval(mean - half, mean + half),
        deviation=deviation,
        shares=_shares(values) if len(values) >= DISTRIBUTION_FLOOR else None,
        aside={code: count / everybody for code, count in sorted(Counter(codes).items())},
    )


def _shares(values: Sequence[float]) -> dict[float, float]:
    return {value: count / len(values) for value, count in sorted(Counter(values).items())}


def share(yes: int, of: int) -> tuple[float, Interval] | None:
    """A share with Wilson's score interval; None below ten answers, where a share would speak of persons.

    Source: Wilson, JASA 1927, formula without continuity correction. Errors: ``ValueError`` for impossible counts.
    """
    if not 0 <= yes <= of:
        raise ValueError(f"{yes} of {of} is no share")
    if of < DISTRIBUTION_FLOOR:
        return None
    z = NormalDist().inv_cdf(0.975)
    found = yes / of
    middle = (found + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(found * (1 - found) / of + z * z / (4 * of * of))
    return found, Interval(middle - half, middle + half)


def t_quantile(degrees: float) -> float:
    """The 97.5 % point of Student's t."""
    from scipy.stats import t

    return float(t.ppf(0.975, degrees))
