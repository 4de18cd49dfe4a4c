"""The same counts ranked otherwise: whole documents instead of fractions, other weights of a metric."""

from collections.abc import Sequence
from decimal import Decimal

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.ranking.ranks import EXACT
from innoatlas.tables import RANK_SENSITIVITY, UNIT

#: Every document counts fully in each cluster that it has a person in.
WHOLE = "whole"


def ranks_by_alternative(cluster_counts: DataFrame, points: DataFrame, rankings: DataFrame, *, kinds: Sequence[str], factors: Sequence[float]) -> DataFrame:
    """Columns of `rank_sensitivity`: each cluster under WHOLE, and with the share of each of `kinds` times each of `factors`.

    Whole shares refer to the world's located documents, as fractional ones do, so that a cluster's is never smaller.
    """
    world = points.groupBy("period", "kind").agg(F.sum("units").alias("world_units"))
    counts = cluster_counts.join(F.broadcast(world), ["period", "kind"])
    whole = F.when(F.col("world_units") > 0, 100 * F.col("documents_count") * UNIT / F.col("world_units")).otherwise(0.0)
    share = F.col("share_percent").cast("decimal(20,14)")
    weighed = {f"{kind} x {factor:g}": share * F.when(F.col("kind") == kind, _factor(factor)).otherwise(_factor(1)) for kind in kinds for factor in factors}
    alternatives = {WHOLE: whole.cast(EXACT), **weighed}
    named = F.explode(F.array(*(F.struct(F.lit(name).alias("alternative"), share.cast(EXACT).alias("share")) for name, share in alternatives.items())))
    scores = counts.select("cluster_id", "period", named.alias("one")).groupBy("cluster_id", "period", "one.alternative").agg(F.sum("one.share").alias("exact"))
    ranked = rankings.select("cluster_id", "period", "cluster_name", F.col("rank").alias("published_rank"))
    order = Window.partitionBy("period", "alternative").orderBy(F.desc("exact"), "cluster_name", "cluster_id")
    joined = scores.join(ranked, ["cluster_id", "period"]).withColumn("rank", F.row_number().over(order)).withColumn("score", F.col("exact").cast("double"))
    return joined.withColumn("rank_change", F.col("published_rank") - F.col("rank")).select(*RANK_SENSITIVITY.column_names)


def _factor(factor: float) -> Column:
    return F.lit(Decimal(str(factor))).cast("decimal(9,4)")
