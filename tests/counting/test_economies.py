"""What the numbers of an economy are worth: shares of its listings, and what the gazetteer lacks."""

import pytest
from builders import table
from pyspark.sql import DataFrame, Row, SparkSession

from innoatlas.counting.economies import quality_by_economy
from innoatlas.tables import ECONOMIES
from tests.counting.tables_drawn import contributors, geocodes, inferred_places


def places(spark: SparkSession) -> DataFrame:
    """France knows all kinds of places; Great Britain one town for many people; Japan nothing at all."""
    given = [
        ("FR", "country", 2_000),
        ("FR", "city", 900),
        ("FR", "city", None),
        ("FR", "postcode", None),
        ("FR", "organisation", None),
        ("GB", "country", 5_000),
        ("GB", "city", 10),
        ("GB", "admin1", 10),
    ]
    rows = [{"place_id": f"p{n}", "country_code": code, "precision": precision, "population": people} for n, (code, precision, people) in enumerate(given)]
    return table(spark, "places", *rows)


@pytest.fixture(scope="module")
def found(spark: SparkSession) -> dict[str, Row]:
    listings = contributors(spark, ("d", 1, 1), ("d", 2, 2), ("d", 3, 4), ("d", 4, 6), ("d", 5, None), ("e", 1, 1), ("e", 2, 3), ("e", 3, None))
    made = quality_by_economy(listings, geocodes(spark), inferred_places(spark, ("e", 3, None, 1)), places(spark), few_places_inhabitants=1_000.0)
    assert made.columns == list(ECONOMIES.column_names)
    checks = " and ".join(f"({check})" for check in ECONOMIES.checks.values())
    assert made.where(f"not ({checks})").collect() == []
    return {row.economy_code: row for row in made.collect()}


def test_shares_are_of_all_listings_and_confidence_tells_how_many_are_right(found: dict[str, Row]) -> None:
    france = found["FR"]
    assert (france.listings_count, france.city_share, france.admin1_share, france.inferred_from_family_share) == (5, 0.6, 0.2, 0.2)
    assert (france.located_share, france.mean_score, france.expected_right_share) == (0.6, 2.6 / 3, 2.6 / 5)
    assert (found["JP"].located_share, found["JP"].mean_score, found["JP"].expected_right_share) == (0.0, None, 0.0)


def test_what_the_gazetteer_lacks_is_told(found: dict[str, Row]) -> None:
    known = {code: (row.towns_count, row.postcodes_count, row.organisations_count, row.town_inhabitants) for code, row in found.items()}
    assert known == {"FR": (2, 1, 1, 1_000.0), "GB": (1, 0, 0, 5_000.0), "JP": (0, 0, 0, None), "ZZ": (0, 0, 0, None)}
    assert {code: row.missing for code, row in found.items()} == {
        "FR": [],
        "GB": ["few_places", "no_organisations", "no_postcodes"],
        "JP": ["few_places", "no_organisations", "no_postcodes"],
        "ZZ": [],
    }


def test_kinds_are_told_apart(spark: SparkSession) -> None:
    papers, patents = (contributors(spark, (kind, 1, address), kind=kind) for kind, address in (("paper", 1), ("patent", 6)))
    made = quality_by_economy(papers.unionByName(patents), geocodes(spark), inferred_places(spark), places(spark), few_places_inhabitants=1_000.0)
    assert {(row.economy_code, row.kind, row.located_share) for row in made.collect()} == {("FR", "paper", 1.0), ("JP", "patent", 0.0)}
