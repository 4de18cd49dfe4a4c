"""points + document_places -> cluster_members: which coordinates are dense, and which cluster each belongs to, in either window."""

from functools import partial

from pyspark.sql import DataFrame, SparkSession

from innoatlas.clustering.members import Rule as Settings
from innoatlas.clustering.members import cluster_periods, last_clusters, weighed_points
from innoatlas.clustering.ties import documents_shared
from innoatlas.runtime.runner import run


def cluster_members(
    points: DataFrame, document_places: DataFrame, last_cluster_members: DataFrame | None, *, settings: Settings, spark: SparkSession, edition: int
) -> DataFrame:
    """Cluster each window's points in the driver's process (a million points: some 300 MB and seconds). Documents are read for ties alone."""
    weighed = weighed_points(points, settings.point_weight).toArrow()
    found = cluster_periods(weighed, settings, partial(documents_shared, document_places), last_clusters(last_cluster_members), edition)
    return spark.createDataFrame(found)


if __name__ == "__main__":
    run(cluster_members)
