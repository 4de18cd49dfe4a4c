"""document_places + cluster_members -> document_clusters: in which clusters and economies each document's persons are, and how much of it is there."""

from pyspark.sql import DataFrame

from innoatlas.counting.memberships import documents_by_cluster
from innoatlas.runtime.runner import run


def document_clusters(document_places: DataFrame, cluster_members: DataFrame) -> DataFrame:
    """Gather the places of each document by cluster and economy, in either window."""
    return documents_by_cluster(document_places, cluster_members)


if __name__ == "__main__":
    run(document_clusters)
