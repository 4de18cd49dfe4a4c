"""cluster_members + points + places + online_answers -> clusters: what each cluster is called, whose it is, where it lies and how far it reaches."""

from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from innoatlas.clustering.describe import NamingRule, clustered_points, describe_clusters, kind_scales, naming_places, read_spelling
from innoatlas.clustering.towns import SuburbRule
from innoatlas.fallback.answers import online_places
from innoatlas.runtime.runner import run


@dataclass(frozen=True)
class Settings:
    """Section [clusters] of conf."""

    naming_weight: str  #: score: what a place adds to the cluster's score; listings: its person listings
    name_share: float  #: 0 to 1; a town that holds less of its cluster is not named
    economy_share: float  #: 0 to 1; an economy that holds less of its cluster is not named
    suburb_km: float  #: km; a suburb lies at most this far from its city
    suburb_ratio: float  #: a city has at least this many times its suburb's inhabitants
    footprint_resolution: int  #: H3 resolution of footprint_cells


def clusters(
    cluster_members: DataFrame, points: DataFrame, places: DataFrame, online_answers: DataFrame, *, settings: Settings, spark: SparkSession, reference: Path
) -> DataFrame:
    """Describe the clusters of either window. A point that an online service gave is named after the gazetteer's nearest town."""
    members = clustered_points(cluster_members, points)
    described = describe_clusters(
        members.toArrow(),
        naming_places(places.unionByName(online_places(online_answers)), members),
        kind_scales(points, settings.naming_weight),
        read_spelling(reference),
        SuburbRule(settings.suburb_km, settings.suburb_ratio),
        NamingRule(settings.naming_weight, settings.name_share, settings.economy_share, settings.footprint_resolution),
    )
    return spark.createDataFrame(described)


if __name__ == "__main__":
    run(clusters)
