"""Clusters looked for under other radii and weights."""

import pyarrow as pa

from innoatlas.clustering.members import DISTANCE, Rule, cluster_points, no_documents
from innoatlas.clustering.stability import Grid, stability_of

#: Along a meridian, a hundredth of a degree is 1.1 km: a pair 11 km apart, a village 22 km from it, a hamlet.
POINTS = [(1, 0.0, 0.0, 5), (2, 0.1, 0.0, 5), (3, 0.3, 0.0, 4), (4, 40.0, 0.0, 1)]


def weighed() -> pa.Table:
    names = ("point_id", "lat", "lon", "weight")
    columns = dict(zip(names, zip(*POINTS, strict=True), strict=True))
    return pa.table(columns | {"place_id": [f"p{point}" for point in columns["point_id"]]})


def test_a_cluster_stays_grows_or_vanishes() -> None:
    rule = Rule("listings", 15.0, 8, 0.0, DISTANCE)
    members = cluster_points(weighed(), rule, no_documents)
    (own,) = {cluster for cluster in members["cluster_id"].to_pylist() if cluster}
    got = stability_of(weighed(), members, Grid("listings", [5.0, 15.0, 25.0], [4, 8], 0.0)).to_pylist()
    assert {row["cluster_id"] for row in got} == {own}
    told = {(row["radius_km"], row["min_weight"]): (row["kept_share"], row["overlap"], row["clusters_count"]) for row in got}
    assert told == {
        (5.0, 4): (0.5, 0.5, 3),  # three clusters of a point each, of which one half of it
        (5.0, 8): (0.0, 0.0, 0),
        (15.0, 4): (1.0, 1.0, 2),  # itself, and the village beside it
        (15.0, 8): (1.0, 1.0, 1),
        (25.0, 4): (1.0, 10 / 14, 1),  # the village within
        (25.0, 8): (1.0, 10 / 14, 1),
    }
    assert [row["found_id"] is None for row in got] == [False, True, False, False, False, False]


def test_the_rule_of_the_edition_gives_its_own_clusters_whatever_the_order_of_rows() -> None:
    members = cluster_points(weighed(), Rule("listings", 15.0, 8, 0.0, DISTANCE), no_documents)
    grid = Grid("listings", [15.0], [8], 0.0)
    turned = weighed().take([3, 1, 0, 2])
    assert stability_of(turned, members, grid).equals(stability_of(weighed(), members, grid))
