"""field_counts + world_fields -> cluster_fields: the shares of fields in each cluster, and what it is strong in against the world."""

from pyspark.sql import DataFrame

from innoatlas.fields.clusters import fields_of_clusters
from innoatlas.runtime.runner import run


def cluster_fields(field_counts: DataFrame, world_fields: DataFrame) -> DataFrame:
    """Compare each cluster's fields with the world's."""
    return fields_of_clusters(field_counts, world_fields)


if __name__ == "__main__":
    run(cluster_fields)
