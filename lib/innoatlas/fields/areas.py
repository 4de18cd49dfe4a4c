"""document_areas + document_fields + world_fields -> area_fields: what sites and regions are strong in, by the measure of clusters."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.fields.clusters import counts_by_field, fields_of_clusters
from innoatlas.tables import AREA_FIELDS


def fields_of_areas(document_areas: DataFrame, document_fields: DataFrame, world_fields: DataFrame) -> DataFrame:
    """Columns of `area_fields`: the fields of an area are counted and compared as if it were a cluster."""
    inside = document_areas.withColumnRenamed("area_id", "cluster_id").withColumn("period", F.explode("periods"))
    compared = fields_of_clusters(counts_by_field(inside, document_fields), world_fields)
    return compared.withColumnRenamed("cluster_id", "area_id").select(*AREA_FIELDS.column_names)
