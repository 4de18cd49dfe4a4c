"""Tables of names against a dictionary, and names nearly right against brute force."""

from collections import defaultdict
from random import Random

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from innoatlas.geocoding.building import beginnings
from innoatlas.geocoding.fuzzy import TWO_EDITS_FROM, FuzzyTable, deletions
from innoatlas.geocoding.index import FEWEST_LETTERS
from innoatlas.geocoding.names import NameTable, Postings
from innoatlas.text.scan import hash_names, scan

FAST = settings(max_examples=60, deadline=None)

#: Few letters, so that names are near one another often.
NAME = st.text("abc", min_size=4, max_size=12) | st.text("ab", min_size=5, max_size=24)
ENTRY = st.tuples(st.sampled_from(["aa", "ab", "paris", "oslo", "京都", "x" * 30]), st.integers(0, 40), st.integers(0, 3), st.integers(0, 2))


def hashes(*names: str) -> np.ndarray:
    return hash_names(pa.array(names, pa.string()))


# ---------------------------------------------------------------- names nearly right


@FAST
@given(st.lists(st.tuples(NAME, st.integers(0, 2)), min_size=1, max_size=12), st.lists(st.tuples(NAME, st.integers(0, 2)), min_size=1, max_size=6))
def test_similar_names_are_exactly_those_within_the_edits_allowed(stored: list[tuple[str, int]], asked: list[tuple[str, int]]) -> None:
    table = FuzzyTable.build(pa.array([name for name, _ in stored]), np.array([country for _, country in stored]))
    words = scan(pa.array([name for name, _ in asked]))
    found = table.similar(words, words.begin, words.end, np.array([country for _, country in asked]))
    triples = list(zip(found.asked.tolist(), found.hash.tolist(), found.distance.tolist(), found.missing.tolist(), strict=True))
    expected = {
        (i, int(hashes(name)[0]), OSA.distance(text, name), len(name) - len(text))
        for i, (text, country) in enumerate(asked)
        for name, of in set(stored)
        if of == country and 0 < OSA.distance(text, name) <= (2 if max(len(text), len(name)) >= TWO_EDITS_FROM else 1) and within_reach(text, name)
    }
    assert len(triples) == len(set(triples))
    assert set(triples) == expected


def within_reach(text: str, name: str) -> bool:
    """Whether leaving letters out of both can make them alike: two letters are left out of names of 6 to 16 letters only, else one."""
    return not left_out(text).isdisjoint(left_out(name))


def left_out(text: str) -> set[str]:
    once = {text[:i] + text[i + 1 :] for i in range(len(text))}
    twice = {cut[:i] + cut[i + 1 :] for cut in once for i in range(len(cut))} if 6 <= len(text) <= 16 else set()
    return {text} | once | twice


@FAST
@given(st.text("abc", min_size=7, max_size=15), st.data())
def test_one_or_two_edits_of_a_name_of_seven_to_sixteen_letters_always_meet_it(name: str, data: st.DataObject) -> None:
    text = name
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.integers(0, len(text) - 1))
        kind = data.draw(st.sampled_from(["drop", "add", "change", "swap"]))
        added = "" if kind == "drop" else data.draw(st.sampled_from("abcd"))
        text = text[:at] + text[at : at + 2][::-1] + text[at + 2 :] if kind == "swap" else text[:at] + added + text[at + (kind != "add") :]
    distance = OSA.distance(text, name)
    words = scan(pa.array([text]))
    table = FuzzyTable.build(pa.array([name]), np.array([5]))
    found = table.similar(words, words.begin, words.end, np.array([5]))
    if 6 <= len(text) <= 16 and 0 < distance <= 2:
        assert found.distance.tolist() == [distance]


def test_a_name_of_another_country_is_never_met() -> None:
    table = FuzzyTable.build(pa.array(["heidelberg", "heidelberg"]), np.array([1, 3]))
    words = scan(pa.array(["hidelberg"] * 4))
    found = table.similar(words, words.begin, words.end, np.arange(4))
    assert found.asked.tolist() == [1, 3]


def test_a_table_without_names_finds_nothing() -> None:
    table = FuzzyTable.build(pa.array([], pa.string()), np.zeros(0, np.int64))
    words = scan(pa.array(["heidelberg"]))
    assert len(table.similar(words, words.begin, words.end, np.array([1])).asked) == 0


@FAST
@given(st.lists(st.text("abcd", min_size=1, max_size=18), min_size=1, max_size=4))
def test_keys_are_those_of_every_name_with_letters_left_out(names: list[str]) -> None:
    words = scan(pa.array(names))
    of, keys = deletions(words, words.begin, words.end, np.zeros(len(names), np.int64))
    for i, name in enumerate(names):
        cuts = sorted(left_out(name) - {""})
        scanned = scan(pa.array(cuts))
        whole = deletions(scanned, scanned.begin, scanned.end, np.zeros(len(cuts), np.int64))
        expected = set(whole[1][: len(cuts)].tolist())
        assert expected <= set(keys[of == i].tolist())
        assert len(set(keys[of == i].tolist()) - expected) <= ("" in left_out(name))


# ---------------------------------------------------------------- names to the letter


def by_hand(entries: list[tuple[str, int, int, int]]) -> dict[str, list[tuple[int, int, int]]]:
    """Name to its (place, country, inhabitants), most inhabitants first, then the smaller place."""
    made = defaultdict(list)
    for name, place, country, thousands in entries:
        made[name].append((place, country, thousands))
    return {name: sorted(rows, key=lambda row: (-row[2], row[0])) for name, rows in made.items()}


def build(entries: list[tuple[str, int, int, int]]) -> NameTable:
    columns = [np.array(column, np.int64) for column in zip(*(entry[1:] for entry in entries), strict=True)]
    return NameTable.build(hashes(*(entry[0] for entry in entries)), columns[0], np.full(len(entries), 1, np.uint8), columns[1], columns[2])


UNIQUE = st.lists(ENTRY, min_size=1, max_size=25, unique_by=lambda entry: (entry[0], entry[1]))
ASKED = ["paris", "nowhere", "oslo", "京都", "aa", "ab", "", "paris", "x" * 30]


@FAST
@given(UNIQUE, st.integers(1, 4))
def test_places_of_a_name_are_those_of_a_dictionary(entries: list[tuple[str, int, int, int]], most: int) -> None:
    table, known = build(entries), by_hand(entries)
    at, name = table.find(hashes(*ASKED))
    assert at.tolist() == [i for i, text in enumerate(ASKED) if text in known]
    everywhere = [(i, place, rank, len(known[ASKED[i]])) for i in at.tolist() for rank, (place, _, _) in enumerate(known[ASKED[i]][:most])]
    assert listed(table.places_anywhere(at, name, most)) == everywhere
    for country in range(4):
        blocks = {i: [row for row in known[ASKED[i]] if row[1] == country] for i in at.tolist()}
        inside = [(i, place, rank, len(rows)) for i, rows in blocks.items() for rank, (place, _, _) in enumerate(rows[:most])]
        assert listed(table.places_in(at, name, np.full(len(at), country), most)) == inside


def listed(found: Postings) -> list[tuple[int, int, int, int]]:
    return list(zip(found.asked.tolist(), found.place.tolist(), found.rank.tolist(), found.namesakes.tolist(), strict=True))


@FAST
@given(UNIQUE, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(entries: list[tuple[str, int, int, int]], random: Random) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)
    one, other = build(entries), build(shuffled)
    assert all(np.array_equal(getattr(one, field), getattr(other, field)) for field in NameTable.__dataclass_fields__)


def test_a_great_many_names_are_all_found_and_no_other() -> None:
    names = [f"town{i}" for i in range(20_000)]
    table = NameTable.build(hashes(*names), np.arange(20_000), np.zeros(20_000, np.uint8), np.zeros(20_000, np.int64), np.zeros(20_000, np.int64))
    at, name = table.find(hashes(*names))
    assert at.tolist() == list(range(20_000))
    assert table.places_anywhere(at, name, 1).place.tolist() == list(range(20_000))
    assert len(table.find(hashes(*(f"village{i}" for i in range(20_000))))[0]) == 0


@FAST
@given(st.lists(st.text("abc", min_size=1, max_size=14), min_size=1, max_size=4))
def test_beginnings_are_all_proper_ones_of_seven_letters_or_more(names: list[str]) -> None:
    of, keys = beginnings(pa.array(names))
    expected = [(i, int(hashes(name[:size])[0])) for i, name in enumerate(names) for size in range(FEWEST_LETTERS, len(name))]
    assert list(zip(of.tolist(), keys.tolist(), strict=True)) == expected
