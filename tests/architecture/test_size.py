"""Small files and small functions: a reader holds one in mind."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from tests.architecture.tree import APPS, ENGINE, ROOT, TESTS, files, name, syntax

OURS = (APPS, ENGINE, TESTS, ROOT / ".ci")
FILE = 400
FUNCTION = 60
SCRIPT = 1_200
DECISION = 40


def lengths(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Functions and how many lines each takes, decorators left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def is_long(path: Path) -> bool:
    """Whether the file should become a folder, split by noun."""
    return len(path.read_text(encoding="utf-8").splitlines()) > FILE


def test_no_file_is_too_long() -> None:
    assert [name(path) for path in files(*OURS, endings=(".py", ".html", ".js")) if is_long(path)] == []


def test_no_function_is_too_long() -> None:
    found = [(name(path), label, lines) for path in files(*OURS) for label, lines in lengths(syntax(path))]
    assert [place for place in found if place[2] > FUNCTION] == []


def test_functions_are_short_as_a_rule() -> None:
    sizes = [lines for path in files(APPS, ENGINE) for _, lines in lengths(syntax(path))]
    assert median(sizes) <= 12
    assert quantiles(sizes, n=10)[-1] <= 25


def total(*folders: Path, ending: str) -> int:
    """Lines of all files with that ending."""
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files(*folders, endings=(ending,)))


def test_script_stays_small() -> None:
    assert total(APPS, ending=".js") <= SCRIPT


def test_a_decision_is_read_in_a_minute() -> None:
    decisions = (ROOT / "docs/decisions").glob("*.md")
    assert [name(path) for path in decisions if len(path.read_text(encoding="utf-8").splitlines()) > DECISION] == []


def test_the_rules_bite(tmp_path: Path) -> None:
    long = tmp_path / "long.py"
    long.write_text("x = 1\n" * (FILE + 1))
    assert is_long(long)
    assert total(tmp_path, ending=".py") == FILE + 1
    assert list(lengths(ast.parse("def long():\n" + "    pass\n" * FUNCTION))) == [("long", FUNCTION + 1)]
