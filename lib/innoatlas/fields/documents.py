"""Documents -> the fields that each is about, and how much of it each field gets."""

from collections.abc import Mapping

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.errors import SettingsError
from innoatlas.frames import frame_of
from innoatlas.tables import DOCUMENT_FIELDS, UNIT, UNMAPPED_FIELD

#: How much of a document each of its fields gets: an equal part, or all of it.
FRACTIONAL, WHOLE = "fractional", "whole"

#: An IPC symbol as sources write it: `H04L 9/00`, `H04L9/00`, `H04L 0009/00`, or a subclass alone.
_SUBCLASS = r"^([A-H][0-9]{2}[A-Z])"
_MAIN_GROUP = r"^[A-H][0-9]{2}[A-Z] *0*([1-9][0-9]*)/"


def fields_by_document(documents: DataFrame, concordance: Mapping[str, str], *, counting: str) -> DataFrame:
    """Columns of `document_fields`: each document under each of its fields, once; one without any under UNMAPPED_FIELD.

    Patents are mapped by `concordance`, prefix of the IPC symbol -> field code; the subjects of other kinds are the source's own. A code that maps to
    nothing adds nothing where another one of the document maps. `counting` is FRACTIONAL or WHOLE; SettingsError otherwise.
    """
    if counting not in (FRACTIONAL, WHOLE):
        raise SettingsError(f"counting: expected {FRACTIONAL} or {WHOLE}, found {counting!r}. Correct it in [document_fields].")
    is_patent = F.col("kind") == "patent"
    subjects = F.array_sort(F.array_distinct("field_codes"))
    others = documents.where(~is_patent).select("document_id", "kind", subjects.alias("fields"))
    listed = _technologies(documents.where(is_patent), concordance).unionByName(others)
    held = F.when(F.size("fields") > 0, F.col("fields")).otherwise(F.array(F.lit(UNMAPPED_FIELD)))
    rows = listed.select("document_id", "kind", F.size(held).alias("fields_count"), F.posexplode(held).alias("before", "field_code"))
    divisor = F.col("fields_count") if counting == FRACTIONAL else F.lit(1)
    ready = rows.select("*", (F.col("before") + 1).alias("field_position"), divisor.alias("fields_divisor"), F.lit(UNIT).cast("bigint").alias("whole"))
    return ready.withColumn("units", F.expr(part_sql("whole"))).select(*DOCUMENT_FIELDS.column_names)


def part_sql(units: str) -> str:
    """What a field gets of `units` units of its document, by its position and the divisor: the parts differ by one unit at most and lose none.

    SQL of whole numbers over the columns field_position and fields_divisor. The units that cannot be divided go to the first fields.
    """
    return f"{units} div fields_divisor + if(field_position <= {units} % fields_divisor, 1, 0)"


def _technologies(patents: DataFrame, concordance: Mapping[str, str]) -> DataFrame:
    """Columns document_id, kind, fields (sorted, each once): main groups before subclasses, for the longest prefix wins."""
    spark = patents.sparkSession
    mapped = F.broadcast(frame_of(spark, sorted(concordance.items()), "prefix string, mapped string"))
    symbol = F.upper(F.trim(F.col("symbol")))
    subclass = F.regexp_extract(symbol, _SUBCLASS, 1)
    keys = patents.select("document_id", "kind", F.explode_outer("field_codes").alias("symbol")).select(
        "document_id", "kind", subclass.alias("subclass"), F.concat_ws(" ", subclass, F.regexp_extract(symbol, _MAIN_GROUP, 1)).alias("main_group")
    )
    found = keys.join(mapped.toDF("main_group", "by_group"), "main_group", "left").join(mapped.toDF("subclass", "by_subclass"), "subclass", "left")
    fields = F.array_sort(F.collect_set(F.coalesce("by_group", "by_subclass"))).alias("fields")
    return found.groupBy("document_id").agg(F.min("kind").alias("kind"), fields)
