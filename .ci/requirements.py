"""Prints which requirements of docs/requirements.md a test shows, by section. Last line: "covered N of M"."""

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECTION = re.compile(r"^### (?P<title>.+)$")
ROW = re.compile(r"^\| (?P<key>[RD]-\d+) \| (?P<priority>\d) \| (?P<text>.+?) \| ")


def sections(text: str) -> dict[str, dict[str, str]]:
    """Requirements of the catalogue by section: key and text."""
    found: dict[str, dict[str, str]] = {}
    rows: dict[str, str] = {}
    for line in text.splitlines():
        if heading := SECTION.match(line):
            rows = found.setdefault(heading["title"], {})
        elif row := ROW.match(line):
            rows[row["key"]] = f"P{row['priority']} {row['text']}"
    return found


def marks(tests: Path) -> dict[str, list[str]]:
    """For each requirement the tests that carry its mark."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(tests.rglob("test_*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for key in _marked(function):
                    found[key].append(f"{path.relative_to(tests.parent)}::{function.name}")
    return found


def _marked(function: ast.FunctionDef) -> list[str]:
    calls = [
        it for it in function.decorator_list if isinstance(it, ast.Call) and "mark.requirement" in ast.unparse(it.func)
    ]
    return [argument.value for call in calls for argument in call.args if isinstance(argument, ast.Constant)]


def main() -> None:
    catalogue = sections((ROOT / "docs/requirements.md").read_text(encoding="utf-8"))
    shown = marks(ROOT / "tests")
    for title, rows in catalogue.items():
        print(f"{title}: {sum(key in shown for key in rows)} of {len(rows)}")
        for key, text in rows.items():
            print(f"  {'x' if key in shown else '-'} {key} {text[:110]}")
            for test in shown.get(key, []):
                print(f"      {test}")
        print()
    known = {key for rows in catalogue.values() for key in rows}
    print(f"covered {len(known & shown.keys())} of {len(known)}")


if __name__ == "__main__":
    main()
