"""From listings to the coordinates of each document, on Spark: joins, settings, and cuts between batches and partitions."""

from collections.abc import Iterator

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyspark.sql import DataFrame, SparkSession

from innoatlas.counting import documents
from innoatlas.counting.documents import LEAK, RENORMALISE, count_documents
from innoatlas.tables import DOCUMENT_PLACES, UNIT
from tests.counting.oracle import Listing, counted
from tests.counting.tables_drawn import contributors, geocodes, inferred_places
from tests.counting.test_units import found, table


def units(frame: DataFrame) -> dict[tuple[str, str], float]:
    return {(row.document_id, row.place_id): row.units / UNIT for row in frame.collect()}


def test_only_points_that_are_sure_enough_count(spark: SparkSession) -> None:
    listings = contributors(spark, ("d", 1, 1), ("d", 2, 2), ("d", 3, 3), ("d", 4, 4), ("d", 5, 6), ("d", 6, None))
    got = count_documents(listings, geocodes(spark), inferred_places(spark), min_score=0.75, persons_without_place=RENORMALISE)
    assert units(got) == {("d", "geonames:1"): 0.5, ("d", "geonames:2"): 0.5}
    assert got.columns == list(DOCUMENT_PLACES.column_names)


def test_leak_divides_by_every_person_listed(spark: SparkSession) -> None:
    listings = contributors(spark, ("d", 1, 1), ("d", 2, 6), ("d", 3, None), ("d", 4, 4), ("nowhere", 1, None))
    got = count_documents(listings, geocodes(spark), inferred_places(spark), min_score=0.0, persons_without_place=LEAK)
    assert units(got) == {("d", "geonames:1"): 0.25}


def test_two_places_at_one_coordinate_are_one_point_of_the_smaller_place(spark: SparkSession) -> None:
    got = count_documents(
        contributors(spark, ("d", 1, 1), ("d", 1, 5)), geocodes(spark), inferred_places(spark), min_score=0.0, persons_without_place=RENORMALISE
    ).collect()
    assert [(row.place_id, row.units, row.listings_count, row.lat, row.lon) for row in got] == [("geonames:0", UNIT, 1, 48.85341, 2.3488)]


@pytest.mark.parametrize("rule", [RENORMALISE, LEAK])
def test_an_inferred_listing_counts_as_if_it_were_located(spark: SparkSession, rule: str) -> None:
    listings = contributors(spark, ("d", 1, 1), ("d", 2, None), ("d", 3, 6), ("d", 4, 3))
    taken = inferred_places(spark, ("d", 2, None, 2), ("d", 3, 6, 1))
    got = count_documents(listings, geocodes(spark), taken, min_score=0.0, persons_without_place=rule)
    assert units(got) == {("d", "geonames:1"): 0.5, ("d", "geonames:2"): 0.25, ("d", "geonames:3"): 0.25}


def test_another_rule_for_persons_without_a_place_is_refused(spark: SparkSession) -> None:
    with pytest.raises(ValueError, match="renormalise or leak"):
        count_documents(contributors(spark), geocodes(spark), inferred_places(spark), min_score=0.0, persons_without_place="share")


def test_partitions_and_batches_change_nothing(spark: SparkSession) -> None:
    listings = contributors(spark, *((f"d{number % 40}", number % 7, 1 + number % 3) for number in range(600)))
    results = []
    for partitions, batch in (("1", "7"), ("5", "10000")):
        spark.conf.set("spark.sql.shuffle.partitions", partitions)
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", batch)
        got = count_documents(listings.repartition(int(partitions)), geocodes(spark), inferred_places(spark), min_score=0.0, persons_without_place=RENORMALISE)
        results.append(sorted(got.collect()))
    spark.conf.set("spark.sql.shuffle.partitions", "2")
    assert results[0] == results[1]
    assert sum(row.units for row in results[0]) == 40 * UNIT


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 4), st.integers(1, 3)), min_size=1, max_size=40), st.integers(1, 9))
def test_a_document_that_straddles_batches_is_counted_whole(listings: list[Listing], size: int) -> None:
    digest = {"a": -7, "b": 3, "c": 3, "d": 9}  # b and c collide
    rows = table(sorted(listings, key=lambda listing: digest[listing[0]]))
    rows = rows.append_column("document_digest", pa.array([digest[name] for name in rows.column("document_id").to_pylist()], pa.int64()))

    def batches() -> Iterator[pa.RecordBatch]:
        yield from rows.to_batches(max_chunksize=size)

    got = pa.Table.from_batches(list(documents._count_batches(batches(), leak=False))).to_pylist()
    assert {(row["document_id"], row["point_id"]): (row["units"], row["listings_count"]) for row in got} == found(listings) == counted(listings, leak=False)
