"""What the two kinds of kernels do, compiled here in any case, whatever this process was told about numba."""

import pytest

from handlekraft_engine.visits.compiled import Entry, Kernel

OPTIONS = {"nopython": True, "no_cfunc_wrapper": True}


def twice(number: int) -> int:
    return 2 * number


inner = Kernel(twice, targetoptions=OPTIONS | {"no_cpython_wrapper": True})


def sum_of_twice(number: int) -> int:
    return inner(3) + inner(4) + inner(number)


def test_an_entry_is_called_and_bare_numbers_compile_nothing_twice() -> None:
    outer = Entry(sum_of_twice, targetoptions=OPTIONS)
    assert outer(5) == 24
    assert [str(kinds) for kinds in inner.signatures] == ["(int64,)"]


def test_python_may_not_call_what_only_kernels_call() -> None:
    with pytest.raises(TypeError, match="only kernels call twice"):
        inner(3)
