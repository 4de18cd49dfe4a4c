"""document_clusters + document_fields -> field_counts: how much of each field lies in each cluster, and in none."""

from pyspark.sql import DataFrame

from innoatlas.fields.clusters import counts_by_field
from innoatlas.runtime.runner import run


def field_counts(document_clusters: DataFrame, document_fields: DataFrame) -> DataFrame:
    """Count documents by cluster and field, in either window."""
    return counts_by_field(document_clusters, document_fields)


if __name__ == "__main__":
    run(field_counts)
