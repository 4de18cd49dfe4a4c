"""How much was located: every listing in exactly one column."""

from pyspark.sql import SparkSession

from innoatlas.counting.coverage import coverage_by_economy
from innoatlas.tables import COVERAGE, INFERRED
from tests.counting.tables_drawn import contributors, geocodes, inferred_places


def test_every_listing_is_told_by_economy_and_precision(spark: SparkSession) -> None:
    listings = contributors(spark, ("d", 1, 1), ("d", 2, 2), ("d", 3, 4), ("d", 4, 6), ("d", 5, None), ("e", 1, 1), ("e", 2, 3))
    got = coverage_by_economy(listings, geocodes(spark), inferred_places(spark))
    assert got.columns == list(COVERAGE.column_names)
    rows = {row.economy_code: row for row in got.collect()}
    assert set(rows) == {"FR", "GB", "JP", "ZZ"}
    france = rows["FR"]
    assert (france.listings_count, france.city_count, france.admin1_count, france.located_count) == (4, 3, 1, 3)
    assert (france.located_share, round(france.mean_score, 6)) == (0.75, round((0.9 + 0.8 + 0.9) / 3, 6))
    assert (rows["ZZ"].no_address_count, rows["ZZ"].located_share, rows["ZZ"].mean_score) == (1, 0.0, None)
    assert (rows["JP"].none_count, rows["GB"].organisation_count) == (1, 1)
    assert got.where(f"not ({COVERAGE.checks['every_listing_once']})").count() == 0


def test_what_a_neighbour_placed_is_counted_apart_and_once(spark: SparkSession) -> None:
    """Address 6 is of Japan and unplaced, 4 is a French region; who has no address is of no economy until a neighbour tells."""
    listings = contributors(spark, ("d", 1, 1), ("d", 2, None), ("d", 3, 4), ("e", 1, 4), ("e", 2, None), ("e", 3, 6))
    family = inferred_places(spark, ("d", 2, None, 1), ("e", 2, None, 3))
    organisation = inferred_places(spark, ("e", 1, 4, 2), flag=INFERRED[1])
    got = coverage_by_economy(listings, geocodes(spark), family.unionByName(organisation))
    rows = {row.economy_code: row for row in got.collect()}
    assert set(rows) == {"FR", "GB", "JP"}, "no listing is left without an economy"
    france = rows["FR"]
    assert (france.listings_count, france.city_count, france.admin1_count, france.no_address_count) == (4, 1, 1, 0)
    assert (france.inferred_from_family_count, france.inferred_from_organisation_count) == (1, 1)
    assert (france.located_count, france.located_share, france.mean_score) == (1, 0.25, 0.9)
    assert (rows["GB"].listings_count, rows["GB"].inferred_from_family_count, rows["GB"].located_share, rows["GB"].mean_score) == (1, 1, 0.0, None)
    assert sum(row.listings_count for row in rows.values()) == 6
    checks = " and ".join(f"({check})" for check in COVERAGE.checks.values())
    assert got.where(f"not ({checks})").count() == 0
