"""dumps and packages -> places: which places exist, where they are, how precisely, and their H3 cell."""

from pathlib import Path

import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession

from innoatlas.gazetteer.build import GazetteerSettings as Settings
from innoatlas.gazetteer.build import build
from innoatlas.gazetteer.build import inputs_digest as inputs_digest
from innoatlas.runtime.runner import run


def places(*, settings: Settings, spark: SparkSession, home: Path, reference: Path) -> DataFrame:
    """Build the gazetteer as arrays; `place_names` takes the names that were built with these places from the same folder."""
    folder = home / "scratch" / "gazetteer"
    folder.mkdir(parents=True, exist_ok=True)
    built = build(settings, reference)
    pq.write_table(built.names, folder / "place_names.parquet")
    pq.write_table(built.places, folder / "places.parquet")
    return spark.read.parquet(str(folder / "places.parquet"))


if __name__ == "__main__":
    run(places)
