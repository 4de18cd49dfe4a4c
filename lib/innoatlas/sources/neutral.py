"""The neutral contract: what any other source can be brought to. docs/neutral.md is its manual.

Nested: one table of documents with their persons (Parquet). Flat: two tables, documents and listings (Parquet or CSV).
A listing whose document is absent, or whose person_position is no whole number from 1, is refused; so is a document with a bad year or kind.
"""

from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.errors import SourceError
from innoatlas.sources.delimited import FILE, RAGGED, read_delimited
from innoatlas.sources.fates import refused_rows, settle
from innoatlas.sources.files import find_files
from innoatlas.sources.parquet import read_parquet
from innoatlas.sources.persons import (
    ADDRESS_NAMES,
    NO_APPLICANTS,
    NO_PERSONS,
    PERSONS_TYPE,
    address,
    or_null,
    person,
    says_something,
)
from innoatlas.sources.scope import Scope

#: Columns of the documents, nested or flat; in the nested table field_codes is an array and persons are there.
DOCUMENT_REQUIRED, DOCUMENT_OPTIONAL = ("document_id", "kind", "year"), ("family_id", "field_codes", "persons_truncated")

#: Columns of the listings: one row per person and address, or per person without one.
LISTING_REQUIRED, LISTING_OPTIONAL = ("document_id", "person_position"), ("person_id", "person_name", *ADDRESS_NAMES)

_NESTED = f"document_id string, kind string, year string, family_id string, field_codes array<string>, persons_truncated string, persons {PERSONS_TYPE}"


@dataclass(frozen=True)
class Settings:
    """`[documents.sources.NAME]` with `format = "neutral"`."""

    documents: str  #: file or folder of documents: nested or flat Parquet, or flat CSV
    listings: str  #: file or folder of listings, Parquet or CSV; empty when the documents are nested


def read(spark: SparkSession, settings: Settings, scope: Scope) -> DataFrame:
    """Documents with their fates: the columns of `documents`, then `fate`. Raises SourceError for absent files and columns."""
    if not settings.listings:
        return settle(_nested(spark, settings.documents), scope)
    documents = _rows(spark, settings.documents, DOCUMENT_REQUIRED, DOCUMENT_OPTIONAL)
    listings = _rows(spark, settings.listings, LISTING_REQUIRED, LISTING_OPTIONAL)
    judged = _judge_listings(listings, documents)
    kept = settle(_documents(documents, _persons(judged.where("problem is null"))), scope)
    record = f"coalesce({RAGGED}, to_json(struct({', '.join((*LISTING_REQUIRED, *LISTING_OPTIONAL))})))"
    return kept.unionByName(refused_rows(judged.where("problem is not null"), scope, file=FILE, record=record, reason="problem"))


def _nested(spark: SparkSession, path: str) -> DataFrame:
    files = find_files(spark, path, glob="*.parquet")
    if not files:
        raise SourceError(f"{path}: expected nested documents as *.parquet, found none. Flat documents also need the setting `listings`.")
    rows = read_parquet(spark, files, _NESTED, required=(*DOCUMENT_REQUIRED, "persons"))
    return _records(rows.withColumn(FILE, F.input_file_name()).withColumn(RAGGED, F.lit(None).cast("string")))


def _rows(spark: SparkSession, path: str, required: tuple[str, ...], optional: tuple[str, ...]) -> DataFrame:
    """Flat rows as text, with the columns `ragged_row` and `file`."""
    parquet, text = find_files(spark, path, glob="*.parquet"), find_files(spark, path, glob="*.{csv,csv.gz}")
    if bool(parquet) == bool(text):
        raise SourceError(f"{path}: expected either *.parquet or *.csv, found {len(parquet)} and {len(text)} of them. Check the path of the source.")
    if text:
        return read_delimited(spark, text, required=required, optional=optional)
    rows = read_parquet(spark, parquet, ", ".join(f"{name} string" for name in (*required, *optional)), required=required)
    return rows.withColumn(RAGGED, F.lit(None).cast("string")).withColumn(FILE, F.input_file_name())


def _judge_listings(listings: DataFrame, documents: DataFrame) -> DataFrame:
    """Adds `position` and `problem`, null for a listing that can be counted."""
    known = documents.selectExpr("document_id", "true as known").where("document_id is not null").distinct()
    problem = f"""case
        when {RAGGED} is not null then '{_RAGGED_ROW}'
        when known is null then 'The document_id of the listing is not among the documents.'
        when coalesce(position, 0) < 1 then 'The person_position of the listing is no whole number from 1.'
    end"""
    joined = listings.join(known, "document_id", "left").withColumn("position", F.expr("try_cast(person_position as int)"))
    return joined.withColumn("problem", F.expr(problem))


def _persons(listings: DataFrame) -> DataFrame:
    """Columns document_id, persons. Rows of one position are one person with several addresses, in the order of their content."""
    fields = address(**{name: name for name in ADDRESS_NAMES})
    of_person = listings.groupBy("document_id", "position").agg(
        F.min("person_id").alias("person_id"), F.min("person_name").alias("person_name"), F.expr(f"array_sort(collect_set({fields}))").alias("addresses")
    )
    one = person("person_id", "person_name", f"filter(addresses, a -> {says_something('a')})")
    listed = f"array_sort(collect_list(named_struct('position', position, 'person', {one}))).person"
    return of_person.groupBy("document_id").agg(F.expr(listed).alias("persons"))


def _documents(documents: DataFrame, persons: DataFrame) -> DataFrame:
    codes = F.expr("filter(transform(split(field_codes, ';'), code -> trim(code)), code -> code <> '')")
    return _records(documents.withColumn("field_codes", codes).join(persons, "document_id", "left"))


def _records(rows: DataFrame) -> DataFrame:
    """What `fates.settle` asks for, from nested and flat documents alike."""
    columns = {
        "document_id": f"if({RAGGED} is null, {or_null('document_id')}, null)",
        "kind": "kind",
        "year": "try_cast(year as int)",
        "family_id": or_null("family_id"),
        "field_codes": "coalesce(array_sort(array_distinct(array_compact(field_codes))), cast(array() as array<string>))",
        "applicants": NO_APPLICANTS,
        "persons_truncated": "coalesce(lower(persons_truncated) = 'true', false)",
        "persons": f"coalesce(persons, {NO_PERSONS})",
        "version": "cast(null as string)",
        "file": FILE,
        "record": f"coalesce({RAGGED}, to_json(struct(document_id, kind, year)))",
        "refused_because": f"case when {RAGGED} is not null then '{_RAGGED_ROW}' when {_BAD_YEAR} then concat('The year is no whole number: ', year, '.') end",
        "merged_because": "cast(null as string)",
        "out_of_scope_because": "cast(null as string)",
    }
    return rows.selectExpr(*(f"{sql} as {name}" for name, sql in columns.items()))


_RAGGED_ROW = "The row has more or fewer fields than its header."
_BAD_YEAR = "year is not null and try_cast(year as int) is null"
