"""The kinds of column that texts are worked on as, rows of several elements in one column, and counting."""

import numpy as np
from numpy.typing import NDArray

from innoatlas.text.compiled import GRID, NUMBERS, compiled

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]


@compiled(NUMBERS)
def ragged(sizes: Ints) -> tuple[Ints, Ints]:
    """Row and position in it of every element of rows of the given sizes.

    >>> [column.tolist() for column in ragged(np.array([2, 0, 1]))]
    [[0, 0, 2], [0, 1, 0]]
    """
    of, position = np.empty(sizes.sum(), np.int64), np.empty(sizes.sum(), np.int64)
    at = 0
    for row in range(len(sizes)):
        for step in range(sizes[row]):
            of[at], position[at] = row, step
            at += 1
    return of, position


def distinct(numbers: Ints) -> Ints:
    """The different numbers, rising: `numpy.unique` looks them up one by one, sorting takes the machine's widest registers.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    rising = np.sort(numbers)
    return rising[np.append(True, rising[1:] != rising[:-1])] if len(rising) else rising


@compiled(GRID, GRID, NUMBERS, NUMBERS)
def found_in_grid(keys: Ints, values: Ints, row: Ints, key: Ints) -> Ints:
    """The value that stands in a row of a grid where `keys` has the key, 0 where it has not.

    >>> found_in_grid(np.array([[3, 7]]), np.array([[9, 5]]), np.array([0, 0]), np.array([7, 1])).tolist()
    [5, 0]
    """
    out = np.zeros(len(row), np.int64)
    for at in range(len(row)):
        for place in range(keys.shape[1]):
            if keys[row[at], place] == key[at]:
                out[at] = values[row[at], place]
    return out


def running_count(counted: Ints | Bools) -> Ints:
    """0, then the sum of the first, of the first two, and so on."""
    out = np.zeros(len(counted) + 1, np.int64)
    np.cumsum(counted, out=out[1:])
    return out


def counted_before(flags: Bools, at: Ints) -> Ints:
    """How many of the flags before each position hold, from running sums over words of 64 bits: a running sum over all would be dear.

    >>> counted_before(np.array([True, False, True]), np.array([0, 1, 3])).tolist()
    [0, 1, 2]
    """
    bits = np.zeros(len(flags) // 64 * 8 + 8, np.uint8)
    bits[: -(-len(flags) // 8)] = np.packbits(flags, bitorder="little")
    words = bits.view("<u8")
    sums = np.cumsum(np.bitwise_count(words), dtype=np.int64) - np.bitwise_count(words)
    word = at >> 6
    return sums[word] + np.bitwise_count(words[word] & ((np.uint64(1) << (at & 63).astype(np.uint64)) - np.uint64(1)))
