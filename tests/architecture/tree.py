"""The tree as the rules of the house see it: files, their texts, their syntax."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ROOT / "handlekraft"
ENGINE = ROOT / "handlekraft_engine"
TESTS = ROOT / "tests"


def files(*folders: Path, endings: tuple[str, ...] = (".py",)) -> list[Path]:
    """Files of our own below the folders."""
    found = (path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in endings)
    return [path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts]


def tracked() -> list[Path]:
    """Files that are part of the project, by git; outside a clone every file below the source folders."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        return files(APPS, ENGINE, TESTS, ROOT / "docs", endings=(".py", ".html", ".md", ".toml", ".txt"))
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


@cache
def syntax(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """The file as a reader writes it."""
    return path.relative_to(ROOT).as_posix()


def rooms(*names: str) -> list[Path]:
    """Files named so in any app, whether one file or a folder split by noun: rooms("views") is every view."""
    return [path for path in files(APPS) if path.stem in names or path.parent.name in names]


def chain(node: ast.AST) -> list[str]:
    """Names of a dotted chain, calls left out: `Visit.objects.in_week(w).first()` is Visit, objects, in_week, first."""
    words: list[str] = []
    while True:
        match node:
            case ast.Call():
                node = node.func
            case ast.Subscript():
                node = node.value
            case ast.Attribute():
                words.append(node.attr)
                node = node.value
            case ast.Name():
                return [node.id, *reversed(words)]
            case _:
                return ["", *reversed(words)]


def whole_chains(tree: ast.AST) -> Iterator[tuple[int, list[str]]]:
    """Every dotted chain that is not a piece of a longer one, with its line."""
    pieces = {id(inner) for node in ast.walk(tree) if (inner := _inside(node)) is not None}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call | ast.Attribute | ast.Subscript) and id(node) not in pieces:
            yield node.lineno, chain(node)


def _inside(node: ast.AST) -> ast.AST | None:
    match node:
        case ast.Call():
            return node.func
        case ast.Attribute() | ast.Subscript():
            return node.value
    return None
