"""cluster_intensity + cluster_counts -> count_intensity: how much of each metric each cluster has per million inhabitants."""

from pyspark.sql import DataFrame

from innoatlas.ranking.intensity import intensity_by_kind
from innoatlas.runtime.runner import run


def count_intensity(cluster_intensity: DataFrame, cluster_counts: DataFrame) -> DataFrame:
    """Divide the fractional counts of either window by the inhabitants."""
    return intensity_by_kind(cluster_intensity, cluster_counts)


if __name__ == "__main__":
    run(count_intensity)
