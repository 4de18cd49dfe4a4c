"""cluster_members + document_places -> cluster_counts: what each cluster holds of each metric, fractional and whole, and its share of the world."""

from pyspark.sql import DataFrame

from innoatlas.ranking.counts import counts_by_cluster
from innoatlas.runtime.runner import run


def cluster_counts(cluster_members: DataFrame, document_places: DataFrame) -> DataFrame:
    """Count documents in clusters, in either window."""
    return counts_by_cluster(cluster_members, document_places)


if __name__ == "__main__":
    run(cluster_counts)
