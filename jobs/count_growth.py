"""cluster_members + cluster_counts + points -> count_growth: how much each count of each cluster has changed since the window before, and who rises most."""

from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession

from innoatlas.clustering.holding import held_fixed
from innoatlas.ranking.growth import growth_by_kind
from innoatlas.runtime.runner import run


@dataclass(frozen=True)
class Settings:
    """Section [count_growth] of conf."""

    radius_km: float  #: km; a coordinate that today's window lacks is in the cluster of the nearest core point of today, at most this far away


def count_growth(cluster_members: DataFrame, cluster_counts: DataFrame, points: DataFrame, *, settings: Settings, spark: SparkSession) -> DataFrame:
    """Compare the two windows, with clusters found anew in each and with today's held fixed (in the driver's process, like their making)."""
    held = held_fixed(cluster_members.select("point_id", "period", "cluster_id", "role").toArrow(), settings.radius_km)
    return growth_by_kind(cluster_counts, points, spark.createDataFrame(held))


if __name__ == "__main__":
    run(count_growth)
