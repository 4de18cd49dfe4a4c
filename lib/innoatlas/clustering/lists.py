"""Clusters of a list: the same method on what lies in some economies, or is of some fields, by a lower weight.

Runs in one process, as the clustering of the world does.
"""

from collections import Counter
from collections.abc import Set

import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.clustering.members import Rule, cluster_points, no_documents, weight_column


def clusters_of_list(points: pa.Table, economies: Set[str], rule: Rule) -> pa.Table:
    """The rows of `points` (columns of the table, of one window) that lie in `economies` and in a cluster of them, with its `cluster_id`.

    No economies: all. Near clusters are one by distance alone, for ties are counted only in the world.
    Clusters are those of the economies' points alone, so that none reaches over their borders.
    """
    inside = points.filter(pc.is_in(points["country_code"], pa.array(sorted(economies), pa.string()))) if economies else points
    found = cluster_points(_weighed(inside, weight_column(rule.point_weight)), rule, no_documents)
    cluster_of = dict(zip(found["point_id"].to_pylist(), found["cluster_id"].to_pylist(), strict=True))
    clusters = pa.array([cluster_of[point] for point in inside["point_id"].to_pylist()], pa.string())
    return inside.append_column("cluster_id", clusters).filter(pc.is_valid(clusters))


def _weighed(points: pa.Table, weight: str) -> pa.Table:
    """point_id, lat, lon, weight (summed over the kinds) and the place that holds most of it, by point id."""
    frame = points.select(["point_id", "lat", "lon", weight, "place_id"]).to_pandas()
    ordered = frame.sort_values(["point_id", weight, "place_id"], ascending=[True, False, True])
    summed = ordered.groupby("point_id").agg(lat=("lat", "min"), lon=("lon", "min"), weight=(weight, "sum"), place_id=("place_id", "first"))
    return pa.Table.from_pandas(summed.reset_index(), preserve_index=False)


def world_clusters(members: pa.Table) -> dict[str, str]:
    """Cluster of the list -> cluster of the world (`world_cluster_id`, null for none) that holds most of its listings, ties to the smaller id.

    A cluster of which the world's clusters hold nothing is absent.
    """
    shared: Counter[tuple[str, str]] = Counter()
    for own, world, listings in zip(*(members[name].to_pylist() for name in ("cluster_id", "world_cluster_id", "listings_count")), strict=True):
        if world is not None:
            shared[own, world] += listings
    found: dict[str, str] = {}
    for (own, world), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        found.setdefault(own, world)
    return found
