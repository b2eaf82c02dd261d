"""When a search for a roster ends."""

import pytest

from handlekraft_engine.rosters.stop import Iterations, Seconds


def test_rounds_are_counted() -> None:
    watch = Iterations(2).begin()
    assert [watch.share() for _ in range(4)] == [0.0, 0.5, 1.0, 1.0]
    assert watch.seconds_left() == float("inf")
    assert Iterations(0).begin().share() == 1.0


def test_seconds_are_read_from_the_clock() -> None:
    now = [10.0]
    watch = Seconds(4, clock=lambda: now[0]).begin()
    now[0] = 11.0
    assert (watch.share(), watch.seconds_left()) == (0.25, 3.0)
    now[0] = 20.0
    assert (watch.share(), watch.seconds_left()) == (1.0, 0.0)
    assert Seconds(0).begin().share() == 1.0


@pytest.mark.parametrize(("make", "number"), [(Iterations, -1), (Seconds, -0.5)])
def test_less_than_nothing_is_refused(make: type[Iterations] | type[Seconds], number: float) -> None:
    with pytest.raises(ValueError, match="give 0 or more"):
        make(number)  # type: ignore[arg-type]
