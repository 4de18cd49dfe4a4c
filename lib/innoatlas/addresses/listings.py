"""Documents -> person and address listings -> distinct addresses, as plain functions on data frames."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.addresses.normalise import FIELD_NAMES, address_id, normalised
from innoatlas.tables import CONTRIBUTORS


def listings(documents: DataFrame) -> DataFrame:
    """One row per person and address, with the columns of `contributors`; nothing is shuffled.

    Positions count from 1. An address that says nothing is none; a person left without any keeps one row, address_position 0.
    """
    of_document = [name for name in CONTRIBUTORS.column_names if name in documents.columns]
    persons = documents.select(*of_document, F.posexplode("persons").alias("person_before", "person"))
    compared = F.transform(F.transform("person.addresses", _with_normalised), _identified)
    addresses = F.filter(compared, lambda one: one.address_id.isNotNull())
    rows = persons.select(*of_document, "person_before", "person", F.posexplode_outer(addresses).alias("address_before", "address"))
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


def _with_normalised(address: Column) -> Column:
    """The address as given, and as it is compared; a step of its own, so that the work is done once and then only read."""
    return F.struct(address.alias("given"), F.struct(*(normalised(address[name]).alias(name) for name in FIELD_NAMES)).alias("compared"))


def _identified(address: Column) -> Column:
    parts = [address.given[name].alias(name) for name in (*FIELD_NAMES, "organisation_id")]
    return F.struct(*parts, address_id(address.compared).alias("address_id"))
