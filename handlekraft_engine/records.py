"""Frozen records as JSON and back, whatever they are about: unknown names are refused, errors say where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from handlekraft_engine.checks import check


def open_object(text: str, schema: str) -> dict[str, Any]:
    """The one object of a JSON text that says it is of this ``schema``. Errors: ``ValueError``."""
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"this is not JSON: {error}") from error
    check(isinstance(raw, dict), "the JSON text must hold one object")
    found = raw.pop("schema", None)
    check(found == schema, f"schema is {found!r}; this version reads {schema!r}")
    return dict(raw)


def written(value: Any) -> Any:
    """A value as JSON holds it: objects named as the fields, sets as sorted lists, defaults left out."""
    if is_dataclass(value):
        pairs = [(each, getattr(value, each.name)) for each in fields(value)]
        return {each.name: written(one) for each, one in pairs if each.default is MISSING or each.default != one}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [written(one) for one in value]
    return value


def read(raw: Any, kind: Any, where: str) -> Any:
    """``raw`` as a value of the annotated ``kind``. Errors: ``ValueError`` that begins with ``where``."""
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_object(raw, kind, where)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (UnionType, Union):
        return None if raw is None else read(raw, next(one for one in inner if one is not NoneType), where)
    if origin in (tuple, frozenset):
        return _read_list(raw, origin, inner, where)
    fits = type(raw) is kind or (kind is float and type(raw) is int)
    check(fits, f"{where}: {raw!r} is not of the kind {kind.__name__}")
    return raw


def _read_list(raw: Any, origin: Any, inner: tuple[Any, ...], where: str) -> Any:
    check(isinstance(raw, list), f"{where}: {raw!r} is not a list")
    kinds = inner[:1] * len(raw) if origin is frozenset or inner[-1] is ... else inner
    check(len(kinds) == len(raw), f"{where}: {len(raw)} entries, expected {len(kinds)}")
    return origin(read(one, kind, f"{where}[{i}]") for i, (one, kind) in enumerate(zip(raw, kinds, strict=True)))


def _read_object(raw: Any, kind: type, where: str) -> Any:
    check(isinstance(raw, Mapping), f"{where}: {raw!r} is not an object")
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind)]
    prefix = f"{where}." if where else ""
    for name in raw:
        check(name in names, f"{prefix}{name}: unknown; {kind.__name__} has {', '.join(names)}")
    for each in fields(kind):
        needed = each.default is MISSING and each.default_factory is MISSING
        check(each.name in raw or not needed, f"{prefix}{each.name}: missing")
    values = {name: read(one, hints[name], prefix + name) for name, one in raw.items()}
    try:
        return kind(**values)
    except ValueError as error:
        raise ValueError(f"{where or 'the problem'}: {error}") from error
