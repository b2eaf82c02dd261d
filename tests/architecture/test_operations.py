"""Whatever an installation can set stands in docs/operations.md, and nothing else does."""

import re

from tests.architecture.tree import APPS, ROOT, files

ASKED = re.compile(
    r'(?:\benvironment|\bwords)\("(?P<short>[A-Z_]+)"|os\.environ(?:\.get)?[(\[]"HANDLEKRAFT_(?P<long>[A-Z_]+)"'
)
DATABASE = re.compile(r'dj_database_url\.config\("HANDLEKRAFT_([A-Z_]+)"')
ROW = re.compile(r"`HANDLEKRAFT_([A-Z_]+)`")


def asked_for(source: str) -> set[str]:
    """Names that a piece of Python reads from the environment."""
    return {found["short"] or found["long"] for found in ASKED.finditer(source)} | set(DATABASE.findall(source))


def test_every_setting_is_described() -> None:
    asked = set().union(*(asked_for(path.read_text(encoding="utf-8")) for path in files(APPS)))
    rows = [
        line for line in (ROOT / "docs/operations.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")
    ]
    described = {name for row in rows for name in ROW.findall(row.split("|")[1])}
    assert asked == described


def test_a_new_setting_is_found() -> None:
    source = 'A = environment("NEW_ONE")\nB = os.environ.get("HANDLEKRAFT_OTHER", "1")\nC = words("THIRD", "x")'
    assert asked_for(source) == {"NEW_ONE", "OTHER", "THIRD"}
