"""Named arrays that a kernel gets as one address: a call passes one word instead of seven for each of forty arrays.

Numba takes tuples apart: every kernel would be compiled with some 300 parameters, which costs a minute of compiling and
time in every call. So it is told of a kind of its own: a pointer to a row of words, in which the address and the shape
of each array stand. ``a.visit[v, V_PLACE]`` reads the same in both worlds, interpreted and compiled.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cached_property
from typing import Any, ClassVar

import numba
import numpy as np
import numpy.typing as npt
from numba import extending
from numba.core import types
from numba.core.typing.templates import AttributeTemplate
from numba.np import arrayobj

NUMBA: Any = numba
EXTENDING: Any = extending
ARRAYS: Any = arrayobj
"""What numba offers to tell it of new kinds has no types."""


class Tables:
    """Base of frozen dataclasses whose fields are arrays without gaps.

    What stands in the arrays may change, the arrays themselves may not: their addresses are remembered.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @cached_property
    def address(self) -> int:
        """Of the words that kernels read; valid as long as this object lives."""
        return self._words.ctypes.data

    @cached_property
    def _words(self) -> npt.NDArray[np.int64]:
        """Address and shape of each array."""
        arrays = [getattr(self, field.name) for field in fields(self)]
        return np.array([word for each in arrays for word in (each.ctypes.data, *each.shape)], dtype=np.int64)

    @cached_property
    def _numba_type_(self) -> TablesType:
        """Numba asks every argument for this."""
        kinds = [(field.name, NUMBA.typeof(getattr(self, field.name))) for field in fields(self)]
        return TablesType(type(self).__name__, tuple(kinds))


class TablesType(types.Type):
    """The kind of a ``Tables`` with these kinds of arrays."""

    def __init__(self, name: str, kinds: tuple[tuple[str, Any], ...]) -> None:
        gaps = [field for field, kind in kinds if kind.layout != "C"]
        if gaps:
            raise ValueError(f"gaps between the numbers of {name}.{gaps[0]}")
        self.kinds = kinds
        super().__init__(name)

    @property
    def key(self) -> tuple[object, ...]:
        """Two kinds with the same key are the same."""
        return self.name, self.kinds

    def array(self, field: str) -> tuple[Any, int]:
        """Kind of a field's array and at which word it begins; none for an unknown field."""
        at = 0
        for name, kind in self.kinds:
            if name == field:
                return kind, at
            at += 1 + kind.ndim
        return None, at


EXTENDING.register_model(TablesType)(EXTENDING.models.OpaqueModel)


@EXTENDING.unbox(TablesType)
def _pointer(_: TablesType, tables: Any, context: Any) -> Any:
    """From the interpreter into a kernel: the address."""
    address = context.pyapi.object_getattr_string(tables, "address")
    pointer = context.pyapi.long_as_voidptr(address)
    context.pyapi.decref(address)
    return EXTENDING.NativeValue(pointer)


@EXTENDING.infer_getattr
class _Fields(AttributeTemplate):
    """The kinds of the fields."""

    key = TablesType

    def generic_resolve(self, tables: TablesType, field: str) -> Any:  # type: ignore[override]
        return tables.array(field)[0]


@EXTENDING.lower_getattr_generic(TablesType)
def _field(context: Any, builder: Any, tables: TablesType, pointer: Any, field: str) -> Any:
    """The array of a field, read from its words. They never change, so the compiler may read them early and once."""
    kind, at = tables.array(field)
    array = ARRAYS.make_array(kind)(context, builder)
    word = context.get_value_type(types.intp)
    words = builder.bitcast(pointer, word.as_pointer())
    read = [builder.load(builder.gep(words, [word(at + i)])) for i in range(1 + kind.ndim)]
    for each in read:
        each.set_metadata("invariant.load", builder.module.add_metadata([]))
    data, *shape = read
    size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    strides = [word(size)]
    for length in shape[:0:-1]:
        strides.insert(0, builder.mul(strides[0], length))
    data = builder.inttoptr(data, array.data.type)
    ARRAYS.populate_array(array, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None)
    return array._getvalue()  # noqa: SLF001 - numba has no other name for it
