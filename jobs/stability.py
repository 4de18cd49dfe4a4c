"""points + cluster_members -> stability: which clusters stay, and how much of each, under other radii and weights."""

from pyspark.sql import DataFrame, SparkSession

from innoatlas.clustering.members import weighed_points
from innoatlas.clustering.stability import Grid as Settings
from innoatlas.clustering.stability import stability_of
from innoatlas.runtime.runner import run
from innoatlas.tables import PERIODS


def stability(points: DataFrame, cluster_members: DataFrame, *, settings: Settings, spark: SparkSession) -> DataFrame:
    """Cluster the edition's own window once for each radius and weight of the grid, in the driver's process."""
    current = f"period = '{PERIODS[0]}'"
    weighed = weighed_points(points.where(current), settings.point_weight).toArrow()
    members = cluster_members.where(current).select("point_id", "cluster_id").toArrow()
    return spark.createDataFrame(stability_of(weighed, members, settings))


if __name__ == "__main__":
    run(stability)
