"""Clock times become moments in one place, where the two odd days of the year are known."""

import ast
from pathlib import Path

from tests.architecture.tree import APPS, ROOT, files, name, syntax

HERE = {"handlekraft/web/moments.py"}
# The sample municipality reads moments written down as text.
WRITTEN = {"handlekraft/demo/makers.py"}


def makes_moments(tree: ast.AST) -> bool:
    """Whether a clock time is given a zone here."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(func, ast.Attribute) and func.attr == "make_aware" for func in calls)


def test_moments_are_made_in_one_place() -> None:
    assert {name(path) for path in files(APPS) if makes_moments(syntax(path))} == HERE | WRITTEN


def test_the_rule_bites() -> None:
    assert makes_moments(ast.parse("at = timezone.make_aware(datetime.combine(day, time()))"))
    assert not makes_moments(syntax(Path(ROOT / "handlekraft/rosters/week.py")))
