"""What the sample municipality is made of: files of names, streets, words and agreements, all invented."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("material")


@cache
def material(name: str) -> dict[str, Any]:
    """One of the files, read once."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
