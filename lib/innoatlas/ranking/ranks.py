"""Scores and ranks: plain sum of the shares, order by the unrounded score, ties by name."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.tables import PERIODS, RANKINGS

#: Shares are doubles of 15 to 16 figures; in percent of the world they are summed as decimals of 14 places, exactly and in any order, so that equal
#: counts are equal scores. A step is less than a millionth of a document in a world of ten million.
EXACT = "decimal(38,14)"


def ranked_clusters(cluster_counts: DataFrame, clusters: DataFrame) -> DataFrame:
    """Columns of `rankings` for either window; the previous rank is the rank in the previous window of the cluster with the same id."""
    current, previous = PERIODS
    scores = cluster_counts.groupBy("cluster_id", "period").agg(F.sum(F.col("share_percent").cast(EXACT)).alias("exact_score"))
    named = scores.join(clusters.select("cluster_id", "period", "cluster_name", "economy_codes"), ["cluster_id", "period"])
    order = Window.partitionBy("period").orderBy(F.desc("exact_score"), "cluster_name", "cluster_id")
    ranked = named.withColumn("rank", F.row_number().over(order)).withColumn("score", F.col("exact_score").cast("double"))
    before = ranked.where(F.col("period") == previous).select("cluster_id", F.lit(current).alias("period"), F.col("rank").alias("previous_rank"))
    return ranked.join(before, ["cluster_id", "period"], "left").select(*RANKINGS.column_names)
