"""Where words, segments and fields begin in the bytes of a batch of texts, each text cut at what is read of it."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innoatlas.text.arrays import Bools, Ints
from innoatlas.text.fold import bytes_of

#: Parts one field of a text from the next; words of different fields never share a window.
FIELD_BREAK = "\x1e"

#: Longest text that is read, in bytes after folding, and most words; what lies beyond is cut.
MOST_BYTES, MOST_WORDS = 1200, 160

#: UTF-8; each byte but the first is 10xxxxxx.
_MOST_BYTES_OF_A_CHARACTER = 4

#: What a byte is; a letter or a digit is one that is kept.
_BREAK, _SEGMENT, _FIELD, LETTER, DIGIT = 0, 1, 2, 3, 4
_SEGMENT_CHARACTERS = ",;\n\r\t()[]{}|/"


def _byte_class(byte: int) -> int:
    character = chr(byte)
    if character == FIELD_BREAK:
        return _FIELD
    if byte < 128 and character.isdigit():
        return DIGIT
    if byte >= 128 or character.isalpha():
        return LETTER
    return _SEGMENT if character in _SEGMENT_CHARACTERS else _BREAK


#: Tables for `bytes.translate`: what each byte is, its small letter, and the bytes that are dropped.
CLASS = bytes(_byte_class(byte) for byte in range(256))
LOWER = bytes(byte + 32 if 65 <= byte <= 90 else byte for byte in range(256))
NO_LETTERS = bytes(byte for byte in range(256) if CLASS[byte] < LETTER)


def cut_bytes(texts: pa.Array) -> tuple[NDArray[np.uint8], Ints, Bools]:
    """The bytes of all texts, each cut at MOST_BYTES or before the character that this would split, with their offsets."""
    raw, offsets = bytes_of(texts)
    sizes = np.diff(offsets)
    cut = sizes > MOST_BYTES
    if cut.any():
        kept = np.minimum(sizes, MOST_BYTES)
        for _ in range(_MOST_BYTES_OF_A_CHARACTER - 1):
            after = offsets[:-1][cut] + kept[cut]
            kept[cut] -= (raw[after] & 0xC0) == 0x80
        fresh = np.concatenate((np.zeros(1, np.int64), np.cumsum(kept)))
        raw = raw[np.arange(fresh[-1]) - np.repeat(fresh[:-1], kept) + np.repeat(offsets[:-1], kept)]
        offsets = fresh
    return raw, offsets, cut


def word_starts(raw: NDArray[np.uint8], kind: NDArray[np.uint8], letter: Bools, heads: Ints) -> Bools:
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
    digit, alpha = kind == DIGIT, kind == LETTER
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


def breaks(raw: NDArray[np.uint8], kind: NDArray[np.uint8]) -> tuple[Bools, Bools]:
    """(segment breaks, field breaks) at each byte; a hyphen between spaces breaks a segment too."""
    field = kind == _FIELD
    segment = (kind == _SEGMENT) | field
    if len(raw) > 2:
        segment[1:-1] |= (raw[1:-1] == 45) & (raw[:-2] == 32) & (raw[2:] == 32)
    return segment, field
