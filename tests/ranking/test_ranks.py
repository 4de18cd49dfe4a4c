"""Ranks: order, ties, and the rank in the window before."""

from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.ranking.ranks import ranked_clusters


def ranked(spark: SparkSession, *shares: tuple[str, str, str, float], names: dict[str, str] | None = None) -> DataFrame:
    """(cluster id, period, kind, share); a cluster is named after its id unless `names` says otherwise."""
    counts = table(spark, "cluster_counts", *({"cluster_id": c, "period": p, "kind": k, "share_percent": share} for c, p, k, share in shares))
    found = {(cluster, period) for cluster, period, _, _ in shares}
    clusters = ({"cluster_id": cluster, "period": period, "cluster_name": (names or {}).get(cluster, cluster)} for cluster, period in sorted(found))
    return ranked_clusters(counts, table(spark, "clusters", *clusters))


def test_the_score_is_the_plain_sum_of_the_shares(spark: SparkSession) -> None:
    got = ranked(spark, ("a", "current", "patent", 1.5), ("a", "current", "paper", 0.25), ("b", "current", "patent", 2.0))
    assert rows(got, "cluster_id", "rank", "score") == [("a", 2, 1.75), ("b", 1, 2.0)]


def test_equal_scores_are_ordered_by_name(spark: SparkSession) -> None:
    shares = [("a", "current", "paper", 0.1), ("a", "current", "patent", 0.2), ("b", "current", "paper", 0.3)]  # 0.1 + 0.2 > 0.3 in doubles
    assert rows(ranked(spark, *shares, names={"a": "Z", "b": "Y"}), "cluster_id", "rank") == [("a", 2), ("b", 1)]


def test_the_previous_rank_is_that_of_the_same_cluster_in_the_window_before(spark: SparkSession) -> None:
    now = [("a", "current", "paper", 3.0), ("b", "current", "paper", 2.0), ("new", "current", "paper", 1.0)]
    before = [("a", "previous", "paper", 1.0), ("b", "previous", "paper", 2.0), ("gone", "previous", "paper", 3.0)]
    got = rows(ranked(spark, *now, *before).where("period = 'current'"), "cluster_id", "rank", "previous_rank")
    assert got == [("a", 1, 3), ("b", 2, 2), ("new", 3, None)]
    assert rows(ranked(spark, *now, *before).where("period = 'previous'"), "previous_rank") == [(None,)] * 3
