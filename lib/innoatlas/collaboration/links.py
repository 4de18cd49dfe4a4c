"""document_partners -> links of clusters with economies, and how much of each cluster's work is done with others."""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.tables import CLUSTER_COLLABORATION, CLUSTER_LINKS

_CLUSTER = ["cluster_id", "period", "kind"]
_SIDES = ("domestic", "foreign")


def links_by_economy(document_partners: DataFrame) -> DataFrame:
    """Columns of `cluster_links`."""
    domestic, foreign = (
        document_partners.select(*_CLUSTER, F.explode(f"{side}_economies").alias("economy_code"), F.lit(side == "foreign").alias("is_foreign"))
        for side in _SIDES
    )
    links = domestic.unionByName(foreign).groupBy(*_CLUSTER, "economy_code", "is_foreign")
    return links.agg(F.count(F.lit(1)).alias("documents_count")).select(*CLUSTER_LINKS.column_names)


def collaboration_by_cluster(document_partners: DataFrame, clusters: DataFrame) -> DataFrame:
    """Columns of `cluster_collaboration`: one row per cluster, period and kind of which any cluster of the period has a document, zeros included."""
    counted = document_partners.groupBy(*_CLUSTER).agg(
        F.count(F.lit(1)).alias("documents_count"),
        F.count(F.when((F.size("domestic_economies") > 0) | (F.size("foreign_economies") > 0), 1)).alias("partner_documents_count"),
        *(F.count(F.when(F.size(f"{side}_economies") > 0, 1)).alias(f"{side}_documents_count") for side in _SIDES),
        *(F.sum(F.size(f"{side}_economies").cast("bigint")).alias(f"{side}_links_count") for side in _SIDES),
        F.sum("economies_count").alias("economies"),
    )
    kinds = counted.select("period", "kind").distinct()
    every = clusters.select("cluster_id", "period", "cluster_name").join(F.broadcast(kinds), "period")
    filled = every.join(counted, _CLUSTER, "left").na.fill(0)
    shares = [_per_document(f"{part}_documents_count").alias(f"{part}_share") for part in ("partner", *_SIDES)]
    told = filled.select("*", *shares, _per_document("economies").alias("mean_economies_count"))
    order = Window.partitionBy("period", "kind").orderBy(F.desc_nulls_last("foreign_share"), "cluster_name", "cluster_id")
    rank = F.when(F.col("foreign_share").isNotNull(), F.row_number().over(order)).alias("foreign_rank")
    return told.select("*", rank).select(*CLUSTER_COLLABORATION.column_names)


def _per_document(name: str) -> Column:
    return F.when(F.col("documents_count") > 0, F.col(name) / F.col("documents_count"))
