"""points -> cluster_members: which coordinates are dense, and which cluster each belongs to, in either window."""

from pyspark.sql import DataFrame, SparkSession

from innoatlas.clustering.members import Rule as Settings
from innoatlas.clustering.members import cluster_periods, weighed_points
from innoatlas.runtime.runner import run


def cluster_members(points: DataFrame, *, settings: Settings, spark: SparkSession) -> DataFrame:
    """Cluster each window's points in the driver's process (a million points: some 300 MB and seconds)."""
    return spark.createDataFrame(cluster_periods(weighed_points(points, settings.point_weight).toArrow(), settings))


if __name__ == "__main__":
    run(cluster_members)
