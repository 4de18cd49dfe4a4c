"""points -> which cluster each coordinate belongs to, window by window.

Runs in one process: the coordinates of a release are at most about a million, 60 bytes each, and clustering them takes seconds (see dbscan.py).
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.clustering.dbscan import NOISE, dbscan
from innoatlas.clustering.identity import cluster_ids, inherit
from innoatlas.clustering.merging import merge_near
from innoatlas.errors import SettingsError
from innoatlas.tables import PERIODS, UNIT

#: What a point may weigh: the column that holds it, and how many of its units make one of `min_weight`.
POINT_WEIGHTS = {"listings": ("listings_count", 1), "documents": ("documents_count", 1), "fractional": ("units", UNIT)}

CURRENT, PREVIOUS = PERIODS


@dataclass(frozen=True)
class Rule:
    """How dense is dense, and how near is the same."""

    point_weight: str  #: a key of POINT_WEIGHTS
    radius_km: float  #: DBSCAN's radius along the sphere
    min_weight: int  #: weight within the radius that makes a point core: listings, documents or whole fractional documents
    merge_km: float  #: clusters whose closest members are at most this far apart are one; 0 merges none


def weighed_points(points: DataFrame, point_weight: str) -> DataFrame:
    """period, point_id, lat, lon, weight (summed over the kinds) and the place that holds most of it; SettingsError on an unknown weight."""
    if point_weight not in POINT_WEIGHTS:
        raise SettingsError(f"point_weight: expected one of {', '.join(POINT_WEIGHTS)}, found {point_weight!r}. Correct it in [cluster_members].")
    weight, _ = POINT_WEIGHTS[point_weight]
    heaviest = F.min(F.struct(-F.col(weight), "place_id"))["place_id"].alias("place_id")
    return points.groupBy("period", "point_id").agg(*(F.min(name).alias(name) for name in ("lat", "lon")), F.sum(weight).alias("weight"), heaviest)


def cluster_periods(weighed: pa.Table, rule: Rule) -> pa.Table:
    """Columns of `cluster_members` from those of `weighed_points`, in any order; rows come sorted by period and point id."""
    weighed = weighed.sort_by([("period", "ascending"), ("point_id", "ascending")])
    periods = weighed.column("period").to_numpy(zero_copy_only=False)
    found = {period: cluster_points(weighed.filter(pa.array(periods == period)), rule) for period in PERIODS}
    heirs = inherit(_shared(found[PREVIOUS]), {point: cluster for point, (cluster, _) in _shared(found[CURRENT]).items()})
    parts = [found[CURRENT], found[PREVIOUS].set_column(1, "cluster_id", _renamed(found[PREVIOUS].column("cluster_id"), heirs))]
    tables = [part.append_column("period", pa.array([period] * len(part), pa.string())) for part, period in zip(parts, PERIODS, strict=True)]
    return pa.concat_tables(tables).select(["point_id", "period", "cluster_id", "role"])


def cluster_points(points: pa.Table, rule: Rule) -> pa.Table:
    """point_id, cluster_id (by its own content), role and weight of one period's points."""
    lat, lon, weight, point = (points.column(name).to_numpy() for name in ("lat", "lon", "weight", "point_id"))
    scale = POINT_WEIGHTS[rule.point_weight][1]
    found = dbscan(lat, lon, weight, radius_km=rule.radius_km, min_weight=rule.min_weight * scale, key=point)
    label = merge_near(lat, lon, found.label, merge_km=rule.merge_km)
    ids = [*cluster_ids(label, found.is_core, weight, point, points.column("place_id").to_pylist()), None]  # the last is NOISE's
    roles = np.where(found.is_core, "core", np.where(label == NOISE, "noise", "border"))
    return pa.table({"point_id": point, "cluster_id": pa.array([ids[cluster] for cluster in label.tolist()], pa.string()), "role": roles, "weight": weight})


def _shared(members: pa.Table) -> dict[int, tuple[str, int]]:
    """Point id -> (cluster id, weight), noise left out."""
    rows = zip(*(members.column(name).to_pylist() for name in ("point_id", "cluster_id", "weight")), strict=True)
    return {point: (cluster, weight) for point, cluster, weight in rows if cluster is not None}


def _renamed(column: pa.ChunkedArray, names: dict[str, str]) -> pa.Array:
    return pa.array([None if name is None else names[name] for name in column.to_pylist()], pa.string())
