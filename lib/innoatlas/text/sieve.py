"""Rising keys that a whole batch of hashes is looked up in; a bitmap turns most of those away that are none, before anything dearer is asked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from innoatlas.text.arrays import Hashes, Ints
from innoatlas.text.compiled import BYTES, COUNTS, HASH, HASHES, compiled

#: Bits per key; a power of two is taken above it.
_BITS_PER_KEY = 32


def bitmap(keys: Hashes) -> NDArray[np.uint8]:
    """One bit for the low bits of each key.

    >>> np.flatnonzero(np.unpackbits(bitmap(np.array([3, 5], np.uint64)), bitorder="little")).tolist()
    [3, 5]
    """
    bits = 1 << max(16, int(len(keys) * _BITS_PER_KEY).bit_length())
    low = (keys & np.uint64(bits - 1)).astype(np.int64)
    out = np.zeros(bits // 8, np.uint8)
    np.bitwise_or.at(out, low >> 3, (1 << (low & 7)).astype(np.uint8))
    return out


@dataclass(frozen=True)
class Keys:
    """Rising keys in buckets by their high bits."""

    filter: NDArray[np.uint8]  #: bitmap over the low bits of the keys
    buckets: NDArray[np.int32]  #: (2**b + 1,) first key whose high bits are at least the bucket's
    keys: Hashes

    @classmethod
    def build(cls, keys: Hashes, bucket_bits: int) -> "Keys":
        """From rising keys.

        >>> [found.tolist() for found in Keys.build(np.array([3, 5], np.uint64), 1).find(np.array([5, 4, 3], np.uint64))]
        [[0, 2], [1, 0]]
        """
        high = (keys >> np.uint64(64 - bucket_bits)).astype(np.int64)
        return cls(bitmap(keys), np.searchsorted(high, np.arange((1 << bucket_bits) + 1)).astype(np.int32), keys)

    def find(self, hashes: Hashes) -> tuple[Ints, Ints]:
        """(position among `hashes`, position among the keys) of every hash that is a key."""
        shift = np.uint64(64 - (len(self.buckets) - 1).bit_length() + 1)
        return _found(self.filter, self.buckets, self.keys, shift, hashes)


@compiled(BYTES, COUNTS, HASHES, HASH, HASHES)
def _found(bits: NDArray[np.uint8], buckets: NDArray[np.int32], keys: Hashes, shift: np.uint64, hashes: Hashes) -> tuple[Ints, Ints]:
    """(position among `hashes`, position among the keys): by the bitmap, then the bucket, then the keys in it."""
    asked, last_bit, passed = np.empty(len(hashes) + 1, np.int64), np.uint64(len(bits) * 8 - 1), 0
    for at in range(len(hashes)):  # without a branch, so that the processor waits for many bytes of the map at once
        low = hashes[at] & last_bit
        asked[passed] = at
        passed += (bits[low >> np.uint64(3)] >> np.uint8(low & np.uint64(7))) & np.uint8(1)
    first, last = np.empty(passed, np.int64), np.empty(passed, np.int64)
    for at in range(passed):  # and here for many buckets
        bucket = hashes[asked[at]] >> shift
        first[at], last[at] = buckets[bucket], buckets[bucket + np.uint64(1)]
    found, hits = np.empty(passed, np.int64), 0
    for at in range(passed):
        wanted = hashes[asked[at]]
        for key in range(first[at], last[at]):
            if keys[key] == wanted:
                asked[hits], found[hits] = asked[at], key
                hits += 1
                break
    return asked[:hits].copy(), found[:hits].copy()
