"""Every way the teams could have been drawn."""

from __future__ import annotations

from statistics import fmean

import pytest

from handlekraft_engine.effects.permutation import arrangements, difference_in_change, smallest_p, stepped_wedge
from tests.engine.effects.known import needs_data, table


def test_the_smallest_p_that_can_be_reached() -> None:
    assert [smallest_p(n, n) for n in (2, 3, 4, 5)] == pytest.approx([0.3333333, 0.1, 0.0285714, 0.0079365], abs=1e-6)
    assert smallest_p(2, 3) == 0.1
    assert [arrangements(steps) for steps in ((1, 1, 1), (2, 2, 2), (1, 1, 1, 1), (2, 2, 2, 2))] == [6, 90, 24, 2520]


def test_four_teams_can_show_a_third_at_best() -> None:
    found = difference_in_change({"a": 9, "b": 8, "c": 1, "d": 0}, frozenset({"a", "b"}))
    assert (found.value, found.arrangements) == (8, 6)
    assert found.p == pytest.approx(smallest_p(2, 2))
    assert difference_in_change({"a": 9, "b": 8, "c": 1}, frozenset({"b"})).p == 1


@pytest.mark.parametrize("treated", [frozenset(), frozenset({"a", "b"}), frozenset({"x"})])
def test_a_side_without_a_team_is_refused(treated: frozenset[str]) -> None:
    with pytest.raises(ValueError, match="both sides need a team"):
        difference_in_change({"a": 1, "b": 2}, treated)


@needs_data
def test_the_stepped_wedge_of_the_known_answer() -> None:
    rows = [row for row in table("sw_sim_dev.csv") if row["y"] not in {"", "NA"}]
    cells = {(row["team"], int(row["period"])) for row in rows}
    means = {
        (team, period): fmean(float(row["y"]) for row in rows if (row["team"], int(row["period"])) == (team, period))
        for team, period in cells
    }
    start = {
        team: min(int(row["period"]) for row in rows if row["team"] == team and float(row["treat"]))
        for team in {row["team"] for row in rows}
    }
    found = stepped_wedge(means, start)
    assert found.value == pytest.approx(7.323631313, abs=1e-8)
    assert (found.arrangements, found.p) == (2520, pytest.approx(0.0630952381, abs=1e-9))


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="no period with treated and untreated teams"):
        stepped_wedge({("a", 1): 1.0, ("b", 1): 2.0}, {"a": 1, "b": 1})
    with pytest.raises(ValueError, match="too many to count"):
        stepped_wedge({}, {f"team {number}": number // 3 for number in range(12)})
