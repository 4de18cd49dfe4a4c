"""The ranking by last edition's metrics beside this edition's."""

from typing import Any

import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SettingsError
from innoatlas.ranking.ranks import ranked_clusters
from jobs import bridge_rankings

LAST = bridge_rankings.Settings(metrics=["patent", "paper"])

#: Cluster -> shares of patents, papers and deals. By two metrics a is first and c last; with deals c is first.
SHARES = {"a": (5.0, 4.0, 0.0), "b": (4.0, 4.5, 0.1), "c": (2.0, 1.0, 9.0), "d": (3.0, 3.0, 1.0)}
KINDS = ("patent", "paper", "deal")


@pytest.fixture(scope="module")
def drawn(spark: SparkSession) -> tuple[DataFrame, DataFrame]:
    """cluster_counts and clusters of the current window, and of an earlier one that has no deals."""
    shares = [(cluster, kind, part) for cluster, parts in SHARES.items() for kind, part in zip(KINDS, parts, strict=True)]
    now = [{"cluster_id": cluster, "kind": kind, "share_percent": part} for cluster, kind, part in shares]
    before = [row | {"period": "previous"} for row in now if row["kind"] != "deal"]
    named = [{"cluster_id": cluster, "cluster_name": cluster, "period": period} for cluster in SHARES for period in ("current", "previous")]
    return table(spark, "cluster_counts", *now, *before), table(spark, "clusters", *named)


@pytest.fixture(scope="module")
def bridge(drawn: tuple[DataFrame, DataFrame]) -> list[tuple[Any, ...]]:
    made = bridge_rankings.bridge_rankings(*drawn, ranked_clusters(*drawn), settings=LAST)
    return rows(made, "period", "cluster_id", "rank", "score", "last_method_rank", "last_method_score", "rank_change")


def test_each_cluster_has_both_ranks_and_what_lies_between_them(bridge: list[tuple[Any, ...]]) -> None:
    assert bridge[:4] == [
        ("current", "a", 2, 9.0, 1, 9.0, -1),
        ("current", "b", 3, 8.6, 2, 8.5, -1),
        ("current", "c", 1, 12.0, 4, 3.0, 3),
        ("current", "d", 4, 7.0, 3, 6.0, -1),
    ]


def test_where_the_metrics_are_the_same_no_rank_changes(bridge: list[tuple[Any, ...]]) -> None:
    assert [row[2:4] for row in bridge[4:]] == [row[4:6] for row in bridge[4:]]
    assert {row[6] for row in bridge[4:]} == {0}


def test_the_bridge_is_the_ranking_of_a_world_without_the_new_metric(drawn: tuple[DataFrame, DataFrame], bridge: list[tuple[Any, ...]]) -> None:
    counts, clusters = drawn
    of_two = ranked_clusters(counts.where("kind <> 'deal'"), clusters)
    assert rows(of_two, "period", "cluster_id", "rank", "score") == [(*row[:2], *row[4:6]) for row in bridge]


@pytest.mark.parametrize("metrics", [[], ["patent", "idea"]])
def test_metrics_that_are_none_are_refused(drawn: tuple[DataFrame, DataFrame], metrics: list[str]) -> None:
    with pytest.raises(SettingsError, match=r"bridge_rankings\.metrics: expected one or more of patent, paper, deal"):
        bridge_rankings.bridge_rankings(*drawn, drawn[1], settings=bridge_rankings.Settings(metrics))
