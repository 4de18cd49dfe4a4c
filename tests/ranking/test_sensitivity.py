"""Ranks under other weights and whole counts."""

import pytest
from builders import rows, table
from pyspark.sql import SparkSession

from innoatlas.errors import SettingsError
from innoatlas.tables import UNIT
from jobs import rank_sensitivity

CHOSEN = rank_sensitivity.Settings(kinds=["patent"], factors=[0.8, 1.25])

#: cluster -> patents and papers by fraction, and whole; the world has 100 of each.
COUNTS = {"a": ((10, 2), (12, 9)), "b": ((1, 10), (1, 11)), "c": ((2, 1), (20, 20))}


def test_each_alternative_has_its_own_order(spark: SparkSession) -> None:
    counts = [
        {"cluster_id": cluster, "kind": kind, "share_percent": float(part), "units": part * UNIT, "documents_count": whole}
        for cluster, (parts, wholes) in COUNTS.items()
        for kind, part, whole in zip(("patent", "paper"), parts, wholes, strict=True)
    ]
    world = [{"kind": kind, "units": 100 * UNIT} for kind in ("patent", "paper")]
    ranked = [{"cluster_id": cluster, "cluster_name": cluster, "rank": rank} for rank, cluster in enumerate("abc", 1)]
    made = rank_sensitivity.rank_sensitivity(
        table(spark, "cluster_counts", *counts), table(spark, "points", *world), table(spark, "rankings", *ranked), settings=CHOSEN
    )
    got = {row[:2]: row[2:] for row in rows(made, "alternative", "cluster_id", "rank", "score", "rank_change")}
    assert got == {
        ("patent x 0.8", "a"): (2, 10.0, -1),
        ("patent x 0.8", "b"): (1, 10.8, 1),
        ("patent x 0.8", "c"): (3, 2.6, 0),
        ("patent x 1.25", "a"): (1, 14.5, 0),
        ("patent x 1.25", "b"): (2, 11.25, 0),
        ("patent x 1.25", "c"): (3, 3.5, 0),
        ("whole", "a"): (2, 21.0, -1),
        ("whole", "b"): (3, 12.0, -1),
        ("whole", "c"): (1, 40.0, 2),
    }
    fractional = {cluster: float(sum(parts)) for cluster, (parts, _) in COUNTS.items()}
    assert all(got["whole", cluster][1] >= score for cluster, score in fractional.items())


def test_what_cannot_be_weighed_is_refused(spark: SparkSession) -> None:
    for wrong in (rank_sensitivity.Settings(["idea"], [1.0]), rank_sensitivity.Settings(["patent"], [0.0])):
        with pytest.raises(SettingsError, match="factors above 0"):
            rank_sensitivity.rank_sensitivity(table(spark, "cluster_counts"), table(spark, "points"), table(spark, "rankings"), settings=wrong)
