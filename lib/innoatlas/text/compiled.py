"""Loops made into machine code by numba, for what array operations would pass over memory ten times: bytes, words, windows, pairs.

A compiled loop knows nothing of addresses: it finds, counts, gathers, and takes the greatest. It is compiled when its module is first imported on a
machine, and kept beside the module (or where NUMBA_CACHE_DIR says). Whole numbers only, or arithmetic in a fixed order, so the bits are the same
on every machine.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit, types

Function = TypeVar("Function", bound=Callable[..., object])


def column(element: types.Type, axes: int = 1) -> types.Array:
    """An array in C order that the loop only reads, so that one compiled form serves memory-mapped arrays and others."""
    return types.Array(element, axes, "C", readonly=True)


BYTES, COUNTS, NUMBERS, HASHES = (column(kind) for kind in (types.uint8, types.int32, types.int64, types.uint64))
MARKED = column(types.uint16)
GRID, BITS, POINTS, CHANCES = (column(kind, axes=2) for kind in (types.int64, types.uint8, types.float32, types.float64))
SMALL_GRID = column(types.int8, axes=2)
CHANGING = types.Array(types.float64, 1, "C")  #: that the loop writes to
NUMBER, HASH, FRACTION = types.int64, types.uint64, types.float32


def compiled(*arguments: types.Type) -> Callable[[Function], Function]:
    """Compiles a function for arguments of these types, and no others: a wrong type is an error, never a slow path."""

    def made(function: Function) -> Function:
        try:
            return cast(Function, njit(arguments, cache=True, nogil=True)(function))
        except RuntimeError:  # no folder to keep it in: a package read from an archive by a user without a home
            return cast(Function, njit(arguments, nogil=True)(function))

    return made
