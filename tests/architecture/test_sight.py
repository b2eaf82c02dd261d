"""Who sees whom is decided in one place: rows about a citizen reach a page through sight only."""

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Model

from handlekraft.citizens.models import Citizen
from tests.architecture.tree import name, rooms, syntax, whole_chains

# A question with a name of its own is welcome on rows that belong to no citizen; the raw words of the database are not.
RAW = {"filter", "exclude", "get", "raw", "extra", "annotate", "aggregate", "values", "values_list", "in_bulk"}
FETCHERS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404"}


def about_citizens() -> dict[str, type[Model]]:
    """Models from which foreign keys lead to a citizen, by class name."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("handlekraft.")]
    found = {Citizen}
    while more := {model for model in ours if model not in found and found & set(targets(model))}:
        found |= more
    return {model.__name__: model for model in found}


def targets(model: type[Model]) -> list[type[Model]]:
    """Models that `model` points to by a foreign key."""
    keys = [field for field in model._meta.get_fields() if (field.many_to_one or field.one_to_one) and field.concrete]
    return [key.related_model for key in keys if isinstance(key.related_model, type)]


def naked(tree: ast.AST, guarded: set[str]) -> Iterator[str]:
    """Places where a view reaches for rows past sight."""
    for line, words in whole_chains(tree):
        if not {"objects", "_default_manager"} & set(words) or "visible_to" in words:
            continue
        if words[0] in guarded:
            yield f"{line}: {'.'.join(words)} without visible_to"
        elif RAW & set(words):
            yield f"{line}: {'.'.join(words)}: give the question a name in models.py"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FETCHERS and node.args:
            fetched = node.args[0]
            if isinstance(fetched, ast.Name) and fetched.id in guarded:
                yield f"{node.lineno}: {node.func.id}({fetched.id}): use get_visible"


def test_views_fetch_through_sight() -> None:
    guarded = set(about_citizens())
    found = [f"{name(path)}:{place}" for path in rooms("views", "desks") for place in naked(syntax(path), guarded)]
    assert found == []


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("Visit.objects.visible_to(request.user).on_day(day)", 0),
        ("Visit.objects.on_day(day).visible_to(request.user)", 0),
        ("model.objects.visible_to(request.user).filter(pk=pk)", 0),
        ("get_visible(request, Visit, pk=pk)", 0),
        ("Team.objects.all()", 0),
        ("Employee.objects.employed_on(day)", 0),
        ("Visit.objects.filter(pk=pk).first()", 1),
        ("Visit._default_manager.all()[0]", 1),
        ("get_object_or_404(Visit, pk=pk)", 1),
        ("Team.objects.filter(closed_on=None)", 1),
    ],
)
def test_the_rule_bites(line: str, faults: int) -> None:
    assert len(list(naked(ast.parse(line), {"Visit"}))) == faults


def test_every_row_about_a_citizen_can_be_seen_or_not() -> None:
    rows = {label: model._default_manager.none() for label, model in about_citizens().items()}
    assert [label for label, row in rows.items() if not hasattr(row, "visible_to")] == []


def test_the_path_to_a_citizen_is_found_over_several_keys() -> None:
    found = set(about_citizens())
    assert {"Citizen", "CareRelation", "AgreedHelp"} <= found
    assert not {"Team", "Employee", "Shift", "Event"} & found
