"""A bitmap over hashes that turns most of those away that are in no table, before anything dearer is asked."""

import numpy as np
from numpy.typing import NDArray

from innoatlas.text.arrays import Bools, Hashes

#: Bits per key; a power of two is taken above it.
_BITS_PER_KEY = 32


def bitmap(keys: Hashes) -> NDArray[np.uint8]:
    """One bit for the low bits of each key.

    >>> in_bitmap(bitmap(np.array([3, 5], np.uint64)), np.array([3, 4, 5], np.uint64)).tolist()
    [True, False, True]
    """
    bits = 1 << max(16, int(len(keys) * _BITS_PER_KEY).bit_length())
    low = (keys & np.uint64(bits - 1)).astype(np.int64)
    out = np.zeros(bits // 8, np.uint8)
    np.bitwise_or.at(out, low >> 3, (1 << (low & 7)).astype(np.uint8))
    return out


def in_bitmap(bits: NDArray[np.uint8], hashes: Hashes) -> Bools:
    """Whether each hash may be a key: always for a key, and for few others."""
    low = hashes & np.uint64(len(bits) * 8 - 1)
    byte = bits[(low >> np.uint64(3)).astype(np.int64)]
    return ((byte >> (low & np.uint64(7)).astype(np.uint8)) & np.uint8(1)).astype(np.bool_)
