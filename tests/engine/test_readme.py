"""What the README shows of the engine runs as it stands there."""

import re
from pathlib import Path
from typing import Any

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_examples_run() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
    assert len(blocks) == 2
    assert names["plan"].uncovered == ()
    assert names["week"].bound <= names["week"].priced.total
    assert [row.employee for row in names["week"].plan.rows] == ["mette", "hanne", "samira", "jonas", "fatima"]
