"""Folding: two spellings of one name become the same letters. Arrow kernels over whole columns; ASCII texts pass untouched.

Case is left to the scan (a table of 256 bytes) and to `compact`; what is done here is what bytes cannot say.
"""

import html
import re
from functools import cache, reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innoatlas.text.arrays import Bools, Bytes, Ints, counted_before
from innoatlas.text.compiled import BITS, BYTES, NUMBERS, compiled

#: Characters below are two bytes of UTF-8 at most, whose first is C3 to C5 for a letter.
_LATIN = 0x180

#: Letters that Unicode does not decompose, as the registers of the world write them in ASCII.
_LETTERS = {
    "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ł": "l", "Ł": "L", "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE",
    "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "ə": "e", "Ə": "E", "ʻ": "", "ʼ": "'",
}  # fmt: skip

#: Arabic letters that Persian, Urdu and Arabic keyboards write with different code points.
_ARABIC = {"ی": "ي", "ى": "ي", "ک": "ك", "ة": "ه", "ـ": "", "ھ": "ه", "ہ": "ه"}

#: Separators of other scripts that part one segment from the next.
_SEGMENT_MARKS = {"，": ",", "、": ",", "；": ";", "،": ",", "؛": ";", "（": "(", "）": ")", "【": "[", "】": "]", "．": ".", "・": " ", "·": " "}

_WRITTEN_AS = _LETTERS | _ARABIC | _SEGMENT_MARKS
_ODD = f"[{''.join(_WRITTEN_AS)}]"

#: Of ASCII, letters and digits are kept, letters as lower case.
_KEPT = np.array([chr(byte).isascii() and chr(byte).isalnum() for byte in range(256)])
_DROPPED = bytes(np.flatnonzero(~_KEPT).tolist())
_LOWER = bytes(range(256)).lower()

_BRACED_ACCENT = r"\{[^{}]{0,30}\bOVER\s*\(?\s*([A-Za-z])\s*\)?\s*\}"  # "{UMLAUT OVER (O)}" of old US patents
_BRACED_LETTER = r"\{\s*[a-z ]*\(?([A-Za-z])\)?\s*\}"  # "{dot over (I)}" cut short, "{hacek over (s)}"
_MARKUP = r"</?[A-Za-z][^<>]{0,40}>"
_CONTROL = r"#(?:TAB|CR|LF|NL)#"  # "Athens, Greece#TAB#"
_LEFTOVERS = (("{", _BRACED_ACCENT, r"\1"), ("{", _BRACED_LETTER, r"\1"), ("<", _MARKUP, " "), ("#", _CONTROL, ","))
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_MOJIBAKE = re.compile("[ÂÃÄÅ][\u0080-\u00bf]")


def fold(texts: pa.Array) -> pa.Array:
    """Texts with marks stripped, foreign separators made ASCII, entities and leftovers decoded. Same length; nulls become empty.

    >>> fold(pa.array(["Malmö", "Łódź", "S{UMLAUT OVER (O)}dert", "Universit&eacute;, Paris", "北京市，中国", None])).to_pylist()
    ['malmo', 'lodz', 'SOdert', 'universite, paris', '北京市,中国', '']
    """
    texts = _decode_leftovers(pc.fill_null(texts, ""))
    raw, offsets = bytes_of(texts)
    if not (raw >= 128).any():
        return texts
    letters, bounds, rest = _fold_latin(raw, offsets, *_latin_letters())
    others = texts.filter(pa.array(rest))
    texts = pa.StringArray.from_buffers(len(texts), pa.py_buffer(bounds), pa.py_buffer(letters))
    return pc.replace_with_mask(texts, pa.array(rest), _fold_letters(_unescape_mojibake(others))) if len(others) else texts


@cache
def _latin_letters() -> tuple[Bytes, Bytes]:
    """What each character up to U+017F folds to, as (characters, 2) bytes, and how many; none where that is no letter, for such are not folded alone."""
    characters = pa.array([chr(code) for code in range(_LATIN)], pa.string())
    folded = [bytes(text, "utf-8") for text in _fold_letters(characters).to_pylist()]
    sizes = [len(text) if code < 128 or (text.isalnum() and len(text) <= 2) else 0 for code, text in enumerate(folded)]
    return np.array([list(text.ljust(2)[:2]) for text in folded], np.uint8), np.array(sizes, np.uint8)


@compiled(BYTES, NUMBERS, BITS, BYTES)
def _fold_latin(raw: Bytes, offsets: Ints, folded: Bytes, sizes: Bytes) -> tuple[Bytes, NDArray[np.int32], Bools]:
    """(letters, bounds, rest): texts of ASCII as they are, texts of Latin letters folded one by one; `rest` holds for all others, which stay as they are."""
    out, bounds, rest = np.empty(len(raw), np.uint8), np.zeros(len(offsets), np.int32), np.zeros(len(offsets) - 1, np.bool_)
    end = 0
    for text in range(len(offsets) - 1):
        first, last = offsets[text], offsets[text + 1]
        together = np.uint8(0)
        for at in range(first, last):
            together |= raw[at]
        at = first
        while together >= 128 and at < last:
            if 0xC3 <= raw[at] <= 0xC5 and at + 1 < last and raw[at + 1] & 0xC0 == 0x80:
                rest[text] |= sizes[(raw[at] & 0x1F) << 6 | raw[at + 1] & 0x3F] == 0
                at += 1
            else:
                rest[text] |= raw[at] >= 128
            at += 1
        if together < 128 or rest[text]:
            out[end : end + last - first] = raw[first:last]
            end += last - first
        else:
            at = first
            while at < last:
                code = np.int64(raw[at])
                if code >= 128:
                    at += 1
                    code = (code & 0x1F) << 6 | np.int64(raw[at] & 0x3F)
                at += 1
                out[end], out[end + sizes[code] - 1] = folded[code, 0], folded[code, sizes[code] - 1]
                end += sizes[code]
        bounds[text + 1] = end
    return out[:end], bounds, rest


def compact(names: pa.Array) -> pa.Array:
    """Names folded to their letters and digits alone, lower case: the key by which a name is looked up.

    >>> compact(pa.array(["New York", "NEW-YORK", "Xi'an", "St. John's", "Køge"])).to_pylist()
    ['newyork', 'newyork', 'xian', 'stjohns', 'koge']
    """
    texts = fold(names)
    ascii_only = pc.string_is_ascii(texts)
    if pc.all(ascii_only).as_py():
        return _compact_ascii(texts)
    foreign = texts.filter(pc.invert(ascii_only))
    letters = pc.utf8_lower(pc.replace_substring_regex(foreign, r"[^\p{L}\p{N}]+", ""))
    return _merged(ascii_only, _compact_ascii(texts.filter(ascii_only)), letters)


def _compact_ascii(texts: pa.Array) -> pa.Array:
    """All texts at once, byte by byte: a pattern that is tried text by text costs twenty times as much."""
    raw, offsets = bytes_of(texts)
    kept = _KEPT[raw]
    before = np.zeros(len(raw) + 1, np.int32)
    np.cumsum(kept, out=before[1:])
    letters = raw.tobytes().translate(_LOWER, _DROPPED)
    return pa.StringArray.from_buffers(len(texts), pa.py_buffer(before[offsets]), pa.py_buffer(letters))


def _merged(first: pa.Array, of_first: pa.Array, others: pa.Array) -> pa.Array:
    """Values of two arrays in the order in which a mask takes them from one or the other."""
    chosen = np.asarray(first)
    at = np.where(chosen, np.cumsum(chosen) - 1, np.cumsum(~chosen) - 1 + len(of_first))
    return pa.concat_arrays([of_first, others]).take(pa.array(at))


def bytes_of(texts: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bytes of all texts in a row, and where each begins (one entry more than texts); nulls must be filled."""
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    data = texts.buffers()[2]
    raw = np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]] if data is not None else np.zeros(0, np.uint8)
    return raw, offsets - offsets[0]


def rows_with(texts: pa.Array, character: str) -> pa.Array:
    """Which texts hold an ASCII character: one look at the bytes of all, which Arrow's search does text by text.

    >>> rows_with(pa.array(["a@b", "", "c"]), "@").to_pylist()
    [True, False, False]
    """
    raw, offsets = bytes_of(texts)
    return _rows_at(np.flatnonzero(raw == ord(character)), offsets)


def _rows_at(positions: NDArray[np.int64], offsets: NDArray[np.int64]) -> pa.Array:
    found = np.zeros(len(offsets) - 1, np.bool_)
    found[np.searchsorted(offsets, positions, side="right") - 1] = True
    return pa.array(found)


def _decode_leftovers(texts: pa.Array) -> pa.Array:
    """What markup and old character sets left behind; each step touches only the rows that show its mark."""
    for mark, pattern, replacement in _LEFTOVERS:
        found = rows_with(texts, mark)
        if pc.any(found).as_py():
            texts = pc.replace_with_mask(texts, found, pc.replace_substring_regex(texts.filter(found), pattern, replacement))
    escaped = rows_with(texts, "&")
    if pc.any(escaped).as_py():
        read = [html.unescape(text) if _ENTITY.search(text) else text for text in texts.filter(escaped).to_pylist()]
        texts = pc.replace_with_mask(texts, escaped, pa.array(read, pa.string()))
    return texts


def _unescape_mojibake(texts: pa.Array) -> pa.Array:
    """UTF-8 that was once read as Latin-1 ("UniversitÃ©"): read it again, where it reads."""
    raw, _ = bytes_of(texts)
    # The second letter of ÂÃÄÅ and the first byte of U+0080 to U+00BF; only then is the pattern worth its time.
    after = np.flatnonzero((raw[1:] == 0xC2) & (raw[:-1] >= 0x82) & (raw[:-1] <= 0x85))
    if not len(after):
        return texts
    suspect = pc.match_substring_regex(texts, _MOJIBAKE.pattern)
    if not pc.any(suspect).as_py():
        return texts
    return pc.replace_with_mask(texts, suspect, pa.array([_reread(text) for text in texts.filter(suspect).to_pylist()], pa.string()))


def _reread(text: str) -> str:
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _fold_letters(texts: pa.Array) -> pa.Array:
    found = pc.match_substring_regex(texts, _ODD)
    odd = reduce(lambda column, pair: pc.replace_substring(column, *pair), _WRITTEN_AS.items(), texts.filter(found))
    texts = pc.replace_with_mask(texts, found, odd)
    texts = _without_accents(pc.utf8_normalize(texts, form="NFKD"))
    foreign = pc.invert(pc.string_is_ascii(texts))  # Latin letters have lost their marks by now
    letters = pc.replace_substring_regex(texts.filter(foreign), r"[\p{M}\p{Cf}]+", "")
    letters = pc.replace_substring_regex(letters, r"[\p{Zl}\p{Zp}]", "\n")
    letters = pc.replace_substring_regex(letters, r"[^\x00-\x7f\p{L}\p{N}]+", " ")
    return pc.utf8_lower(pc.replace_with_mask(texts, foreign, letters))


def _without_accents(texts: pa.Array) -> pa.Array:
    """Without the marks U+0300 to U+036F, which most accents are: they begin with the byte CC, or with CD before one below B0."""
    raw, offsets = bytes_of(texts)
    first = (raw == 0xCC) | (raw == 0xCD)
    first[:-1] &= (raw[:-1] == 0xCC) | (raw[1:] < 0xB0)
    kept = ~first
    kept[1:] &= ~first[:-1]
    bounds = counted_before(kept, offsets).astype(np.int32)
    return pa.StringArray.from_buffers(len(texts), pa.py_buffer(bounds), pa.py_buffer(raw[np.flatnonzero(kept)]))
