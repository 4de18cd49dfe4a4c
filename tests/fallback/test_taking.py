"""When a frozen answer is taken, and what the row says then."""

from typing import Any

import pytest
from builders import table
from pyspark.sql import Row, SparkSession

from innoatlas.fallback.taking import TakingRule, with_online_answers
from innoatlas.geo.cells import cells_of
from innoatlas.runtime.audit import audit
from innoatlas.runtime.conform import conform
from innoatlas.tables import GEOCODES

RULE = TakingRule(score=0.5, resolution=8, parents={"HK": "CN", "PR": "US"})

#: What the engine leaves of an address that it knows nothing of, and what it says of a region.
UNKNOWN = dict.fromkeys(("place_id", "place_name", "country_code", "lat", "lon", "cell", "score", "margin")) | {"precision": "none", "method": "none"}
REGION = {"place_name": "Jiangsu", "country_code": "CN", "admin1_code": "CN.04", "precision": "admin1", "method": "region"}
TOWN = {"precision": "city", "country_code": "FR"}

#: A usable answer in France.
VALLON = {"lat": 46.5, "lon": 2.5, "country_code": "FR", "precision": "city", "place_name": "Vallon", "place_id": "online:nominatim:46.50000,2.50000"}
NOTHING = {"found": False, "precision": "none"}


def taken(spark: SparkSession, engine: dict[str, Any], *answers: dict[str, Any]) -> Row:
    """The row of one address, after the contract's own checks; another address has no answer and stays as it was."""
    other = {"address_id": 2, "flags": ["fuzzy"]} | TOWN
    geocodes = table(spark, "geocodes", {"address_id": 1} | engine, other)
    frozen = ({"address_id": 1, "service": "nominatim", "found": True} | answer for answer in answers)
    frame = conform(with_online_answers(geocodes, table(spark, "online_answers", *frozen), RULE), GEOCODES).cache()
    assert audit(frame, GEOCODES).rows == 2
    assert frame.where("address_id = 2").collect() == geocodes.where("address_id = 2").collect()
    return frame.where("address_id = 1").collect()[0]


def untouched(spark: SparkSession, engine: dict[str, Any]) -> Row:
    return table(spark, "geocodes", {"address_id": 1} | engine).collect()[0]


def test_an_address_without_a_point_takes_its_answer(spark: SparkSession) -> None:
    row = taken(spark, UNKNOWN | {"flags": ["unreadable"]}, VALLON)
    assert (row.place_id, row.place_name, row.country_code, row.admin1_code) == (VALLON["place_id"], "Vallon", "FR", None)
    assert (row.lat, row.lon, row.cell) == (46.5, 2.5, int(cells_of([46.5], [2.5], 8)[0]))
    assert (row.precision, row.method, row.score, row.margin) == ("city", "online", 0.5, None)
    assert row.flags == ["online_answer", "unreadable"]


def test_a_region_gives_way_to_a_finer_answer_in_its_country(spark: SparkSession) -> None:
    row = taken(spark, REGION, VALLON | {"country_code": "CN"})
    assert (row.method, row.precision, row.country_code, row.admin1_code) == ("online", "city", "CN", None)


@pytest.mark.parametrize(
    ("engine", "answer"),
    [
        (TOWN, VALLON | {"precision": "postcode"}),
        (UNKNOWN | {"flags": ["null_affiliation"]}, VALLON),
        (REGION, VALLON | {"country_code": "CN", "precision": "admin1"}),
        (UNKNOWN, NOTHING),
        (UNKNOWN, {"lat": 46.5, "lon": 2.5, "precision": "none"}),
    ],
    ids=["located already", "no affiliation", "no finer", "nothing found", "of a kind that is not known"],
)
def test_else_the_row_stays_as_it_was(spark: SparkSession, engine: dict[str, Any], answer: dict[str, Any]) -> None:
    assert taken(spark, engine, answer) == untouched(spark, engine)


def test_an_answer_in_another_country_is_kept_out_and_told(spark: SparkSession) -> None:
    row = taken(spark, REGION | {"flags": ["country_from_region"]}, VALLON)
    assert row == untouched(spark, REGION | {"flags": ["country_from_region", "online_conflict"]})


@pytest.mark.parametrize(("text", "answer", "economy"), [("CN", "HK", "HK"), ("HK", "CN", "HK"), (None, "CN", "CN"), ("US", "PR", "PR")])
def test_an_economy_of_its_own_agrees_with_its_country_and_wins(spark: SparkSession, text: str | None, answer: str, economy: str) -> None:
    row = taken(spark, UNKNOWN | {"country_code": text}, VALLON | {"country_code": answer})
    assert (row.method, row.country_code) == ("online", economy)


@pytest.mark.parametrize(
    ("photon", "nominatim", "taken_from"),
    [("postcode", "city", "photon"), ("city", "city", "nominatim"), ("city", "none", "photon")],
)
def test_of_two_services_the_finer_answer_is_taken_then_the_first_by_name(spark: SparkSession, photon: str, nominatim: str, taken_from: str) -> None:
    answers = [
        (VALLON if precision != "none" else NOTHING)
        | {"service": service, "precision": precision}
        | ({"place_id": f"online:{service}:46.50000,2.50000"} if precision != "none" else {})
        for service, precision in (("photon", photon), ("nominatim", nominatim))
    ]
    assert taken(spark, UNKNOWN, *answers).place_id.startswith(f"online:{taken_from}:")
