"""Which groups may have a figure, so that no sum or difference of what is shown speaks of one to four persons.

The persons fall into cells: those who are in exactly the same groups. A figure shown for a group is one linear
equation over the cells; whatever a reader can add and subtract lies in the row space of those equations. A group of
cells with fewer persons than the floor that lies in it is revealed.
Source: complementary suppression after Hundepool et al., Statistical Disclosure Control (2012), chapter 4; the test
is exact (rational arithmetic), not a heuristic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

FLOOR = 5
"""Answers that any figure needs."""

DISTRIBUTION_FLOOR = 10
"""Answers that a distribution, a least and greatest, or a share improved or worse needs."""

type Person = int
"""Any number that means the same person in all groups of one call."""

type Groups = Mapping[str, frozenset[Person]]
"""Who answered, by the name of the group."""


@dataclass(frozen=True)
class Release:
    """What may be shown. Both kinds of hidden look alike to the reader: too few answers."""

    shown: frozenset[str]
    hidden: frozenset[str]


def plan_release(groups: Groups, earlier: Groups | None = None) -> Release:
    """The groups that may be shown together and beside what was shown ``earlier``.

    A group below the floor is hidden; where the others would reveal it, the smallest group inside the one it is taken
    from is hidden too, until nothing is revealed. Equal input, equal answer.
    Errors: ``ValueError`` when what was shown earlier reveals somebody by itself.
    """
    before = dict(earlier or {})
    if (found := revealed(before)) is not None:
        raise ValueError(f"what was shown earlier already reveals a group of {len(found)}")
    shown = {name: members for name, members in groups.items() if len(members) >= FLOOR}
    while (secret := revealed({**_named(before, "earlier"), **_named(shown, "now")})) is not None:
        del shown[_to_hide(shown, secret)]
    return Release(frozenset(shown), frozenset(groups) - frozenset(shown))


def _named(groups: Groups, when: str) -> Groups:
    return {f"{when} {name}": members for name, members in groups.items()}


def _to_hide(shown: Groups, secret: frozenset[Person]) -> str:
    """The smallest group within the smallest shown one that holds the secret; that one itself when it has none."""
    order = sorted(shown, key=lambda name: (len(shown[name]), name))
    around = next((name for name in order if secret <= shown[name]), None)
    if around is None:
        return order[0]
    return next((name for name in order if shown[name] < shown[around]), around)


def revealed(groups: Groups, floor: int = FLOOR) -> frozenset[Person] | None:
    """The smallest set of 1 to ``floor - 1`` persons whose sum a reader can work out from the groups' sums; or None."""
    cells = _cells(groups)
    small = [number for number, cell in enumerate(cells) if len(cell) < floor]
    echelon = _echelon(_equations(groups, cells), len(cells))
    for chosen in _subsets(small, cells, floor):
        vector = [Fraction(number in chosen) for number in range(len(cells))]
        if _spanned(vector, echelon):
            return frozenset().union(*(cells[number] for number in chosen))
    return None


def _cells(groups: Groups) -> list[frozenset[Person]]:
    """Those who are in exactly the same groups, together."""
    names = sorted(groups)
    belongs: dict[Person, tuple[bool, ...]] = {}
    for person in frozenset().union(*groups.values()):
        belongs[person] = tuple(person in groups[name] for name in names)
    kinds = sorted(set(belongs.values()), reverse=True)
    return [frozenset(person for person, kind in belongs.items() if kind == wanted) for wanted in kinds]


def _equations(groups: Groups, cells: Sequence[frozenset[Person]]) -> Iterator[list[Fraction]]:
    for name in sorted(groups):
        yield [Fraction(cell <= groups[name]) for cell in cells]


def _subsets(small: Sequence[int], cells: Sequence[frozenset[Person]], floor: int) -> list[tuple[int, ...]]:
    """Sets of small cells with fewer persons than the floor together, the smallest first."""
    found = [
        chosen
        for size in range(1, floor)
        for chosen in combinations(small, size)
        if sum(len(cells[number]) for number in chosen) < floor
    ]
    return sorted(found, key=lambda chosen: (sum(len(cells[number]) for number in chosen), chosen))


def _echelon(rows: Iterator[list[Fraction]], width: int) -> list[tuple[int, list[Fraction]]]:
    """Reduced rows with the column of their leading one."""
    found: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        rest = _reduced(row, found)
        lead = next((column for column in range(width) if rest[column]), None)
        if lead is not None:
            found.append((lead, [entry / rest[lead] for entry in rest]))
    return found


def _reduced(row: list[Fraction], echelon: Sequence[tuple[int, list[Fraction]]]) -> list[Fraction]:
    for lead, other in echelon:
        if row[lead]:
            times = row[lead]
            row = [entry - times * away for entry, away in zip(row, other, strict=True)]
    return row


def _spanned(vector: list[Fraction], echelon: Sequence[tuple[int, list[Fraction]]]) -> bool:
    return not any(_reduced(vector, echelon))
