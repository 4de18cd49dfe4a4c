"""The same clusters ranked by last edition's metrics, beside this edition's ranking: what of a move is the method's."""

from collections.abc import Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.ranking.ranks import ranked_clusters
from innoatlas.tables import BRIDGE_RANKINGS


def bridged_ranks(cluster_counts: DataFrame, clusters: DataFrame, rankings: DataFrame, metrics: Sequence[str]) -> DataFrame:
    """Columns of `bridge_rankings` for either window. `metrics` are the kinds that last edition ranked on.

    The other method is that of `ranks.ranked_clusters` on the shares of these kinds alone; a kind that the world has nothing of adds nothing.
    """
    # A share of another metric is set to 0, not left out: a cluster keeps its place where the world has none of last edition's metrics.
    counted = cluster_counts.withColumn("share_percent", F.when(F.col("kind").isin(*metrics), F.col("share_percent")).otherwise(0.0))
    last = ranked_clusters(counted, clusters).select("cluster_id", "period", *(F.col(name).alias(f"last_method_{name}") for name in ("rank", "score")))
    both = rankings.select("cluster_id", "period", "rank", "score").join(last, ["cluster_id", "period"])
    return both.withColumn("rank_change", F.col("last_method_rank") - F.col("rank")).select(*BRIDGE_RANKINGS.column_names)
