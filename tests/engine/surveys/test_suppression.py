"""What is shown never speaks of one to four persons, alone or by any sum or difference."""

from __future__ import annotations

import random
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlekraft_engine.surveys.suppression import FLOOR, Groups, plan_release, revealed


def sized(**sizes: int) -> dict[str, frozenset[int]]:
    """Disjoint groups of so many persons, and their total."""
    number = count()
    groups = {name: frozenset(next(number) for _ in range(size)) for name, size in sizes.items()}
    return {**groups, "total": frozenset().union(*groups.values())}


def test_the_next_smallest_hides_with_the_one_that_is_too_small() -> None:
    found = plan_release(sized(a=12, b=9, c=3))
    assert found.shown == {"a", "total"}
    assert found.hidden == {"b", "c"}


def test_nothing_needs_hiding_where_all_are_large() -> None:
    assert plan_release(sized(a=12, b=9, c=5)).hidden == frozenset()


def test_two_small_ones_that_are_five_together_protect_each_other() -> None:
    assert plan_release(sized(a=12, b=3, c=2)).hidden == {"b", "c"}


def test_two_small_ones_that_are_four_together_need_a_third() -> None:
    assert plan_release(sized(a=12, b=9, c=2, d=2)).hidden == {"b", "c", "d"}


def test_those_of_no_team_are_protected_too() -> None:
    groups = {**sized(a=12, b=9), "total": frozenset(range(23))}
    assert plan_release(groups).shown == {"a", "total"}


def test_the_total_hides_where_it_would_tell_of_one() -> None:
    groups = {"team": frozenset(range(10)), "all": frozenset(range(11))}
    assert plan_release(groups).shown == {"all"}, "the team hides, the larger figure stays"


def test_groups_that_overlap_hide_until_their_difference_is_large() -> None:
    groups = {"one": frozenset(range(10)), "two": frozenset(range(8, 20)), "all": frozenset(range(20))}
    found = plan_release(groups)
    assert revealed({name: groups[name] for name in found.shown}) is None
    assert found.shown


def test_what_was_shown_before_counts() -> None:
    earlier = {"section": frozenset(range(19))}
    profession = {"nurses": frozenset(range(4)), "carers": frozenset(range(4, 19))}
    assert plan_release(profession, earlier).shown == frozenset(), "15 of 19 would tell of four"
    assert plan_release(profession).shown == {"carers"}


def test_a_leak_of_the_past_is_said() -> None:
    with pytest.raises(ValueError, match="already reveals a group of 2"):
        plan_release({}, {"a": frozenset(range(10)), "b": frozenset(range(12))})


def test_a_sum_over_three_figures_is_found() -> None:
    """a+b, b+c and c+a give a, b and c: twice their sum is twice all."""
    a, b, c = frozenset(range(3)), frozenset(range(3, 9)), frozenset(range(9, 15))
    assert revealed({"ab": a | b, "bc": b | c, "ca": c | a}) == a
    assert revealed({"ab": a | b, "bc": b | c}) is None


def brute(groups: Groups) -> bool:
    """Whether floating-point least squares finds one to four persons in the span, trying every set of cells."""
    persons = sorted(frozenset().union(*groups.values()))
    kinds = sorted({tuple(person in members for members in groups.values()) for person in persons})
    sizes = [
        sum(tuple(person in members for members in groups.values()) == kind for person in persons) for kind in kinds
    ]
    rows = np.array(kinds, dtype=float).T
    for number in range(1, 2 ** len(kinds)):
        chosen = np.array([number >> cell & 1 for cell in range(len(kinds))], dtype=float)
        if 0 < chosen @ sizes < FLOOR:
            solution, *_ = np.linalg.lstsq(rows.T, chosen, rcond=None)
            if np.allclose(rows.T @ solution, chosen, atol=1e-8):
                return True
    return False


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_no_sum_of_a_random_release_reveals_anybody(seed: int) -> None:
    dice = random.Random(seed)
    persons = range(dice.randint(1, 30))
    groups = {
        f"group {number}": frozenset(person for person in persons if dice.random() < dice.choice((0.2, 0.5, 0.9)))
        for number in range(dice.randint(1, 4))
    }
    shown = {name: groups[name] for name in plan_release(groups).shown}
    assert (revealed(groups) is not None) == brute(groups)
    assert not shown or not brute(shown)
