"""Links with economies: WIPO's examples, borders, and a slow count of the same."""

import hypothesis.strategies as st
import pytest
from builders import rows, table
from hypothesis import HealthCheck, given, settings
from pyspark.sql import SparkSession

from innoatlas.collaboration.documents import partners_by_document
from innoatlas.collaboration.links import collaboration_by_cluster, links_by_economy
from innoatlas.collaboration.partners import partners_by_cluster
from innoatlas.counting.memberships import documents_by_cluster
from innoatlas.errors import SettingsError
from innoatlas.tables import CLUSTER_COLLABORATION, CLUSTER_LINKS, CLUSTER_PARTNERS, NO_CLUSTER
from tests.collaboration import drawn

BORDER = {"shenzhen": "CN/HK", "beijing": "CN"}

#: In the cluster across the border: one alone, one with Beijing from either side, one within, one with Kowloon's hinterland and abroad.
ACROSS = [
    ("a", "shenzhen", "CN"),
    ("a", "beijing", "CN"),
    ("b", "shenzhen", "HK"),
    ("b", "beijing", "CN"),
    ("c", "shenzhen", "CN"),
    ("c", "shenzhen", "HK"),
    ("d", "shenzhen", "CN"),
    ("d", NO_CLUSTER, "HK"),
    ("d", NO_CLUSTER, "US"),
]


def test_six_authors_of_paris_make_one_domestic_and_two_foreign_links(spark: SparkSession) -> None:
    members = table(spark, "cluster_members", {"point_id": 1, "cluster_id": "paris", "role": "core"}, {"point_id": 3, "cluster_id": "london", "role": "core"})
    where = {1: ("FR", 1), 2: ("FR", 2), 3: ("GB", 2), 4: ("US", 1)}  # one author in Paris, two elsewhere in France, two in London, one in the United States
    places = ({"point_id": point, "country_code": economy, "listings_count": authors} for point, (economy, authors) in where.items())
    clusters = drawn.clusters(spark, {"paris": "FR", "london": "GB"})
    made = partners_by_document(documents_by_cluster(table(spark, "document_places", *places), members), clusters, "cluster")
    got = [row for row in rows(links_by_economy(made), "cluster_id", "economy_code", "is_foreign", "documents_count") if row[0] == "paris"]
    assert got == [("paris", "FR", False, 1), ("paris", "GB", True, 1), ("paris", "US", True, 1)]
    told = rows(collaboration_by_cluster(made, clusters), "cluster_id", "domestic_links_count", "foreign_links_count", "mean_economies_count")
    assert told == [("london", 0, 2, 3.0), ("paris", 1, 2, 3.0)]


def test_basel_shares_1390_of_3924_applications_with_other_economies(spark: SparkSession) -> None:
    own = spark.range(3924).selectExpr("concat('patstat:', id) as document_id", "'basel' as cluster_id", "'CH' as economy_code")
    partners = spark.range(1390).selectExpr("concat('patstat:', id) as document_id", "'' as cluster_id", "if(id % 2 = 0, 'US', 'IT') as economy_code")
    at_home = spark.range(1300, 2000).selectExpr("concat('patstat:', id) as document_id", "'' as cluster_id", "if(id % 3 = 0, 'DE', 'CH') as economy_code")
    seats = own.union(partners).union(at_home).selectExpr("*", "'patent' as kind", "'current' as period", "1L as units", "1L as listings_count")
    clusters = drawn.clusters(spark, {"basel": "CH/DE/FR"})
    (basel,) = collaboration_by_cluster(partners_by_document(seats, clusters, "cluster"), clusters).collect()
    assert (basel.foreign_documents_count, basel.documents_count, round(100 * basel.foreign_share, 1)) == (1390, 3924, 35.4)
    assert (basel.domestic_documents_count, basel.partner_documents_count) == (700, 2000)


@pytest.mark.parametrize(
    ("at_home", "expected"),
    [
        ("cluster", [("CN", False, 2), ("HK", False, 1), ("US", True, 1)]),
        ("person", [("CN", False, 1), ("CN", True, 1), ("HK", True, 1), ("US", True, 1)]),
    ],
)
def test_across_a_border_every_economy_of_the_cluster_is_at_home_or_only_the_persons_own(
    spark: SparkSession, at_home: str, expected: list[tuple[str, bool, int]]
) -> None:
    made = drawn.document_partners(spark, ACROSS, BORDER, at_home)
    assert rows(links_by_economy(made).where("cluster_id = 'shenzhen'"), "economy_code", "is_foreign", "documents_count") == expected
    shenzhen = collaboration_by_cluster(made, drawn.clusters(spark, BORDER)).where("cluster_id = 'shenzhen'")
    foreign = {"cluster": 1, "person": 2}[at_home]
    assert rows(shenzhen, "documents_count", "partner_documents_count", "foreign_documents_count") == [(4, 3, foreign)]


def test_an_unknown_home_is_refused(spark: SparkSession) -> None:
    with pytest.raises(SettingsError, match="planet"):
        drawn.document_partners(spark, ACROSS, BORDER, "planet")


def test_each_window_has_its_own_partners(spark: SparkSession) -> None:
    seats = [{"period": period, "cluster_id": cluster} for period, cluster in (("current", "a"), ("previous", "a"), ("previous", NO_CLUSTER))]
    named = table(spark, "clusters", *({"cluster_id": "a", "period": period, "economy_codes": "FR"} for period in ("current", "previous")))
    made = partners_by_document(table(spark, "document_clusters", *({"economy_code": "FR", **seat} for seat in seats)), named, "cluster")
    assert rows(collaboration_by_cluster(made, named), "period", "documents_count", "partner_share") == [("current", 1, 0.0), ("previous", 1, 1.0)]


def test_the_foreign_share_ranks_the_clusters_of_a_kind_and_a_cluster_without_documents_has_none(spark: SparkSession) -> None:
    seats = [("d", "a", "FR"), ("d", NO_CLUSTER, "US"), ("e", "a", "FR"), ("f", "b", "GB"), ("f", NO_CLUSTER, "US"), ("g", "c", "JP")]
    economies = {"a": "FR", "b": "GB", "c": "JP", "idle": "BR"}
    got = collaboration_by_cluster(drawn.document_partners(spark, seats, economies), drawn.clusters(spark, economies))
    assert rows(got, "cluster_id", "foreign_share", "foreign_rank") == [("a", 0.5, 2), ("b", 1.0, 1), ("c", 0.0, 3), ("idle", None, None)]


def test_partners_are_ranked_by_their_documents(spark: SparkSession) -> None:
    seats = [("d", "a", "FR"), ("d", "b", "FR"), ("e", "a", "FR"), ("e", "b", "FR"), ("f", "a", "FR"), ("f", "c", "FR"), ("g", "a", "FR")]
    made = drawn.document_partners(spark, seats, dict.fromkeys("abc", "FR"))
    got = rows(partners_by_cluster(made), "cluster_id", "partner_cluster_id", "documents_count", "document_share", "partner_rank")
    assert got == [("a", "b", 2, 0.5, 1), ("a", "c", 1, 0.25, 2), ("b", "a", 2, 1.0, 1), ("c", "a", 1, 1.0, 1)]


SEATS = st.lists(st.tuples(st.sampled_from("def"), st.sampled_from(["a", "b", "c", NO_CLUSTER]), st.sampled_from(["CN", "HK", "FR"])), min_size=1, unique=True)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seats=SEATS, at_home=st.sampled_from(["cluster", "person"]))
def test_links_and_partners_are_what_plain_loops_count(spark: SparkSession, seats: list[drawn.Seat], at_home: str) -> None:
    economies = {"a": "CN/HK", "b": "FR", "c": "CN"}
    made = drawn.document_partners(spark, seats, economies, at_home).cache()
    found = {row[:3]: row[3] for row in rows(links_by_economy(made), "cluster_id", "economy_code", "is_foreign", "documents_count")}
    assert found == dict(drawn.links(seats, economies, at_home))
    together = {row[:2]: row[2] for row in rows(partners_by_cluster(made), "cluster_id", "partner_cluster_id", "documents_count")}
    assert together == dict(drawn.partners(seats))
    assert all(together[other, one] == count for (one, other), count in together.items())
    broken = " or ".join(f"not ({check})" for check in CLUSTER_COLLABORATION.checks.values())
    assert collaboration_by_cluster(made, drawn.clusters(spark, economies)).where(broken).collect() == []


def test_the_columns_are_the_contracts(spark: SparkSession) -> None:
    made = drawn.document_partners(spark, ACROSS, BORDER)
    assert links_by_economy(made).columns == list(CLUSTER_LINKS.column_names)
    assert partners_by_cluster(made).columns == list(CLUSTER_PARTNERS.column_names)
    assert collaboration_by_cluster(made, drawn.clusters(spark, BORDER)).columns == list(CLUSTER_COLLABORATION.column_names)
