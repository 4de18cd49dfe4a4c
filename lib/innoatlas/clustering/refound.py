"""Clusters found anew in replicates of the documents, and what each of today's clusters then holds.

Another draw may leave a cluster below the weight that it needs, join it with its neighbour, split it, or raise one that is not there today.
"""

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyspark.sql import DataFrame

from innoatlas.clustering.cubes import Integers
from innoatlas.clustering.dbscan import NOISE
from innoatlas.clustering.identity import heirs
from innoatlas.clustering.members import Rule, clustering_of, no_documents
from innoatlas.geo.sphere import coordinates
from innoatlas.tables import NO_CLUSTER

_SUMS = "kind string, cluster_id string, sums array<bigint>"

#: Before the id of its smallest point, what a cluster of a replicate is called that is none of today's.
_NEW = "new:"


def units_found_anew(drawn: DataFrame, cluster_members: DataFrame, rule: Rule, replicates: int) -> DataFrame:
    """kind, cluster_id and the units of it in each replicate, an array<bigint> of length `replicates`; a key has several rows, to be summed.

    `drawn`: columns of `redrawn.replicate_points`; `cluster_members`: those of one window. A cluster found in a replicate is today's with which it shares
    most weight of the replicate, each of today's once; NO_CLUSTER is what lies in none. Near clusters are one by distance alone, for ties would have to be
    counted anew in every replicate. A cluster without units in a replicate is not there.
    """
    own = cluster_members.where("cluster_id is not null").select("point_id", "cluster_id")

    def of_group(group: pa.Table) -> pa.Table:  # with its types, by which Spark tells what it is given
        return _units_of_group(rule, replicates, group)

    return drawn.join(own, "point_id", "left").groupBy("first_replicate").applyInArrow(of_group, _SUMS)


def _units_of_group(rule: Rule, replicates: int, drawn: pa.Table) -> pa.Table:
    """The replicates of one group; zeros in all others."""
    drawn = drawn.sort_by([("point_id", "ascending"), ("kind", "ascending")])
    point, row_of = np.unique(drawn["point_id"].to_numpy(), return_inverse=True)
    lat, lon = coordinates(point)
    names = pc.unique(drawn["cluster_id"].drop_null()).sort().to_pylist()
    own = np.full(len(point), NOISE)
    own[row_of] = pc.fill_null(pc.index_in(drawn["cluster_id"], pa.array(names, pa.string())), NOISE).to_numpy()
    kinds = pc.unique(drawn["kind"]).to_pylist()
    kind = pc.index_in(drawn["kind"], pa.array(kinds, pa.string())).to_numpy()
    row_weights, units = _matrix(drawn["weights"]), _matrix(drawn["units"])
    weights = np.zeros((len(point), row_weights.shape[1]), dtype=np.int64)
    np.add.at(weights, row_of, row_weights)
    first = drawn["first_replicate"][0].as_py()
    sums: defaultdict[tuple[str, str], NDArray[np.int64]] = defaultdict(lambda: np.zeros(replicates, dtype=np.int64))
    for at in range(weights.shape[1]):
        is_drawn = weights[:, at] > 0
        label = np.full(len(point), NOISE)
        label[is_drawn] = clustering_of(lat[is_drawn], lon[is_drawn], weights[is_drawn, at], point[is_drawn], rule, no_documents).label
        found = [*_names(label, own, weights[:, at], point, names), NO_CLUSTER]  # the last is NOISE's
        held = np.zeros((len(kinds), len(found)), dtype=np.int64)
        np.add.at(held, (kind, label[row_of]), units[:, at])
        for which, cluster in np.argwhere(held).tolist():
            sums[kinds[which], found[cluster]][first + at] = held[which, cluster]
    keys = sorted(sums)
    return pa.table(
        {
            "kind": pa.array([kind for kind, _ in keys], pa.string()),
            "cluster_id": pa.array([cluster for _, cluster in keys], pa.string()),
            "sums": pa.array([sums[key] for key in keys], pa.list_(pa.int64())),
        }
    )


def _names(label: Integers, own: Integers, weight: Integers, point: Integers, names: list[str]) -> list[str]:
    """What each cluster 0 … is called: the cluster of today whose heir it is, or its smallest point."""
    both = np.flatnonzero((label != NOISE) & (own != NOISE))
    pairs, which = np.unique(label[both] * (len(names) + 1) + own[both], return_inverse=True)
    shared = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(shared, which, weight[both])
    mine, others = np.divmod(pairs, len(names) + 1)
    heir = heirs({(number, names[other]): held for number, other, held in zip(mine.tolist(), others.tolist(), shared.tolist(), strict=True)})
    clusters, smallest = np.unique(label, return_index=True)
    own_points = dict(zip(clusters.tolist(), point[smallest].tolist(), strict=True))
    return [heir.get(cluster, f"{_NEW}{own_points[cluster]}") for cluster in range(label.max(initial=NOISE) + 1)]


def _matrix(lists: pa.ChunkedArray) -> NDArray[np.int64]:
    """(rows, replicates) of lists that are of one length."""
    flat = np.concatenate([chunk.flatten().to_numpy() for chunk in lists.chunks])
    return flat.reshape(len(lists), -1)
