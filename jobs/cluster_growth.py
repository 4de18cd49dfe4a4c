"""count_growth -> cluster_growth: how much the score of each cluster has changed since the window before, and who rises and falls most."""

from pyspark.sql import DataFrame

from innoatlas.ranking.growth import growth_by_cluster
from innoatlas.runtime.runner import run


def cluster_growth(count_growth: DataFrame) -> DataFrame:
    """Sum the shares of either window to scores and compare them."""
    return growth_by_cluster(count_growth)


if __name__ == "__main__":
    run(cluster_growth)
