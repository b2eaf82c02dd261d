"""Do the tests notice when a rule, the referee or access is broken?

Breaks one place at a time in a copy of the tree and runs the tests that should see it. Arguments narrow it down:
`.ci/mutate.py handlekraft/access/sight.py`.
"""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parents[1]
ENGINE_TESTS = ("tests/engine/test_rules.py", "tests/engine/test_referee.py", "tests/engine/test_explain.py")
ACCESS_TESTS = ("tests/access", "tests/people", "tests/security")
TARGETS = {
    "handlekraft_engine/visits/rules.py": ENGINE_TESTS,
    "handlekraft_engine/visits/referee.py": ENGINE_TESTS,
    **{
        f"handlekraft/access/{path.name}": ACCESS_TESTS
        for path in sorted((ROOT / "handlekraft/access").glob("[!_]*.py"))
    },
}
WORKERS = 2
SECONDS = 240
PAIRS = [(ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn), (ast.Is, ast.IsNot)]
PAIRS += [(ast.And, ast.Or), (ast.Add, ast.Sub), (ast.BitOr, ast.BitAnd)]
OTHER = {ast.Mult: ast.Add} | dict(PAIRS) | {second: first for first, second in PAIRS}


@dataclass(frozen=True)
class Mutant:
    """A file with one place broken."""

    file: str
    line: int
    what: str
    source: str


def mutants(file: str) -> Iterator[Mutant]:
    """Every way to break one place of the file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    silent = {id(inner) for outer in ast.walk(tree) for spoken in _said(outer) for inner in ast.walk(spoken)}
    for node in ast.walk(tree):
        if id(node) not in silent:
            for what in _broken(node):
                yield Mutant(file, getattr(node, "lineno", 0), what, ast.unparse(tree))


def _said(node: ast.AST) -> list[ast.AST]:
    """Types and decorators of values, which decide nothing."""
    found = [getattr(node, "annotation", None), getattr(node, "returns", None)]
    return (
        [it for it in found if it is not None] + getattr(node, "type_params", []) + getattr(node, "decorator_list", [])
    )


def _broken(node: ast.AST) -> Iterator[str]:
    """Break the node, say how, and mend it when asked for the next."""
    match node:
        case ast.Compare(ops=[kind]) if type(kind) in OTHER:
            node.ops = [OTHER[type(kind)]()]
            yield _swap(kind, node.ops[0])
            node.ops = [kind]
        case ast.BoolOp(op=kind) | ast.BinOp(op=kind) if type(kind) in OTHER:
            node.op = OTHER[type(kind)]()
            yield _swap(kind, node.op)
            node.op = kind
        case ast.Constant(value=bool(value)):
            node.value = not value
            yield f"{value} -> {not value}"
            node.value = value
        case ast.Constant(value=int(value)):
            node.value = value + 1
            yield f"{value} -> {value + 1}"
            node.value = value
        case ast.If(test=test) | ast.IfExp(test=test):
            node.test = ast.UnaryOp(ast.Not(), test)
            yield "if -> if not"
            node.test = test
        case ast.Set(elts=members):
            for member in members:
                node.elts = [other for other in members if other is not member]
                yield f"without {ast.unparse(member)}"
            node.elts = members
        case ast.Return(value=ast.expr() as value):
            node.value = ast.Constant(None)
            yield "return -> return None"
            node.value = value


def _swap(old: ast.AST, new: ast.AST) -> str:
    return f"{type(old).__name__} -> {type(new).__name__}"


def copy_tree(to: Path) -> None:
    """What the tests need, in a place where it can be broken."""
    for name in ("handlekraft", "handlekraft_engine", "tests", "docs", ".ci"):
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "package.json"):
        shutil.copy(ROOT / name, to / name)
    (to / "node_modules").symlink_to(ROOT / "node_modules")


def passes(tree: Path, tests: tuple[str, ...]) -> bool:
    """Whether the tests pass in the tree. One that never ends has noticed too."""
    present = [test for test in tests if (tree / test).exists()]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *present]
    settings = {
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(tree),
        "HANDLEKRAFT_VAR": str(tree / "var"),
    }
    try:
        run = subprocess.run(
            command, cwd=tree, env=os.environ | settings, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return run.returncode == 0


def survives(mutant: Mutant, trees: "Queue[Path]") -> bool:
    """Whether no test sees that the mutant is broken."""
    tree = trees.get()
    whole = (ROOT / mutant.file).read_text(encoding="utf-8")
    try:
        (tree / mutant.file).write_text(mutant.source, encoding="utf-8")
        return passes(tree, TARGETS[mutant.file])
    finally:
        (tree / mutant.file).write_text(whole, encoding="utf-8")
        trees.put(tree)


def main() -> int:
    """Break, run, count."""
    wanted = [file for file in (sys.argv[1:] or TARGETS) if (ROOT / file).exists()]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:
        trees: Queue[Path] = Queue()
        for number in range(WORKERS):
            tree = Path(folder) / str(number)
            copy_tree(tree)
            trees.put(tree)
        for tests in {TARGETS[file] for file in wanted}:
            if not passes(Path(folder) / "0", tests):
                print(f"The tests fail before anything is broken: {' '.join(tests)}", file=sys.stderr)
                return 1
        all_mutants = [mutant for file in wanted for mutant in mutants(file)]
        print(f"{len(all_mutants)} places to break in {len(wanted)} files", flush=True)
        survivors = 0
        for mutant, survived in zip(all_mutants, pool.map(lambda it: survives(it, trees), all_mutants), strict=True):
            if survived:
                survivors += 1
                print(f"survived: {mutant.file}:{mutant.line}: {mutant.what}", flush=True)
    noticed = len(all_mutants) - survivors
    print(f"noticed {noticed} of {len(all_mutants)} ({100 * noticed / max(1, len(all_mutants)):.1f} %)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
