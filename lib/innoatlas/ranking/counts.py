"""What each cluster holds of each metric, and its share of the world."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.tables import CLUSTER_COUNTS, UNIT


def counts_by_cluster(cluster_members: DataFrame, document_places: DataFrame) -> DataFrame:
    """Columns of `cluster_counts`: one row per cluster, period and kind that the world holds in that period, zeros included.

    The world is every located document, noise included. A document counts once in `documents_count` however many of its places lie in the cluster;
    listings are summed over the cluster's coordinates.
    """
    belongs = cluster_members.where("cluster_id is not null").select("point_id", "period", "cluster_id")
    placed = document_places.select("document_id", "kind", "point_id", "units", "listings_count", F.explode("periods").alias("period"))
    per_document = placed.join(belongs, ["point_id", "period"]).groupBy("cluster_id", "period", "kind", "document_id")
    per_cluster = (
        per_document.agg(F.sum("units").alias("units"), F.sum("listings_count").alias("listings_count"))
        .groupBy("cluster_id", "period", "kind")
        .agg(F.sum("units").alias("units"), F.sum("listings_count").alias("listings_count"), F.count(F.lit(1)).alias("documents_count"))
    )
    world = document_places.groupBy("kind", "periods").agg(F.sum("units").alias("units")).withColumn("period", F.explode("periods"))
    world = world.groupBy("period", "kind").agg(F.sum("units").alias("world_units"))
    every_kind = belongs.select("cluster_id", "period").distinct().join(F.broadcast(world), "period")
    counted = every_kind.join(per_cluster, ["cluster_id", "period", "kind"], "left").na.fill(0, ["units", "listings_count", "documents_count"])
    fractional = (F.col("units") / UNIT).alias("fractional_count")
    share = F.when(F.col("world_units") > 0, 100 * F.col("units") / F.col("world_units")).otherwise(0.0).alias("share_percent")
    return counted.select("*", fractional, share).select(*CLUSTER_COUNTS.column_names)
