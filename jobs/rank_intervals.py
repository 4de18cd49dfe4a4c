"""document_clusters + rankings -> rank_intervals: how far chance in the documents moves each cluster's rank and score."""

from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SettingsError
from innoatlas.ranking.bootstrap import replicate_units
from innoatlas.ranking.intervals import Interval, rank_intervals_of
from innoatlas.runtime.runner import run
from innoatlas.tables import PERIODS


@dataclass(frozen=True)
class Settings:
    """Section [rank_intervals] of conf."""

    replicates: int  #: how often the documents are drawn anew
    confidence_percent: float  #: share of the replicates that an interval holds, above 0 and below 100


def rank_intervals(document_clusters: DataFrame, rankings: DataFrame, *, settings: Settings, spark: SparkSession) -> DataFrame:
    """Rank the clusters of the edition's own window in every replicate."""
    if settings.replicates < 1 or not 0 < settings.confidence_percent < 100:
        raise SettingsError(
            f"rank_intervals: expected at least 1 replicate and a confidence above 0 and below 100 percent, found {settings.replicates} and "
            f"{settings.confidence_percent}. Correct conf."
        )
    current = f"period = '{PERIODS[0]}'"
    sums = replicate_units(document_clusters.where(current), settings.replicates).toArrow()
    interval = Interval(settings.replicates, settings.confidence_percent)
    return spark.createDataFrame(rank_intervals_of(sums, rankings.where(current).toArrow(), interval))


if __name__ == "__main__":
    run(rank_intervals)
