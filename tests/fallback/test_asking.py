"""Which addresses are asked for, in which order and words."""

import pytest
from builders import table
from pyspark.sql import SparkSession

from innoatlas.fallback.asking import unlocated, written_out


def test_most_listings_first_and_only_what_has_no_point_and_says_something(spark: SparkSession) -> None:
    texts = {1: ("known", "city", 90, []), 2: ("rare", "none", 2, []), 3: ("frequent", "admin1", 50, ["gazetteer_hole"]), 4: ("also rare", "country", 2, []),
             5: ("retired", "none", 80, ["null_affiliation"]), 6: ("12345 - 678", "none", 70, []), 7: ("東京", "none", 1, [])}  # fmt: skip
    addresses = table(spark, "addresses", *({"address_id": key, "address_text": text, "listings_count": n} for key, (text, _, n, _) in texts.items()))
    geocodes = table(spark, "geocodes", *({"address_id": key, "precision": precision, "flags": flags} for key, (_, precision, _, flags) in texts.items()))
    got = [(row.address_id, row.address_text) for row in unlocated(addresses, geocodes).collect()]
    assert got == [(3, "frequent"), (2, "rare"), (4, "also rare"), (7, "東京")]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"organisation": "ACME", "city": "Frankfurt", "postcode": "60311", "region": "HE", "country": "FR"}, "ACME, Frankfurt, 60311, HE, FR"),
        ({"address_text": "ACME, LYON", "organisation": "Acme", "city": "Lyon", "country": None}, "ACME, LYON"),
        ({"address_text": None, "country": "Chile"}, "Chile"),
        ({}, ""),
    ],
)
def test_fields_are_written_out_once(fields: dict[str, str | None], text: str) -> None:
    assert written_out(fields) == text
