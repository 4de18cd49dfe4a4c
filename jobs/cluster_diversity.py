"""cluster_fields -> cluster_diversity: how many fields a cluster spreads over, and how much the largest holds."""

from pyspark.sql import DataFrame

from innoatlas.fields.clusters import diversity_of_clusters
from innoatlas.runtime.runner import run


def cluster_diversity(cluster_fields: DataFrame) -> DataFrame:
    """Measure the spread of each cluster's fields."""
    return diversity_of_clusters(cluster_fields)


if __name__ == "__main__":
    run(cluster_diversity)
