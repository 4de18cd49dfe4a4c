"""From the window before to this one: how much each cluster's counts and its score have changed, and who rises and falls most.

Both windows are computed with today's data and method. Twice: with the clusters as found anew in each window, and with today's held fixed.
"""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.ranking.ranks import EXACT
from innoatlas.tables import CLUSTER_GROWTH, COUNT_GROWTH, PERIODS, UNIT

#: Whose members the earlier counts are of: the cluster of the window before that became this one, or today's cluster.
REFOUND, FIXED = "refound", "fixed"

_CURRENT, _PREVIOUS = PERIODS


def growth_by_kind(cluster_counts: DataFrame, points: DataFrame, held: DataFrame) -> DataFrame:
    """Columns of `count_growth`, for every cluster and kind of the current window.

    `held`: point_id and cluster_id of the coordinates of the previous window that lie in today's clusters.
    """
    before = points.where(F.col("period") == _PREVIOUS)
    world = before.groupBy("kind").agg(F.sum("units").alias("world_units"))
    inside = before.join(held, "point_id").groupBy("cluster_id", "kind").agg(F.sum("units").alias("previous_units"))
    fixed = inside.join(F.broadcast(world), "kind").select("cluster_id", "kind", "previous_units", _share("previous_units").alias("previous_share_percent"))
    refound = cluster_counts.where(F.col("period") == _PREVIOUS).select(
        "cluster_id", "kind", F.col("units").alias("previous_units"), F.col("share_percent").alias("previous_share_percent")
    )
    now = cluster_counts.where(F.col("period") == _CURRENT).select("cluster_id", "kind", "units", "share_percent")
    known = refound.select("cluster_id").distinct().withColumn("was_found", F.lit(True))
    refound = now.join(refound, ["cluster_id", "kind"], "left").join(known, "cluster_id", "left").withColumn("geometry", F.lit(REFOUND))
    fixed = now.join(fixed, ["cluster_id", "kind"], "left").withColumns({"was_found": F.lit(True), "geometry": F.lit(FIXED)})
    both = refound.unionByName(fixed)
    earlier = {name: F.when(F.col("was_found"), F.coalesce(name, F.lit(0))) for name in ("previous_units", "previous_share_percent")}
    change = F.col("units") - F.col("previous_units")
    told = both.withColumns(earlier).withColumns(
        {
            "fractional_count": F.col("units") / UNIT,
            "previous_fractional_count": F.col("previous_units") / UNIT,
            "count_change": change / UNIT,
            "growth_percent": _percent(change, "previous_units"),
        }
    )
    return _with_ranks(told, "geometry", "kind").select(*COUNT_GROWTH.column_names)


def growth_by_cluster(count_growth: DataFrame) -> DataFrame:
    """Columns of `cluster_growth`: the scores are the sums of the shares, exact as in `rankings`."""
    sums = (F.sum(F.col(f"{when}share_percent").cast(EXACT)).cast("double").alias(f"{when}score") for when in ("", "previous_"))
    scores = count_growth.groupBy("cluster_id", "geometry").agg(*sums)
    change = F.col("score") - F.col("previous_score")
    told = scores.select("*", change.alias("score_change"), _percent(change, "previous_score").alias("growth_percent"))
    return _with_ranks(told, "geometry").select(*CLUSTER_GROWTH.column_names)


def _share(units: str) -> Column:
    return F.when(F.col("world_units") > 0, 100 * F.col(units) / F.col("world_units")).otherwise(0.0)


def _percent(change: Column, base: str) -> Column:
    return F.when(F.col(base) > 0, 100 * change / F.col(base))


def _with_ranks(grown: DataFrame, *within: str) -> DataFrame:
    """Add riser_rank and faller_rank: places among those that grew, and among those that shrank; the strongest is 1, ties by cluster id."""
    for rank, sign in (("riser_rank", 1), ("faller_rank", -1)):
        strength = sign * F.col("growth_percent")
        order = Window.partitionBy(*within).orderBy(strength.desc_nulls_last(), "cluster_id")
        grown = grown.withColumn(rank, F.when(strength > 0, F.row_number().over(order)))
    return grown
