"""JSON and back, and where it is wrong."""

import json
from typing import Any

import pytest

from handlekraft_engine.bench.teams import Team, make_problem
from handlekraft_engine.travel.crow_fly import travel_tables
from handlekraft_engine.visits.plan import Placed, Plan
from handlekraft_engine.visits.schema import plan_from_json, problem_from_json, to_json
from tests.engine.chance import chance_problem


@pytest.mark.parametrize("seed", range(12))
def test_a_problem_comes_back_as_it_was(seed: int) -> None:
    problem = chance_problem(seed)
    assert problem_from_json(to_json(problem)) == problem


def test_a_plan_comes_back_as_it_was() -> None:
    plan = Plan((Placed("Ella", ("Mette", "Ali"), 480),), ("Karl",))
    assert plan_from_json(to_json(plan)) == plan


def test_without_travel_it_is_crow_fly() -> None:
    problem = make_problem(Team(1, visits_a_day=5))
    raw = json.loads(to_json(problem))
    del raw["travel"]
    again = problem_from_json(json.dumps(raw))
    assert again == problem
    assert again.travel == travel_tables(problem.places, [carer.mode for carer in problem.carers])


def changed(**changes: Any) -> str:
    return json.dumps(json.loads(to_json(chance_problem(3))) | changes)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "this is not JSON"),
        ("[]", "must hold one object"),
        ("{}", "schema is None; this version reads 'handlekraft.visits.problem/1'"),
        (changed(schema="x/2"), "schema is 'x/2'"),
        (changed(origin=5), "origin: 5 is not of the kind str"),
        (changed(colour="red"), "colour: unknown; Problem has origin, places"),
        (changed(places=[{"lat": "56", "lon": 10}]), r"places\[0\].lat: '56' is not of the kind float"),
        (changed(places=[{"lat": 56}]), r"places\[0\].lon: missing"),
        (changed(places=[{"lat": 156, "lon": 10}]), r"places\[0\]: latitude 156"),
        (changed(places={"lat": 56}), "places: .* is not a list"),
        (changed(places=[5]), r"places\[0\]: 5 is not an object"),
        (changed(prices={"travel": [["walk", 1, 2]]}), r"prices.travel\[0\]: 3 entries, expected 2"),
        (changed(now=True), "now: True is not of the kind int"),
        (changed(citizens=[{"id": "c0"}, {"id": "c0"}]), "the problem: the citizen 'c0' appears twice"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        problem_from_json(text)


def test_whole_numbers_are_degrees_too() -> None:
    assert problem_from_json(changed(places=[{"lat": 56, "lon": i} for i in range(4)])).places[1].lon == 1
