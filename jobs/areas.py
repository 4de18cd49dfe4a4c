"""points + cluster_members -> areas: the sites and regions that others have drawn, which coordinates lie in each, and which cluster is near."""

from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.areas.placing import placed_areas
from innoatlas.areas.reading import read_areas
from innoatlas.frames import frame_of
from innoatlas.runtime.runner import run
from innoatlas.sources.formats import digests_of
from innoatlas.tables import AREAS, LAYERS, PERIODS


@dataclass(frozen=True)
class Settings:
    """Section [areas] of conf."""

    sites: str  #: path of science parks, cluster organisations or other places, CSV or GeoJSON; empty for none
    regions: str  #: path of administrative or other regions, CSV or GeoJSON; empty for none
    cluster_km: float  #: km; an area lies in a cluster with a coordinate at most this far from its centre
    economy_share: float  #: 0 to 1; an economy with less of an area's listings is not its own


def areas(points: DataFrame, cluster_members: DataFrame, *, settings: Settings, spark: SparkSession) -> DataFrame:
    """Place the areas of both layers in the driver's process; nothing is read where there is none."""
    given = [area for layer, path in zip(LAYERS, (settings.sites, settings.regions), strict=True) if path for area in read_areas(Path(path), layer)]
    if not given:
        return frame_of(spark, [], AREAS.ddl)
    today = f"period = '{PERIODS[0]}'"
    listings = F.sum(F.expr(f"if({today}, listings_count, 0)")).alias("listings_count")
    held = points.groupBy("point_id", "country_code").agg(listings).toArrow()
    members = cluster_members.where(f"{today} and cluster_id is not null").select("point_id", "cluster_id").toArrow()
    return spark.createDataFrame(placed_areas(given, held, members, cluster_km=settings.cluster_km, economy_share=settings.economy_share))


def inputs_digest(settings: Settings) -> list[str] | None:
    """Bytes of each file, and a digest of its name and size."""
    return digests_of({"sites": settings.sites, "regions": settings.regions})


if __name__ == "__main__":
    run(areas)
