"""Problems and plans as JSON and back. ``schema`` names the version; unknown names are refused."""

from __future__ import annotations

import json

from handlekraft_engine.records import open_object, read, written
from handlekraft_engine.rosters.plan import Plan
from handlekraft_engine.rosters.problem import Problem

PROBLEM_SCHEMA = "handlekraft.rosters.problem/1"
PLAN_SCHEMA = "handlekraft.rosters.plan/1"


def to_json(value: Problem | Plan) -> str:
    """JSON text of a problem or a plan: objects named as the fields, sets as sorted lists, defaults left out."""
    schema = PROBLEM_SCHEMA if isinstance(value, Problem) else PLAN_SCHEMA
    return json.dumps({"schema": schema} | written(value), ensure_ascii=False, indent=1)


def problem_from_json(text: str) -> Problem:
    """The problem of a JSON text. Errors: ``ValueError`` that says where (``employees[3].terms``) and what is wrong."""
    problem: Problem = read(open_object(text, PROBLEM_SCHEMA), Problem, "")
    return problem


def plan_from_json(text: str) -> Plan:
    """The plan of a JSON text; errors as for problems."""
    plan: Plan = read(open_object(text, PLAN_SCHEMA), Plan, "")
    return plan
