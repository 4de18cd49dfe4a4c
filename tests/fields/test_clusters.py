"""From documents in clusters and their fields to shares, specialisation and diversity."""

from math import log

import pytest
from builders import rows, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyspark.sql import DataFrame, SparkSession

from innoatlas.fields.clusters import counts_by_field, diversity_of_clusters, fields_of_clusters, fields_of_world
from innoatlas.fields.documents import fields_by_document
from innoatlas.tables import NO_CLUSTER, UNIT, UNMAPPED_FIELD

NAMES = {("paper", "17"): "Computer Science", ("paper", "31"): "Physics and Astronomy"}

#: document, its subjects, and what lies where: half of b in the cluster and half in none.
SUBJECTS = {"a": ["17"], "b": ["17", "31"], "c": ["31"], "d": []}
PLACES = [("a", "x", UNIT), ("b", "x", UNIT // 2), ("b", NO_CLUSTER, UNIT // 2), ("c", NO_CLUSTER, UNIT), ("d", "y", UNIT)]


def counts(spark: SparkSession, places: list[tuple[str, str, int]], subjects: dict[str, list[str]], counting: str = "fractional") -> DataFrame:
    inside = [
        {"document_id": document, "cluster_id": cluster, "economy_code": str(number), "units": units}
        for number, (document, cluster, units) in enumerate(places)
    ]
    documents = table(spark, "documents", *({"document_id": document, "field_codes": codes} for document, codes in subjects.items()))
    fields = fields_by_document(documents, {"A61P": "16"}, counting=counting)
    return counts_by_field(table(spark, "document_clusters", *inside), fields)


@pytest.fixture(scope="module")
def drawn(spark: SparkSession) -> dict[str, DataFrame]:
    made = {"field_counts": counts(spark, PLACES, SUBJECTS).cache()}
    made["world_fields"] = fields_of_world(made["field_counts"], NAMES).cache()
    made["cluster_fields"] = fields_of_clusters(made["field_counts"], made["world_fields"]).cache()
    made["cluster_diversity"] = diversity_of_clusters(made["cluster_fields"])
    return made


def test_units_of_a_document_in_a_cluster_are_divided_among_its_fields(drawn: dict[str, DataFrame]) -> None:
    assert rows(drawn["field_counts"], "cluster_id", "field_code", "units", "documents_count") == [
        (NO_CLUSTER, "17", UNIT // 4, 1),
        (NO_CLUSTER, "31", UNIT // 4 * 5, 2),
        ("x", "17", UNIT // 4 * 5, 2),
        ("x", "31", UNIT // 4, 1),
        ("y", UNMAPPED_FIELD, UNIT, 1),
    ]


def test_the_world_counts_what_lies_in_no_cluster_and_what_has_no_field(drawn: dict[str, DataFrame]) -> None:
    assert rows(drawn["world_fields"], "field_code", "field_name", "fractional_count", "share_percent") == [
        ("17", "Computer Science", 1.5, 37.5),
        ("31", "Physics and Astronomy", 1.5, 37.5),
        (UNMAPPED_FIELD, "No field known", 1.0, 25.0),
    ]


def test_specialisation_is_the_share_in_the_cluster_over_that_in_the_world(drawn: dict[str, DataFrame]) -> None:
    shares = {row[:2]: row[2:] for row in rows(drawn["cluster_fields"], "cluster_id", "field_code", "share_percent", "specialisation", "specialisation_rank")}
    assert shares["x", "17"] == pytest.approx((100 * 5 / 6, (5 / 6) / (3 / 8), 1))
    assert shares["x", "31"] == pytest.approx((100 / 6, (1 / 6) / (3 / 8), 1))
    assert shares["y", UNMAPPED_FIELD] == (100.0, 4.0, 1)


def test_diversity_is_the_entropy_of_the_known_fields(drawn: dict[str, DataFrame]) -> None:
    of_x, of_y = rows(drawn["cluster_diversity"], "cluster_id", "fields_count", "entropy", "largest_field_code", "largest_field_percent", "unmapped_percent")
    assert of_x == ("x", 2, pytest.approx(-(5 / 6) * log(5 / 6) - log(1 / 6) / 6), "17", pytest.approx(500 / 6), 0.0)
    assert of_y == ("y", 0, 0.0, None, None, 100.0)


def test_equal_fields_have_the_entropy_of_their_number(spark: SparkSession) -> None:
    given = counts(spark, [("a", "x", UNIT)], {"a": ["17", "31", "13", "22"]})
    (row,) = rows(diversity_of_clusters(fields_of_clusters(given, fields_of_world(given, NAMES))), "fields_count", "entropy", "largest_field_code")
    assert row == (4, pytest.approx(log(4)), "13")


def test_the_printed_share_of_a_field_is_what_its_counts_give(spark: SparkSession) -> None:
    """Shenzhen–Hong Kong–Guangzhou, GII 2023: 26.1 % of 113,482 patents in digital communication is 29,619 of them."""
    whole = [{"cluster_id": "SZ", "kind": "patent", "field_code": code, "units": count * UNIT} for code, count in (("04", 29_619), ("06", 83_863))]
    given = table(spark, "field_counts", *whole)
    shares = dict(rows(fields_of_clusters(given, fields_of_world(given, NAMES)), "field_code", "share_percent"))
    assert round(shares["04"], 1) == 26.1
    assert sum(shares.values()) == pytest.approx(100)


subjects_drawn = st.lists(st.lists(st.sampled_from(["13", "17", "22", "31"]), max_size=4), min_size=1, max_size=8)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(subjects_drawn, st.data())
def test_nothing_is_lost_and_whole_counts_are_at_least_fractional_ones(spark: SparkSession, subjects: list[list[str]], data: st.DataObject) -> None:
    codes = {str(number): listed for number, listed in enumerate(subjects)}
    places = [(document, data.draw(st.sampled_from(["x", "y", NO_CLUSTER])), data.draw(st.integers(0, UNIT))) for document in codes]
    fractional, whole = (counts(spark, places, codes, counting).cache() for counting in ("fractional", "whole"))
    by_cluster: dict[str, int] = {}
    for _, cluster, units in places:
        by_cluster[cluster] = by_cluster.get(cluster, 0) + units
    held = dict(rows(fractional.groupBy("cluster_id").sum("units")))
    assert held == by_cluster
    parts, wholes = ({row[:2]: row[2] for row in rows(frame, "cluster_id", "field_code", "units")} for frame in (fractional, whole))
    assert parts.keys() == wholes.keys()
    assert all(wholes[key] >= part for key, part in parts.items())
    shares = fields_of_clusters(fractional, fields_of_world(fractional, NAMES)).groupBy("cluster_id").sum("share_percent")
    assert all(total == pytest.approx(100) for _, total in rows(shares))
