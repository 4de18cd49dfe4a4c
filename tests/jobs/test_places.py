"""The jobs places and place_names: two tables of one gazetteer."""

from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from innoatlas.errors import MissingTableError, SourceError
from innoatlas.tables import PLACE_NAMES, PLACES
from jobs.place_names import place_names
from jobs.places import inputs_digest, places
from tests.gazetteer.small_world import SmallWorld


def test_places_and_their_names_are_the_tables_of_one_gazetteer(spark: SparkSession, tmp_path: Path) -> None:
    settings, reference = SmallWorld().pack(tmp_path)
    found = places(settings=settings, spark=spark, home=tmp_path / "home", reference=reference)
    names = place_names(found, spark=spark, home=tmp_path / "home")
    for frame, contract in ((found, PLACES), (names, PLACE_NAMES)):
        assert [(c.name, c.type) for c in contract.columns] == [(field.name, field.dataType.simpleString()) for field in frame.schema]
        assert not frame.filter(" or ".join(f"not ({check})" for check in contract.checks.values())).count()
    assert {row.place_id for row in names.select("place_id").distinct().collect()} == {row.place_id for row in found.collect()}
    assert len(inputs_digest(settings)) == 4


def test_names_of_other_places_are_refused(spark: SparkSession, tmp_path: Path) -> None:
    settings, reference = SmallWorld().pack(tmp_path)
    home = tmp_path / "home"
    found = places(settings=settings, spark=spark, home=home, reference=reference)
    with pytest.raises(SourceError, match="Run places again"):
        place_names(found.filter(F.col("precision") != "city"), spark=spark, home=home)
    (home / "scratch" / "gazetteer" / "place_names.parquet").unlink()
    with pytest.raises(MissingTableError, match="Run places first"):
        place_names(found, spark=spark, home=home)
