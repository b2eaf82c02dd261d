"""How far coders agree beyond chance, as something to talk about.

Source: Krippendorff, Content Analysis (2004), chapter 11: alpha = 1 - observed / expected disagreement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations

type Units = Sequence[Mapping[str, float]]
"""Per unit of text: what each coder said."""


def nominal(one: float, two: float) -> float:
    """Codes are the same or not."""
    return float(one != two)


def interval(one: float, two: float) -> float:
    """Codes are numbers with distances."""
    return (one - two) ** 2


def krippendorff(units: Units, distance: Callable[[float, float], float] = nominal) -> float:
    """Krippendorff's alpha: 1 = the same everywhere, 0 = as chance. Units with one coder only count for nothing.

    Errors: ``ValueError`` where no unit has two coders, or nobody ever used a second code.
    """
    shared = [list(unit.values()) for unit in units if len(unit) > 1]
    totals = Counter(value for values in shared for value in values)
    count = totals.total()
    if len(totals) < 2:
        raise ValueError("agreement takes units with two coders and at least two different codes")
    observed = sum(
        sum(distance(one, two) for one, two in permutations(values, 2)) / (len(values) - 1) for values in shared
    )
    expected = sum(totals[one] * totals[two] * distance(one, two) for one in totals for two in totals)
    return 1 - (count - 1) * observed / expected
