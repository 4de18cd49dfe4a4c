"""Clusters that come close become one; oracle: every pair of points."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from innoatlas.clustering.components import components
from innoatlas.clustering.dbscan import NOISE
from innoatlas.clustering.merging import merge_near
from innoatlas.geo.sphere import distance_km
from tests.clustering.maps import labels_by_letter, points_on_map

MAP = """
A.a..x..y..b.B......c
"""


def test_clusters_are_merged_when_their_borders_are_within_reach() -> None:
    points = points_on_map(MAP, km_per_step=2)
    core = {"A": 7, "a": 5, "b": 5, "B": 7, "c": 12}
    apart = labels_by_letter(points, radius_km=7, min_weight=12, weights=core)
    assert (apart["a"], apart["x"], apart["y"], apart["b"], apart["c"]) == ({0}, {0}, {1}, {1}, {2})
    assert labels_by_letter(points, radius_km=7, min_weight=12, weights=core, merge_km=5.9) == apart
    merged = labels_by_letter(points, radius_km=7, min_weight=12, weights=core, merge_km=6.1)
    assert (merged["a"], merged["b"], merged["c"]) == ({0}, {0}, {1})


def test_noise_is_never_merged() -> None:
    assert merge_near(np.zeros(2), np.array([0.0, 0.01]), np.array([0, NOISE]), merge_km=5).tolist() == [0, NOISE]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20), st.integers(-1, 5)), min_size=1, max_size=40), st.sampled_from([0.5, 3.0, 8.0]))
def test_merging_is_what_a_look_at_every_pair_gives(points: list[tuple[int, int, int]], merge_km: float) -> None:
    lat, lon, label = (np.array(column) for column in zip(*points, strict=True))
    lat, lon = lat / 50, lon / 50
    near = distance_km(lat[:, None], lon[:, None], lat, lon) <= merge_km
    a, b = np.nonzero(near & (label[:, None] != NOISE) & (label != NOISE))
    root = components(6, label[a], label[b])
    got = merge_near(lat, lon, label, merge_km=merge_km)
    same = (root[label][:, None] == root[label]) & (label[:, None] != NOISE) & (label != NOISE)
    assert ((got[:, None] == got) & (got[:, None] != NOISE)).tolist() == same.tolist()
    assert ((got == NOISE) == (label == NOISE)).all()


@given(st.integers(1, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20))
def test_components_are_what_walking_gives(count: int, edges: list[tuple[int, int]]) -> None:
    edges = [(a % count, b % count) for a, b in edges]
    a, b = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    expected = list(range(count))
    for _ in range(count):
        for one, other in edges:
            expected[one] = expected[other] = min(expected[one], expected[other])
    assert components(count, a, b).tolist() == expected
