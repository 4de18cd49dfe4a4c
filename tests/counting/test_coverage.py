"""How much was located: every listing in exactly one column."""

from pyspark.sql import SparkSession

from innoatlas.counting.coverage import coverage_by_economy
from innoatlas.tables import COVERAGE
from tests.counting.tables_drawn import contributors, geocodes


def test_every_listing_is_told_by_economy_and_precision(spark: SparkSession) -> None:
    listings = contributors(spark, ("d", 1, 1), ("d", 2, 2), ("d", 3, 4), ("d", 4, 6), ("d", 5, None), ("e", 1, 1), ("e", 2, 3))
    got = coverage_by_economy(listings, geocodes(spark))
    assert got.columns == list(COVERAGE.column_names)
    rows = {row.economy_code: row for row in got.collect()}
    assert set(rows) == {"FR", "GB", "JP", "ZZ"}
    france = rows["FR"]
    assert (france.listings_count, france.city_count, france.admin1_count, france.located_count) == (4, 3, 1, 3)
    assert (france.located_share, round(france.mean_score, 6)) == (0.75, round((0.9 + 0.8 + 0.9) / 3, 6))
    assert (rows["ZZ"].no_address_count, rows["ZZ"].located_share, rows["ZZ"].mean_score) == (1, 0.0, None)
    assert (rows["JP"].none_count, rows["GB"].organisation_count) == (1, 1)
    assert got.where(f"not ({COVERAGE.checks['every_listing_once']})").count() == 0
