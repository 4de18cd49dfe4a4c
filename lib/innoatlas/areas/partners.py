"""document_areas + document_clusters -> with which clusters the persons of each area have written; areas + cluster_members -> which clusters are its own."""

from collections import defaultdict

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.tables import NO_CLUSTER, PERIODS

_CURRENT = PERIODS[0]


def partners_by_area(document_areas: DataFrame, document_clusters: DataFrame) -> DataFrame:
    """area_id, kind, partner_cluster_id, documents_count: distinct documents of the current window with a person in either, own clusters included."""
    held = document_areas.where(F.array_contains("periods", _CURRENT)).select("document_id", "area_id")
    clustered = document_clusters.where((F.col("period") == _CURRENT) & (F.col("cluster_id") != NO_CLUSTER))
    partners = clustered.select("document_id", "kind", F.col("cluster_id").alias("partner_cluster_id")).distinct()  # a row for each economy of a cluster
    return held.join(partners, "document_id").groupBy("area_id", "kind", "partner_cluster_id").agg(F.count(F.lit(1)).alias("documents_count"))


def own_clusters(areas: DataFrame, cluster_members: DataFrame) -> dict[str, set[str]]:
    """By area the clusters of the current window that have a coordinate in it, and the one that it lies in; an area without any is absent."""
    members = cluster_members.where((F.col("period") == _CURRENT) & F.col("cluster_id").isNotNull()).select("point_id", "cluster_id")
    inside = areas.select("area_id", F.explode("point_ids").alias("point_id")).join(members, "point_id").select("area_id", "cluster_id")
    around = areas.where("cluster_id is not null").select("area_id", "cluster_id")
    found: dict[str, set[str]] = defaultdict(set)
    for row in inside.union(around).distinct().collect():
        found[row["area_id"]].add(row["cluster_id"])
    return dict(found)
