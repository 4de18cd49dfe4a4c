"""Which near clusters are each other's strongest partner by the documents that they share."""

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.clustering.cubes import Integers
from innoatlas.clustering.dbscan import NOISE
from innoatlas.clustering.merging import Pairs


def tied_pairs(near: Pairs, shared: pa.Table) -> Pairs:
    """Those of the pairs of which each cluster shares more documents with the other than with any third; of equal partners the smaller label is the stronger.

    `shared` as `documents_shared` gives it: a cluster that shares none has no partner.
    """
    columns = (shared[name].to_numpy() for name in ("cluster", "partner", "documents_count"))
    rows = sorted(zip(*(column.tolist() for column in columns), strict=True), key=lambda row: (row[2], -row[1]))
    strongest = {cluster: partner for cluster, partner, _ in rows}  # the last of a cluster stands
    tied = np.array([strongest.get(a) == b and strongest.get(b) == a for a, b in zip(*(side.tolist() for side in near), strict=True)], dtype=bool)
    return near[0][tied], near[1][tied]


def documents_shared(document_places: DataFrame, period: str, point: Integers, label: Integers) -> pa.Table:
    """cluster, partner (labels) and documents_count: distinct documents of the period with persons in both; each pair both ways round.

    `point` and `label` (n,) say which cluster each coordinate is in, or NOISE. One pass over `document_places`; what comes back has a row for each pair.
    """
    inside = label != NOISE
    clusters = document_places.sparkSession.createDataFrame(pa.table({"point_id": point[inside], "cluster": label[inside]}))
    placed = document_places.where(F.array_contains("periods", period)).join(F.broadcast(clusters), "point_id")
    joint = placed.groupBy("document_id").agg(F.collect_set("cluster").alias("clusters")).where(F.size("clusters") > 1)
    pairs = joint.select("clusters", F.explode("clusters").alias("cluster")).select("cluster", F.explode("clusters").alias("partner"))
    counted = pairs.where("cluster <> partner").groupBy("cluster", "partner").agg(F.count(F.lit(1)).alias("documents_count"))
    return counted.toArrow()
