"""Score and counts against the people who live there."""

from pyspark.sql import Column, DataFrame, Window, WindowSpec
from pyspark.sql import functions as F

from innoatlas.tables import CLUSTER_INTENSITY, COUNT_INTENSITY

_MILLION = 1_000_000


def per_million(count: str, inhabitants: str) -> Column:
    """Count per million inhabitants, from two columns; null where nobody is known to live."""
    return F.when(F.col(inhabitants) > 0, F.col(count) * _MILLION / F.col(inhabitants))


def intensity_by_cluster(rankings: DataFrame, population: DataFrame, *, is_proxy: bool) -> DataFrame:
    """Columns of `cluster_intensity`. `population`: cluster_id, period, population; `is_proxy` says whether it is of the gazetteer's towns."""
    scores = rankings.select("cluster_id", "period", "cluster_name", "score").join(population, ["cluster_id", "period"])
    told = scores.select("*", F.lit(is_proxy).alias("is_proxy"), per_million("score", "population").alias("score_per_million"))
    order = Window.partitionBy("period").orderBy(F.desc_nulls_last("score_per_million"), "cluster_name", "cluster_id")
    return _ranked(told, "score_per_million", order).select(*CLUSTER_INTENSITY.column_names)


def intensity_by_kind(cluster_intensity: DataFrame, cluster_counts: DataFrame) -> DataFrame:
    """Columns of `count_intensity`: fractional counts per million inhabitants, ranked within period and kind, ties by cluster id."""
    counted = cluster_counts.join(cluster_intensity.select("cluster_id", "period", "population", "is_proxy"), ["cluster_id", "period"])
    told = counted.select("*", per_million("fractional_count", "population").alias("count_per_million"))
    order = Window.partitionBy("period", "kind").orderBy(F.desc_nulls_last("count_per_million"), "cluster_id")
    return _ranked(told, "count_per_million", order).select(*COUNT_INTENSITY.column_names)


def _ranked(told: DataFrame, value: str, order: WindowSpec) -> DataFrame:
    return told.withColumn("intensity_rank", F.when(F.col(value).isNotNull(), F.row_number().over(order)))
