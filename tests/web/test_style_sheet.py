"""The colours can be told apart by everybody, and the sheets stay small."""

import re
from pathlib import Path

import pytest

from handlekraft import web

STATIC = Path(web.__file__).parent / "static/web"
CSS = (STATIC / "web.css").read_text()
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", CSS))
# Text needs 4.5 to 1 (WCAG 2.2, 1.4.3); borders of fields and icons need 3 to 1 (1.4.11).
TEXT = [
    *((ink, ground) for ink in ("ink", "muted", "spruce", "spruce-dark") for ground in ("paper", "card", "quiet")),
    *((ink, ground) for ink in ("ink", "muted") for ground in ("spruce-tint", "sun-tint", "clay-tint")),
    ("ink", "quiet-dark"),
    ("spruce-dark", "spruce-tint"),
    ("sun-ink", "sun-tint"),
    ("clay-ink", "clay-tint"),
    ("clay-ink", "card"),
    ("sky-ink", "sky-tint"),
    ("plum-ink", "plum-tint"),
    *(("card", ground) for ground in ("spruce", "spruce-dark", "clay", "clay-ink", "plum", "sky", "ochre")),
]
EDGES = [("edge", "card"), ("edge", "paper"), ("clay", "card"), ("spruce", "card"), ("ink", "paper")]


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(edge, ground) >= 3


def test_a_measure_that_knows_black_and_white() -> None:
    assert luminance("#fff") == 1
    assert luminance("#000000") == 0


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda sheet: sheet.name)
def test_no_sheet_names_a_size_or_colour_that_is_not_there(sheet: Path) -> None:
    used = set(re.findall(r"var\(--([a-z-]+)\)", sheet.read_text()))
    defined = set(re.findall(r"--([a-z-]+):", CSS))
    assert used <= defined


def test_own_style_and_script_stay_small() -> None:
    lines = {file.name: len(file.read_text().splitlines()) for file in STATIC.iterdir()}
    assert sum(count for name, count in lines.items() if name.endswith(".css")) <= 500
    assert lines["web.js"] <= 120
