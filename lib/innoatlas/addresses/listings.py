"""Documents -> person and address listings -> distinct addresses, as plain functions on data frames."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.addresses.normalise import FIELD_NAMES, address_id, normalised
from innoatlas.tables import CONTRIBUTORS


def listings(documents: DataFrame) -> DataFrame:
    """One row per person and address, with the columns of `contributors`; nothing is shuffled.

    Positions count from 1. An address that says nothing is none; a person left without any keeps one row, address_position 0.
    """
    persons = documents.select("*", F.posexplode("persons").alias("person_before", "person"))
    addresses = F.filter(F.transform("person.addresses", _identified), lambda one: one.address_id.isNotNull())
    rows = persons.select("*", F.posexplode_outer(addresses).alias("address_before", "address"))
    own = {
        "person_position": F.col("person_before") + 1,
        "address_position": F.coalesce(F.col("address_before") + 1, F.lit(0)),
        "person_id": F.col("person.person_id"),
        "person_name": F.col("person.person_name"),
    }
    of_address = {name: F.col(f"address.{name}") for name in (*FIELD_NAMES, "organisation_id", "address_id")}
    own |= of_address
    return rows.select(*(own.get(name, F.col(name)).alias(name) for name in CONTRIBUTORS.column_names))


def distinct_addresses(contributors: DataFrame) -> DataFrame:
    """One row per distinct normalised address, with the number of listings that give it.

    Two different addresses of one digest would be two rows of one key, which the check of the key finds.
    """
    fields = contributors.where(F.col("address_id").isNotNull()).select("address_id", *(normalised(F.col(name)).alias(name) for name in FIELD_NAMES))
    return fields.groupBy("address_id", *FIELD_NAMES).agg(F.count(F.lit(1)).alias("listings_count"))


def _identified(address: Column) -> Column:
    parts = [address[name].alias(name) for name in (*FIELD_NAMES, "organisation_id")]
    return F.struct(*parts, address_id(address).alias("address_id"))
