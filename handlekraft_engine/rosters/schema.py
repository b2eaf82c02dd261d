"""Problems and plans as JSON and back. ``schema`` names the version; unknown names are refused."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from handlekraft_engine.rosters.plan import Plan
from handlekraft_engine.rosters.problem import Problem
from handlekraft_engine.visits.checks import check

PROBLEM_SCHEMA = "handlekraft.rosters.problem/1"
PLAN_SCHEMA = "handlekraft.rosters.plan/1"


def to_json(value: Problem | Plan) -> str:
    """JSON text of a problem or a plan: objects named as the fields, sets as sorted lists, defaults left out."""
    schema = PROBLEM_SCHEMA if isinstance(value, Problem) else PLAN_SCHEMA
    return json.dumps({"schema": schema} | _written(value), ensure_ascii=False, indent=1)


def problem_from_json(text: str) -> Problem:
    """The problem of a JSON text. Errors: ``ValueError`` that says where (``employees[3].terms``) and what is wrong."""
    problem: Problem = _read(_object(text, PROBLEM_SCHEMA), Problem, "")
    return problem


def plan_from_json(text: str) -> Plan:
    """The plan of a JSON text; errors as for problems."""
    plan: Plan = _read(_object(text, PLAN_SCHEMA), Plan, "")
    return plan


def _object(text: str, schema: str) -> dict[str, Any]:
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"this is not JSON: {error}") from error
    check(isinstance(raw, dict), "the JSON text must hold one object")
    found = raw.pop("schema", None)
    check(found == schema, f"schema is {found!r}; this version reads {schema!r}")
    return dict(raw)


def _written(value: Any) -> Any:
    if is_dataclass(value):
        pairs = [(each, getattr(value, each.name)) for each in fields(value)]
        return {each.name: _written(one) for each, one in pairs if each.default is MISSING or each.default != one}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    return value


def _read(raw: Any, kind: Any, where: str) -> Any:
    """``raw`` as a value of the annotated ``kind``."""
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_object(raw, kind, where)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return None if raw is None else _read(raw, next(one for one in inner if one is not NoneType), where)
    if origin in (tuple, frozenset):
        check(isinstance(raw, list), f"{where}: {raw!r} is not a list")
        return origin(_read(one, inner[0], f"{where}[{i}]") for i, one in enumerate(raw))
    check(type(raw) is kind, f"{where}: {raw!r} is not of the kind {kind.__name__}")
    return raw


def _read_object(raw: Any, kind: type, where: str) -> Any:
    check(isinstance(raw, dict), f"{where}: {raw!r} is not an object")
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind)]
    prefix = f"{where}." if where else ""
    for name in raw:
        check(name in names, f"{prefix}{name}: unknown; {kind.__name__} has {', '.join(names)}")
    for each in fields(kind):
        needed = each.default is MISSING and each.default_factory is MISSING
        check(each.name in raw or not needed, f"{prefix}{each.name}: missing")
    values = {name: _read(one, hints[name], prefix + name) for name, one in raw.items()}
    try:
        return kind(**values)
    except ValueError as error:
        raise ValueError(f"{where or 'the problem'}: {error}") from error
