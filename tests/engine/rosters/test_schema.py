"""Rosters as JSON and back."""

import json
from typing import Any

import pytest

from handlekraft_engine.rosters.plan import Plan, Row
from handlekraft_engine.rosters.schema import PLAN_SCHEMA, PROBLEM_SCHEMA, plan_from_json, problem_from_json, to_json
from tests.engine.rosters.chance import chance_problem


@pytest.mark.parametrize("seed", range(6))
def test_a_problem_comes_back_as_it_went(seed: int) -> None:
    problem = chance_problem(seed)
    assert problem_from_json(to_json(problem)) == problem


def test_a_plan_comes_back_as_it_went() -> None:
    plan = Plan((Row("a", ("day", "")),))
    assert plan_from_json(to_json(plan)) == plan


def test_null_stands_for_nothing() -> None:
    raw = json.loads(to_json(chance_problem(1)))
    raw["employees"][0]["before"] = None
    assert problem_from_json(json.dumps(raw)).employees[0].before is None


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("{", "not JSON"),
        ("[]", "one object"),
        ({}, "schema is None"),
        ({"schema": PLAN_SCHEMA}, "rows: missing"),
        ({"schema": PLAN_SCHEMA, "rows": 1}, "rows: 1 is not a list"),
        ({"schema": PLAN_SCHEMA, "rows": [1]}, r"rows\[0\]: 1 is not an object"),
        ({"schema": PLAN_SCHEMA, "rows": [], "wows": []}, "wows: unknown; Plan has rows"),
        ({"schema": PLAN_SCHEMA, "rows": [{"employee": 1, "shifts": []}]}, "employee: 1 is not of the kind str"),
    ],
)
def test_a_wrong_text_is_refused_where_it_is_wrong(raw: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        plan_from_json(raw if isinstance(raw, str) else json.dumps(raw))


def test_nonsense_inside_is_named_with_its_place() -> None:
    empty = {"schema": PROBLEM_SCHEMA, "origin": "2026-11-23", "days": 0, "shifts": [], "employees": [], "covers": []}
    with pytest.raises(ValueError, match="the problem: 0 days"):
        problem_from_json(json.dumps(empty))
    wrong = empty | {"shifts": [{"id": "", "starts": 1, "ends": 2, "minutes": 1}]}
    with pytest.raises(ValueError, match=r"shifts\[0\]: a shift type has an empty id"):
        problem_from_json(json.dumps(wrong))
