"""Namesakes and gathering against slow, obvious ways."""

import numpy as np
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from innoatlas.gazetteer.near import NamedPoints, gathered, nearest_namesake
from innoatlas.geo.sphere import distance_km

POINT = st.tuples(st.integers(0, 2), st.integers(0, 12).map(lambda n: n / 20), st.integers(0, 12).map(lambda n: n / 20))


def named(rows: list[tuple[int, float, float]]) -> NamedPoints:
    return NamedPoints(np.array([r[0] for r in rows], dtype=np.int64), np.array([r[1] for r in rows], dtype=float), np.array([r[2] for r in rows], dtype=float))


@given(st.lists(POINT, max_size=10), st.lists(POINT, max_size=10))
@limits(max_examples=60)
def test_the_nearest_namesake_is_the_first_of_the_nearest_within_reach(here: list[tuple[int, float, float]], there: list[tuple[int, float, float]]) -> None:
    found = nearest_namesake(named(here), named(there), 15.0)
    for (key, lat, lon), row in zip(here, found.tolist(), strict=True):
        near = [(float(distance_km(lat, lon, y, x)), i) for i, (k, y, x) in enumerate(there) if k == key]
        assert row == min(((km, i) for km, i in near if km <= 15.0), default=(0.0, -1))[1]


@given(st.lists(POINT, min_size=1, max_size=15), st.randoms(use_true_random=False))
@limits(max_examples=60)
def test_gathering_does_not_depend_on_order_and_keeps_names_apart(rows: list[tuple[int, float, float]], random: object) -> None:
    place = gathered(named(rows), 15.0)
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert gathered(named([rows[i] for i in order]), 15.0).tolist() == place[order].tolist()
    assert sorted(set(place.tolist())) == list(range(int(place.max()) + 1))
    for number in set(place.tolist()):
        own = [row for row, p in zip(rows, place.tolist(), strict=True) if p == number]
        assert len({key for key, _, _ in own}) == 1
        centres = [max(float(distance_km(y, x, b, a)) for _, b, a in own) for _, y, x in own]
        assert min(centres) <= 15.0


def test_a_large_city_is_gathered_around_its_middle() -> None:
    strip = [(0, 0.0, lon / 100) for lon in range(26)]  # 28 km from end to end
    assert set(gathered(named(strip), 15.0).tolist()) == {0}
