"""The compiled loops against plain ones that say the same in few words."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from innoatlas.geo.sphere import distance_km
from innoatlas.geocoding.bits import MOST, unpacked
from innoatlas.geocoding.case import Case
from innoatlas.geocoding.choice import _ABSENT, Weights, _likeliest, _weighed
from innoatlas.geocoding.covering import cover, end_of_cover, longest_cover
from innoatlas.geocoding.engine import work
from innoatlas.geocoding.index import Index
from innoatlas.geocoding.neighbours import FAR_KM, NEAR_KM, gather
from innoatlas.text.arrays import ragged
from innoatlas.text.sieve import Keys
from tests.geocoding.small_world import addresses
from tests.geocoding.test_addresses import FAMILIES

#: Kilometres within which single precision may see two places on the other side of a limit.
_ROUNDING = 0.01

numbers = st.lists(st.integers(0, 30), max_size=20)


@given(windows=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=12))
def test_what_windows_cover(windows: list[tuple[int, int]]) -> None:
    words = 30
    first, size = (np.array([window[i] for window in windows], np.int64) for i in range(2))
    over = [[(begin, count) for begin, count in windows if begin <= word < begin + count] for word in range(words)]
    assert cover(first, size, words).tolist() == [bool(windows) for windows in over]
    assert longest_cover(first, size, words).tolist() == [max((count for _, count in windows), default=0) for windows in over]
    assert end_of_cover(first, size, words).tolist() == [max((begin + count for begin, count in windows), default=0) for windows in over]


@given(sizes=numbers)
def test_rows_of_several_elements(sizes: list[int]) -> None:
    of, position = ragged(np.array(sizes, np.int64))
    assert list(zip(of.tolist(), position.tolist(), strict=True)) == [(row, step) for row, size in enumerate(sizes) for step in range(size)]


@settings(deadline=None)
@given(keys=st.sets(st.integers(0, 2**64 - 1), min_size=1, max_size=50), others=st.lists(st.integers(0, 2**64 - 1), max_size=50), bits=st.integers(1, 8))
def test_keys_are_found_where_they_stand_and_nothing_else_is(keys: set[int], others: list[int], bits: int) -> None:
    rising = sorted(keys)
    asked = [*others, *rising, *others]
    at, found = Keys.build(np.array(rising, np.uint64), bits).find(np.array(asked, np.uint64))
    expected = [(i, rising.index(key)) for i, key in enumerate(asked) if key in keys]
    assert list(zip(at.tolist(), found.tolist(), strict=True)) == expected


def _cases(index: Index, weights: Weights) -> Case:
    texts = [case[0] for cases in FAMILIES.values() for case in cases if isinstance(case[0], str)]
    worked = work(addresses(*(f"{one}; {other}" for one, other in pairwise(texts))), index, weights)
    return Case(worked.reading, worked.areas, worked.exact.candidates, index)


def test_the_best_of_each_address_stand_in_the_order_of_a_plain_sort(index: Index, weights: Weights) -> None:
    case = _cases(index, weights)
    score = np.random.default_rng(3).integers(-3, 4, len(case.candidates))
    grid = gather(case, score)
    assert grid.rows.tolist() == sorted(set(case.row.tolist()))
    for row, at in zip(grid.rows.tolist(), grid.at.tolist(), strict=True):
        mine = sorted(np.flatnonzero(case.row == row).tolist(), key=lambda i: (-score[i], -case.inhabitants[i], i))[:MOST]
        assert [i for i in at if i >= 0] == mine
        assert at[len(mine) :] == [-1] * (MOST - len(mine))


def test_pairs_are_near_by_the_distance_on_the_sphere(index: Index, weights: Weights) -> None:
    case = _cases(index, weights)
    grid = gather(case, np.zeros(len(case.candidates), np.int64))
    places, seen = index.places, 0
    near, reachable, far, apart, same = (unpacked(bits) for bits in (grid.near, grid.reachable, grid.far, grid.apart, grid.same_country))
    for row, at in enumerate(grid.at.tolist()):
        present = [i for i in at if i >= 0]
        for i, one in enumerate(present):
            for j, other in enumerate(present):
                a, b = case.candidates.place[one], case.candidates.place[other]
                km = float(distance_km(places.lat[a], places.lon[a], places.lat[b], places.lon[b]))
                if min(abs(km - NEAR_KM), abs(km - FAR_KM)) > _ROUNDING:
                    assert (near[row, i, j], reachable[row, i, j], far[row, i, j]) == (km <= NEAR_KM, km <= FAR_KM, km > FAR_KM)
                    seen += 1
                assert apart[row, i, j] == (case.first[one] >= case.end[other] or case.end[one] <= case.first[other])
                assert same[row, i, j] == (places.country[a] == places.country[b])
    assert seen > 100


@given(shape=st.tuples(st.integers(0, 5), st.integers(0, 4)), seed=st.integers(0, 99))
def test_scores_are_the_product_of_features_and_weights(shape: tuple[int, int], seed: int) -> None:
    drawn = np.random.default_rng(seed)
    features = np.asfortranarray(drawn.integers(-100, 100, shape, np.int8))
    tenths = drawn.integers(-40, 40, shape[1], np.int32)
    assert _weighed(features.T, tenths).tolist() == (features.astype(np.int64) @ tenths).tolist()


@settings(deadline=None)
@given(seed=st.integers(0, 999))
def test_the_likeliest_candidate_counts_the_chances_of_those_near_it(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    present = drawn.integers(1, MOST + 1)
    tenths = np.where(np.arange(MOST) < present, drawn.integers(-20, 21, MOST), _ABSENT)
    near = drawn.random((MOST, MOST)) < 0.3
    near = near | near.T | np.eye(MOST, dtype=np.bool_)
    odds = np.where(tenths == _ABSENT, 0.0, np.exp(tenths / 10.0))
    chances = odds / (1.0 + odds.sum())
    sums = (near * chances).sum(axis=1)[:present]
    best, chance, other = (
        column[0] for column in _likeliest(tenths[None], odds[None], np.packbits(near, axis=1, bitorder="little").reshape(1, MOST).astype(np.uint8))
    )
    assert best == min(range(present), key=lambda i: (-round(sums[i], 9), -tenths[i], i))
    assert np.isclose(chance, sums[best], atol=1e-12)
    assert np.isclose(other, max((sums[i] for i in range(present) if not near[best, i]), default=-1.0), atol=1e-12)
