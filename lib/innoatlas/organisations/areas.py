"""document_organisations + areas -> area_organisations: who holds most of each site and region, by the measure of clusters, and how few hold how much."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.organisations.clusters import organisations_of_clusters
from innoatlas.tables import AREA_ORGANISATIONS, PERIODS


def organisations_of_areas(document_organisations: DataFrame, areas: DataFrame, *, most: int) -> DataFrame:
    """Columns of `area_organisations`: the `most` largest of each area, period and kind, ranked as if the area were a cluster.

    What all known organisations hold is summed before the others are left out.
    """
    windows = F.explode(F.array(*(F.lit(period) for period in PERIODS))).alias("period")
    members = areas.select(F.col("area_id").alias("cluster_id"), F.explode("point_ids").alias("point_id")).select("*", windows)
    ranked = organisations_of_clusters(document_organisations, members).withColumnRenamed("cluster_id", "area_id")
    area = Window.partitionBy("area_id", "period", "kind")
    known, so_far = F.sum("units").over(area), F.sum("units").over(area.orderBy("organisation_rank"))
    together = F.when(known > 0, 100 * so_far / known).otherwise(0.0).alias("together_percent")
    counted = ranked.select("*", together, F.count(F.lit(1)).over(area).alias("organisations_count"))
    return counted.where(F.col("organisation_rank") <= most).select(*AREA_ORGANISATIONS.column_names)
