"""Tables as kernels see them: compiled here in any case, whatever this process was told about numba."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numba.core.errors import TypingError
from numba.core.registry import CPUDispatcher

from handlekraft_engine.visits.arrays import Ints
from handlekraft_engine.visits.tables import Tables


@dataclass(frozen=True, eq=False)
class Three(Tables):
    cube: Ints
    row: Ints
    flags: Any


def three(**changes: Any) -> Three:
    cube = np.arange(24, dtype=np.int64).reshape(2, 3, 4)
    return Three(**{"cube": cube, "row": np.array([7, 8]), "flags": np.array([[True, False]]), **changes})


def read_and_write(t: Any, i: int, j: int, k: int) -> tuple[int, int, bool]:
    t.row[0] += 1
    return t.cube[i, j, k], t.row[0] * len(t.row), t.flags[0, 1]


def unknown_field(t: Any) -> int:
    return t.nothing


def test_compiled_code_reads_and_writes_what_python_does() -> None:
    compiled = CPUDispatcher(read_and_write, targetoptions={"nopython": True, "_nrt": False, "no_cfunc_wrapper": True})
    ours, theirs = three(), three()
    for place in ((0, 0, 0), (1, 2, 3), (1, 0, 2), (0, 2, 1)):
        assert compiled(ours, *place) == read_and_write(theirs, *place)
    assert ours.row.tolist() == theirs.row.tolist() == [11, 8]
    assert len(compiled.signatures) == 1, "two objects of one kind are of one type"


def test_a_field_that_is_not_there_is_a_fault_at_compiling() -> None:
    with pytest.raises(TypingError, match="Unknown attribute 'nothing'"):
        CPUDispatcher(unknown_field, targetoptions={"nopython": True})(three())


def test_arrays_with_gaps_are_refused() -> None:
    assert three(row=np.arange(8)[:4])._numba_type_ == three()._numba_type_
    with pytest.raises(ValueError, match=r"gaps between the numbers of Three\.row"):
        _ = three(row=np.arange(8)[::2])._numba_type_
