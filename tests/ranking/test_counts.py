"""What clusters hold of the world."""

from builders import rows, table
from pyspark.sql import SparkSession

from innoatlas.ranking.counts import counts_by_cluster
from innoatlas.tables import UNIT

MEMBERS = [{"point_id": 1, "cluster_id": "c", "role": "core"}, {"point_id": 2, "cluster_id": "c", "role": "border"}, {"point_id": 3}]


def place(document: str, point: int, part: int = 1, **others: object) -> dict[str, object]:
    return {"document_id": document, "point_id": point, "units": UNIT // part, **others}


def test_a_document_with_two_places_in_a_cluster_is_one_document_of_it_and_noise_counts_in_the_world(spark: SparkSession) -> None:
    places = table(spark, "document_places", place("d", 1, 4), place("d", 2, 4), place("d", 3, 2), place("e", 3), place("f", 9))
    got = counts_by_cluster(table(spark, "cluster_members", *MEMBERS), places)
    assert rows(got, "cluster_id", "fractional_count", "documents_count", "listings_count") == [("c", 0.5, 1, 2)]
    assert [round(row.share_percent, 9) for row in got.collect()] == [round(100 * 0.5 / 3, 9)]


def test_a_kind_that_a_cluster_lacks_is_counted_as_zero(spark: SparkSession) -> None:
    places = table(spark, "document_places", place("d", 1, kind="patent"), place("e", 3, kind="paper"))
    got = counts_by_cluster(table(spark, "cluster_members", *MEMBERS), places)
    assert rows(got, "kind", "units", "documents_count", "share_percent") == [("paper", 0, 0, 0.0), ("patent", UNIT, 1, 100.0)]


def test_each_window_has_its_own_clusters_and_world(spark: SparkSession) -> None:
    members = table(spark, "cluster_members", *MEMBERS, {"point_id": 3, "period": "previous", "cluster_id": "c", "role": "core"})
    places = table(spark, "document_places", place("d", 1, periods=["current", "previous"]), place("e", 3, periods=["previous"]))
    assert rows(counts_by_cluster(members, places), "period", "units", "share_percent") == [("current", UNIT, 100.0), ("previous", UNIT, 50.0)]
