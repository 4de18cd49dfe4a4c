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

from innoatlas.text.fold import fold

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Bools = NDArray[np.bool_]

#: Parts one field of a text from the next; words of different fields never share a window.
FIELD_BREAK = "\x1e"

#: Longest text that is read, in bytes after folding, and most words; what lies beyond is cut.
MOST_BYTES, MOST_WORDS = 1200, 160

_BREAK, _SEGMENT, _FIELD, _LETTER, _DIGIT = 0, 1, 2, 3, 4
_SEGMENT_CHARACTERS = ",;\n\r\t()[]{}|/"


def _byte_class(byte: int) -> int:
    character = chr(byte)
    if character == FIELD_BREAK:
        return _FIELD
    if byte < 128 and character.isdigit():
        return _DIGIT
    if byte >= 128 or character.isalpha():
        return _LETTER
    return _SEGMENT if character in _SEGMENT_CHARACTERS else _BREAK


_CLASS = np.array([_byte_class(byte) for byte in range(256)], np.uint8)
_LOWER = np.array([byte + 32 if 65 <= byte <= 90 else byte for byte in range(256)], np.uint8)
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
        return self.hash_letters(self.begin[first], self.end[first + size - 1])

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
    raw, offsets, cut = _bytes_of(fold(texts))
    kind = _CLASS[raw]
    letter = kind >= _LETTER
    heads = offsets[:-1][offsets[:-1] < len(raw)]
    starts = _word_starts(raw, kind, letter, heads)
    segment_breaks, field_breaks = _breaks(raw, kind, heads)
    at = np.flatnonzero(starts)
    row = np.searchsorted(offsets, at, side="right") - 1
    before = np.concatenate((np.zeros(1, np.int64), np.cumsum(field_breaks)))
    field = before[at + 1] - before[offsets[:-1][row]]

    letters = _LOWER[raw[letter]]
    position = np.cumsum(letter) - 1
    begin = position[at]
    end = np.append(begin[1:], len(letters)) if len(at) else begin
    digit_sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(kind[letter] == _DIGIT)))
    words = Words(
        rows=len(texts),
        letters=letters,
        sums=np.concatenate((np.zeros(1, np.uint64), np.cumsum(_VALUE[letters] * _powers(BASE, len(letters)), dtype=np.uint64))),
        inverse=_powers(INVERSE, len(letters) + 1),
        begin=begin,
        end=end,
        row=row,
        segment=np.cumsum(segment_breaks)[at] - 1,
        field=field,
        digits=digit_sums[end] - digit_sums[begin],
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
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(_VALUE[letters] * _powers(BASE, len(letters)), dtype=np.uint64)))
    inverse = _powers(INVERSE, len(letters) + 1)
    return mix((sums[offsets[1:]] - sums[offsets[:-1]]) * inverse[offsets[:-1]])


def mix(hashes: Hashes) -> Hashes:
    """Spreads the bits of a running sum over the whole word (xor-shift, multiply, xor-shift; the constant is SplitMix64's)."""
    hashes = (hashes ^ (hashes >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return hashes ^ (hashes >> np.uint64(32))


# ---------------------------------------------------------------- how bytes become words


def _bytes_of(texts: pa.Array) -> tuple[NDArray[np.uint8], Ints, Bools]:
    """The bytes of all texts, each cut at MOST_BYTES, with their offsets."""
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    data = texts.buffers()[2]
    raw = np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]] if data is not None else np.zeros(0, np.uint8)
    offsets = offsets - offsets[0]
    sizes = np.diff(offsets)
    cut = sizes > MOST_BYTES
    if cut.any():
        kept = np.minimum(sizes, MOST_BYTES)
        fresh = np.concatenate((np.zeros(1, np.int64), np.cumsum(kept)))
        raw = raw[np.arange(fresh[-1]) - np.repeat(fresh[:-1], kept) + np.repeat(offsets[:-1], kept)]
        offsets = fresh
    return raw, offsets, cut


def _word_starts(raw: NDArray[np.uint8], kind: NDArray[np.uint8], letter: Bools, heads: Ints) -> Bools:
    """A word starts after a break, at every Han or kana character, and where glued words betray themselves."""
    starts = letter.copy()
    starts[1:] &= ~letter[:-1]
    starts[heads] = letter[heads]
    ideogram = (raw >= 0xE3) & (raw <= 0xE9)
    if ideogram.any():
        inside = ideogram.copy()
        inside[1:] |= ideogram[:-1]
        inside[2:] |= ideogram[:-2]
        starts |= ideogram
        starts[1:] |= letter[1:] & inside[:-1] & ~inside[1:]
    return starts | _glued(raw, kind, heads)


def _glued(raw: NDArray[np.uint8], kind: NDArray[np.uint8], heads: Ints) -> Bools:
    """Glued words, "UniversityHuntington" and "1Department": a capital after four small letters, four letters after a digit or before one."""
    small, capital = (raw >= 97) & (raw <= 122), (raw >= 65) & (raw <= 90)
    digit, alpha = kind == _DIGIT, kind == _LETTER
    starts = np.zeros(len(raw), np.bool_)
    if len(raw) < 5:
        return starts
    four_small, four_letters = (run[:-4] & run[1:-3] & run[2:-2] & run[3:-1] for run in (small, alpha))
    after_four = np.flatnonzero((four_small & capital[4:]) | (four_letters & digit[4:])) + 4
    before_four = np.flatnonzero(digit[:-4] & alpha[1:-3] & alpha[2:-2] & alpha[3:-1] & alpha[4:]) + 1
    starts[_within_one_text(after_four, after_four - 4, heads)] = True
    starts[_within_one_text(before_four, before_four + 3, heads)] = True
    return starts


def _within_one_text(at: Ints, other: Ints, heads: Ints) -> Ints:
    """Those bytes that stand in the same text as the other one; a byte that begins a text follows nothing."""
    text = np.searchsorted(heads, at, side="right")
    same = (text == np.searchsorted(heads, other, side="right")) & (text == np.searchsorted(heads, at - 1, side="right"))
    return at[same]


def _breaks(raw: NDArray[np.uint8], kind: NDArray[np.uint8], heads: Ints) -> tuple[Ints, Ints]:
    """(segment breaks, field breaks) at each byte; every text begins a segment, and so does a hyphen between spaces."""
    field = kind == _FIELD
    segment = (kind == _SEGMENT) | field
    if len(raw) > 2:
        segment[1:-1] |= (raw[1:-1] == 45) & (raw[:-2] == 32) & (raw[2:] == 32)
    breaks = segment.astype(np.int64)
    breaks[heads] += 1
    return breaks, field.astype(np.int64)


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
