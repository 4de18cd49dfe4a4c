"""document_clusters + rankings + document_places + cluster_members -> rank_intervals: how far chance in the documents moves each cluster's rank and score."""

from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.clustering.members import DISTANCE, Rule, weight_column
from innoatlas.clustering.refound import units_found_anew
from innoatlas.errors import SettingsError
from innoatlas.ranking.bootstrap import replicate_units
from innoatlas.ranking.intervals import Interval, rank_intervals_of
from innoatlas.ranking.redrawn import replicate_points
from innoatlas.runtime.runner import run
from innoatlas.tables import PERIODS

#: Whether clusters are as they are in every replicate, or found anew in each.
FIXED, REFOUND = "fixed", "refound"

CURRENT, _ = PERIODS


@dataclass(frozen=True)
class Settings:
    """Section [rank_intervals] of conf."""

    replicates: int  #: how often the documents are drawn anew
    confidence_percent: float  #: share of the replicates that an interval holds, above 0 and below 100
    clusters: str  #: FIXED or REFOUND
    point_weight: str  #: as in [cluster_members]; this and what follows for REFOUND alone
    radius_km: float  #: as in [cluster_members]
    min_weight: int  #: as in [cluster_members]
    merge_km: float  #: as in [cluster_members]; near clusters are one by distance alone


def rank_intervals(
    document_clusters: DataFrame, rankings: DataFrame, document_places: DataFrame, cluster_members: DataFrame, *, settings: Settings, spark: SparkSession
) -> DataFrame:
    """Rank the clusters of the edition's own window in every replicate; places and members are read where clusters are found anew."""
    if settings.replicates < 1 or not 0 < settings.confidence_percent < 100:
        raise SettingsError(
            f"rank_intervals: expected at least 1 replicate and a confidence above 0 and below 100 percent, found {settings.replicates} and "
            f"{settings.confidence_percent}. Correct conf."
        )
    if settings.clusters not in (FIXED, REFOUND):
        raise SettingsError(f"rank_intervals.clusters: expected {FIXED} or {REFOUND}, found {settings.clusters!r}. Correct conf.")
    current, is_refound = f"period = '{CURRENT}'", settings.clusters == REFOUND
    if is_refound:
        rule = Rule(settings.point_weight, settings.radius_km, settings.min_weight, settings.merge_km, DISTANCE)
        places = document_places.where(F.array_contains("periods", CURRENT)).withColumn("documents_count", F.lit(1))
        drawn = replicate_points(places, weight_column(settings.point_weight), settings.replicates)
        sums = units_found_anew(drawn, cluster_members.where(current), rule, settings.replicates)
    else:
        sums = replicate_units(document_clusters.where(current), settings.replicates)
    interval = Interval(settings.replicates, settings.confidence_percent)
    made = rank_intervals_of(sums.toArrow(), rankings.where(current).toArrow(), interval, is_refound=is_refound)
    return spark.createDataFrame(made)


if __name__ == "__main__":
    run(rank_intervals)
