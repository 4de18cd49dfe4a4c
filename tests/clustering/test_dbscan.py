"""DBSCAN on drawn maps, at the edges of the sphere and of the radius, and against scikit-learn on random worlds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import DBSCAN

from innoatlas.clustering.cubes import Floats, Integers
from innoatlas.clustering.dbscan import NOISE, Clustering, dbscan
from innoatlas.geo.sphere import EARTH_KM, distance_km, point_ids
from tests.clustering.maps import labels_by_letter, points_on_map


def cluster(lat: Floats, lon: Floats, weight: Integers, radius_km: float = 15.0, min_weight: int = 3) -> Clustering:
    return dbscan(lat, lon, weight, radius_km=radius_km, min_weight=min_weight, key=point_ids(lat, lon))


def test_two_towns_and_a_hermit() -> None:
    points = points_on_map(
        """
        aaa.........
        aaa.......bb
        ..........bb
        .....h......
        """,
        km_per_step=10,
    )
    labels = labels_by_letter(points, radius_km=15, min_weight=3)
    assert labels["h"] == {NOISE}
    assert labels["a"] | labels["b"] == {0, 1}
    assert len(labels["a"]) == len(labels["b"]) == 1


def test_a_chain_of_towns_is_one_cluster_and_its_end_a_border() -> None:
    points = points_on_map("e.a.a.a.a.e", km_per_step=7)
    assert labels_by_letter(points, radius_km=15, min_weight=6, weights={"a": 3}) == {"e": {0}, "a": {0}}


def test_a_border_point_joins_the_nearest_core() -> None:
    points = points_on_map("Aa......x.....b.B", km_per_step=2)
    labels = labels_by_letter(points, radius_km=15, min_weight=12, weights={"A": 7, "a": 5, "b": 5, "B": 7})
    assert labels["x"] == labels["b"] == labels["B"]
    assert labels["a"] == labels["A"] != labels["b"]


def test_a_border_point_in_the_middle_joins_the_cluster_of_the_smaller_key_in_any_order() -> None:
    lat, lon, weight = np.zeros(3), np.array([-0.1, 0.0, 0.1]), np.array([9, 1, 9])
    shared = [9, 1, 9]  # the point between is within reach of both, but not core: 19 < 20; the others are: they hold a second point of 11 each
    lat, lon = np.array([*lat, 0.0, 0.0]), np.array([*lon, -0.11, 0.11])
    weight = np.array([*shared, 11, 11])
    for order in ([0, 1, 2, 3, 4], [4, 3, 2, 1, 0]):
        got = cluster(lat[order], lon[order], weight[order], radius_km=11.2, min_weight=20)
        label = dict(zip(order, got.label.tolist(), strict=True))
        assert label == {3: 0, 0: 0, 1: 0, 2: 1, 4: 1}


def test_exactly_the_radius_and_exactly_the_minimum_are_enough() -> None:
    lat, lon = np.array([48.1, 48.2]), np.array([2.3, 2.4])
    apart = float(distance_km(lat[0], lon[0], lat[1], lon[1]))
    assert cluster(lat, lon, np.array([1, 2]), radius_km=apart).is_core.all()
    assert (cluster(lat, lon, np.array([1, 2]), radius_km=apart - 1e-6).label == NOISE).all()
    assert (cluster(lat, lon, np.array([1, 1]), radius_km=apart).label == NOISE).all()


@pytest.mark.parametrize(
    ("lat", "lon"),
    [([0.0, 0.0], [179.99, -179.99]), ([89.99, 89.99], [0.0, 180.0]), ([-89.99, -89.99], [-90.0, 90.0])],
    ids=["the date line", "the north pole", "the south pole"],
)
def test_neighbours_across(lat: list[float], lon: list[float]) -> None:
    assert cluster(np.array(lat), np.array(lon), np.array([1, 2])).label.tolist() == [0, 0]


def test_no_points_make_no_clusters() -> None:
    assert len(cluster(np.empty(0), np.empty(0), np.empty(0, np.int64)).label) == 0


@pytest.mark.parametrize(("radius_km", "min_weight"), [(0.01, 1), (3000.0, 1), (15.0, 0)])
def test_a_rule_out_of_range_is_refused(radius_km: float, min_weight: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        cluster(np.zeros(1), np.zeros(1), np.ones(1, np.int64), radius_km, min_weight)


def world(seed: int, size: int) -> tuple[Floats, Floats, Integers]:
    """Points around five centres, of which one lies at the date line and one near the pole, on a lattice so that coordinates repeat."""
    random = np.random.default_rng(seed)
    centres = np.array([[48.0, 2.0], [48.2, 2.4], [0.0, 180.0], [89.8, 10.0], [-33.0, 18.0]])
    chosen = random.integers(0, 5, size)
    lat = np.clip(np.round(centres[chosen, 0] + random.normal(0, 0.15, size), 2), -90, 90)
    lon = (np.round(centres[chosen, 1] + random.normal(0, 0.15, size), 2) + 180) % 360 - 180
    return lat, lon, random.integers(1, 6, size)


WORLDS = st.tuples(st.integers(0, 10_000), st.integers(1, 250), st.sampled_from([4.0, 15.0, 60.0]), st.integers(1, 40))


@settings(max_examples=40, deadline=None)
@given(WORLDS)
def test_the_partition_is_scikit_learns(drawn: tuple[int, int, float, int]) -> None:
    seed, size, radius_km, min_weight = drawn
    lat, lon, weight = world(seed, size)
    got = cluster(lat, lon, weight, radius_km, min_weight)
    theirs = DBSCAN(eps=radius_km / EARTH_KM, min_samples=min_weight, metric="haversine", algorithm="ball_tree")
    theirs.fit(np.radians(np.stack((lat, lon), axis=1)), sample_weight=weight)
    core = np.zeros(size, dtype=bool)
    core[theirs.core_sample_indices_] = True
    assert (got.is_core == core).all()
    assert ((got.label == NOISE) == (theirs.labels_ == NOISE)).all()
    matches = set(zip(got.label[core].tolist(), theirs.labels_[core].tolist(), strict=True))
    assert len(matches) == len({ours for ours, _ in matches}) == len({other for _, other in matches})


@settings(max_examples=30, deadline=None)
@given(WORLDS)
def test_borders_join_a_nearest_core_point_and_order_never_matters(drawn: tuple[int, int, float, int]) -> None:
    seed, size, radius_km, min_weight = drawn
    lat, lon, weight = world(seed, size)
    got = cluster(lat, lon, weight, radius_km, min_weight)
    for point in np.flatnonzero(~got.is_core & (got.label != NOISE)):
        away = distance_km(lat[point], lon[point], lat[got.is_core], lon[got.is_core])
        assert got.label[point] == got.label[got.is_core][away <= away.min() + 1e-9].min()
    order = np.random.default_rng(seed + 1).permutation(size)
    again = cluster(lat[order], lon[order], weight[order], radius_km, min_weight)
    assert (again.label == got.label[order]).all()
    assert (again.is_core == got.is_core[order]).all()


@settings(max_examples=30, deadline=None)
@given(WORLDS)
def test_a_weight_is_as_many_equal_points(drawn: tuple[int, int, float, int]) -> None:
    seed, size, radius_km, min_weight = drawn
    lat, lon, weight = world(seed, size)
    got = cluster(lat, lon, weight, radius_km, min_weight)
    equal = cluster(np.repeat(lat, weight), np.repeat(lon, weight), np.ones(weight.sum(), np.int64), radius_km, min_weight)
    assert (equal.label == np.repeat(got.label, weight)).all()
    assert (equal.is_core == np.repeat(got.is_core, weight)).all()
