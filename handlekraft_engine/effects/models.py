"""Mixed models of answers over waves: before and after, parallel teams, stepped wedge. On statsmodels.

Sources: Laird & Ware, Biometrics 1982 (REML); difference in differences: Card & Krueger, AER 1994; stepped wedge:
Hussey & Hughes, Contemporary Clinical Trials 2007. Few teams: t on the degrees of freedom left at the level of teams,
never a bare z; a permutation p stands beside it.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FEW_TEAMS = 20
"""Teams below which a normal distribution makes intervals too narrow."""

LEAST_TEAMS = 5
"""Teams from which a spread between teams can be estimated at all."""


class NotConverged(ValueError):
    """The model found no answer it can stand by; no number of it may be printed."""


@dataclass(frozen=True)
class Answer:
    """One score (points) of one person in one wave; ``treated``: the new way of working had begun in the team."""

    person: str
    team: str
    wave: int
    treated: bool
    points: float


@dataclass(frozen=True)
class Estimate:
    """Points with 95 % interval; spreads are standard deviations in points."""

    points: float
    error: float
    low: float
    high: float
    degrees: float | None
    spread_persons: float
    spread_teams: float
    spread_rest: float
    answers: int
    method: str


def change(answers: Sequence[Answer], wave: int) -> Estimate:
    """Change from the first wave to ``wave``, all available answers: y ~ wave + person (+ team from five teams on)."""
    first = min(one.wave for one in answers)
    name = f"C(wave, Treatment({first}))[T.{wave}]"
    method = "linear mixed model, REML: wave fixed, persons random"
    return _fit(answers, f"points ~ C(wave, Treatment({first}))", name, method, of_teams=1)


def parallel_teams(answers: Sequence[Answer], wave: int) -> Estimate:
    """Difference in differences at ``wave`` against the first: y ~ wave x arm + person + team.

    ``treated`` marks the arm in every wave.
    """
    first = min(one.wave for one in answers)
    formula = f"points ~ C(wave, Treatment({first})) * treated"
    name = f"C(wave, Treatment({first}))[T.{wave}]:treated"
    return _fit(answers, formula, name, "difference in differences, linear mixed model, REML", of_teams=2)


def stepped_wedge(answers: Sequence[Answer]) -> Estimate:
    """Effect of having begun, with a level for every period: y ~ period + treated + person + team."""
    method = "stepped wedge, linear mixed model, REML"
    return _fit(answers, "points ~ C(wave) + treated", "treated", method, of_teams=2)


def _fit(answers: Sequence[Answer], formula: str, name: str, method: str, of_teams: int) -> Estimate:
    """``of_teams``: parameters that only teams tell of; they cost degrees of freedom.

    Errors: ``NotConverged``; ``ValueError`` where the design does not hold the question.
    """
    from pandas import DataFrame

    table = DataFrame([vars(one) | {"treated": float(one.treated)} for one in answers])
    centre, scale = table.points.mean(), table.points.std() or 1.0
    teams = table.team.nunique()
    fitted = _converged(table.assign(points=(table.points - centre) / scale), formula, teams >= LEAST_TEAMS)
    if name not in fitted.fe_params.index:
        raise ValueError(f"{name} is not in these answers: a wave or one side is missing")
    degrees = float(teams - of_teams) if LEAST_TEAMS <= teams < FEW_TEAMS else None
    points, error = float(fitted.fe_params[name] * scale), float(fitted.bse_fe[name] * scale)
    half = _quantile(degrees) * error
    persons, among = _spreads(fitted, teams >= LEAST_TEAMS)
    return Estimate(
        points,
        error,
        points - half,
        points + half,
        degrees,
        float(persons * scale),
        float(among * scale),
        float(fitted.scale**0.5 * scale),
        len(answers),
        method,
    )


def _converged(table: Any, formula: str, with_teams: bool) -> Any:
    """Points are centred and scaled first: the optimiser fails, or nearly fails, on raw scales."""
    import statsmodels.formula.api as formulas

    groups = "team" if with_teams else "person"
    inner = {"re_formula": "1", "vc_formula": {"person": "0 + C(person)"}} if with_teams else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = formulas.mixedlm(formula, table, groups=table[groups], **inner).fit(reml=True)
    if not fitted.converged:
        raise NotConverged("the mixed model did not converge on these answers; no number of it is shown")
    return fitted


def _spreads(fitted: Any, with_teams: bool) -> tuple[float, float]:
    """Standard deviations of persons and teams, in standard deviations of the points."""
    outer = float(fitted.cov_re.iloc[0, 0]) ** 0.5
    return (float(fitted.vcomp[0]) ** 0.5, outer) if with_teams else (outer, 0.0)


def _quantile(degrees: float | None) -> float:
    from scipy.stats import norm, t

    return float(norm.ppf(0.975) if degrees is None else t.ppf(0.975, degrees))
