"""Which addresses are asked for, in which order and words."""

from builders import table
from pyspark.sql import SparkSession

from innoatlas.fallback.asking import unlocated


def test_most_listings_first_and_only_what_has_no_point_and_says_something(spark: SparkSession) -> None:
    texts = {1: ("known", "city", 90, []), 2: ("rare", "none", 2, []), 3: ("frequent", "admin1", 50, ["gazetteer_hole"]), 4: ("also rare", "country", 2, []),
             5: ("retired", "none", 80, ["null_affiliation"]), 6: ("12345 - 678", "none", 70, []), 7: ("東京", "none", 1, [])}  # fmt: skip
    addresses = table(spark, "addresses", *({"address_id": key, "address_text": text, "listings_count": n} for key, (text, _, n, _) in texts.items()))
    geocodes = table(spark, "geocodes", *({"address_id": key, "precision": precision, "flags": flags} for key, (_, precision, _, flags) in texts.items()))
    got = [(row.address_id, row.asked) for row in unlocated(addresses, geocodes).collect()]
    assert got == [(3, "frequent"), (2, "rare"), (4, "also rare"), (7, "東京")]


def test_fields_are_written_out_once(spark: SparkSession) -> None:
    given = [
        {"address_text": "Dept Phys, Lyon , France", "city": "lyon", "country": "FR"},
        {"organisation": "ACME", "city": "Frankfurt", "postcode": "60311", "region": "HE", "country": "FR"},
        {"country": "Chile"},
    ]
    addresses = table(spark, "addresses", *({"address_id": number} | row for number, row in enumerate(given)))
    geocodes = table(spark, "geocodes", *({"address_id": number, "precision": "none"} for number in range(3)))
    got = [row.asked for row in unlocated(addresses, geocodes).collect()]
    assert got == ["Dept Phys, Lyon , France, FR", "ACME, Frankfurt, 60311, HE, FR", "Chile"]
