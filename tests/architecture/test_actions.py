"""A write is an action, and an action stands in the frame: permission, transaction, event."""

import ast
import inspect
import types
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from handlekraft.access.frame import action
from handlekraft.access.permissions import Permission
from tests.architecture.tree import APPS, chain, files, name, syntax

WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
UNMISTAKABLE = WRITES - {"save", "create", "update", "delete"}

# Places beside actions.py that may write, each with its reason.
MAY_WRITE = {
    "handlekraft/audit/": "the log writes itself: an event of writing an event would never end",
    "handlekraft/config/clock.py": "a sign of life, and sign-ins that have run out: nobody does it, it is about no one",
    "handlekraft/people/throttle.py": "who guesses a password is nobody yet, and the count must outlive the refusal",
    "handlekraft/demo/makers.py": "makers build the world that actions are tried on",
    "handlekraft/demo/past.py": "months that are long past, written in bulk as the actions would have left them",
    "handlekraft/demo/world.py": "the cast stands before the first action",
}

# Writes that leave no actor. Two are to come: an answer in tally mode, an anonymous concern. A third needs a decision.
UNSEEN: set[str] = set()


def writes(tree: ast.AST) -> Iterator[str]:
    """Places that write to the database."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and (words := chain(call))[-1] in WRITES and _is_a_row(words, call):
            yield f"{call.lineno}: {'.'.join(words)}()"


def _is_a_row(words: list[str], call: ast.Call) -> bool:
    # Dictionaries, hashes, files and caches have words of the same sound; they are called with positional arguments.
    if words[-1] in UNMISTAKABLE or "objects" in words:
        return True
    return not call.args and (words[-1] in {"save", "delete", "create"} or bool(call.keywords))


def is_excepted(path: Path) -> bool:
    """Whether one of the exceptions above covers the file."""
    return any(name(path).startswith(place) for place in MAY_WRITE)


def test_nothing_is_written_outside_actions() -> None:
    rooms = [path for path in files(APPS) if not {"actions", "models"} & {path.stem, path.parent.name}]
    found = [(path, place) for path in rooms for place in writes(syntax(path))]
    assert [f"{name(path)}:{place}" for path, place in found if not is_excepted(path)] == []


def test_every_exception_is_still_needed() -> None:
    writers = [name(path) for path in files(APPS) if list(writes(syntax(path)))]
    assert [place for place in MAY_WRITE if not any(writer.startswith(place) for writer in writers)] == []


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("visit.save(update_fields=['note'])", 1),
        ("form.save()", 1),
        ("Visit.objects.filter(pk=1).update(day=day)", 1),
        ("citizen.visits.create(day=day)", 1),
        ("Visit.objects.bulk_create(rows)", 1),
        ("rows.delete()", 1),
        ("context.update(more)", 0),
        ("digest.update(b'x')", 0),
        ("cache.delete('key')", 0),
        ("workbook.save(path)", 0),
    ],
)
def test_the_rule_bites(line: str, faults: int) -> None:
    assert len(list(writes(ast.parse(line)))) == faults


def action_modules() -> list[types.ModuleType]:
    """Every module of actions in the house."""
    paths = [path for path in files(APPS) if "actions" in (path.stem, path.parent.name)]
    return [import_module(_dotted(path)) for path in paths]


def _dotted(path: Path) -> str:
    return name(path).removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")


def unframed(module: types.ModuleType) -> Iterator[str]:
    """Public functions of the module that stand outside the frame, or take their details by position."""
    for label, function in inspect.getmembers(module, inspect.isfunction):
        if label.startswith("_") or function.__module__ != module.__name__ or hasattr(function, "is_unseen_action"):
            continue
        if not hasattr(function, "is_action"):
            yield f"{module.__name__}.{label} is in no frame"
        parameters = list(inspect.signature(inspect.unwrap(function)).parameters.values())
        if any(parameter.kind not in {parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD} for parameter in parameters[2:]):
            yield f"{module.__name__}.{label}: actor, subject, the rest by keyword"


def test_every_action_stands_in_the_frame() -> None:
    assert [place for module in action_modules() for place in unframed(module)] == []


def test_the_unseen_actions_are_these_and_no_more() -> None:
    members = (member for module in action_modules() for member in inspect.getmembers(module, inspect.isfunction))
    assert {
        f"{function.__module__}.{label}" for label, function in members if hasattr(function, "is_unseen_action")
    } == UNSEEN


def test_a_bare_function_is_found() -> None:
    module = types.ModuleType("handlekraft.sample.actions")

    def move_visit(by: object, visit: object, to: object) -> None:
        """Outside the frame, with a detail by position."""

    @action("visit handed over", needs=Permission.PLAN_VISITS)
    def hand_over_visit(by: object, visit: object, *, to: object) -> None:
        """As it should be."""

    move_visit.__module__ = hand_over_visit.__module__ = module.__name__
    module.__dict__.update(move_visit=move_visit, hand_over_visit=hand_over_visit)
    assert len(list(unframed(module))) == 2
