"""The curve of faces against travel: fewer faces cost ways, and no point is shown that another one beats."""

from dataclasses import replace

from handlekraft_engine.visits.curve import Point, at_price, curve, measured
from handlekraft_engine.visits.plan import Plan
from handlekraft_engine.visits.solve import Iterations
from tests.engine.drawing import draw, drawn_plan

WEEK = """
    citizen | visit | window            | minutes | at
    Ella    | mon   | 07:00-07:00       | 20      | 0
    Ella    | tue   | +1 07:00-+1 07:00 | 20      | 0
"""
TEAM = "Mette 07-08 from 0 home 0 then +1 07-+1 08, Ali 07-08 from 0 home 0 then +1 07-+1 08"


def test_a_dearer_face_is_seen_less() -> None:
    problem = draw(WEEK, TEAM)
    far = replace(problem.carers[0].shifts[1], start_place=20, end_place=20)
    near_other = replace(problem.carers[1].shifts[0], start_place=20, end_place=20)
    carers = (
        replace(problem.carers[0], shifts=(problem.carers[0].shifts[0], replace(far, starts=1440 + 400))),
        replace(problem.carers[1], shifts=(replace(near_other, starts=400), problem.carers[1].shifts[1])),
    )
    points = curve(replace(problem, carers=carers), Iterations(400), 1, faces=(1000, 0))
    assert [(point.face, point.travel, point.faces, point.uncovered) for point in points] == [
        (0, 0, 2.0, 0),
        (1000, 40, 1.0, 0),
    ]


def test_the_price_of_a_face_is_that_of_a_new_one_too() -> None:
    prices = at_price(draw(WEEK, TEAM), 70).prices
    assert (prices.face, prices.new_face) == (70, 70)


def test_a_point_that_another_beats_is_left_out() -> None:
    point = Point(0, 100, 2.0, 3, 0, Plan(()))
    assert point.beats(replace(point, travel=101))
    assert not point.beats(replace(point, face=5))
    assert not point.beats(replace(point, travel=101, faces=1.5))


def test_an_empty_plan_is_a_point_too() -> None:
    problem = draw(WEEK, TEAM)
    point = measured(problem, 0, drawn_plan(problem, ""))
    assert (point.faces, point.travel, point.uncovered) == (0.0, 0, 2)
