"""The bridge from the command line to the engine's own bench."""

from __future__ import annotations

from collections.abc import Sequence


def play(words: Sequence[str]) -> int:
    """Engines side by side on the set that the words name; the code to end with (0 = no rule was broken)."""
    from handlekraft_engine.bench.command import main

    return main(words)
