"""Which clusters of the window before, and of last edition, became which of today's: who goes on, who is new, gone, split off or taken in."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.tables import CLUSTER_LINEAGE, LINEAGE_SINCE, NO_CLUSTER

#: Since when: the previous window of the same edition, or last edition as its own run left it.
WINDOW, EDITION = LINEAGE_SINCE

_PAIR = ["previous_cluster_id", "cluster_id"]


def lineage(before: DataFrame, today: DataFrame, since: str) -> DataFrame:
    """Columns of `cluster_lineage`: one row per pair of clusters that share a coordinate, and one for each cluster that shares none.

    `before` and `today` as `weighed_members` gives them. Weights are those of `before`, except those of today's clusters, which are today's. Identity is
    that of `innoatlas.clustering.identity.inherit`: a cluster of today and one of before with the same id are one.
    """
    before = before.withColumnRenamed("cluster_id", "previous_cluster_id")
    shared = before.join(today.select("point_id", "cluster_id"), "point_id").groupBy(*_PAIR).agg(F.sum("listings").alias("shared_listings_count"))
    olds = before.groupBy("previous_cluster_id").agg(F.sum("listings").alias("previous_listings_count"), F.min("cluster_name").alias("previous_cluster_name"))
    news = today.groupBy("cluster_id").agg(F.sum("listings").alias("listings_count"))
    told = olds.join(shared, "previous_cluster_id", "full").join(news, "cluster_id", "full")
    ids = {name: F.coalesce(name, F.lit(NO_CLUSTER)) for name in _PAIR}
    numbers = ["shared_listings_count", "previous_listings_count", "listings_count"]
    filled = told.withColumns(ids).na.fill(0, numbers)
    heirs = olds.select("previous_cluster_id").join(news.select("cluster_id"), F.col("previous_cluster_id") == F.col("cluster_id"))
    lasting = F.broadcast(heirs.select(F.col("cluster_id").alias("lasting_id")))
    of_old = filled.join(lasting.withColumn("old_lasts", F.lit(True)), F.col("previous_cluster_id") == F.col("lasting_id"), "left").drop("lasting_id")
    of_both = of_old.join(lasting.withColumn("new_lasted", F.lit(True)), F.col("cluster_id") == F.col("lasting_id"), "left")
    share = F.when(F.col("previous_listings_count") > 0, F.col("shared_listings_count") / F.col("previous_listings_count")).alias("shared_share")
    return of_both.select("*", F.lit(since).alias("since"), _event().alias("event"), share).select(*CLUSTER_LINEAGE.column_names)


def weighed_members(cluster_members: DataFrame, points: DataFrame, clusters: DataFrame, period: str) -> DataFrame:
    """point_id, cluster_id, cluster_name and listings (all kinds together) of the points in clusters of a period."""
    clustered = cluster_members.where((F.col("period") == period) & F.col("cluster_id").isNotNull()).select("point_id", "cluster_id")
    weights = points.where(F.col("period") == period).groupBy("point_id").agg(F.sum("listings_count").alias("listings"))
    names = clusters.where(F.col("period") == period).select("cluster_id", "cluster_name")
    return clustered.join(weights, "point_id").join(F.broadcast(names), "cluster_id", "left")


def _event() -> Column:
    """What happened between the two clusters of a row; the first that holds."""
    return (
        F.when(F.col("previous_cluster_id") == NO_CLUSTER, "born")
        .when(F.col("cluster_id") == NO_CLUSTER, "died")
        .when(F.col("previous_cluster_id") == F.col("cluster_id"), "continued")
        .when(F.col("new_lasted").isNull(), "split")
        .when(F.col("old_lasts").isNull(), "merged")
        .otherwise("moved")
    )
