"""How kernels are compiled: once, kept on disk, and thrown away when any of their sources changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

SOURCES = (
    "arrays.py", "tables.py", "compiled.py", "wishes.py", "work.py", "way.py", "kernels.py", "trial.py", "moves.py",
    "sketch.py", "spots.py", "ruin.py", "search.py",
)  # fmt: skip

CONFIG: Any = numba.config
"""Numba sets the names of its settings when it starts, so no type checker knows them."""


JIT: Any = numba.njit
"""Its types know no ``_nrt``."""


def _folder() -> Path:
    """Below ``NUMBA_CACHE_DIR`` or beside the byte code, named after what stands in the sources.

    Numba itself looks only at the file of each function: a changed callee in another file would go unseen.
    """
    here = Path(__file__).parent
    text = b"".join((here / name).read_bytes() for name in SOURCES)
    return Path(CONFIG.CACHE_DIR or here / "__pycache__") / f"kernels-{hashlib.sha256(text).hexdigest()[:12]}"


def kernel[F: Callable[..., Any]](function: F) -> F:
    """Compile at the first call, without fastmath (same bits everywhere), free of the interpreter's lock."""
    return _compiled(function, "never")


def inlined[F: Callable[..., Any]](function: F) -> F:
    """The same, written into each caller: for the small steps of every decode. Four times as fast."""
    return _compiled(function, "always")


def _compiled[F: Callable[..., Any]](function: F, inline: str) -> F:
    """Kernels ask for no memory, so numba counts no references (``_nrt``): that took nine tenths of the time."""
    before, CONFIG.CACHE_DIR = CONFIG.CACHE_DIR, str(_folder())
    try:
        compiled: Any = JIT(cache=True, nogil=True, _nrt=False, inline=inline)(function)
    finally:
        CONFIG.CACHE_DIR = before
    result: F = compiled
    return result
