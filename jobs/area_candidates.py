"""areas + document_areas + document_clusters + area_fields + cluster_members + cluster_fields + cluster_partners -> area_candidates: whom to work with."""

from pyspark.sql import DataFrame, SparkSession

from innoatlas.areas.partners import own_clusters, partners_by_area
from innoatlas.collaboration.candidates import Rule as Settings
from innoatlas.collaboration.candidates import candidates_of_areas
from innoatlas.frames import frame_of
from innoatlas.runtime.runner import run
from innoatlas.tables import AREA_CANDIDATES, PERIODS

_PROFILE = ("kind", "field_code", "fractional_count", "specialisation")


def area_candidates(
    areas: DataFrame,
    document_areas: DataFrame,
    document_clusters: DataFrame,
    area_fields: DataFrame,
    cluster_members: DataFrame,
    cluster_fields: DataFrame,
    cluster_partners: DataFrame,
    *,
    settings: Settings,
    spark: SparkSession,
) -> DataFrame:
    """Compare the profile of each area with those of all clusters of the current window in the driver's process."""
    if areas.isEmpty():
        return frame_of(spark, [], AREA_CANDIDATES.ddl)
    today = f"period = '{PERIODS[0]}'"
    own, partners = own_clusters(areas, cluster_members), partners_by_area(document_areas, document_clusters).toArrow()
    fields = area_fields.where(today).select("area_id", *_PROFILE).toArrow()
    theirs = cluster_fields.where(today).select("cluster_id", *_PROFILE).toArrow()
    links = cluster_partners.where(today).select("cluster_id", "kind", "documents_count").toArrow()
    return spark.createDataFrame(candidates_of_areas(fields, partners, own, theirs, links, settings))


if __name__ == "__main__":
    run(area_candidates)
