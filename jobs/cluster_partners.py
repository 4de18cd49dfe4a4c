"""document_partners -> cluster_partners: which clusters work with which, by the documents that they share."""

from pyspark.sql import DataFrame

from innoatlas.collaboration.partners import partners_by_cluster
from innoatlas.runtime.runner import run


def cluster_partners(document_partners: DataFrame) -> DataFrame:
    """Count distinct documents for every pair of clusters."""
    return partners_by_cluster(document_partners)


if __name__ == "__main__":
    run(cluster_partners)
