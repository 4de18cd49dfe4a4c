"""points -> which cluster each coordinate belongs to, window by window.

Runs in one process: the coordinates of a release are at most about a million, 60 bytes each, and clustering them takes seconds (see dbscan.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.clustering.cubes import Floats, Integers
from innoatlas.clustering.dbscan import NOISE, Clustering, dbscan
from innoatlas.clustering.identity import EARLIER, cluster_ids, inherit
from innoatlas.clustering.merging import merged, near_pairs
from innoatlas.clustering.ties import tied_pairs
from innoatlas.errors import SettingsError
from innoatlas.tables import PERIODS, UNIT

#: What a point may weigh: the column that holds it, and how many of its units make one of `min_weight`.
POINT_WEIGHTS = {"listings": ("listings_count", 1), "documents": ("documents_count", 1), "fractional": ("units", UNIT)}

#: Which near clusters are one: all, or those that are each other's strongest partner.
DISTANCE, DISTANCE_AND_TIE = "distance", "distance_and_tie"

CURRENT, PREVIOUS = PERIODS

#: A period, points and their labels -> the documents that clusters share, as `ties.documents_shared` gives them.
SharedDocuments = Callable[[str, Integers, Integers], pa.Table]


@dataclass(frozen=True)
class Rule:
    """How dense is dense, and how near is the same."""

    point_weight: str  #: a key of POINT_WEIGHTS
    radius_km: float  #: DBSCAN's radius along the sphere
    min_weight: int  #: weight within the radius that makes a point core: listings, documents or whole fractional documents
    merge_km: float  #: clusters whose closest members are at most this far apart are near; 0 merges none
    merge_rule: str  #: DISTANCE: near clusters are one; DISTANCE_AND_TIE: only those that are each other's strongest partner


def weighed_points(points: DataFrame, point_weight: str) -> DataFrame:
    """period, point_id, lat, lon, weight (summed over the kinds) and the place that holds most of it; SettingsError on an unknown weight."""
    weight = weight_column(point_weight)
    heaviest = F.min(F.struct(-F.col(weight), "place_id"))["place_id"].alias("place_id")
    return points.groupBy("period", "point_id").agg(*(F.min(name).alias(name) for name in ("lat", "lon")), F.sum(weight).alias("weight"), heaviest)


def weight_column(point_weight: str) -> str:
    """The column that holds a weight of POINT_WEIGHTS; SettingsError on an unknown one."""
    if point_weight not in POINT_WEIGHTS:
        raise SettingsError(f"point_weight: expected one of {', '.join(POINT_WEIGHTS)}, found {point_weight!r}. Correct conf.")
    return POINT_WEIGHTS[point_weight][0]


def last_clusters(last_cluster_members: DataFrame | None) -> dict[int, str]:
    """Point id -> cluster of last edition's own window, noise left out; empty where last edition was not run."""
    if last_cluster_members is None:
        return {}
    members = last_cluster_members.where((F.col("period") == CURRENT) & F.col("cluster_id").isNotNull()).select("point_id", "cluster_id").toArrow()
    return dict(zip(members["point_id"].to_pylist(), members["cluster_id"].to_pylist(), strict=True))


def cluster_periods(weighed: pa.Table, rule: Rule, shared_documents: SharedDocuments, last: Mapping[int, str], edition: int) -> pa.Table:
    """Columns of `cluster_members` from those of `weighed_points`, in any order; rows come sorted by period and point id.

    `shared_documents` is asked only under DISTANCE_AND_TIE. The clusters of the current window inherit the ids of `last`, those of the previous window the
    ids of the current one's; one that is new in this edition is marked with the edition where its id is taken. SettingsError on an unknown merge rule.
    """
    if rule.merge_rule not in (DISTANCE, DISTANCE_AND_TIE):
        raise SettingsError(f"merge_rule: expected {DISTANCE} or {DISTANCE_AND_TIE}, found {rule.merge_rule!r}. Correct it in [cluster_members].")
    weighed = weighed.sort_by([("period", "ascending"), ("point_id", "ascending")])
    periods = weighed.column("period").to_numpy(zero_copy_only=False)
    found = {}
    for period in PERIODS:
        found[period] = cluster_points(weighed.filter(pa.array(periods == period)), rule, partial(shared_documents, period))
    current = _renamed(found[CURRENT], inherit(_shared(found[CURRENT]), last, str(edition)))
    today = {point: cluster for point, (cluster, _) in _shared(current).items()}
    previous = _renamed(found[PREVIOUS], inherit(_shared(found[PREVIOUS]), today, EARLIER))
    tables = [part.append_column("period", pa.array([period] * len(part), pa.string())) for part, period in zip((current, previous), PERIODS, strict=True)]
    return pa.concat_tables(tables).select(["point_id", "period", "cluster_id", "role"])


def no_documents(point: Integers, label: Integers) -> pa.Table:
    """For rules without ties, which ask for no documents."""
    raise AssertionError("expected a rule that merges by distance alone")


def cluster_points(points: pa.Table, rule: Rule, shared_documents: Callable[[Integers, Integers], pa.Table]) -> pa.Table:
    """point_id, cluster_id (by its own content), role and weight of one period's points. Ties are those between the clusters as DBSCAN finds them."""
    lat, lon, weight, point = (points.column(name).to_numpy() for name in ("lat", "lon", "weight", "point_id"))
    found = clustering_of(lat, lon, weight, point, rule, shared_documents)
    ids = [*cluster_ids(found.label, found.is_core, weight, point, points.column("place_id").to_pylist()), None]  # the last is NOISE's
    roles = np.where(found.is_core, "core", np.where(found.label == NOISE, "noise", "border"))
    named = pa.array([ids[cluster] for cluster in found.label.tolist()], pa.string())
    return pa.table({"point_id": point, "cluster_id": named, "role": roles, "weight": weight})


def clustering_of(
    lat: Floats, lon: Floats, weight: Integers, point: Integers, rule: Rule, shared_documents: Callable[[Integers, Integers], pa.Table]
) -> Clustering:
    """DBSCAN by the rule, near clusters made one; arrays (points,), coordinates in degrees, `point` their ids."""
    scale = POINT_WEIGHTS[rule.point_weight][1]
    found = dbscan(lat, lon, weight, radius_km=rule.radius_km, min_weight=rule.min_weight * scale, key=point)
    pairs = near_pairs(lat, lon, found.label, merge_km=rule.merge_km)
    if rule.merge_rule == DISTANCE_AND_TIE and len(pairs[0]):
        pairs = tied_pairs(pairs, shared_documents(point, found.label))
    return Clustering(merged(found.label, pairs), found.is_core)


def _shared(members: pa.Table) -> dict[int, tuple[str, int]]:
    """Point id -> (cluster id, weight), noise left out."""
    rows = zip(*(members.column(name).to_pylist() for name in ("point_id", "cluster_id", "weight")), strict=True)
    return {point: (cluster, weight) for point, cluster, weight in rows if cluster is not None}


def _renamed(members: pa.Table, names: Mapping[str, str]) -> pa.Table:
    column = [None if name is None else names[name] for name in members.column("cluster_id").to_pylist()]
    return members.set_column(1, "cluster_id", pa.array(column, pa.string()))
