"""document_partners + clusters -> cluster_collaboration: how much of its work each cluster does with others, at home and abroad; who does most abroad."""

from pyspark.sql import DataFrame

from innoatlas.collaboration.links import collaboration_by_cluster
from innoatlas.runtime.runner import run


def cluster_collaboration(document_partners: DataFrame, clusters: DataFrame) -> DataFrame:
    """Count the documents of each cluster by where their other persons are, and rank the foreign share."""
    return collaboration_by_cluster(document_partners, clusters)


if __name__ == "__main__":
    run(cluster_collaboration)
