"""Rows that leave Spark by way of Parquet."""

from pathlib import Path

from pyspark.sql import SparkSession

from innoatlas.runtime.shipping import arrow_by_parquet, batches_by_parquet


def test_all_rows_come_and_the_folder_goes(spark: SparkSession, tmp_path: Path) -> None:
    folder = tmp_path / "rows"
    folder.mkdir()
    (folder / "left_by_a_killed_run.parquet").write_bytes(b"half")
    table = arrow_by_parquet(spark.range(1000).repartition(3), folder)
    assert sorted(table["id"].to_pylist()) == list(range(1000))
    assert not folder.exists()


def test_all_rows_come_batch_by_batch_and_the_folder_goes(spark: SparkSession, tmp_path: Path) -> None:
    batches = batches_by_parquet(spark.range(1000).repartition(3), tmp_path / "rows")
    assert not (tmp_path / "rows").exists()  # nothing is written before it is asked for
    assert sorted(number for batch in batches for number in batch["id"].to_pylist()) == list(range(1000))
    assert not (tmp_path / "rows").exists()
