"""clusters + rankings + places -> cluster_intensity: how many people live in each cluster, and its score per million of them."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow.csv as pacsv
from pyspark.sql import DataFrame, SparkSession

from innoatlas.ranking.intensity import intensity_by_cluster
from innoatlas.ranking.population import population_cells, population_of_clusters, town_population
from innoatlas.runtime.runner import run
from innoatlas.sources.files import find_files
from innoatlas.sources.formats import digests_of


@dataclass(frozen=True)
class Settings:
    """Section [cluster_intensity] of conf."""

    population: str  #: path of an H3 population table, file or folder; empty for the gazetteer's towns instead


def cluster_intensity(clusters: DataFrame, rankings: DataFrame, places: DataFrame, *, settings: Settings, spark: SparkSession, reference: Path) -> DataFrame:
    """Sum inhabitants over footprints and divide the scores by them."""
    is_proxy = not settings.population
    people = town_population(places, _districts(reference)) if is_proxy else population_cells(spark, find_files(spark, settings.population))
    return intensity_by_cluster(rankings, population_of_clusters(clusters, people), is_proxy=is_proxy)


def inputs_digest(settings: Settings) -> list[str] | None:
    """Number and bytes of the files of the population table, and a digest of them; null when they are not on this machine."""
    return digests_of({"population": settings.population})


def _districts(reference: Path) -> list[str]:
    """Place ids of districts whose inhabitants are their city's too; the first line of the table is its source."""
    table = pacsv.read_csv(reference / "city_districts.tsv", pacsv.ReadOptions(skip_rows=1), pacsv.ParseOptions(delimiter="\t", quote_char=False))
    ids: list[str] = table.column("place_id").to_pylist()
    return ids


if __name__ == "__main__":
    run(cluster_intensity)
