"""Documents divided among the organisations behind them, place by place, in whole units that sum to what each place holds of the document.

A person's share of a place goes to the organisations of the person's addresses there, equally. A patent's organisations are its applicants, who share
each place of the document equally, for an applicant's own address says nothing of where the work was done; of a patent without applicants, and of all
else, they are those of the persons' addresses.
"""

from collections.abc import Iterator
from functools import partial

import pyarrow as pa
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.geo.sphere import point_id_sql
from innoatlas.organisations.mentions import BY_NAME, REGISTERED
from innoatlas.organisations.names import Vocabulary, harmonise
from innoatlas.tables import DOCUMENT_ORGANISATIONS, NO_ORGANISATION, OTHER_ORGANISATION

#: A person's weight at all places, divided exactly among up to 16 of them; times a document's units it stays within 64 bits for 55,000 persons.
_PERSON = 720_720

_NAMED = ("organisation_key", "organisation_name", "organisation_kind")
_PLACE = ("document_id", "point_id")
_LISTING = ("document_id", "person_position", "address_position")
_APPLICANT = "applicant_name string, key string, kind string"


def units_by_organisation(
    document_places: DataFrame,
    contributors: DataFrame,
    geocodes: DataFrame,
    inferred_places: DataFrame,
    address_organisations: DataFrame,
    documents: DataFrame,
    vocabulary: Vocabulary,
) -> DataFrame:
    """Columns of `document_organisations`; what no organisation is known of is under NO_ORGANISATION."""
    applicants = _applicants(documents, vocabulary)
    listed = _weights_of_persons(_listings(contributors, geocodes, inferred_places, address_organisations), document_places)
    by_person = listed.join(applicants.select("document_id").distinct(), "document_id", "left_anti")
    by_applicant = document_places.select(*_PLACE).join(applicants, "document_id").withColumn("weight", F.lit(1).cast("bigint"))
    return _divide(document_places, by_person.unionByName(by_applicant.select(by_person.columns)))


def _listings(contributors: DataFrame, geocodes: DataFrame, inferred_places: DataFrame, address_organisations: DataFrame) -> DataFrame:
    """document_id, person_position, point_id and the organisation of every listing that has or takes a point: as the source gives it, else as it is read."""
    point = F.expr(point_id_sql()).alias("point_id")
    points, taken = geocodes.where("lat is not null").select("address_id", point), inferred_places.select(*_LISTING, point)
    read = address_organisations.withColumnRenamed("organisation_key", "read_id")
    given = contributors.select(*_LISTING, "address_id", F.concat(F.lit(REGISTERED), "organisation_id").alias("given_id"))
    # Addresses first: they are fewer than listings, which then are spread once.
    own = given.join(points.join(read, "address_id", "left"), "address_id")
    placed = own.unionByName(given.join(taken, [*_LISTING]).join(read, "address_id", "left").select(own.columns))
    known = F.coalesce("given_id", "read_id", F.lit(NO_ORGANISATION)).alias("organisation_key")
    named = F.coalesce("organisation_name", "given_id", F.lit(NO_ORGANISATION)).alias("organisation_name")
    kind = F.coalesce("organisation_kind", F.lit(OTHER_ORGANISATION)).alias("organisation_kind")
    return placed.select("document_id", "person_position", "point_id", known, named, kind)


def _weights_of_persons(listings: DataFrame, document_places: DataFrame) -> DataFrame:
    """document_id, point_id, organisation and the summed weights of its persons there; places that were not counted are left out."""
    counted = listings.repartition("document_id").join(document_places.select(*_PLACE), [*_PLACE])
    person = ("document_id", "person_position")
    once = counted.groupBy(*person, "point_id", "organisation_key").agg(*(F.min(name).alias(name) for name in _NAMED[1:]))
    # In the order of `once`, so that nothing is sorted again.
    place = Window.partitionBy(*person, "point_id")
    is_first = (F.row_number().over(place.orderBy("organisation_key")) == 1).cast("bigint").alias("is_first")
    at_place = once.select("*", is_first, F.count(F.lit(1)).over(place).alias("organisations_count"))
    each = at_place.withColumn("places_count", F.sum("is_first").over(Window.partitionBy(*person)))
    weight = F.expr(f"{_PERSON}L div (places_count * organisations_count)")
    return each.groupBy(*_PLACE, "organisation_key").agg(*(F.min(name).alias(name) for name in _NAMED[1:]), F.sum(weight).alias("weight"))


def _applicants(documents: DataFrame, vocabulary: Vocabulary) -> DataFrame:
    """document_id and organisation of every applicant, each organisation once a document; its kind is the register's, else what its name says."""
    listed = documents.select("document_id", F.explode("applicants").alias("applicant")).select("document_id", "applicant.*")
    names = listed.select("applicant_name").distinct().mapInArrow(partial(_harmonise_batches, vocabulary), _APPLICANT)
    known = listed.join(names.where("key <> ''"), "applicant_name")
    kind = F.coalesce("organisation_kind", "kind").alias("organisation_kind")
    named = known.select("document_id", F.concat(F.lit(BY_NAME), "key").alias("organisation_key"), F.col("applicant_name").alias("organisation_name"), kind)
    return named.groupBy("document_id", "organisation_key").agg(*(F.min(name).alias(name) for name in _NAMED[1:]))


def _harmonise_batches(vocabulary: Vocabulary, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        told = harmonise(batch["applicant_name"], vocabulary)
        yield pa.RecordBatch.from_arrays([batch["applicant_name"], told.key, told.kind], ["applicant_name", "key", "kind"])


def _divide(document_places: DataFrame, weighed: DataFrame) -> DataFrame:
    """The units of each document and place by weight: whole parts first, what is missing to the larger remainders, ties to the smaller id."""
    place = Window.partitionBy(*_PLACE)
    total = F.sum("weight").over(place).alias("total")
    rows = document_places.select(*_PLACE, "kind", "periods", "units").join(weighed, [*_PLACE]).select("*", total)
    due = rows.withColumn("part", F.expr("units * weight div total")).withColumn("remainder", F.expr("units * weight % total"))
    missing = F.col("units") - F.sum("part").over(place)
    rank = F.row_number().over(place.orderBy(F.desc("remainder"), "organisation_key"))
    ranked = due.select("*", missing.alias("missing"), rank.alias("rank"))
    return ranked.withColumn("units", F.expr("part + if(rank <= missing, 1, 0)")).select(*DOCUMENT_ORGANISATIONS.column_names)
