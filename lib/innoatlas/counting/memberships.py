"""Document places and cluster members -> in which clusters, and in which economies, the persons of each document are."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.tables import DOCUMENT_CLUSTERS, NO_CLUSTER, PERIODS


def documents_by_cluster(document_places: DataFrame, cluster_members: DataFrame) -> DataFrame:
    """Columns of `document_clusters`: the places of a document summed per window, cluster and economy; places outside all clusters under NO_CLUSTER.

    Each row of `document_places` is joined once, with the clusters of its coordinate in either window beside each other; only then are the windows
    unfolded. The coordinates of clusters (a few hundred thousand) go to every worker, so no row moves for the join, however many lie at one coordinate.
    """
    placed = document_places.select("document_id", "kind", "periods", "point_id", F.col("country_code").alias("economy_code"), "units", "listings_count")
    joined = placed.join(F.broadcast(_clusters_of_points(cluster_members)), "point_id", "left")
    unfolded = joined.withColumn("period", F.explode("periods"))
    cluster = F.coalesce(*(F.when(F.col("period") == period, F.col(period)) for period in PERIODS), F.lit(NO_CLUSTER)).alias("cluster_id")
    summed = unfolded.groupBy("document_id", "period", cluster, "economy_code").agg(
        F.min("kind").alias("kind"), F.sum("units").alias("units"), F.sum("listings_count").alias("listings_count")
    )
    return summed.select(*DOCUMENT_CLUSTERS.column_names)


def _clusters_of_points(cluster_members: DataFrame) -> DataFrame:
    """point_id, and a column for each window with the cluster of the point there; points of no cluster are left out."""
    clustered = cluster_members.where("cluster_id is not null")
    windows = (F.min(F.when(F.col("period") == period, F.col("cluster_id"))).alias(period) for period in PERIODS)
    return clustered.groupBy("point_id").agg(*windows)
