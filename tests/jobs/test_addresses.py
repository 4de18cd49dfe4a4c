"""The job addresses: each distinct normalised address once."""

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.addresses.normalise import FIELD_NAMES, address_id, normalised
from innoatlas.tables import ADDRESSES
from jobs.addresses import addresses


def listed(spark: SparkSession, *texts: str | None) -> DataFrame:
    """Contributors as far as the job reads them: one listing per text."""
    nothing = pa.nulls(len(texts), pa.string())
    frame = spark.createDataFrame(pa.table({name: pa.array(texts, pa.string()) if name == "address_text" else nothing for name in FIELD_NAMES}))
    return (
        frame.withColumn("address", F.struct(*(normalised(F.col(name)).alias(name) for name in FIELD_NAMES)))
        .withColumn("address_id", address_id(F.col("address")))
        .drop("address")
    )


def test_writings_of_one_address_are_one_row_and_are_counted(spark: SparkSession) -> None:
    rows = addresses(listed(spark, "Kyoto, Japan", "Kyoto,  Japan.", '"Kyoto, Japan"', "Lyon")).collect()
    assert sorted((row.address_text, row.listings_count) for row in rows) == [("Kyoto, Japan", 3), ("Lyon", 1)]


def test_persons_without_an_address_are_no_address(spark: SparkSession) -> None:
    assert addresses(listed(spark, None, "--")).count() == 0


def test_two_addresses_of_one_digest_are_two_rows_for_the_check_of_the_key_to_find(spark: SparkSession) -> None:
    collided = listed(spark, "Kyoto", "Lyon").withColumn("address_id", F.lit(7).cast("bigint"))
    assert addresses(collided).groupBy("address_id").count().first()["count"] == 2


def test_the_digest_of_the_normalised_fields_is_the_id(spark: SparkSession) -> None:
    frame = addresses(listed(spark, ' "Kyoto," '))
    (row,) = frame.withColumn("again", address_id(F.struct(*FIELD_NAMES))).collect()
    assert (row.address_text, row.again) == ("Kyoto", row.address_id)


def test_the_columns_are_those_of_the_contract(spark: SparkSession) -> None:
    found = [(field.name, field.dataType.simpleString()) for field in addresses(listed(spark, "Kyoto")).schema]
    assert found == [(column.name, column.type) for column in ADDRESSES.columns]
