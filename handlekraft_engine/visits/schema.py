"""Problems and plans as JSON and back. ``schema`` names the version; unknown names are refused."""

from __future__ import annotations

import json
from collections.abc import Mapping

from handlekraft_engine.records import open_object, read, written
from handlekraft_engine.travel.crow_fly import travel_tables
from handlekraft_engine.visits.plan import Plan
from handlekraft_engine.visits.problem import Place, Problem

PROBLEM_SCHEMA = "handlekraft.visits.problem/1"
PLAN_SCHEMA = "handlekraft.visits.plan/1"


def to_json(value: Problem | Plan) -> str:
    """JSON text of a problem or a plan: objects named as the fields, sets as sorted lists, defaults left out."""
    schema = PROBLEM_SCHEMA if isinstance(value, Problem) else PLAN_SCHEMA
    return json.dumps({"schema": schema} | written(value), ensure_ascii=False, indent=1)


def problem_from_json(text: str) -> Problem:
    """The problem of a JSON text. ``travel`` may be missing: then it is crow-fly minutes for the carers' modes.

    Errors: ``ValueError`` that says where in the text (``visits[3].windows[0].latest``) and what is wrong.
    """
    raw = open_object(text, PROBLEM_SCHEMA)
    if "travel" not in raw:
        places = read(raw.get("places", []), tuple[Place, ...], "places")
        modes = [str(carer.get("mode")) for carer in raw.get("carers", []) if isinstance(carer, Mapping)]
        raw["travel"] = written(travel_tables(places, modes))
    problem: Problem = read(raw, Problem, "")
    return problem


def plan_from_json(text: str) -> Plan:
    """The plan of a JSON text; errors as for problems."""
    plan: Plan = read(open_object(text, PLAN_SCHEMA), Plan, "")
    return plan
