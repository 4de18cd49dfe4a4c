"""addresses + places + place_names + online_answers -> geocodes: the best place for each distinct address, and how sure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.fallback.taking import TakingRule, with_online_answers
from innoatlas.geo.cells import resolution_of
from innoatlas.geocoding.choice import Weights
from innoatlas.geocoding.engine import Thresholds, geocode
from innoatlas.geocoding.index import Index, open_index
from innoatlas.geocoding.place_index import place_index
from innoatlas.geocoding.weights import read_weights
from innoatlas.geocoding.wordlists import parent_economies
from innoatlas.runtime.runner import run
from innoatlas.runtime.shipping import arrow_by_parquet, batches_by_parquet, folder_for_workers, worker_folder
from innoatlas.tables import GEOCODES


@dataclass(frozen=True)
class Settings:
    """How sure an answer must be."""

    min_score: float  #: 0 to 1; an address whose best place scores below stays unlocated
    min_score_organisation: float  #: 0 to 1; the same where nothing but an organisation's name speaks for the place
    calibration_slope: float  #: of the logistic curve from chance to confidence, over log odds
    calibration_intercept: float  #: of the same curve
    online_score: float  #: 0 to 1; confidence in the frozen answer of an online service


def geocodes(
    addresses: DataFrame,
    places: DataFrame,
    place_names: DataFrame,
    online_answers: DataFrame,
    *,
    settings: Settings,
    home: Path,
    reference: Path,
    digests: Mapping[str, str],
) -> DataFrame:
    """Every address keeps its row; the index is built once per content of the gazetteer's tables and mapped, not copied, by the workers.

    Where the engine gives no point, the frozen answer of an online service may.
    """
    folder = place_index(gazetteer_version(digests), partial(gazetteer_tables, places, place_names, home / "scratch"), reference, home)
    weights = read_weights(reference, settings.calibration_slope, settings.calibration_intercept)
    thresholds = Thresholds(settings.min_score, settings.min_score_organisation)
    where = folder_for_workers(addresses.sparkSession, folder)
    found = addresses.mapInArrow(partial(_geocode_batches, where, weights, thresholds), GEOCODES.ddl)
    if online_answers.isEmpty():
        return found
    rule = TakingRule(settings.online_score, _gazetteer_resolution(places), parent_economies(reference))
    return with_online_answers(found, online_answers, rule)


def gazetteer_version(digests: Mapping[str, str]) -> str:
    """What the two tables of the gazetteer hold, by the digests of their rows."""
    return f"{digests['places']} {digests['place_names']}"


def _gazetteer_resolution(places: DataFrame) -> int:
    """H3 resolution of the gazetteer's cells."""
    return resolution_of(places.agg(F.min("cell").alias("cell")).collect()[0]["cell"])


def gazetteer_tables(places: DataFrame, place_names: DataFrame, scratch: Path) -> tuple[pa.Table, Iterator[pa.RecordBatch]]:
    """What the index is built from: the places, and the names batch after batch."""
    return arrow_by_parquet(places, scratch / "places_to_index"), batches_by_parquet(place_names, scratch / "place_names_to_index")


def _geocode_batches(where: str, weights: Weights, thresholds: Thresholds, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    index = _opened(where)
    for batch in batches:
        found = geocode(batch, index, weights, thresholds)
        table = found.add_column(0, "address_id", batch.column("address_id"))
        yield from table.select([column.name for column in GEOCODES.columns]).combine_chunks().to_batches()


@lru_cache(maxsize=1)
def _opened(where: str) -> Index:
    return open_index(worker_folder(where))


if __name__ == "__main__":
    run(geocodes)
