"""cluster_organisations + document_organisations + cluster_members -> cluster_concentration: how few hold how much, and who works with whom."""

from dataclasses import dataclass

from pyspark.sql import DataFrame

from innoatlas.organisations.clusters import concentration_of_clusters
from innoatlas.runtime.runner import run


@dataclass(frozen=True)
class Settings:
    """Section [cluster_concentration] of conf."""

    few_documents: int  #: an organisation with at most so many documents in a cluster and window has few


def cluster_concentration(cluster_organisations: DataFrame, document_organisations: DataFrame, cluster_members: DataFrame, *, settings: Settings) -> DataFrame:
    """Measure the concentration of each cluster, and count the documents that join a university and a company."""
    return concentration_of_clusters(cluster_organisations, document_organisations, cluster_members, few_documents=settings.few_documents)


if __name__ == "__main__":
    run(cluster_concentration)
