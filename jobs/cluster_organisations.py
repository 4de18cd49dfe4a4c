"""document_organisations + cluster_members -> cluster_organisations: who holds how much of each cluster."""

from pyspark.sql import DataFrame

from innoatlas.organisations.clusters import organisations_of_clusters
from innoatlas.runtime.runner import run


def cluster_organisations(document_organisations: DataFrame, cluster_members: DataFrame) -> DataFrame:
    """Sum and rank the organisations of each cluster, in either window."""
    return organisations_of_clusters(document_organisations, cluster_members)


if __name__ == "__main__":
    run(cluster_organisations)
