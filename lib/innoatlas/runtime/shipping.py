"""How a folder of this machine reaches the workers (they share the disk, or Spark carries it to each of them once), and how millions of rows reach us."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.dataset import dataset
from pyspark import SparkFiles
from pyspark.sql import DataFrame, SparkSession


def folder_for_workers(spark: SparkSession, folder: Path) -> str:
    """What a worker hands to `worker_folder`. A local master shares this machine's disk, so nothing is copied."""
    if not str(spark.sparkContext.master).startswith("local"):
        spark.sparkContext.addFile(str(folder), recursive=True)
    return str(folder)


def worker_folder(where: str) -> Path:
    """The folder as this worker sees it: the same path where there is one, else what Spark carried here."""
    folder = Path(where)
    return folder if folder.is_dir() else Path(SparkFiles.get(folder.name))


def arrow_by_parquet(frame: DataFrame, folder: Path) -> pa.Table:
    """The frame's rows by way of Parquet files in `folder`, which is removed again: memory of the JVM does not grow with the rows.

    `toArrow` holds each task's rows as one answer in the JVM, which loses answers of some hundred MB.
    """
    _parquet(frame, folder)
    table = pq.read_table(folder)
    shutil.rmtree(folder)
    return table


def batches_by_parquet(frame: DataFrame, folder: Path) -> Iterator[pa.RecordBatch]:
    """The same batch after batch, so that no more than one is held."""
    _parquet(frame, folder)
    yield from dataset(folder, format="parquet").to_batches(batch_readahead=1, fragment_readahead=1)
    shutil.rmtree(folder)


def _parquet(frame: DataFrame, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    frame.write.parquet(str(folder))
