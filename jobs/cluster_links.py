"""document_partners -> cluster_links: with which economies each cluster shares documents, at home and abroad."""

from pyspark.sql import DataFrame

from innoatlas.collaboration.links import links_by_economy
from innoatlas.runtime.runner import run


def cluster_links(document_partners: DataFrame) -> DataFrame:
    """Count distinct documents by the economies of their persons outside the cluster."""
    return links_by_economy(document_partners)


if __name__ == "__main__":
    run(cluster_links)
