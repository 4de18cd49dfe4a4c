"""How a folder of this machine reaches the workers: they share the disk, or Spark carries it to each of them once."""

from pathlib import Path

from pyspark import SparkFiles
from pyspark.sql import SparkSession


def folder_for_workers(spark: SparkSession, folder: Path) -> str:
    """What a worker hands to `worker_folder`. A local master shares this machine's disk, so nothing is copied."""
    if not str(spark.sparkContext.master).startswith("local"):
        spark.sparkContext.addFile(str(folder), recursive=True)
    return str(folder)


def worker_folder(where: str) -> Path:
    """The folder as this worker sees it: the same path where there is one, else what Spark carried here."""
    folder = Path(where)
    return folder if folder.is_dir() else Path(SparkFiles.get(folder.name))
