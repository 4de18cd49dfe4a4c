"""cluster_members + points -> cluster_lineage: which clusters of the window before became which of today's, and with how much in common."""

from pyspark.sql import DataFrame

from innoatlas.clustering.lineage import lineage
from innoatlas.runtime.runner import run


def cluster_lineage(cluster_members: DataFrame, points: DataFrame) -> DataFrame:
    """Compare the members of either window's clusters."""
    return lineage(cluster_members, points)


if __name__ == "__main__":
    run(cluster_lineage)
