"""Names that are nearly right, by arithmetic: every town name is stored with none, one and two of its letters left out.

A misspelt window with none, one or two of its own letters left out meets every name within two edits, a swapped pair of
letters included, and the first letter too. Keys are salted with the country, so a look-up never leaves its block.
"""

from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from innoatlas.geocoding.mapped import mapped
from innoatlas.text.arrays import Hashes, Ints, distinct, ragged, running_count
from innoatlas.text.compiled import COUNTS, HASH, HASHES, NUMBERS, compiled
from innoatlas.text.scan import INVERSE, Words, mix, scan

#: Names of so many letters are stored with two letters left out, others with one.
TWO_EDITS = (6, 16)
#: Two edits count only where the longer of the two has this many letters: in a shorter name they make another name.
TWO_EDITS_FROM = 7
INVERSE_SQUARED = np.uint64(pow(int(INVERSE), 2, 1 << 64))
_PART = 100_000
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Similar:
    """Pairs of a misspelt window and a town name like it."""

    asked: Ints  #: (pairs,) position among the windows asked
    hash: Hashes  #: (pairs,) hash of the name that it is like
    distance: Ints  #: (pairs,) optimal string alignment distance, 1 or 2
    missing: Ints  #: (pairs,) letters that the name has more than the window, negative for fewer


@dataclass(frozen=True)
class FuzzyTable:
    """Rising keys of names with letters left out; all arrays may be memory-mapped."""

    buckets: NDArray[np.int64]  #: (2**b + 1,) first key whose high bits are at least the bucket's
    keys: Hashes  #: (keys,)
    name: NDArray[np.int32]  #: (keys,) the name that was cut
    hash: Hashes  #: (names,) of the name itself, to look its places up
    letters: NDArray[np.uint8]  #: the names' letters, one after the other
    offset: NDArray[np.int64]  #: (names + 1,)

    @classmethod
    def build(cls, folded: pa.Array, country: Ints) -> "FuzzyTable":
        """From folded Latin names and the numbers of their countries; a name counts once per country."""
        words = scan(folded)
        a, e = _spans(words)
        whole = words.hash_letters(a, e)
        order = np.lexsort((country, whole))
        first = np.ones(len(order), np.bool_)
        first[1:] = (whole[order][1:] != whole[order][:-1]) | (country[order][1:] != country[order][:-1])
        kept = order[first]
        a, e, country, whole = a[kept], e[kept], country[kept], whole[kept]
        keys, name = _sorted_deletions(words, a, e, country)
        bits = max(1, len(keys).bit_length() - 2)
        high = (keys >> np.uint64(64 - bits)).astype(np.int64)
        buckets = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(high, minlength=1 << bits))))
        sizes = e - a
        offset = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        letters = words.letters[np.arange(offset[-1]) - np.repeat(offset[:-1] - a, sizes)]
        return cls(buckets, keys, name, whole, letters, offset)

    def similar(self, words: Words, a: Ints, e: Ints, country: Ints) -> Similar:
        """Town names of a country within two edits of the letters a..e (one edit for short ones), the exact name left out."""
        of, keys = deletions(words, a, e, country)
        asked, name = self._find(keys)
        pair = distinct(of[asked] * len(self.hash) + name)
        asked, name = pair // max(len(self.hash), 1), pair % max(len(self.hash), 1)
        if not len(asked):
            return Similar(asked, np.zeros(0, np.uint64), asked, asked)
        distance = self._distances(words, a, e, asked, name)
        mine, stored = e[asked] - a[asked], self.offset[name + 1] - self.offset[name]
        longest = np.maximum(mine, stored)
        good = (distance > 0) & (distance <= np.where(longest >= TWO_EDITS_FROM, 2, 1))
        return Similar(asked[good], self.hash[name[good]], distance[good], (stored - mine)[good])

    def _find(self, keys: Hashes) -> tuple[Ints, Ints]:
        shift = np.uint64(64 - (len(self.buckets) - 1).bit_length() + 1)
        return _found(self.buckets, self.keys, self.name, shift, keys)

    def _distances(self, words: Words, a: Ints, e: Ints, asked: Ints, name: Ints) -> Ints:
        begins = np.flatnonzero(np.diff(asked, prepend=-1))  # pairs of one window follow one another
        windows = texts_of(words.letters, a[asked[begins]], e[asked[begins]])
        mine = [window for window, pairs in zip(windows, np.diff(begins, append=len(asked)).tolist(), strict=True) for _ in range(pairs)]
        stored = texts_of(self.letters, self.offset[name], self.offset[name + 1])
        return cpdist(mine, stored, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8, workers=1).astype(np.int64)

    def save(self, folder: Path) -> None:
        """Writes each array as FOLDER/fuzzy.ARRAY.npy."""
        for field in fields(self):
            np.save(folder / f"fuzzy.{field.name}.npy", getattr(self, field.name))

    @classmethod
    def open(cls, folder: Path) -> "FuzzyTable":
        """Maps what `save` wrote."""
        return cls(*(mapped(folder / f"fuzzy.{field.name}.npy") for field in fields(cls)))


@compiled(NUMBERS, HASHES, COUNTS, HASH, HASHES)
def _found(buckets: NDArray[np.int64], keys: Hashes, names: NDArray[np.int32], shift: np.uint64, wanted: Hashes) -> tuple[Ints, Ints]:
    """(position among `wanted`, name) of every stored key that is wanted; several names may share one."""
    first, last = np.empty(len(wanted), np.int64), np.empty(len(wanted), np.int64)
    for at in range(len(wanted)):  # without a branch, so that the processor waits for many buckets at once
        bucket = wanted[at] >> shift
        first[at], last[at] = buckets[bucket], buckets[bucket + np.uint64(1)]
    room = (last - first).sum() + 1
    asked, name, hits = np.empty(room, np.int64), np.empty(room, np.int64), 0
    for at in range(len(wanted)):
        for key in range(first[at], last[at]):
            asked[hits], name[hits] = at, key
            hits += keys[key] == wanted[at]
    for hit in range(hits):
        name[hit] = names[name[hit]]
    return asked[:hits].copy(), name[:hits].copy()


def deletions(words: Words, a: Ints, e: Ints, country: Ints) -> tuple[Ints, Hashes]:
    """(number of the window, key) of each window of letters a..e whole, with each letter left out, and with each two."""
    numbers = np.arange(len(a))
    whole = mix(_salted(words, words.sums[e] - words.sums[a], a, country))
    of_one, j = ragged(e - a)
    j = j + a[of_one]
    cut = (words.sums[j] - words.sums[a[of_one]]) + (words.sums[e[of_one]] - words.sums[j + 1]) * INVERSE
    one = mix(_salted(words, cut, a[of_one], country[of_one]))
    long = np.flatnonzero((e - a >= TWO_EDITS[0]) & (e - a <= TWO_EDITS[1]))
    of_two, i, k = _pairs(e[long] - a[long])
    of_two = long[of_two]
    i, k = i + a[of_two], k + a[of_two]
    cut = (
        (words.sums[i] - words.sums[a[of_two]]) + (words.sums[k] - words.sums[i + 1]) * INVERSE + (words.sums[e[of_two]] - words.sums[k + 1]) * INVERSE_SQUARED
    )
    two = mix(_salted(words, cut, a[of_two], country[of_two]))
    return np.concatenate((numbers, of_one, of_two)), np.concatenate((whole, one, two))


def texts_of(letters: NDArray[np.uint8], begin: Ints, end: Ints) -> list[bytes]:
    """The letters between each two positions.

    >>> texts_of(np.frombuffer(b"lyonparis", np.uint8), np.array([4, 0]), np.array([9, 4]))
    [b'paris', b'lyon']
    """
    of, step = ragged(end - begin)
    joined, bounds = letters[begin[of] + step].tobytes(), running_count(end - begin).tolist()
    return [joined[i:j] for i, j in pairwise(bounds)]


def _sorted_deletions(words: Words, a: Ints, e: Ints, country: Ints) -> tuple[Hashes, NDArray[np.int32]]:
    """All keys of all names, rising, each with its name; made by parts, for the temporary arrays are several times as large."""
    parts = [(lo, deletions(words, a[lo : lo + _PART], e[lo : lo + _PART], country[lo : lo + _PART])) for lo in range(0, len(a), _PART)]
    keys = np.concatenate([key for _, (_, key) in parts]) if parts else np.zeros(0, np.uint64)
    name = np.concatenate([(of + lo).astype(np.int32) for lo, (of, _) in parts]) if parts else np.zeros(0, np.int32)
    del parts
    order = np.argsort(keys, kind="stable")
    return keys[order], name[order]


def _salted(words: Words, sums: Hashes, a: Ints, country: Ints) -> Hashes:
    return sums * words.inverse[a] + (country.astype(np.uint64) + np.uint64(1)) * _MULTIPLIER


def _pairs(sizes: Ints) -> tuple[Ints, Ints, Ints]:
    """Row, i and k of every pair of positions i < k in rows of the given sizes."""
    of, i = ragged(sizes)
    rest = sizes[of] - 1 - i
    pair, step = ragged(rest)
    return of[pair], i[pair], i[pair] + 1 + step


def _spans(words: Words) -> tuple[Ints, Ints]:
    """First and last letter of each text; every text has at least one word."""
    first = np.searchsorted(words.row, np.arange(words.rows))
    last = np.searchsorted(words.row, np.arange(words.rows), side="right") - 1
    return words.begin[first], words.end[last]
