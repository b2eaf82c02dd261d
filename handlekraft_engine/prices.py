"""The price of a plan, rule by rule; which rules there are is said by each kind of plan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Charge[Rule: StrEnum]:
    """What one rule costs: ``quantity`` in the rule's unit, ``points`` in whole points."""

    rule: Rule
    quantity: int
    points: int


@dataclass(frozen=True)
class Priced[Rule: StrEnum]:
    """The price of a plan: one charge per rule, in the order of the rules, also where it is 0."""

    charges: tuple[Charge[Rule], ...]

    @property
    def total(self) -> int:
        """Sum over all rules, in points."""
        return sum(charge.points for charge in self.charges)

    def __getitem__(self, rule: Rule) -> Charge[Rule]:
        """The charge of one rule."""
        return next(charge for charge in self.charges if charge.rule is rule)

    def minus(self, other: Priced[Rule]) -> Priced[Rule]:
        """Rule by rule this price less the other one: what a change costs (below 0 = it saves)."""
        pairs = zip(self.charges, other.charges, strict=True)
        return Priced(tuple(Charge(a.rule, a.quantity - b.quantity, a.points - b.points) for a, b in pairs))
