"""Words and windows of a batch: what is hashed is the folded letters, and no window leaves its text, its field or its segment."""

import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from innoatlas.text.cutting import FIELD_BREAK, MOST_BYTES, MOST_WORDS
from innoatlas.text.fold import compact, fold
from innoatlas.text.scan import Words, hash_names, scan, windows

#: Letters of many scripts, marks, separators, leftovers: what addresses are made of.
ALPHABET = "aZ9 é,;-./()'ßØñ’İŁ中国京ぷ서Мщعم\u200b\u0301\u202e\x1e\n\t{}<>&#;@＆Ａ"
TEXT = st.text(ALPHABET, max_size=24)
WORD = st.text("abcXYZ09éßñŁМщعם", min_size=1, max_size=7)
FAST = settings(max_examples=60, deadline=None)


def strings(*texts: str | None) -> pa.Array:
    return pa.array(texts, pa.string())


def written(words: Words, i: int) -> str:
    return words.letters[words.begin[i] : words.end[i]].tobytes().decode()


def words_of(text: str) -> list[str]:
    words = scan(strings(text))
    return [written(words, i) for i in range(len(words.row))]


# ---------------------------------------------------------------- windows and names


@FAST
@given(st.lists(TEXT, max_size=6))
def test_all_words_of_a_text_hash_as_its_compact_form(texts: list[str]) -> None:
    words, names = scan(strings(*texts)), compact(strings(*texts))
    for row in range(len(texts)):
        mine = np.flatnonzero(words.row == row)
        name = names[row].as_py()
        letters = words.letters[words.begin[mine[0]] : words.end[mine[-1]]].tobytes().decode() if len(mine) else ""
        assert letters == name
        if len(mine):
            assert words.hash(mine[:1], len(mine))[0] == hash_names(pa.array([name]))[0]


@FAST
@given(st.lists(WORD, min_size=1, max_size=6), st.data())
def test_every_window_hashes_as_the_name_of_the_same_letters(parts: list[str], data: st.DataObject) -> None:
    words = scan(strings("Somewhere else,", " ".join(parts), "after"))
    mine = np.flatnonzero(words.row == 1)
    first = data.draw(st.integers(0, len(mine) - 1))
    size = data.draw(st.integers(1, len(mine) - first))
    name = "".join(written(words, int(i)) for i in mine[first : first + size])
    assert words.hash(mine[first : first + 1], size)[0] == hash_names(compact(strings(name)))[0]


@FAST
@given(st.lists(TEXT, min_size=1, max_size=5), st.integers(1, 4))
def test_windows_are_every_run_of_words_of_one_segment_and_nothing_else(texts: list[str], longest: int) -> None:
    words = scan(strings(*texts))
    first, size = windows(words.segment, longest)
    found = set(zip(first.tolist(), size.tolist(), strict=True))
    count = len(words.row)
    expected = {(i, n) for n in range(1, longest + 1) for i in range(count - n + 1) if len(set(words.segment[i : i + n].tolist())) == 1}
    assert found == expected
    assert len(found) == len(first)
    for i, n in found:
        assert len({(words.row[j], words.field[j]) for j in range(i, i + n)}) == 1


@FAST
@given(st.lists(TEXT, min_size=2, max_size=6))
@example(["99Ø", "ぷ"])
@example(["abcd", "9"])
@example(["a" * (MOST_BYTES - 1) + "京", "abc def"])
def test_a_text_is_read_alike_alone_and_among_others(texts: list[str]) -> None:
    together = scan(strings(*texts))
    for row, text in enumerate(texts):
        alone, mine = scan(strings(text)), np.flatnonzero(together.row == row)
        assert [written(together, int(i)) for i in mine] == [written(alone, i) for i in range(len(alone.row))]
        assert together.hash(mine, 1).tolist() == alone.hash(np.arange(len(alone.row)), 1).tolist()
        assert together.field[mine].tolist() == alone.field.tolist()
        assert together.digits[mine].tolist() == alone.digits.tolist()
        breaks = np.diff(together.segment[mine]) != 0
        assert breaks.tolist() == (np.diff(alone.segment) != 0).tolist()


def test_a_slice_of_a_column_is_read_like_the_texts_themselves() -> None:
    column = strings("Oslo", "Paris, France", None, "京都")
    part, own = scan(column.slice(1, 3)), scan(strings("Paris, France", None, "京都"))
    assert part.hash(np.arange(len(part.row)), 1).tolist() == own.hash(np.arange(len(own.row)), 1).tolist()
    assert part.row.tolist() == own.row.tolist()
    names = compact(strings("a", "oslo", "kyoto"))
    assert hash_names(names.slice(1)).tolist() == hash_names(names)[1:].tolist()


# ---------------------------------------------------------------- words, segments, fields


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NEW-YORK", ["new", "york"]),
        ("Malmö 205 06", ["malmo", "205", "06"]),
        ("京都市", ["京", "都", "市"]),
        ("서울특별시 대한민국", ["서울특별시", "대한민국"]),
        ("UniversityHuntington", ["university", "huntington"]),
        ("1Department", ["1", "department"]),
        ("Boston02139", ["boston", "02139"]),
        ("McDonald", ["mcdonald"]),
        ("CB2 1TN", ["cb2", "1tn"]),
        ("S{UMLAUT OVER (O)}dert", ["sodert"]),
        ("  ,;  ", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == [unicodedata.normalize("NFKD", word) for word in words]  # Hangul is kept as its letters


@pytest.mark.parametrize("mark", [",", ";", "(", ")", "\n", " - ", "，", "；", "、", "（", "|", "/", "\u2028", FIELD_BREAK])
def test_marks_that_part_segments(mark: str) -> None:
    words = scan(strings(f"a b{mark}c"))
    assert np.diff(words.segment).tolist() == [0, 1]


@pytest.mark.parametrize("mark", [" ", "-", ".", "'", "&", "·", "\u00a0"])
def test_marks_that_part_words_only(mark: str) -> None:
    assert scan(strings(f"a{mark}b")).segment.tolist() == [0, 0]


def test_fields_are_counted_and_never_share_a_segment() -> None:
    words = scan(strings(f"a{FIELD_BREAK}{FIELD_BREAK}b, c{FIELD_BREAK}d", f"{FIELD_BREAK}e"))
    assert words.field.tolist() == [0, 2, 2, 3, 1]
    assert len(set(words.segment.tolist())) == 5


# ---------------------------------------------------------------- what is too long


def test_a_text_of_too_many_words_keeps_its_first_ones_and_says_so() -> None:
    words = scan(strings("a " * MOST_WORDS, "b " * (MOST_WORDS + 1), "c"))
    assert np.bincount(words.row).tolist() == [MOST_WORDS, MOST_WORDS, 1]
    assert words.cut.tolist() == [False, True, False]
    assert written(words, len(words.row) - 1) == "c"


def test_a_text_of_too_many_bytes_keeps_its_first_ones_and_says_so() -> None:
    words = scan(strings("x" * MOST_BYTES, "y" * (MOST_BYTES + 1), "é" * MOST_BYTES, "щ" * MOST_BYTES, "c"))
    assert words.cut.tolist() == [False, True, False, True, False]
    sizes = [int(words.length[words.row == row].sum()) for row in range(5)]
    assert sizes == [MOST_BYTES, MOST_BYTES, MOST_BYTES, MOST_BYTES, 1]


def test_no_text_is_no_word() -> None:
    for texts in (strings(), strings(None), strings("", None, "...")):
        words = scan(texts)
        assert (words.rows, len(words.row), words.cut.tolist()) == (len(texts), 0, [False] * len(texts))
        assert len(windows(words.segment, 5)[0]) == 0


# ---------------------------------------------------------------- folding


@FAST
@given(st.lists(st.text(sorted(set(ALPHABET) - set("&＆{}<>")), max_size=30), max_size=5))
def test_folding_what_holds_no_leftover_of_markup_twice_is_folding_it_once(texts: list[str]) -> None:
    once = fold(strings(*texts))
    assert fold(once).to_pylist() == once.to_pylist()


@FAST
@given(st.lists(TEXT, max_size=5))
def test_compact_names_stay_as_they_are(texts: list[str]) -> None:
    once = compact(strings(*texts))
    assert compact(once).to_pylist() == once.to_pylist()
    assert all(name.isalnum() or name == "" for name in once.to_pylist())


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_characters="\x7f"), max_size=12))
def test_latin_letters_fold_alike_alone_and_beside_letters_of_another_script(text: str) -> None:
    assert fold(strings(f"{text} 京"))[0].as_py() == f"{fold(strings(text + 'é'))[0].as_py()[:-1]} 京"


@FAST
@given(st.lists(TEXT, min_size=1, max_size=5), st.integers(0, 4))
def test_a_text_folds_alike_alone_and_among_others(texts: list[str], at: int) -> None:
    text = texts[at % len(texts)]
    assert fold(strings(*texts))[at % len(texts)].as_py() == fold(strings(text))[0].as_py()


@pytest.mark.parametrize(
    "names",
    [
        ("New York", "NEW-YORK", "new york", "N e w Y o r k", "ＮＥＷ ＹＯＲＫ", "New\u00a0York", "New\u200bYork"),
        ("Göteborg", "GÖTEBORG", "Go\u0308teborg", "G&ouml;teborg", "G{umlaut over (o)}teborg", "GÃ¶teborg", "goteborg"),
        ("Łódź", "LODZ", "Lódz"),
        ("Xi'an", "Xi’an", "Xian", "XI AN"),
        ("İzmir", "Izmir", "IZMIR", "ızmir"),
        ("Ærø", "AERO", "aero"),
        ("Straße", "STRASSE", "STRAẞE"),
        ("京都", "京 都", "京・都"),
        ("تهران", "تـهران"),
        ("قزوین", "قزوين"),
    ],
)
def test_writings_of_one_name_fold_to_the_same_letters(names: tuple[str, ...]) -> None:
    assert len(set(compact(strings(*names)).to_pylist())) == 1


def test_other_names_stay_other_names() -> None:
    assert len(set(compact(strings("Paris", "Parish", "Pari", "巴黎", "Париж", "Παρίσι")).to_pylist())) == 6
