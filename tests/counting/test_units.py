"""Exact shares: literal documents, the Paris paper of the method, and any document against the oracle."""

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innoatlas.counting.documents import count_rows
from innoatlas.counting.units import share_units
from innoatlas.tables import UNIT
from tests.counting.oracle import Listing, counted

PARIS, ORSAY, LYON, US, LONDON, OXFORD = range(1, 7)


def table(listings: list[Listing]) -> pa.Table:
    """Listings as they come out of the sort; the place of a point is its own, `zz` on every second row."""
    rows = [(document, person, point, None if point is None else f"p:{point}") for document, person, point in listings]
    names = pa.array([row[0] for row in rows])
    return pa.table(
        {
            "document_id": names,
            "source": pa.array(["s"] * len(rows)),
            "kind": pa.array(["paper"] * len(rows)),
            "year": pa.array([2020] * len(rows), pa.int32()),
            "periods": pa.array([["current"]] * len(rows)),
            "person_position": pa.array([row[1] for row in rows], pa.int32()),
            "point_id": pa.array([row[2] for row in rows], pa.int64()),
            "place_id": pa.array([row[3] for row in rows], pa.string()),
            "country_code": pa.array(["FR"] * len(rows)),
            "cell": pa.array([1] * len(rows), pa.int64()),
        }
    )


def found(listings: list[Listing], *, leak: bool = False) -> dict[tuple[str, int], tuple[int, int]]:
    rows = count_rows(table(listings), leak=leak).to_pylist()
    return {(row["document_id"], row["point_id"]): (row["units"], row["listings_count"]) for row in rows}


@pytest.mark.parametrize(
    ("listings", "shares"),
    [
        ([("d", 1, PARIS)], {PARIS: 1}),
        ([("d", 1, PARIS), ("d", 2, LYON)], {PARIS: Fraction(1, 2), LYON: Fraction(1, 2)}),
        ([("d", 1, PARIS), ("d", 2, PARIS), ("d", 2, LYON)], {PARIS: Fraction(3, 4), LYON: Fraction(1, 4)}),
        ([("d", 1, PARIS), ("d", 1, PARIS), ("d", 1, LYON)], {PARIS: Fraction(1, 2), LYON: Fraction(1, 2)}),
        ([("d", 1, PARIS), ("d", 2, None)], {PARIS: 1}),
    ],
    ids=[
        "one person",
        "two persons",
        "a person of two places",
        "the same place listed twice counts once",
        "a person without a place is divided among the others",
    ],
)
def test_shares_of_a_document(listings: list[Listing], shares: dict[int, Fraction]) -> None:
    located = [listing for listing in listings if listing[2] is not None]
    assert {point: Fraction(units, UNIT) for (_, point), (units, _) in found(located).items()} == shares


def test_when_shares_leak_a_person_without_a_place_takes_its_share_along() -> None:
    assert found([("d", 1, PARIS), ("d", 2, None)], leak=True) == {("d", PARIS): (UNIT // 2, 1)}


def test_the_paris_paper_of_six_authors_gives_paris_one_sixth_and_the_rest_of_france_two() -> None:
    got = found([("d", 1, PARIS), ("d", 2, ORSAY), ("d", 3, LYON), ("d", 4, US), ("d", 5, LONDON), ("d", 6, OXFORD)])
    assert {point: Fraction(units, UNIT) for (_, point), (units, _) in got.items()} == {point: Fraction(1, 6) for point in range(1, 7)}


def test_what_does_not_divide_goes_to_the_first_persons() -> None:
    persons = 23  # the least number that does not divide UNIT
    got = found([("d", person, 100 - person) for person in range(1, persons + 1)])
    units = [got["d", 100 - person][0] for person in range(1, persons + 1)]
    assert sum(units) == UNIT
    assert units == sorted(units, reverse=True)
    assert max(units) - min(units) == 1


def test_the_smallest_place_speaks_for_a_coordinate() -> None:
    rows = table([("d", 1, PARIS), ("d", 2, PARIS)]).set_column(7, "place_id", pa.array(["geonames:2", "geonames:1"]))
    assert [row["place_id"] for row in count_rows(rows, leak=False).to_pylist()] == ["geonames:1"]


LISTINGS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 30), st.one_of(st.none(), st.integers(1, 9))), max_size=120)


@settings(max_examples=60, deadline=None)
@given(LISTINGS, st.booleans(), st.randoms(use_true_random=False))
def test_any_documents_count_as_the_oracle_counts_them_in_any_order(listings: list[Listing], leak: bool, random: np.random.Generator) -> None:
    given_rows = listings if leak else [listing for listing in listings if listing[2] is not None]
    random.shuffle(given_rows)
    assert found(given_rows, leak=leak) == counted(listings, leak=leak)


def test_no_documents_give_no_shares() -> None:
    empty = np.empty(0, np.int64)
    assert len(share_units(empty, empty, empty).units) == 0
