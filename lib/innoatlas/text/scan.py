"""A batch of texts as words of one byte buffer, and the hash of any window of words by arithmetic on two running sums.

With the kept letters c0..cm of the batch, an odd 64-bit base B and a random odd value v per byte,

    sums[i] = v[c0] * B**0 + ... + v[c(i-1)] * B**(i-1)          (uint64, wraps)
    hash(letters a..e) = mix((sums[e] - sums[a]) * B**-a)         (B**-1 exists because B is odd)

so a window costs two look-ups and a product, and a window with a letter left out costs four. What is hashed is the compact
form: "New York", "NEW-YORK" and "NewYork" are one key; word boundaries decide only which windows exist.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innoatlas.text.arrays import Bools, Hashes, Ints, running_count
from innoatlas.text.compiled import BYTES, HASH, HASHES, NUMBER, NUMBERS, compiled
from innoatlas.text.cutting import CLASSES, MOST_WORDS, cut_bytes, mark_words, take_words
from innoatlas.text.fold import fold

BASE = np.uint64(0x9E3779B97F4A7C15)
INVERSE = np.uint64(pow(int(BASE), -1, 1 << 64))
_FIRST_SHIFT, _MULTIPLIER, _SECOND_SHIFT = np.uint64(29), np.uint64(0xBF58476D1CE4E5B9), np.uint64(32)
_VALUE = np.random.default_rng(7).integers(1, 2**63, 256, dtype=np.int64).astype(np.uint64) * np.uint64(2) + np.uint64(1)


@compiled(HASH)
def _mixed(hash_: np.uint64) -> np.uint64:
    """`mix` of one number."""
    once = (hash_ ^ (hash_ >> _FIRST_SHIFT)) * _MULTIPLIER
    return once ^ (once >> _SECOND_SHIFT)


@dataclass(frozen=True)
class Words:
    """The words of a batch of texts, in their order.

    Word i is letters[begin[i]:end[i]].
    """

    rows: int  #: number of texts
    letters: NDArray[np.uint8]  #: folded letters and digits of the whole batch
    sums: Hashes  #: (letters + 1,) running sum of value * BASE**position
    inverse: Hashes  #: (letters + 1,) BASE**-position
    begin: Ints  #: (words,) position of each word's first letter
    end: Ints  #: (words,) position after its last letter
    row: Ints  #: (words,) the text that the word is of
    segment: Ints  #: (words,) rises at every comma, bracket or field break, and at every text
    field: Ints  #: (words,) number of field breaks before the word in its text
    digits: Ints  #: (words,) how many of its letters are digits
    cut: Bools  #: (rows,) the text was longer than what is read

    def hash(self, first: Ints, size: Ints | int) -> Hashes:
        """Hashes of the windows of `size` words that begin at word `first`."""
        sizes = np.full(len(first), size) if isinstance(size, int) else size
        return _hashes_of_windows(self.sums, self.inverse, self.begin, self.end, first, sizes)

    def hash_words(self) -> Hashes:
        """Hash of each word."""
        return self.hash_letters(self.begin, self.end)

    def hash_letters(self, a: Ints, e: Ints) -> Hashes:
        """Hashes of the letters from a up to e, e not included."""
        return mix((self.sums[e] - self.sums[a]) * self.inverse[a])

    @property
    def length(self) -> Ints:
        """Letters of each word."""
        return self.end - self.begin


def scan(texts: pa.Array) -> Words:
    """Folds texts and cuts them into words and segments.

    >>> words = scan(pa.array(["Dept. X, Malmö 205 06", "NEW-YORK"]))
    >>> words.row.tolist(), words.segment.tolist(), words.digits.tolist()
    ([0, 0, 0, 0, 0, 1, 1], [0, 0, 1, 1, 1, 2, 2], [0, 0, 0, 3, 2, 0, 0])
    >>> bool(words.hash(np.array([5]), 2)[0] == scan(pa.array(["NewYork"])).hash(np.array([0]), 1)[0])
    True
    """
    raw, offsets, cut = cut_bytes(fold(texts))
    starts, count, size = mark_words(raw, offsets, CLASSES)
    letters, begin, end, row, segment, field, digits = take_words(raw, offsets, CLASSES, starts, count, size)
    sums, inverse = _sums_of_letters(letters, _VALUE), _powers(INVERSE, len(letters) + 1)
    words = Words(len(texts), letters, sums, inverse, begin, end, row, segment, field, digits, cut)
    return _without_excess(words)


@compiled(NUMBERS, NUMBER)
def windows(unit: Ints, longest: int) -> tuple[Ints, Ints]:
    """First word and number of words of every window of 1 to `longest` words within one `unit` (a number per word that rises), the short ones first.

    >>> words = scan(pa.array(["a b, c"]))
    >>> [x.tolist() for x in windows(words.segment, 2)]
    [[0, 1, 2, 0], [1, 1, 1, 2]]
    """
    words = len(unit)
    number = np.zeros(longest + 1, np.int64)
    for size in range(1, longest + 1):
        for word in range(words - size + 1):
            number[size] += unit[word] == unit[word + size - 1]
    first, sizes = np.empty(number.sum(), np.int64), np.empty(number.sum(), np.int64)
    at = 0
    for size in range(1, longest + 1):
        for word in range(words - size + 1):
            if unit[word] == unit[word + size - 1]:
                first[at], sizes[at] = word, size
                at += 1
    return first, sizes


def hash_names(folded: pa.Array) -> Hashes:
    """Hash of each name already folded to its letters: what a window of the same letters hashes to.

    >>> bool(hash_names(pa.array(["newyork"]))[0] == scan(pa.array(["New York"])).hash(np.array([0]), 2)[0])
    True
    """
    offsets = np.frombuffer(folded.buffers()[1], np.int32)[folded.offset : folded.offset + len(folded) + 1].astype(np.int64)
    letters = np.frombuffer(folded.buffers()[2], np.uint8)[offsets[0] : offsets[-1]] if offsets[-1] else np.zeros(0, np.uint8)
    offsets = offsets - offsets[0]
    sums = _sums_of_letters(letters, _VALUE)
    inverse = _powers(INVERSE, len(letters) + 1)
    return mix((sums[offsets[1:]] - sums[offsets[:-1]]) * inverse[offsets[:-1]])


def mix(hashes: Hashes) -> Hashes:
    """Spreads the bits of a running sum over the whole word (xor-shift, multiply, xor-shift; the constant is SplitMix64's)."""
    hashes = (hashes ^ (hashes >> _FIRST_SHIFT)) * _MULTIPLIER
    return hashes ^ (hashes >> _SECOND_SHIFT)


def powers_of_base(n: int) -> tuple[Hashes, Hashes]:
    """BASE**0 .. BASE**(n - 1), and the same of its inverse."""
    return _powers(BASE, n), _powers(INVERSE, n)


@compiled(BYTES, HASHES)
def _sums_of_letters(letters: NDArray[np.uint8], values: Hashes) -> Hashes:
    """(letters + 1,) running sum of value * BASE**position."""
    sums = np.empty(len(letters) + 1, np.uint64)
    total, power = np.uint64(0), np.uint64(1)
    sums[0] = total
    for at in range(len(letters)):
        total += values[letters[at]] * power
        power *= BASE
        sums[at + 1] = total
    return sums


@compiled(HASHES, HASHES, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def _hashes_of_windows(sums: Hashes, inverse: Hashes, begin: Ints, end: Ints, first: Ints, size: Ints) -> Hashes:
    hashes = np.empty(len(first), np.uint64)
    for at in range(len(first)):
        word = first[at]
        hashes[at] = _mixed((sums[end[word + size[at] - 1]] - sums[begin[word]]) * inverse[begin[word]])
    return hashes


def _without_excess(words: Words) -> Words:
    """Texts of more than MOST_WORDS words keep their first ones."""
    count = np.bincount(words.row, minlength=words.rows)
    if count.max(initial=0) <= MOST_WORDS:
        return words
    keep = np.arange(len(words.row)) - running_count(count)[words.row] < MOST_WORDS
    cut = words.cut | (count > MOST_WORDS)
    parts = {name: getattr(words, name)[keep] for name in ("begin", "end", "row", "segment", "field", "digits")}
    return replace(words, cut=cut, **parts)


@lru_cache(maxsize=4)
def _power_table(base: int, size: int) -> Hashes:
    out = np.ones(size, np.uint64)
    out[1:] = np.uint64(base)
    return np.cumprod(out, dtype=np.uint64)


def _powers(base: np.uint64, n: int) -> Hashes:
    """base**0 .. base**(n - 1), from a table that grows by doubling."""
    size = 1 << max(16, (max(n, 1) - 1).bit_length())
    return _power_table(int(base), size)[:n]
