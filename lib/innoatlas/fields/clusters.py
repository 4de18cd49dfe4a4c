"""What each cluster, and the world, holds of each field: counts, shares, specialisation, diversity."""

from collections.abc import Mapping

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.fields.documents import part_sql
from innoatlas.frames import frame_of
from innoatlas.tables import CLUSTER_DIVERSITY, CLUSTER_FIELDS, FIELD_COUNTS, NO_CLUSTER, UNIT, UNMAPPED_FIELD, WORLD_FIELDS

_UNMAPPED_NAME = "No field known"
_OF_WORLD = ("period", "kind")
_OF_CLUSTER = ("cluster_id", *_OF_WORLD)


def counts_by_field(document_clusters: DataFrame, document_fields: DataFrame) -> DataFrame:
    """Columns of `field_counts`: the units of each document in a cluster divided among its fields, summed; NO_CLUSTER for what lies in none."""
    placed = document_clusters.select("document_id", *_OF_CLUSTER, "units").repartition("document_id")
    per_cluster = placed.groupBy("document_id", *_OF_CLUSTER).agg(F.sum("units").alias("units"))
    fields = document_fields.select("document_id", "field_code", "field_position", "fields_divisor")
    parts = per_cluster.join(fields, "document_id").select(*_OF_CLUSTER, "field_code", F.expr(part_sql("units")).alias("units"))
    summed = parts.groupBy(*_OF_CLUSTER, "field_code").agg(F.sum("units").alias("units"), F.count(F.lit(1)).alias("documents_count"))
    return summed.select(*FIELD_COUNTS.column_names)


def fields_of_world(field_counts: DataFrame, names: Mapping[tuple[str, str], str]) -> DataFrame:
    """Columns of `world_fields`; `names` by kind and field code, a field without one is called by its code."""
    summed = field_counts.groupBy(*_OF_WORLD, "field_code").agg(F.sum("units").alias("units"))
    share = _percent("units", _OF_WORLD).alias("share_percent")
    return _named(summed.select("*", share, _fractional()), names).select(*WORLD_FIELDS.column_names)


def fields_of_clusters(field_counts: DataFrame, world_fields: DataFrame) -> DataFrame:
    """Columns of `cluster_fields`: share, specialisation, and the rank of the cluster among all by its specialisation in the field."""
    held = field_counts.where((F.col("cluster_id") != NO_CLUSTER) & (F.col("units") > 0)).withColumn("share_percent", _percent("units", _OF_CLUSTER))
    world = world_fields.select(*_OF_WORLD, "field_code", "field_name", F.col("share_percent").alias("world_percent"))
    compared = held.join(F.broadcast(world), [*_OF_WORLD, "field_code"]).withColumn("specialisation", F.col("share_percent") / F.col("world_percent"))
    order = Window.partitionBy(*_OF_WORLD, "field_code").orderBy(F.desc("specialisation"), "cluster_id")
    return compared.select("*", F.row_number().over(order).alias("specialisation_rank"), _fractional()).select(*CLUSTER_FIELDS.column_names)


def diversity_of_clusters(cluster_fields: DataFrame) -> DataFrame:
    """Columns of `cluster_diversity`, over the fields that are known: Shannon's entropy in nats (0: one field alone), and the largest field."""
    known = F.col("field_code") != UNMAPPED_FIELD
    units = F.sum(F.when(known, F.col("units")).otherwise(0)).alias("known_units")
    # Sorted by code, so that doubles are summed in one order on every machine.
    parts = F.array_sort(F.collect_list(F.when(known, F.struct("field_code", "units")))).alias("parts")
    largest = F.min(F.when(known, F.struct((-F.col("units")).alias("less"), "field_code"))).alias("largest")
    unmapped = F.sum(F.when(~known, F.col("share_percent")).otherwise(0.0)).alias("unmapped_percent")
    gathered = cluster_fields.groupBy(*_OF_CLUSTER).agg(units, parts, largest, unmapped)
    share = F.when(F.col("largest").isNotNull(), -100 * F.col("largest.less") / F.col("known_units")).alias("largest_field_percent")
    columns = (F.size("parts").alias("fields_count"), _entropy().alias("entropy"), F.col("largest.field_code").alias("largest_field_code"), share)
    return gathered.select("*", *columns).select(*CLUSTER_DIVERSITY.column_names)


def _entropy() -> Column:
    def add(total: Column, part: Column) -> Column:
        share = part["units"] / F.col("known_units")
        return total - share * F.log(share)

    return F.aggregate("parts", F.lit(0.0), add)


def _percent(units: str, whole: tuple[str, ...]) -> Column:
    """100 * units over their sum in each of `whole`; a sum of 0 gives 0."""
    total = F.sum(units).over(Window.partitionBy(*whole))
    return F.when(total > 0, 100 * F.col(units) / total).otherwise(0.0)


def _fractional() -> Column:
    return (F.col("units") / UNIT).alias("fractional_count")


def _named(frame: DataFrame, names: Mapping[tuple[str, str], str]) -> DataFrame:
    """With `field_name`."""
    rows = [(kind, code, name) for (kind, code), name in sorted(names.items())]
    known = F.broadcast(frame_of(frame.sparkSession, rows, "kind string, field_code string, known_name string"))
    name = F.when(F.col("field_code") == UNMAPPED_FIELD, _UNMAPPED_NAME).otherwise(F.coalesce("known_name", "field_code"))
    return frame.join(known, ["kind", "field_code"], "left").withColumn("field_name", name)
