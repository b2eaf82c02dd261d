"""Legs of a search."""

from itertools import pairwise

import pytest

from handlekraft_engine.visits.stop import LEGS, Iterations, Leg, Seconds


@pytest.mark.parametrize("count", [0, 7, 60, 1000])
def test_iterations_deal_out_exactly_their_count(count: int) -> None:
    legs = list(Iterations(count).legs())
    assert len(legs) == LEGS
    assert sum(leg.moves for leg in legs) == count
    assert [leg.share for leg in legs] == [i / LEGS for i in range(LEGS)]


def test_seconds_fit_the_legs_to_the_speed_and_end_in_time() -> None:
    now = [100.0]
    legs: list[Leg] = []
    for leg in Seconds(6, clock=lambda: now[0]).legs():
        legs.append(leg)
        now[0] += leg.moves / 5000
    assert now[0] == pytest.approx(106, abs=0.11)
    assert all(one.share < two.share for one, two in pairwise(legs))
    assert legs[1].moves == 4 * legs[0].moves
    assert max(leg.moves for leg in legs) == pytest.approx(500, abs=2)


def test_a_machine_too_slow_for_a_leg_still_moves() -> None:
    now = [0.0]
    moves = []
    for leg in Seconds(10, clock=lambda: now[0]).legs():
        moves.append(leg.moves)
        now[0] += 4.0
    assert moves == [50, 2, 1]


@pytest.mark.parametrize(("make", "number"), [(Iterations, -1), (Seconds, -0.5)])
def test_less_than_nothing_is_refused(make: type[Iterations] | type[Seconds], number: float) -> None:
    with pytest.raises(ValueError, match="give 0 or more"):
        make(number)  # type: ignore[arg-type]
