"""places -> place_names: by which names each place is found in its country."""

from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import MissingTableError, SourceError
from innoatlas.runtime.runner import run

#: The names are built together with the places: the same places may have other names.
FILES_OF = ("places",)


def place_names(places: DataFrame, *, spark: SparkSession, home: Path) -> DataFrame:
    """The names that were built together with `places`; SourceError when they are of other places."""
    file = home / "scratch" / "gazetteer" / "place_names.parquet"
    if not file.exists():
        raise MissingTableError(f"{file}: expected the names that the job places builds, found none. Run places first.")
    names = spark.read.parquet(str(file))
    strays = names.join(places, "place_id", "left_anti").count()
    if strays:
        raise SourceError(f"{file}: expected names of the places in the table places, found {strays:,} of others. Run places again, then place_names.")
    return names


if __name__ == "__main__":
    run(place_names)
