"""Groups of rows against obvious ways to say the same."""

from collections import Counter
from statistics import median

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from innoatlas.gazetteer.groups import majority, median_middles, numbered, weighted_middles

GROUPED = st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3)), min_size=1, max_size=20)


@given(GROUPED)
@limits(max_examples=50)
def test_the_majority_is_the_most_common_value_and_the_smaller_of_a_tie(rows: list[tuple[int, int]]) -> None:
    group, value = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    best, share = majority(group, 4, value)
    for number in range(4):
        votes = Counter(v for g, v in rows if g == number and v >= 0)
        expected = min(votes, key=lambda v: (-votes[v], v)) if votes else -1
        assert best[number] == expected
        assert share[number] == (votes[expected] / votes.total() if votes else 0)


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(-60, 60), st.floats(-170, 170)), min_size=1, max_size=20))
@limits(max_examples=50)
def test_the_median_middle_is_the_median_of_each_coordinate(rows: list[tuple[int, float, float]]) -> None:
    group, _ = numbered(pa.array([g for g, _, _ in rows]))
    middles = median_middles(group, int(group.max()) + 1, np.array([y for _, y, _ in rows]), np.array([x for _, _, x in rows]))
    for number in range(int(group.max()) + 1):
        own = [row for row, g in zip(rows, group.tolist(), strict=True) if g == number]
        assert (middles.lat[number], middles.lon[number]) == (median(y for _, y, _ in own), median(x for _, _, x in own))


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["x", "y", None])), min_size=1, max_size=12))
@limits(max_examples=50)
def test_rows_have_one_number_when_all_their_keys_agree(rows: list[tuple[str, str | None]]) -> None:
    numbers, first = numbered(*(pa.array(list(column), pa.string()) for column in zip(*rows, strict=True)))
    order = list(dict.fromkeys(rows))
    assert numbers.tolist() == [order.index(row) for row in rows]
    assert first.tolist() == [rows.index(row) for row in order]


def test_the_middle_lies_nearer_to_the_heavier_point() -> None:
    middles = weighted_middles(np.zeros(2, dtype=np.int64), 1, np.array([0.0, 4.0]), np.array([0.0, 0.0]), np.array([3.0, 1.0]))
    assert abs(middles.lat[0] - 1.0) < 0.01
    assert abs(middles.radius_km[0] - (3 * 111.2 + 1 * 333.6) / 4) < 1
