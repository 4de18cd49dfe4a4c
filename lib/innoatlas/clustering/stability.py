"""Are the clusters there under other rules? Each is looked for among the clusters of every radius and weight of a grid."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product

import pyarrow as pa

from innoatlas.clustering.members import DISTANCE, Rule, cluster_points, no_documents
from innoatlas.tables import STABILITY


@dataclass(frozen=True)
class Grid:
    """The rules to cluster by: every radius with every weight."""

    point_weight: str  #: as in [cluster_members]
    radius_km: list[float]  #: DBSCAN's radius
    min_weight: list[int]  #: weight within the radius that makes a point core
    merge_km: float  #: as in [cluster_members]; near clusters are always one here, for ties would have to be counted anew for every rule


def stability_of(weighed: pa.Table, members: pa.Table, grid: Grid) -> pa.Table:
    """Columns of `stability`, by cluster, radius and weight, from one window's `members.weighed_points` and `cluster_members`."""
    own = dict(zip(members["point_id"].to_pylist(), members["cluster_id"].to_pylist(), strict=True))
    weighed = weighed.sort_by([("point_id", "ascending")])
    rule = Rule(grid.point_weight, 0.0, 0, grid.merge_km, DISTANCE)
    rows = [
        {"radius_km": radius, "min_weight": weight} | row
        for radius, weight in product(grid.radius_km, grid.min_weight)
        for row in _matched(own, cluster_points(weighed, replace(rule, radius_km=radius, min_weight=weight), no_documents))
    ]
    rows.sort(key=lambda row: (row["cluster_id"], row["radius_km"], row["min_weight"]))
    types = {"cluster_id": pa.string(), "radius_km": pa.float64(), "min_weight": pa.int64(), "found_id": pa.string(), "clusters_count": pa.int64()}
    return pa.Table.from_pylist(rows, pa.schema([(name, types.get(name, pa.float64())) for name in STABILITY.column_names]))


def _matched(own: Mapping[int, str | None], found: pa.Table) -> list[dict[str, object]]:
    """For each cluster of `own` the found cluster with which it shares most weight (ties to the smaller id), and how much of either that is."""
    shared: Counter[tuple[str, str]] = Counter()
    held: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for point, cluster, weight in zip(*(found[name].to_pylist() for name in ("point_id", "cluster_id", "weight")), strict=True):
        mine = own.get(point)
        if mine is not None:
            held[mine] += weight
        if cluster is not None:
            reached[cluster] += weight
        if mine is not None and cluster is not None:
            shared[mine, cluster] += weight
    best: dict[str, tuple[int, str]] = {}
    for (mine, cluster), weight in sorted(shared.items()):
        if mine not in best or weight > best[mine][0]:
            best[mine] = (weight, cluster)
    return [_row(mine, held[mine], best.get(mine), reached) for mine in sorted(held)]


def _row(mine: str, held: int, match: tuple[int, str] | None, reached: Counter[str]) -> dict[str, object]:
    row: dict[str, object] = {"cluster_id": mine, "clusters_count": len(reached), "found_id": None, "kept_share": 0.0, "overlap": 0.0}
    if match is None:
        return row
    weight, found = match
    return row | {"found_id": found, "kept_share": weight / held, "overlap": weight / (held + reached[found] - weight)}
