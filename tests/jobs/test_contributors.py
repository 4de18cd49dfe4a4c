"""The job contributors: one row per person and address, the address as given, its digest as compared."""

import json
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.addresses.normalise import FIELD_NAMES
from innoatlas.tables import CONTRIBUTORS, DOCUMENTS
from jobs.contributors import contributors


def document(spark: SparkSession, *persons: dict[str, Any]) -> DataFrame:
    """One paper; a person is {"addresses": [{field: text}]}."""
    row = {"document_id": "s:1", "source": "s", "kind": "paper", "year": 2020, "periods": ["current"], "family_id": None, "field_codes": []}
    line = json.dumps(row | {"persons_truncated": False, "persons": persons})
    return spark.range(1).select(F.from_json(F.lit(line), DOCUMENTS.ddl.replace(" NOT NULL", "")).alias("d")).select("d.*")


def test_every_address_of_every_person_is_a_row(spark: SparkSession) -> None:
    ito = {"person_id": "p1", "person_name": "Ito", "addresses": [{"address_text": "Kyoto", "organisation_id": "0ror5"}, {"city": "Paris", "country": "FR"}]}
    rows = contributors(document(spark, ito, {"person_name": "Doe", "addresses": [{"address_text": "Lyon"}]})).orderBy("person_position", "address_position")
    got = [
        (row.person_position, row.address_position, row.person_id, row.person_name, row.organisation_id, row.address_text, row.city) for row in rows.collect()
    ]
    assert got == [
        (1, 1, "p1", "Ito", "0ror5", "Kyoto", None),
        (1, 2, "p1", "Ito", None, None, "Paris"),
        (2, 1, None, "Doe", None, "Lyon", None),
    ]


def test_a_person_without_an_address_keeps_a_row(spark: SparkSession) -> None:
    rows = contributors(document(spark, {"addresses": []}, {"addresses": [{"city": "--", "country": "unknown"}]}, {"addresses": None})).collect()
    assert sorted((row.person_position, row.address_position, row.address_id) for row in rows) == [(1, 0, None), (2, 0, None), (3, 0, None)]


def test_an_address_that_says_nothing_takes_no_position(spark: SparkSession) -> None:
    rows = contributors(document(spark, {"addresses": [{"address_text": "-"}, {"address_text": "Kyoto"}]})).collect()
    assert [(row.address_position, row.address_text) for row in rows] == [(1, "Kyoto")]


def test_the_address_stays_as_given_and_its_id_does_not_mind_the_writing(spark: SparkSession) -> None:
    rows = (
        contributors(document(spark, {"addresses": [{"address_text": ' "Kyoto,  Japan." '}, {"address_text": "Kyoto, Japan"}]}))
        .orderBy("address_position")
        .collect()
    )
    assert [row.address_text for row in rows] == [' "Kyoto,  Japan." ', "Kyoto, Japan"]
    assert rows[0].address_id == rows[1].address_id is not None


def test_the_columns_are_those_of_the_contract(spark: SparkSession) -> None:
    frame = contributors(document(spark, {"addresses": [dict.fromkeys(FIELD_NAMES, "x")]}))
    assert [(field.name, field.dataType.simpleString()) for field in frame.schema] == [(column.name, column.type) for column in CONTRIBUTORS.columns]
