"""dumps and packages -> places: which places exist, where they are, how precisely, and their H3 cell."""

from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from innoatlas.gazetteer.build import write
from innoatlas.gazetteer.inputs import GazetteerSettings as Settings
from innoatlas.gazetteer.inputs import inputs_digest as inputs_digest
from innoatlas.runtime.runner import run


def places(*, settings: Settings, spark: SparkSession, home: Path, reference: Path) -> DataFrame:
    """Build the gazetteer as files; `place_names` takes the names that were built with these places from the same folder."""
    return spark.read.parquet(str(write(settings, reference, home / "scratch" / "gazetteer").places))


if __name__ == "__main__":
    run(places)
