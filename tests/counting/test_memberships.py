"""In which clusters and economies a document's persons are."""

from collections import Counter
from typing import Any

import hypothesis.strategies as st
from builders import rows, table
from hypothesis import HealthCheck, given, settings
from pyspark.sql import DataFrame, SparkSession

from innoatlas.counting.memberships import documents_by_cluster
from innoatlas.tables import DOCUMENT_CLUSTERS, NO_CLUSTER, UNIT

#: Point 1 and 2 are a cluster of today, point 1 alone was one before; point 3 is noise in both.
MEMBERS = (
    {"point_id": 1, "cluster_id": "c", "role": "core"},
    {"point_id": 2, "cluster_id": "c", "role": "core"},
    {"point_id": 3},
    {"point_id": 1, "period": "previous", "cluster_id": "b", "role": "core"},
    {"point_id": 2, "period": "previous"},
)


def gathered(spark: SparkSession, *places: dict[str, Any]) -> DataFrame:
    return documents_by_cluster(table(spark, "document_places", *places), table(spark, "cluster_members", *MEMBERS))


def test_places_of_one_cluster_and_economy_are_one_row_and_places_of_none_are_kept(spark: SparkSession) -> None:
    half, quarter = UNIT // 2, UNIT // 4
    got = gathered(
        spark,
        {"point_id": 1, "units": quarter, "country_code": "CH"},
        {"point_id": 2, "units": quarter, "country_code": "CH", "listings_count": 2},
        {"point_id": 3, "units": half, "country_code": "CH"},
    )
    assert rows(got, "cluster_id", "economy_code", "units", "listings_count") == [(NO_CLUSTER, "CH", half, 1), ("c", "CH", half, 3)]
    assert got.columns == list(DOCUMENT_CLUSTERS.column_names)


def test_a_cluster_across_a_border_has_a_row_for_each_economy(spark: SparkSession) -> None:
    got = gathered(spark, {"point_id": 1, "country_code": "CN"}, {"point_id": 2, "country_code": "HK"})
    assert rows(got, "cluster_id", "economy_code") == [("c", "CN"), ("c", "HK")]


def test_each_window_has_its_own_clusters(spark: SparkSession) -> None:
    both = ["current", "previous"]
    got = gathered(spark, {"document_id": "d", "point_id": 1, "periods": both}, {"document_id": "e", "point_id": 2, "periods": both, "kind": "patent"})
    assert rows(got, "document_id", "period", "kind", "cluster_id") == [
        ("d", "current", "paper", "c"),
        ("d", "previous", "paper", "b"),
        ("e", "current", "patent", "c"),
        ("e", "previous", "patent", NO_CLUSTER),
    ]


def test_a_point_that_no_window_clusters_is_in_none(spark: SparkSession) -> None:
    assert rows(gathered(spark, {"point_id": 99}), "cluster_id") == [(NO_CLUSTER,)]


PLACES = st.lists(
    st.builds(
        lambda document, point, economy, units: {"document_id": document, "point_id": point, "country_code": economy, "units": units},
        st.sampled_from("de"),
        st.integers(1, 4),
        st.sampled_from(["CN", "HK"]),
        st.integers(0, 9),
    ),
    min_size=1,
    unique_by=lambda place: (place["document_id"], place["point_id"]),
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=PLACES)
def test_nothing_of_a_document_is_lost_or_doubled(spark: SparkSession, places: list[dict[str, Any]]) -> None:
    expected: Counter[tuple[str, str, str]] = Counter()
    cluster_of = {1: "c", 2: "c"}
    for place in places:
        expected[place["document_id"], cluster_of.get(place["point_id"], NO_CLUSTER), place["country_code"]] += place["units"]
    got = {row[:3]: row[3] for row in rows(gathered(spark, *places), "document_id", "cluster_id", "economy_code", "units")}
    assert got == dict(expected)
