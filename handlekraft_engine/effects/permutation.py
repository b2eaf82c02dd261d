"""What chance alone would give: every way the teams could have been drawn, counted exactly.

Sources: Fisher, The Design of Experiments (1935); stepped wedge: Thompson et al., Statistics in Medicine 2018
(within-period comparison of team means, weights for equal variances).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, factorial, prod

MOST = 100_000
"""Arrangements above which counting all of them is refused."""

NOISE = 1e-9
"""Values that differ by less are the same arrangement's value."""

type Team = str
type Period = int


@dataclass(frozen=True)
class Counted:
    """A difference and its two-sided p among all arrangements."""

    value: float
    p: float
    arrangements: int


def smallest_p(treated: int, others: int) -> float:
    """The least two-sided p that so many teams can reach: the mirror image counts too where both sides are alike."""
    return (2 if treated == others else 1) / comb(treated + others, treated)


def arrangements(steps: Sequence[int]) -> int:
    """In how many ways teams can be drawn to steps of these sizes."""
    return factorial(sum(steps)) // prod(map(factorial, steps))


def difference_in_change(changes: Mapping[Team, float], treated: frozenset[Team]) -> Counted:
    """Mean change of the treated teams minus that of the others, among all choices of as many treated teams.

    Errors: ``ValueError`` for an unknown team or an empty side.
    """
    if not treated or not treated < changes.keys():
        raise ValueError("both sides need a team, and every treated team a change")

    def value(chosen: frozenset[Team]) -> float:
        ours = [change for team, change in changes.items() if team in chosen]
        theirs = [change for team, change in changes.items() if team not in chosen]
        return sum(ours) / len(ours) - sum(theirs) / len(theirs)

    ways = (frozenset(chosen) for chosen in combinations(sorted(changes), len(treated)))
    return _counted(value, treated, ways)


def stepped_wedge(means: Mapping[tuple[Team, Period], float], start: Mapping[Team, Period]) -> Counted:
    """Treated minus untreated team means within each period, over periods that have both.

    ``means``: team and period; ``start``: the first treated period of each team. Weight of a period:
    1 / (1 / treated teams + 1 / untreated teams). Errors: ``ValueError`` where nothing can be compared.
    """
    steps = sorted(set(start.values()))
    sizes = [sum(one == step for one in start.values()) for step in steps]
    if arrangements(sizes) > MOST:
        raise ValueError(f"{arrangements(sizes)} arrangements are too many to count")

    def value(given: Mapping[Team, Period]) -> float:
        return _within_periods(means, given)

    ways = (dict(one) for one in _allocations(sorted(start), list(zip(steps, sizes, strict=True))))
    return _counted(value, dict(start), ways)


def _within_periods(means: Mapping[tuple[Team, Period], float], start: Mapping[Team, Period]) -> float:
    total = weights = 0.0
    for period in sorted({period for _, period in means}):
        treated = [mean for (team, at), mean in means.items() if at == period and start[team] <= period]
        others = [mean for (team, at), mean in means.items() if at == period and start[team] > period]
        if treated and others:
            weight = 1 / (1 / len(treated) + 1 / len(others))
            total += weight * (sum(treated) / len(treated) - sum(others) / len(others))
            weights += weight
    if not weights:
        raise ValueError("there is no period with treated and untreated teams")
    return total / weights


def _allocations(teams: Sequence[Team], steps: Sequence[tuple[Period, int]]) -> Iterator[list[tuple[Team, Period]]]:
    if not steps:
        yield []
        return
    (period, size), *rest = steps
    for chosen in combinations(teams, size):
        for others in _allocations([team for team in teams if team not in chosen], rest):
            yield [(team, period) for team in chosen] + others


def _counted[A](value: Callable[[A], float], real: A, ways: Iterator[A]) -> Counted:
    found = value(real)
    values = [value(way) for way in ways]
    as_far = sum(abs(one) >= abs(found) - NOISE for one in values)
    return Counted(found, as_far / len(values), len(values))
