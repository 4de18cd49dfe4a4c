"""Who asks, who can tell, and which town clearly leads among what is told. Joins and whole-number sums in Spark SQL.

A way is a struct (preference, scope, who): within a scope (a family, a year, an economy) whoever bears the same `who` (a person, an organisation) is a
neighbour. A listing asks by several ways; of those by which anybody tells anything, the one of the smallest preference decides alone.
"""

from collections.abc import Iterable, Iterator
from functools import partial

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.text.fold import fold

#: What tells one listing from another.
LISTING = ("document_id", "person_position", "address_position")


def ways(*given: tuple[int, Column, Column]) -> Column:
    """The ways whose scope and who are known, as an array; each given as preference, scope and who."""
    told = [F.struct(F.lit(preference).alias("preference"), scope.alias("scope"), who.alias("who")) for preference, scope, who in given]
    return F.filter(F.array(*told), lambda way: way.scope.isNotNull() & way.who.isNotNull())


def leading_towns(asking: DataFrame, telling: DataFrame, *, least_share: float, least_count: int) -> DataFrame:
    """For each listing that asks the town that leads: columns of LISTING, town_id, agreeing_count, evidence_count. Without a leader it has no row.

    `asking` has the columns of LISTING and `ways`; `telling` has `witness`, `town_id` and `ways`, and a witness counts once in each town.
    A town leads with at least `least_count` witnesses and at least `least_share` of all; a share above one half leaves no room for two.
    """
    asked = asking.select(*LISTING, F.explode("ways").alias("way"))
    # Only what somebody asks for is summed: most persons and organisations have nobody without a place.
    told = telling.select("witness", "town_id", F.explode("ways").alias("way")).join(asked.select("way").distinct(), "way", "left_semi").distinct()
    by_town = told.groupBy("way", "town_id").agg(F.count(F.lit(1)).alias("agreeing_count"))
    largest = F.max(F.struct("agreeing_count", "town_id")).alias("largest")
    by_way = by_town.groupBy("way").agg(largest, F.sum("agreeing_count").alias("evidence_count"))
    first = F.min(F.struct("way", "largest", "evidence_count")).alias("first")
    heard = asked.join(by_way, "way").groupBy(*LISTING).agg(first).select(*LISTING, "first.largest.*", "first.evidence_count")
    return heard.where((F.col("agreeing_count") >= least_count) & (F.col("agreeing_count") / F.col("evidence_count") >= least_share))


def by_words(frame: DataFrame, name: str) -> DataFrame:
    """The same rows with the text column `name` folded to its words in alphabetical order, null without any: `SMITH, John` is `John Smith`."""
    words = F.split(F.lower(F.col(name)), r"[^\p{L}\p{N}]+")
    ordered = F.array_join(F.array_sort(F.filter(words, lambda word: word != "")), " ")
    return frame.mapInArrow(partial(_folded, name), frame.schema).withColumn(name, F.nullif(ordered, F.lit("")))


def _folded(name: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        at = batch.schema.get_field_index(name)
        yield batch.set_column(at, batch.schema.field(at), fold(batch.column(at)))
