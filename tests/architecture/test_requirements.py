"""A mark says that a test shows a requirement: then the test goes through a page or an action, as a person would."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.tree import ROOT, TESTS, files, name, syntax

MOST = 3
ROW = re.compile(r"^\| ([RD]-\d+) \|", re.MULTILINE)
# What a test asks for when it plays a person: a browser of either kind, or the command line.
DOORS = {
    "client",
    "login",
    "browser",
    "page",
    "phone",
    "live_server",
    "visit",
    "site",
    "Client",
    "command",
    "call_command",
}


def catalogue() -> set[str]:
    """The requirements there are."""
    return set(ROW.findall((ROOT / "docs/requirements.md").read_text(encoding="utf-8")))


def marks(function: ast.FunctionDef) -> Iterator[ast.Call]:
    """The requirement marks on a test."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.requirement":
            yield decorator


def faults(tree: ast.Module, known: set[str]) -> Iterator[str]:
    """What is wrong with the marks of a test file."""
    actions = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and _acts(node)
        for alias in node.names
    }
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for mark in marks(function):
            ids = [argument.value for argument in mark.args if isinstance(argument, ast.Constant)]
            if not 1 <= len(ids) <= MOST or len(ids) != len(mark.args):
                yield f"{function.name}: {len(mark.args)} requirements"
            yield from (
                f"{function.name}: {unknown} is not in the catalogue" for unknown in ids if unknown not in known
            )
            if not _words(function) & (DOORS | actions):
                yield f"{function.name}: uses neither page nor action"


def _acts(node: ast.ImportFrom) -> bool:
    return bool({"actions", "command"} & set((node.module or "").split("."))) or any(
        alias.name == "actions" for alias in node.names
    )


def _words(function: ast.FunctionDef) -> set[str]:
    arguments = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
    return arguments | {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}


def stray_marks(tree: ast.Module) -> list[str]:
    """Marks on classes or whole modules: nobody can tell which test shows what."""
    on_classes = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for it in node.decorator_list
        if _is_mark(it)
    ]
    return on_classes + [
        "pytestmark"
        for node in tree.body
        if isinstance(node, ast.Assign) and "pytestmark" in ast.unparse(node.targets[0]) and _is_mark(node.value)
    ]


def _is_mark(node: ast.expr) -> bool:
    return "mark.requirement" in ast.unparse(node)


def test_the_catalogue_is_whole() -> None:
    known = catalogue()
    assert len([key for key in known if key.startswith("R-")]) == 180
    assert len([key for key in known if key.startswith("D-")]) == 15


def test_marks_stand_on_tests_that_use_a_page_or_an_action() -> None:
    known = catalogue()
    assert [f"{name(path)}:{fault}" for path in files(TESTS) for fault in faults(syntax(path), known)] == []


def test_marks_stand_on_tests_alone() -> None:
    assert [f"{name(path)}:{place}" for path in files(TESTS) for place in stray_marks(syntax(path))] == []


HEAD = "import pytest\nfrom handlekraft.visits.actions import move_visit\n"


@pytest.mark.parametrize(
    ("mark", "body", "count"),
    [
        ('@pytest.mark.requirement("R-045")', "def test_a(world): move_visit(world.mette, world.visit)", 0),
        ('@pytest.mark.requirement("R-045")', "def test_a(login, world): assert login(world.mette).get('/')", 0),
        ('@pytest.mark.requirement("R-045")', "def test_a(world): assert world.visit.minutes == 20", 1),
        ('@pytest.mark.requirement("R-999")', "def test_a(client): client.get('/')", 1),
        ('@pytest.mark.requirement("R-001", "R-002", "R-003", "R-004")', "def test_a(client): client.get('/')", 1),
        ("@pytest.mark.requirement(*ALL)", "def test_a(client): client.get('/')", 1),
    ],
)
def test_the_rule_bites(mark: str, body: str, count: int) -> None:
    assert len(list(faults(ast.parse(f"{HEAD}{mark}\n{body}"), catalogue()))) == count


def test_a_mark_on_a_class_is_found() -> None:
    assert stray_marks(ast.parse('@pytest.mark.requirement("R-045")\nclass TestAll: ...')) == ["TestAll"]
    assert stray_marks(ast.parse('pytestmark = pytest.mark.requirement("R-045")')) == ["pytestmark"]
