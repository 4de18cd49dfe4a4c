"""Growth from window to window, by both geometries."""

from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.frames import frame_of
from innoatlas.ranking.counts import counts_by_cluster
from innoatlas.ranking.growth import growth_by_cluster, growth_by_kind
from innoatlas.ranking.ranks import ranked_clusters
from innoatlas.tables import CLUSTER_GROWTH, COUNT_GROWTH, UNIT

#: cluster, period, units in whole documents, share
COUNTS = (
    ("old", "current", 30, 30.0),
    ("old", "previous", 20, 40.0),
    ("less", "current", 10, 10.0),
    ("less", "previous", 20, 40.0),
    ("new", "current", 5, 5.0),
)


def grown(spark: SparkSession) -> DataFrame:
    """Point 1 is of `old`, 2 of `less`, 3 of `new`, which was noise before; 4 is nowhere today."""
    counts = (
        {"cluster_id": c, "period": p, "units": n * UNIT, "fractional_count": float(n), "documents_count": n, "share_percent": share}
        for c, p, n, share in COUNTS
    )
    points = ({"point_id": point, "period": "previous", "units": n * UNIT} for point, n in ((1, 15), (2, 20), (3, 5), (4, 10)))
    held = frame_of(spark, [(1, "old"), (2, "less"), (3, "new")], "point_id bigint, cluster_id string")
    return growth_by_kind(table(spark, "cluster_counts", *counts), table(spark, "points", *points), held)


def test_clusters_found_anew_and_clusters_held_fixed_grow_differently(spark: SparkSession) -> None:
    got = rows(grown(spark), "geometry", "cluster_id", "previous_fractional_count", "count_change", "growth_percent", "previous_share_percent")
    assert got == [
        ("fixed", "less", 20.0, -10.0, -50.0, 40.0),
        ("fixed", "new", 5.0, 0.0, 0.0, 10.0),
        ("fixed", "old", 15.0, 15.0, 100.0, 30.0),
        ("refound", "less", 20.0, -10.0, -50.0, 40.0),
        ("refound", "new", None, None, None, None),
        ("refound", "old", 20.0, 10.0, 50.0, 40.0),
    ]


def test_risers_and_fallers_are_ranked_and_what_stays_is_neither(spark: SparkSession) -> None:
    got = rows(grown(spark).where("geometry = 'fixed'"), "cluster_id", "riser_rank", "faller_rank")
    assert got == [("less", None, 1), ("new", None, None), ("old", 1, None)]


def test_the_score_grows_with_its_shares(spark: SparkSession) -> None:
    got = rows(growth_by_cluster(grown(spark)), "geometry", "cluster_id", "score", "previous_score", "score_change", "growth_percent", "faller_rank")
    assert got == [
        ("fixed", "less", 10.0, 40.0, -30.0, -75.0, 1),
        ("fixed", "new", 5.0, 10.0, -5.0, -50.0, 2),
        ("fixed", "old", 30.0, 30.0, 0.0, 0.0, None),
        ("refound", "less", 10.0, 40.0, -30.0, -75.0, 1),
        ("refound", "new", 5.0, None, None, None, None),
        ("refound", "old", 30.0, 40.0, -10.0, -25.0, 2),
    ]
    assert growth_by_cluster(grown(spark)).columns == list(CLUSTER_GROWTH.column_names)
    assert grown(spark).columns == list(COUNT_GROWTH.column_names)


def test_growth_from_nothing_has_no_percent(spark: SparkSession) -> None:
    counts = table(spark, "cluster_counts", {"cluster_id": "c", "units": UNIT, "share_percent": 1.0})
    nothing = growth_by_kind(counts, table(spark, "points"), frame_of(spark, [], "point_id bigint, cluster_id string"))
    assert rows(nothing.where("geometry = 'fixed'"), "previous_fractional_count", "count_change", "growth_percent") == [(0.0, 1.0, None)]


def test_the_score_is_that_of_the_rankings(spark: SparkSession) -> None:
    members = table(spark, "cluster_members", *({"point_id": n, "cluster_id": "ab"[n % 2], "role": "core"} for n in range(4)))
    places = ({"document_id": f"d{n}", "point_id": n % 5, "kind": ("paper", "patent")[n % 3 == 0], "units": UNIT // (n + 1)} for n in range(30))
    counts = counts_by_cluster(members, table(spark, "document_places", *places))
    named = table(spark, "clusters", *({"cluster_id": name, "cluster_name": name} for name in "ab"))
    held = frame_of(spark, [], "point_id bigint, cluster_id string")
    scores = rows(growth_by_cluster(growth_by_kind(counts, table(spark, "points"), held)).where("geometry = 'refound'"), "cluster_id", "score")
    assert scores == rows(ranked_clusters(counts, named), "cluster_id", "score")
