"""Where words, segments and fields begin in the bytes of a batch of texts, each text cut at what is read of it."""

import numpy as np
import pyarrow as pa

from innoatlas.text.arrays import Bools, Bytes, Ints
from innoatlas.text.compiled import BYTES, NUMBER, NUMBERS, compiled
from innoatlas.text.fold import bytes_of

#: Parts one field of a text from the next; words of different fields never share a window.
FIELD_BREAK = "\x1e"

#: Longest text that is read, in bytes after folding, and most words; what lies beyond is cut.
MOST_BYTES, MOST_WORDS = 1200, 160

#: UTF-8; each byte but the first is 10xxxxxx.
_MOST_BYTES_OF_A_CHARACTER = 4

#: What a byte is; a letter or a digit is one that is kept.
_BREAK, _SEGMENT, _FIELD, LETTER, DIGIT = 0, 1, 2, 3, 4
#: So many letters before or after show that two words were glued.
_GLUED = 4
_BYTES_OF_AN_IDEOGRAM = 3
_HYPHEN, _SPACE = 45, 32
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


#: What each byte is.
CLASSES = np.array([_byte_class(byte) for byte in range(256)], np.uint8)


def cut_bytes(texts: pa.Array) -> tuple[Bytes, Ints, Bools]:
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


@compiled(BYTES, NUMBERS, BYTES)
def mark_words(raw: Bytes, offsets: Ints, classes: Bytes) -> tuple[Bytes, int, int]:
    """(1 at each byte that begins a word, number of words, number of letters) of texts of the given classes of bytes.

    A word starts after a break, at every Han or kana character, at what follows one, and where glued words betray themselves, "UniversityHuntington"
    and "1Department": a capital after four small letters, four letters after a digit or before one. Texts do not see each other.
    """
    starts = np.zeros(len(raw), np.uint8)
    words = letters = 0
    for text in range(len(offsets) - 1):
        small = alpha = 0  # so many of these end before the byte
        ideogram = digit_at = -9  # where the last character of these kinds began
        before = False
        for at in range(offsets[text], offsets[text + 1]):
            byte = raw[at]
            kind = classes[byte]
            if kind < LETTER:
                small = alpha = 0
                before = False
                continue
            letters += 1
            opens = 0xE3 <= byte <= 0xE9
            if not before or opens or (at - ideogram == _BYTES_OF_AN_IDEOGRAM) or (small >= _GLUED and 65 <= byte <= 90) or (alpha >= _GLUED and kind == DIGIT):
                starts[at] = 1
            before = True
            if opens:
                ideogram = at
            if kind == DIGIT:
                digit_at = at
                small = alpha = 0
                continue
            alpha += 1
            small = small + 1 if 97 <= byte <= 122 else 0
            if alpha == _GLUED == at - digit_at:
                starts[digit_at + 1] = 1
        for at in range(offsets[text], offsets[text + 1]):
            words += starts[at]
    return starts, words, letters


@compiled(BYTES, NUMBERS, BYTES, BYTES, NUMBER, NUMBER)
def take_words(raw: Bytes, offsets: Ints, classes: Bytes, starts: Bytes, words: int, letters: int) -> tuple[Bytes, Ints, Ints, Ints, Ints, Ints, Ints]:
    """(letters, and of each word its first letter, the letter after its last, its text, segment, field and number of digits), where `starts` marks words.

    Commas, brackets, field breaks and a hyphen between spaces begin a segment, as every text does.
    """
    kept, begin, end = np.empty(letters, np.uint8), np.empty(words, np.int64), np.empty(words, np.int64)
    row, segment = np.empty(words, np.int64), np.empty(words, np.int64)
    field, digits = np.empty(words, np.int64), np.zeros(words, np.int64)
    word, letter, segments = -1, 0, 0
    for text in range(len(offsets) - 1):
        first, last = offsets[text], offsets[text + 1]
        fields = 0
        for at in range(first, last):
            byte = raw[at]
            kind = classes[byte]
            if kind >= LETTER:
                if starts[at]:
                    word += 1
                    begin[word], row[word], segment[word], field[word] = letter, text, segments, fields
                kept[letter] = byte + 32 if 65 <= byte <= 90 else byte
                letter += 1
                end[word] = letter
                digits[word] += kind == DIGIT
            elif kind == _FIELD:
                fields += 1
                segments += 1
            elif kind == _SEGMENT or (byte == _HYPHEN and first < at < last - 1 and raw[at - 1] == _SPACE == raw[at + 1]):
                segments += 1
        segments += 1
    return kept, begin, end, row, segment, field, digits
