"""A batch of texts as words of one byte buffer, and the hash of any window of words by arithmetic on two running sums.

With the kept letters c0..cm of the batch, an odd 64-bit base B and a random odd value v per byte,

    sums[i] = v[c0] * B**0 + ... + v[c(i-1)] * B**(i-1)          (uint64, wraps)
    hash(letters a..e) = mix((sums[e] - sums[a]) * B**-a)         (B**-1 exists because B is odd)

so a window costs two look-ups and a product, and a window with a letter left out costs four. What is hashed is the compact
form: "New York", "NEW-YORK" and "NewYork" are one key; word boundaries decide only which windows exist.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innoatlas.text.arrays import Bools, Hashes, Ints, counted_before
from innoatlas.text.cutting import CLASS, DIGIT, LETTER, LOWER, MOST_WORDS, NO_LETTERS, breaks, cut_bytes, word_starts
from innoatlas.text.fold import fold

BASE = np.uint64(0x9E3779B97F4A7C15)
INVERSE = np.uint64(pow(int(BASE), -1, 1 << 64))
_VALUE = np.random.default_rng(7).integers(1, 2**63, 256, dtype=np.int64).astype(np.uint64) * np.uint64(2) + np.uint64(1)


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
        until, since, inverse = self._at_words
        return mix((until[first + size - 1] - since[first]) * inverse[first])

    @cached_property
    def _at_words(self) -> tuple[Hashes, Hashes, Hashes]:
        """Of each word, the running sum after it and before it, and the inverse there: nearer at hand than those of all letters."""
        return self.sums[self.end], self.sums[self.begin], self.inverse[self.begin]

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
    kind = np.frombuffer(raw.tobytes().translate(CLASS), np.uint8)
    letter = kind >= LETTER
    heads = offsets[:-1][offsets[:-1] < len(raw)]
    starts = word_starts(raw, kind, letter, heads)
    at = np.flatnonzero(starts)
    words_before = counted_before(starts, offsets)
    row = np.repeat(np.arange(len(texts)), np.diff(words_before))
    segment_breaks, field_breaks = breaks(raw, kind)
    texts_begun = np.cumsum(np.diff(offsets[:-1], prepend=-1) != 0)  # an empty text begins nothing

    letters = np.frombuffer(raw.tobytes().translate(LOWER, NO_LETTERS), np.uint8)
    until = np.append(at, len(raw))
    bound, digits = counted_before(letter, until), counted_before(kind == DIGIT, until)
    words = Words(
        rows=len(texts),
        letters=letters,
        sums=_running_sum(_VALUE[letters] * _powers(BASE, len(letters))),
        inverse=_powers(INVERSE, len(letters) + 1),
        begin=bound[:-1],
        end=bound[1:],
        row=row,
        segment=counted_before(segment_breaks, at) + texts_begun[row] - 1,
        field=counted_before(field_breaks, at) - counted_before(field_breaks, offsets[:-1])[row],
        digits=np.diff(digits),
        cut=cut,
    )
    return _without_excess(words)


def windows(words: Words, longest: int, unit: Ints) -> tuple[Ints, Ints]:
    """First word and number of words of every window of 1 to `longest` words within one `unit` (a number per word that rises).

    >>> words = scan(pa.array(["a b, c"]))
    >>> [x.tolist() for x in windows(words, 2, words.segment)]
    [[0, 1, 2, 0], [1, 1, 1, 2]]
    """
    firsts = [np.flatnonzero(unit[n - 1 :] == unit[: len(unit) - n + 1]) for n in range(1, min(longest, len(unit)) + 1)]
    sizes = np.repeat(np.arange(1, len(firsts) + 1), [len(first) for first in firsts])
    return np.concatenate(firsts) if firsts else np.zeros(0, np.int64), sizes


def hash_names(folded: pa.Array) -> Hashes:
    """Hash of each name already folded to its letters: what a window of the same letters hashes to.

    >>> bool(hash_names(pa.array(["newyork"]))[0] == scan(pa.array(["New York"])).hash(np.array([0]), 2)[0])
    True
    """
    offsets = np.frombuffer(folded.buffers()[1], np.int32)[folded.offset : folded.offset + len(folded) + 1].astype(np.int64)
    letters = np.frombuffer(folded.buffers()[2], np.uint8)[offsets[0] : offsets[-1]] if offsets[-1] else np.zeros(0, np.uint8)
    offsets = offsets - offsets[0]
    sums = _running_sum(_VALUE[letters] * _powers(BASE, len(letters)))
    inverse = _powers(INVERSE, len(letters) + 1)
    return mix((sums[offsets[1:]] - sums[offsets[:-1]]) * inverse[offsets[:-1]])


def mix(hashes: Hashes) -> Hashes:
    """Spreads the bits of a running sum over the whole word (xor-shift, multiply, xor-shift; the constant is SplitMix64's)."""
    hashes = (hashes ^ (hashes >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return hashes ^ (hashes >> np.uint64(32))


def powers_of_base(n: int) -> tuple[Hashes, Hashes]:
    """BASE**0 .. BASE**(n - 1), and the same of its inverse."""
    return _powers(BASE, n), _powers(INVERSE, n)


def _running_sum(values: Hashes) -> Hashes:
    """0, then the sum of the first value, of the first two, and so on."""
    out = np.zeros(len(values) + 1, np.uint64)
    np.cumsum(values, out=out[1:])
    return out


def _without_excess(words: Words) -> Words:
    """Texts of more than MOST_WORDS words keep their first ones."""
    first = np.searchsorted(words.row, np.arange(words.rows))
    place = np.arange(len(words.row)) - first[words.row]
    if not len(place) or place.max() < MOST_WORDS:
        return words
    keep = place < MOST_WORDS
    cut = words.cut | (np.bincount(words.row, minlength=words.rows) > MOST_WORDS)
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
