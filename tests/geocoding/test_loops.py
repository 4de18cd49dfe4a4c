"""The compiled loops against plain ones that say the same in few words."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from innoatlas.geo.sphere import distance_km
from innoatlas.geocoding.bits import MOST, unpacked
from innoatlas.geocoding.case import Case
from innoatlas.geocoding.choice import Weights
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
