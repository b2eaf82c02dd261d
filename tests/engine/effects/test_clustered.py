"""Card and Krueger's minimum wages against clubSandwich and pyfixest; empty sides."""

from __future__ import annotations

import pytest

from handlekraft_engine.effects.clustered import Row, difference_in_differences, difference_of_measurements
from tests.engine.effects.known import needs_data, table


def stores() -> list[Row]:
    rows = table("card_krueger.csv")
    return [
        Row(row["store"], row["d"] == "1", row["nj"] == "1", float(row["fte"]))
        for row in rows
        if row["fte"] not in {"", "NA"}
    ]


@needs_data
def test_card_and_krueger() -> None:
    found = difference_in_differences(stores())
    assert found.points == pytest.approx(2.753605783, abs=1e-8)
    assert found.usual_error == pytest.approx(1.306607012, abs=1e-6)
    assert found.error == pytest.approx(1.32209115, abs=1e-6)
    assert found.answers == 794
    assert found.high - found.points == pytest.approx(1.9658 * found.error, rel=1e-4)


@needs_data
def test_card_and_krueger_where_both_measurements_are_there() -> None:
    rows = stores()
    whole = {row.cluster for row in rows if row.later} & {row.cluster for row in rows if not row.later}
    balanced = [row for row in rows if row.cluster in whole]
    assert len(whole) == 384
    assert difference_in_differences(balanced).points == pytest.approx(2.75, abs=1e-8)


def test_measurements_that_cannot_be_linked() -> None:
    rows = [
        Row(team, later, False, points)
        for team, later, points in (
            ("a", False, 50),
            ("b", False, 60),
            ("c", False, 55),
            ("a", True, 58),
            ("b", True, 66),
            ("c", True, 65),
        )
    ]
    found = difference_of_measurements(rows)
    assert found.points == pytest.approx(8)
    assert found.clusters == 3
    assert found.low < 8 < found.high
    assert found.high - 8 == pytest.approx(4.302653 * found.error, rel=1e-6), "t on 2 degrees"


@pytest.mark.parametrize(
    "rows",
    [
        [Row("a", False, False, 1), Row("b", False, True, 2), Row("b", True, True, 3)],
        [Row("a", later, side, 1) for later in (False, True) for side in (False, True)],
    ],
)
def test_an_empty_side_and_a_single_cluster_are_refused(rows: list[Row]) -> None:
    with pytest.raises(ValueError, match="no answers, or those of one cluster only"):
        difference_in_differences(rows)
