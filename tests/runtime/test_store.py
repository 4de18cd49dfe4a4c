"""The store: what is published is whole and keeps its contract, and nothing else ever is."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import rows, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.contract import BIGINT, INT, STRING, Column, Table
from innoatlas.errors import ContractError, MissingTableError, TryAgainError
from innoatlas.frames import frame_of
from innoatlas.runtime import delta
from innoatlas.runtime.audit import audit
from innoatlas.runtime.commits import Writer
from innoatlas.runtime.conform import conform
from innoatlas.runtime.store import Store
from innoatlas.tables import FATE_COLUMN, POINTS, TABLES


@pytest.fixture
def store(spark: SparkSession, tmp_path: Path) -> Store:
    return Store(spark, tmp_path)


def publish(store: Store, frame: DataFrame, edition: int = 2023, run: int = 1, contract: Table = POINTS) -> int:
    """Stage, audit and publish as a run does; the Delta version."""
    staged = store.stage(frame, contract, edition, f"run{run}")
    return store.publish(staged, store.audit(staged, contract), contract, edition, Writer(f"run{run}", run))


def points(spark: SparkSession, *ids: int, **columns: Any) -> DataFrame:
    return table(spark, "points", *({"point_id": number, **columns} for number in ids))


def published(store: Store, edition: int = 2023, name: str = "points", column: str = "point_id") -> list[Any]:
    """What a reader who comes afterwards finds."""
    return [row[0] for row in rows(Store(store.spark, store.home).read(name, edition), column)]


def test_a_run_replaces_its_edition_and_touches_no_other(spark: SparkSession, store: Store) -> None:
    publish(store, points(spark, 1, 2), 2023)
    publish(store, points(spark, 3), 2024, run=2)
    before = sorted((store.folder("points") / "edition=2024").glob("*.parquet"))
    publish(store, points(spark, 4), 2023, run=3)
    assert (published(store, 2023), published(store, 2024)) == ([4], [3])
    assert sorted((store.folder("points") / "edition=2024").glob("*.parquet")) == before


def test_the_same_run_writes_a_slice_once(spark: SparkSession, store: Store) -> None:
    assert publish(store, points(spark, 1), run=7) == publish(store, points(spark, 1), run=7)
    assert store.spark.read.format("delta").load(str(store.folder("points"))).count() == 1


def test_a_run_older_than_the_last_writer_is_told_so(spark: SparkSession, store: Store) -> None:
    publish(store, points(spark, 1), run=7)
    with pytest.raises(TryAgainError, match="later run has written"):
        publish(store, points(spark, 2), run=6)
    assert published(store) == [1]


def test_a_reader_keeps_its_version_while_others_write(spark: SparkSession, store: Store) -> None:
    publish(store, points(spark, 1))
    reader = Store(spark, store.home)
    reader.version("points")
    publish(store, points(spark, 2), run=2)
    assert rows(reader.read("points", 2023), "point_id") == [(1,)]


def test_a_contract_that_is_broken_is_told_whole_and_nothing_is_published(spark: SparkSession, store: Store) -> None:
    publish(store, points(spark, 1))
    broken = points(spark, 2, 2, 3, units=-1).withColumn("kind", F.when(F.col("point_id") == 3, "sonnet").otherwise(F.lit(None)))
    with pytest.raises(ContractError) as caught:
        publish(store, broken.withColumn("lat", F.lit(91.0)), run=2)
    told = str(caught.value)
    expected = ["kind is null: 2 rows", "check kind_known", "check lat_in_range", "check units_not_negative", "3 rows", '"point_id":2', "come more than once"]
    assert [part for part in expected if part not in told] == []
    assert (published(store), store.last_commit("points").version) == ([1], 1)  # type: ignore[union-attr]


def test_columns_that_differ_are_told_whole(spark: SparkSession) -> None:
    frame = points(spark, 1).drop("units").withColumn("weight", F.lit(1)).withColumn("lat", F.lit("north"))
    with pytest.raises(ContractError) as caught:
        conform(frame, POINTS)
    assert all(part in str(caught.value) for part in ("units is missing", "weight is not in the contract", "lat is string, not double"))


def test_columns_come_in_the_order_of_the_contract(spark: SparkSession) -> None:
    frame = points(spark, 1)
    assert conform(frame.select(*reversed(frame.columns)), POINTS).columns == list(POINTS.column_names)


def test_a_table_that_no_run_has_written_names_its_job(store: Store) -> None:
    with pytest.raises(MissingTableError, match=r"points: expected a table .* Run the job points first") as caught:
        store.read("points", 2023)
    assert caught.value.exit_code == 2


def test_an_edition_that_no_run_has_written_is_missing(spark: SparkSession, store: Store) -> None:
    publish(store, points(spark, 1), 2023)
    with pytest.raises(MissingTableError, match="expected rows of edition 2024"):
        store.read("points", 2024)


def test_an_edition_without_rows_is_not_missing_to_the_run_that_wrote_it(spark: SparkSession, store: Store) -> None:
    publish(store, points(spark), 2023)
    assert store.read("points", 2023).count() == 0


def test_a_stored_table_of_another_contract_is_refused_whole(spark: SparkSession, store: Store) -> None:
    other = replace(POINTS, columns=tuple(column for column in POINTS.columns if column.name != "units"), checks={"kind_known": "kind <> ''"})
    delta.create(spark, other, store.folder("points"))
    with pytest.raises(ContractError) as caught:
        publish(store, points(spark, 1))
    assert all(part in str(caught.value) for part in ("column units is missing", "check kind_known is", "check units_not_negative is missing"))


def test_the_table_itself_refuses_what_its_contract_forbids(spark: SparkSession, store: Store) -> None:
    publish(store, points(spark, 1))
    append = points(spark, 2, units=-1).withColumn("edition", F.lit(2023)).write.format("delta").mode("append")
    with pytest.raises(Exception, match=r"(?i)constraint units_not_negative"):
        append.save(str(store.folder("points")))


def test_comments_come_from_the_contract(spark: SparkSession, store: Store) -> None:
    publish(store, points(spark, 1))
    stored = spark.read.format("delta").load(str(store.folder("points"))).schema
    assert {field.name: field.metadata["comment"] for field in stored.fields if field.name != "edition"} == {c.name: c.description for c in POINTS.columns}


def fated(spark: SparkSession, *outcomes: str | None) -> DataFrame:
    """Documents 1, 2, … with these fates; a record that is not kept has no columns."""
    kept = points(spark, *range(1, len(outcomes) + 1))
    fates = [(i, None if o is None else (o, "openalex", "a.gz", "the same raw record", "It is bad.")) for i, o in enumerate(outcomes, 1)]
    frame = kept.join(frame_of(spark, fates, f"point_id bigint, fate {FATE_COLUMN.type}"), "point_id")
    gone = F.col("fate").isNotNull()
    return frame.select(*(F.when(~gone, F.col(name)).alias(name) for name in POINTS.column_names), "fate")


def test_every_record_is_kept_refused_merged_or_out_of_scope(spark: SparkSession, store: Store) -> None:
    staged = store.stage(fated(spark, None, "refused", "merged", "out_of_scope", "refused"), POINTS, 2023, "run1")
    found = store.audit(staged, POINTS)
    assert (found.rows_in, found.rows, found.fates) == (5, 1, {"refused": 2, "merged": 1, "out_of_scope": 1})
    store.publish(staged, found, POINTS, 2023, Writer("run1", 1))
    assert published(store) == [1]
    quarantine = Store(spark, store.home).read("quarantine", 2023)
    assert rows(quarantine, "table_name", "source", "file", "record", "reason") == [("points", "openalex", "a.gz", "the same raw record", "It is bad.")] * 2
    assert quarantine.select("record_id").distinct().count() == 2


def test_a_job_replaces_what_it_refused_before_and_nothing_that_others_did(spark: SparkSession, store: Store) -> None:
    publish(store, fated(spark, "refused", None))
    other = replace(POINTS, name="cells")
    staged = store.stage(fated(spark, "refused"), other, 2023, "run2")
    store.publish(staged, store.audit(staged, other), replace(TABLES["cells"], columns=POINTS.columns, checks={}), 2023, Writer("run2", 2))
    publish(store, fated(spark, None, None), run=3)
    assert rows(Store(spark, store.home).read("quarantine", 2023), "table_name") == [("cells",)]


def test_a_fate_that_is_unknown_or_says_no_reason_is_refused(spark: SparkSession, store: Store) -> None:
    frame = fated(spark, "lost", "refused").withColumn("fate", F.col("fate").withField("reason", F.lit(None).cast("string")))
    with pytest.raises(ContractError, match="a fate without outcome, source, record or reason': 2 rows"):
        publish(store, frame)
    with pytest.raises(ContractError, match="fate 'lost': 1 rows, expected one of refused, merged, out_of_scope"):
        publish(store, fated(spark, "lost"))


def test_staging_that_a_killed_run_left_is_removed_and_never_read(spark: SparkSession, store: Store) -> None:
    store.stage(points(spark, 1), POINTS, 2023, "killed")
    with pytest.raises(MissingTableError):
        store.read("points", 2023)
    store.remove_staging(2023)
    assert not list(store.home.glob("staging/2023/*"))
    publish(store, points(spark, 2), run=2)
    assert published(store) == [2]


def test_a_table_that_a_killed_run_created_and_never_filled_is_missing(spark: SparkSession, store: Store) -> None:
    delta.create(spark, TABLES["places"], store.folder("places"))
    with pytest.raises(MissingTableError, match="places: expected a table"):
        store.read("places", 2023)


def test_a_part_file_without_a_commit_is_no_row(spark: SparkSession, store: Store) -> None:
    publish(store, points(spark, 1))
    part = next((store.folder("points") / "edition=2023").glob("*.parquet"))
    part.with_name("orphan.parquet").write_bytes(part.read_bytes())
    assert published(store) == [1]


PAIRS = Table("pairs", "one row per a", ("a",), (Column("a", INT, "A."), Column("b", STRING, "B.", True), Column("c", STRING, "C.", True)))
NESTED = Table("nested", "one row per a", ("a",), (Column("a", BIGINT, "A."), Column("b", "array<struct<x:string,y:string>>", "B.", True)))


def digest(spark: SparkSession, contract: Table, *values: tuple[Any, ...], parts: int = 1) -> str:
    return audit(frame_of(spark, list(values), contract.ddl).repartition(parts), contract).digest


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shuffled=st.permutations(range(7)), parts=st.integers(1, 5))
def test_a_digest_knows_no_order_and_no_partitions(spark: SparkSession, shuffled: list[int], parts: int) -> None:
    values = [(i, f"b{i}", None) for i in range(7)]
    assert digest(spark, PAIRS, *(values[i] for i in shuffled), parts=parts) == digest(spark, PAIRS, *values)


@pytest.mark.parametrize(
    ("contract", "one", "other"),
    [
        (PAIRS, (1, "x", None), (1, None, "x")),
        (PAIRS, (1, "", None), (1, None, None)),
        (NESTED, (1, [("x", None)]), (1, [(None, "x")])),
        (NESTED, (1, [("x", "y"), ("z", None)]), (1, [("x", "y"), ("z", "")])),
        (NESTED, (1, []), (1, None)),
    ],
)
def test_a_digest_tells_rows_apart_that_differ_in_their_nulls(spark: SparkSession, contract: Table, one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    assert digest(spark, contract, one) != digest(spark, contract, other)
