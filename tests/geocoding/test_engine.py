"""What always holds of the engine: one address or a million, in any order and any company, and whatever is thrown at it."""

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innoatlas.errors import GeocoderError, SettingsError
from innoatlas.flags import Flag
from innoatlas.geocoding.areas import BELIEVED
from innoatlas.geocoding.candidates import MOST_ANYWHERE, MOST_IN_COUNTRY, NAME, Candidates
from innoatlas.geocoding.choice import Weights
from innoatlas.geocoding.engine import BATCH, Worked, geocode, work
from innoatlas.geocoding.explain import explain, lines
from innoatlas.geocoding.index import Index, open_index
from innoatlas.geocoding.marks import NEVER
from innoatlas.geocoding.reading import FIELDS, IN_COUNTRY, IN_POSTCODE, IN_REGION
from innoatlas.geocoding.weights import read_weights
from innoatlas.tables import GEOCODES
from innoatlas.text.fold import compact
from tests.geocoding.small_world import REFERENCE, THRESHOLDS, addresses, reviewed_weights, small_index, tables
from tests.geocoding.test_addresses import FAMILIES

#: Every address of the tables of an expert: all rules are met by one of them.
GIVEN = [case[0] for cases in FAMILIES.values() for case in cases]
ALL = addresses(*GIVEN)

MEGABYTE = 1 << 20
HOSTILE = {
    "a megabyte of one word": "x" * MEGABYTE,
    "a megabyte of words": "Paris Univ " * (MEGABYTE // 11),
    "a megabyte of ideograms": "京都" * (MEGABYTE // 6),
    "a megabyte of digits": "75005" * (MEGABYTE // 5),
    "punctuation": "!?.,;:-_()[]{}<>/\\|'\"*+=~^%$§",
    "ten thousand commas": "," * 10_000,
    "ten thousand brackets": "(" * 10_000 + ")" * 10_000,
    "ten thousand tags": "<i>" * 10_000,
    "ten thousand entities": "&amp;" * 10_000,
    "ten thousand braces": "{" * 10_000,
    "ten thousand at signs": "@" * 10_000,
    "ten thousand words and an at sign": "a " * 10_000 + "@",
    "ten thousand combining marks": "e" + "\u0301" * 10_000,
    "NULs": "\x00Paris\x00, \x00France\x00",
    "control characters": "".join(map(chr, range(32))),
    "separators of fields": "\x1ea\x1eb\x1ec\x1ed\x1ee\x1ef\x1eg\x1eh",
    "marks of direction": "\u202eecnarF ,siraP\u202c\u200f\u200e\u2066\u2069",
    "no width": "\u200b\u200c\u200d\ufeff\u2060",
    "private and unassigned": "\ue000\U000f0000\U0010ffff\u0378",
    "Arabic": "جامعة عمان، عمان، الأردن",
    "Hebrew": "תל אביב, ישראל",
    "emoji": "👩‍🔬🇫🇷",
    "no letters": "0123456789 " * 50,
    "empty": "",
    "spaces": " \t\r\n\u00a0\u3000",
}

#: Pieces that addresses are made of, in any order: towns, areas, codes, words, leftovers.
PIECES = st.sampled_from(
    ["Paris", "paris", "Cambridge", "Springfield", "Boston", "Albany", "New York", "Georgia", "Tbilisi", "Hong Kong", "China", "MA", "CA", "TX", "France",
     "FR", "USA", "England", "75005", "02139", "CB2 1TN", "F-75005", "Univ", "University of", "Oxford", "Dept Phys", "Mayo Clinic", "CNRS", "MIT", ",", ";",
     "(", ")", "\n", "&amp;", "<b>", "@", "Göteborg", "GTEBORG", "Heidlberg", "京都", "東京", "Москва", "\u200b", "\x00", "\x1e", "of", "Street", "none", "12"]
)  # fmt: skip
TEXT = st.lists(PIECES, max_size=9).map(" ".join)
ADDRESS = st.fixed_dictionaries({}, optional={name: st.none() | TEXT for name in FIELDS})
FAST = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="module")
def answers(index: Index, weights: Weights) -> pa.Table:
    """What the engine says of ALL, in one batch."""
    return geocode(ALL, index, weights, THRESHOLDS)


# ---------------------------------------------------------------- one address is the same in any company


def test_an_address_is_answered_alike_alone_and_in_a_batch(index: Index, weights: Weights, answers: pa.Table) -> None:
    for row in range(0, ALL.num_rows, 3):
        assert geocode(ALL.slice(row, 1), index, weights, THRESHOLDS).equals(answers.slice(row, 1))


def test_the_order_of_addresses_does_not_matter(index: Index, weights: Weights, answers: pa.Table) -> None:
    order = pa.array(np.random.default_rng(1).permutation(ALL.num_rows))
    assert geocode(ALL.take(order), index, weights, THRESHOLDS).equals(answers.take(order))


def test_addresses_over_several_batches_are_answered_as_in_one(index: Index, weights: Weights, answers: pa.Table) -> None:
    size = BATCH + 1
    places = pa.array(np.arange(size) % ALL.num_rows)
    many = geocode(ALL.take(places), index, weights, THRESHOLDS)
    assert many.num_rows == size
    assert many.equals(answers.take(places))


def test_a_record_batch_is_answered_as_a_table(index: Index, weights: Weights, answers: pa.Table) -> None:
    assert geocode(ALL.combine_chunks().to_batches()[0], index, weights, THRESHOLDS).equals(answers)


def test_absent_fields_are_empty_ones(index: Index, weights: Weights) -> None:
    some = pa.table({"city": ["Lyon", None], "country": ["FR", "DE"]})
    whole = addresses({"city": "Lyon", "country": "FR"}, {"country": "DE"})
    assert geocode(some, index, weights, THRESHOLDS).equals(geocode(whole, index, weights, THRESHOLDS))


def test_no_address_is_no_answer(index: Index, weights: Weights, answers: pa.Table) -> None:
    found = geocode(ALL.slice(0, 0), index, weights, THRESHOLDS)
    assert (found.num_rows, found.schema) == (0, answers.schema)


@FAST
@given(st.lists(ADDRESS, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_drawn_addresses_are_answered_alike_in_any_company(index: Index, drawn: list[dict[str, str | None]], random: Random) -> None:
    weights = reviewed_weights()
    order = list(range(len(drawn)))
    random.shuffle(order)
    together = geocode(addresses(*drawn), index, weights, THRESHOLDS)
    shuffled = geocode(addresses(*(drawn[i] for i in order)), index, weights, THRESHOLDS)
    assert shuffled.equals(together.take(pa.array(order)))
    for i, address in enumerate(drawn):
        assert geocode(addresses(address), index, weights, THRESHOLDS).equals(together.slice(i, 1))


@FAST
@given(st.lists(ADDRESS, min_size=1, max_size=8))
def test_every_answer_keeps_the_contract(index: Index, drawn: list[dict[str, str | None]]) -> None:
    found = geocode(addresses(*drawn), index, reviewed_weights(), THRESHOLDS)
    assert found.column_names == [column.name for column in GEOCODES.columns if column.name != "address_id"]
    assert found.num_rows == len(drawn)
    labels = {flag.label for flag in Flag}
    for row in found.to_pylist():
        placed = row["place_id"] is not None
        assert {row[name] is not None for name in ("place_name", "lat", "lon", "cell", "score", "margin")} == {placed}
        assert (row["precision"] == "none") == (row["method"] == "none") == (not placed)
        assert not placed or (0 <= row["margin"] <= row["score"] <= 1 and row["country_code"] is not None)
        assert row["flags"] == sorted(set(row["flags"]))
        assert set(row["flags"]) <= labels


# ---------------------------------------------------------------- the gazetteer's rows have no order


def test_the_order_of_the_gazetteers_rows_does_not_matter(tmp_path: Path, weights: Weights, answers: pa.Table) -> None:
    places, names = tables()
    random = np.random.default_rng(2)
    shuffled = (table.take(pa.array(random.permutation(table.num_rows))) for table in (places, names))
    other = small_index(tmp_path / "index", *shuffled)
    assert geocode(ALL, other, weights, THRESHOLDS).equals(answers)
    small_index(tmp_path / "again")
    assert {file.name: file.read_bytes() for file in (tmp_path / "index").iterdir()} == {
        file.name: file.read_bytes() for file in (tmp_path / "again").iterdir()
    }


def test_a_gazetteer_without_organisations_and_codes_still_answers_towns(tmp_path: Path, weights: Weights) -> None:
    places, names = tables()
    towns = places.filter(pa.compute.is_in(places["precision"], pa.array(["city", "admin1", "country"])))
    kept = names.filter(pa.compute.is_in(names["place_id"], towns["place_id"].combine_chunks()))
    found = geocode(addresses("Univ Oxford, Oxford, England", "Mayo Clinic", "02139, USA"), small_index(tmp_path / "index", towns, kept), weights, THRESHOLDS)
    assert found["precision"].to_pylist() == ["city", "none", "country"]


def test_a_name_of_no_place_is_refused(tmp_path: Path) -> None:
    places, names = tables()
    with pytest.raises(GeocoderError, match="which is no row of places"):
        small_index(tmp_path / "index", places.filter(pa.compute.not_equal(places["place_id"], "ror:ox")), names)


def test_a_folder_that_is_no_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GeocoderError, match="holds no gazetteer index"):
        open_index(tmp_path)
    (tmp_path / "index.json").write_text('{"layout": 0}')
    with pytest.raises(GeocoderError, match="has index layout 0"):
        open_index(tmp_path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: lines[:-1], "missing: \\['"),
        (lambda lines: [*lines, "zz_invented\t1.0\tfitted\topen"], "unknown: \\['zz_invented'\\]"),
        (lambda lines: [*lines[:-1], lines[-1].replace(lines[-1].split("\t")[1], "0.15")], "one decimal"),
        (lambda lines: [*lines[:-1], lines[-1].replace(lines[-1].split("\t")[1], "much")], "one decimal"),
        (lambda lines: [line.replace("near_postcode\t", "near_postcode\t-") for line in lines], "near_postcode speaks for a place"),
    ],
    ids=["missing", "unknown", "two decimals", "no number", "against its direction"],
)
def test_weights_that_are_not_one_number_a_feature_are_refused(tmp_path: Path, change: Callable[[list[str]], list[str]], said: str) -> None:
    rows = (REFERENCE / "weights.tsv").read_text().splitlines()
    (tmp_path / "weights.tsv").write_text("\n".join(change(rows)) + "\n")
    with pytest.raises(SettingsError, match=said):
        read_weights(tmp_path, 1.0, 0.0)


# ---------------------------------------------------------------- whatever is thrown at it


@pytest.mark.parametrize("field", ["address_text", "city"])
@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_hostile_texts_are_answered_at_once_and_harm_no_neighbour(index: Index, weights: Weights, answers: pa.Table, text: str, field: str) -> None:
    hostile = addresses({field: text})
    began = time.monotonic()
    found = geocode(pa.concat_tables([ALL.slice(0, 20), hostile, ALL.slice(20, 20)]), index, weights, THRESHOLDS)
    assert time.monotonic() - began < 5
    assert found.num_rows == 41
    assert found.slice(0, 20).equals(answers.slice(0, 20))
    assert found.slice(21, 20).equals(answers.slice(20, 20))


def test_hostile_texts_in_every_field_at_once_keep_their_rows(index: Index, weights: Weights) -> None:
    found = geocode(addresses(*(dict.fromkeys(FIELDS, text[:5000]) for text in HOSTILE.values())), index, weights, THRESHOLDS)
    assert found.num_rows == len(HOSTILE)


@pytest.mark.parametrize("name", ["a megabyte of one word", "a megabyte of words", "a megabyte of ideograms", "punctuation", "empty", "spaces", "no width"])
def test_a_text_that_is_too_long_or_holds_no_letter_is_told(index: Index, weights: Weights, name: str) -> None:
    assert "unreadable" in geocode(addresses(HOSTILE[name]), index, weights, THRESHOLDS)["flags"][0].as_py()


# ---------------------------------------------------------------- reasons


def test_what_is_explained_is_what_is_answered(index: Index, weights: Weights, answers: pa.Table) -> None:
    for row, address in enumerate(ALL.to_pylist()):
        told = explain(address, index, weights, THRESHOLDS)
        assert told.result == answers.slice(row, 1).to_pylist()[0]
        assert told.flags == tuple(Flag[label.upper()].value for label in told.result["flags"])


@pytest.mark.parametrize("name", ["a megabyte of words", "a megabyte of ideograms", "punctuation", "NULs", "control characters", "marks of direction", "empty"])
def test_hostile_texts_are_explained_as_they_are_answered(index: Index, weights: Weights, name: str) -> None:
    told = explain({"address_text": HOSTILE[name]}, index, weights, THRESHOLDS)
    assert told.result == geocode(addresses(HOSTILE[name]), index, weights, THRESHOLDS).to_pylist()[0]
    assert lines(told)[0] == "Segments"


def test_the_reasons_of_a_candidate_add_up_to_its_score(index: Index, weights: Weights) -> None:
    told = explain({"address_text": "Univ Oxford, Oxford, England"}, index, weights, THRESHOLDS, most=50)
    assert len(told.candidates) > 1
    for candidate in told.candidates:
        assert candidate.tenths == sum(part for _, part in candidate.reasons)
    assert [c.tenths for c in told.candidates] == sorted((c.tenths for c in told.candidates), reverse=True)


def test_an_explanation_is_plain_lines(index: Index, weights: Weights) -> None:
    told = lines(explain({"city": "Cambridge", "region": "MA", "country": "US"}, index, weights, THRESHOLDS))
    assert [line for line in told if not line.startswith(" ")] == ["Segments", "Countries and regions read", "Candidates", "Answer"]
    assert {"  city: cambridge", "  region: ma", "  country: us"} <= set(told)
    region = next(line for line in told if line.startswith("  'ma': ")).removeprefix("  'ma': ").partition(",")[0]
    assert any(f"'cambridge' as Cambridge, {region}, US [town:Cambridge.US.MA] by name" in line for line in told)
    assert lines(explain({}, index, weights, THRESHOLDS))[-2:] == [
        "  no place is sure enough",
        "  note: The text was too long or held no letter; only its readable beginning was used.",
    ]


# ---------------------------------------------------------------- candidates by nested loops


def test_candidates_by_name_are_those_of_nested_loops(index: Index, weights: Weights) -> None:
    worked = work(addresses(*(address for address in GIVEN if isinstance(address, str))), index, weights)
    rows = np.unique(worked.scored.candidates.row[worked.scored.candidates.distance > 0])
    exact = worked.scored.candidates.take((worked.scored.candidates.source == NAME) & ~np.isin(worked.scored.candidates.row, rows))
    reading = worked.reading
    expected = set()
    for i in range(len(reading.words.row)):
        row = int(reading.words.row[i])
        if row in rows or reading.words.field[i] in (IN_REGION, IN_POSTCODE, IN_COUNTRY):
            continue
        for n in range(1, 6):
            if i + n <= len(reading.words.row) and reading.words.segment[i + n - 1] == reading.words.segment[i]:
                expected |= {(row, i, n, place) for place in _places(worked, index, i, n)}
    assert _found(exact) == expected
    assert len(exact) == len(expected)


def _found(candidates: Candidates) -> set[tuple[int, int, int, int]]:
    return set(zip(*(getattr(candidates, name).tolist() for name in ("row", "first", "size", "place")), strict=True))


def _places(worked: Worked, index: Index, i: int, n: int) -> set[int]:
    """Rows of the towns that words i to i + n may mean, by the tables themselves."""
    reading, areas, words = worked.reading, worked.areas, worked.reading.words
    numbers = (words.digits[i : i + n] > 0) | (worked.reading.marks[i : i + n] & 0b1000000 > 0)
    if numbers.all() or (n == 1 and reading.marks[i] & NEVER) or areas.longest[i] > n:
        return set()
    letters = words.letters[words.begin[i] : words.end[i + n - 1]].tobytes().decode()
    row = int(words.row[i])
    found = {place for c in areas.countries[row].tolist() if c >= 0 for place in _towns_called(letters, index.countries[c])[:MOST_IN_COUNTRY]}
    if areas.strengths[row, 0] < BELIEVED:
        found |= set(_towns_called(letters, None)[:MOST_ANYWHERE])
    return found


def _towns_called(letters: str, country: str | None) -> list[int]:
    """Rows of the places, sorted by id, of the towns of a name and country, the largest first."""
    ordered = _ordered()
    ids = {place["place_id"]: row for row, place in enumerate(ordered)}
    hits = [
        ids[name["place_id"]]
        for name in _by_letters().get(letters, [])
        if ordered[ids[name["place_id"]]]["precision"] == "city" and country in (None, name["country_code"])
    ]
    return sorted(hits, key=lambda row: (-ordered[row]["population"], row))


@cache
def _ordered() -> list[dict[str, Any]]:
    return tables()[0].sort_by("place_id").to_pylist()


@cache
def _by_letters() -> dict[str, list[dict[str, str]]]:
    made: dict[str, list[dict[str, str]]] = {}
    for name in tables()[1].to_pylist():
        letters = name["folded_name"]
        if not letters.isascii() or len(letters) > 3 or (len(letters) > 1 and name["name_kind"] == "main"):
            made.setdefault(letters, []).append(name)
    return made


def test_names_are_looked_up_folded() -> None:
    assert set(compact(pa.array(["Göteborg", "京都市"])).to_pylist()) <= set(_by_letters())
