"""How kernels are compiled: once, kept on disk, and thrown away when any of their sources changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba.core import types
from numba.core.registry import CPUDispatcher

SOURCES = (
    "arrays.py", "tables.py", "compiled.py", "wishes.py", "work.py", "way.py", "kernels.py", "trial.py", "moves.py",
    "sketch.py", "spots.py", "ruin.py", "search.py",
)  # fmt: skip

CONFIG: Any = numba.config
"""Numba sets the names of its settings when it starts, so no type checker knows them."""

TYPES: Any = types
"""Its functions have no types."""


class Entry(CPUDispatcher):
    """A kernel that Python may call. One kind of arguments is compiled once."""

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Numba by itself compiles a kernel anew for every bare number in a call: ``draw(chance, 4)``."""
        return super().get_call_template([TYPES.unliteral(each) for each in args], kws)


class Kernel(Entry):
    """A kernel that only kernels call: it has no door to Python, which would take longer to compile than itself."""

    def __call__(self, *args: object) -> None:
        """Numba would jump to nowhere."""
        raise TypeError(f"only kernels call {self.py_func.__name__}")


def _folder() -> Path:
    """Below ``NUMBA_CACHE_DIR`` or beside the byte code, named after what stands in the sources.

    Numba itself looks only at the file of each function: a changed callee in another file would go unseen.
    """
    here = Path(__file__).parent
    text = b"".join((here / name).read_bytes() for name in SOURCES)
    return Path(CONFIG.CACHE_DIR or here / "__pycache__") / f"kernels-{hashlib.sha256(text).hexdigest()[:12]}"


def entry[F: Callable[..., Any]](function: F) -> F:
    """Compile at the first call, without fastmath (same bits everywhere), free of the interpreter's lock."""
    return _compiled(Entry, function)


def kernel[F: Callable[..., Any]](function: F) -> F:
    """The same for what only kernels call."""
    return _compiled(Kernel, function)


def inlined[F: Callable[..., Any]](function: F) -> F:
    """The same, and its machine code is written into each caller: for the small steps of every decode."""
    return _compiled(Kernel, function, inside=True)


def _compiled[F: Callable[..., Any]](kind: type[Entry], function: F, *, inside: bool = False) -> F:
    """Kernels ask for no memory, so numba counts no references (``_nrt``): that took nine tenths of the time.

    Each option is said, also what is so by itself: numba hands what is not said on from callers to callees.
    """
    options = {
        "nopython": True,
        "nogil": True,
        "_nrt": False,
        "forceinline": inside,
        "no_cfunc_wrapper": True,
        "no_cpython_wrapper": kind is Kernel,
    }
    before, CONFIG.CACHE_DIR = CONFIG.CACHE_DIR, str(_folder())
    try:
        compiled: Any = kind(function, targetoptions=options)
        compiled.enable_caching()
    finally:
        CONFIG.CACHE_DIR = before
    result: F = function if CONFIG.DISABLE_JIT else compiled
    return result
