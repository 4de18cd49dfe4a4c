"""cluster_counts + clusters -> rankings: the order of the clusters by score, and their rank in the window before."""

from pyspark.sql import DataFrame

from innoatlas.ranking.ranks import ranked_clusters
from innoatlas.runtime.runner import run


def rankings(cluster_counts: DataFrame, clusters: DataFrame) -> DataFrame:
    """Rank the clusters of either window."""
    return ranked_clusters(cluster_counts, clusters)


if __name__ == "__main__":
    run(rankings)
