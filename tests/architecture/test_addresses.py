"""No file says where packages are fetched: that is the machine's business, and nothing is linked from elsewhere."""

import re
from pathlib import Path

from tests.architecture.tree import ROOT, name, tracked

# In two halves, so that this file names none.
HOSTS = {
    "registry": ["npmjs", "yarnpkg"],
    "pypi": ["org"],
    "files": ["pythonhosted"],
    "unpkg": ["com"],
    "cdn": ["jsdelivr"],
    "cdnjs": ["cloudflare"],
    "fonts": ["googleapis", "gstatic"],
    "ajax": ["googleapis"],
    "deb": ["debian"],
}
ADDRESS = re.compile("|".join(rf"{first}\.{second}" for first, seconds in HOSTS.items() for second in seconds))


def addresses(text: str) -> list[str]:
    """Hosts of registries and content networks that the text names."""
    return ADDRESS.findall(text)


def text_of(path: Path) -> str:
    """The file as text; pictures and fonts hold no addresses that anybody follows."""
    return path.read_bytes().decode("utf-8", errors="ignore")


def test_no_file_names_a_registry() -> None:
    assert [(name(path), found) for path in tracked() if (found := addresses(text_of(path)))] == []


def test_requirements_are_exact_and_hashed() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        lines = [line for line in path.read_text().splitlines() if not line.startswith((" ", "#"))]
        assert lines, name(path)
        assert all("==" in line and line.endswith("\\") for line in lines), name(path)
        assert path.read_text().count("--hash=sha256:") >= len(lines), name(path)


def test_the_rule_bites() -> None:
    assert addresses("https://" + "unpkg" + ".com/htmx") == ["unpkg" + ".com"]
