"""Where the data behind known answers lie."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "../shared/reference/verification"

needs_data = pytest.mark.skipif(not FOLDER.exists(), reason="the data of the known answers are not on this machine")


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))
