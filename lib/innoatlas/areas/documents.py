"""document_places + areas -> document_areas: how much of each document lies in each area, and whether it is shared with places outside."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.frames import frame_of
from innoatlas.tables import DOCUMENT_AREAS


def documents_by_area(document_places: DataFrame, areas: DataFrame) -> DataFrame:
    """Columns of `document_areas`.

    Documents move once, gathered by their id; the areas of each coordinate go to every worker (some 50 bytes for a coordinate and area). A document of
    several areas is unfolded where it lies. No row where there is no area, and then no document is read.
    """
    if areas.isEmpty():
        return frame_of(document_places.sparkSession, [], DOCUMENT_AREAS.ddl)
    own = F.struct("area_id", F.split("economy_codes", "/").alias("economies"))
    by_point = areas.select(F.explode("point_ids").alias("point_id"), own.alias("own")).groupBy("point_id").agg(F.collect_list("own").alias("owns"))
    placed = document_places.select("document_id", "kind", "year", "periods", "point_id", "country_code", "units", "listings_count")
    place = F.struct("country_code", "units", "listings_count", F.coalesce("owns", F.array().cast(by_point.schema["owns"].dataType)).alias("owns"))
    gathered = (
        placed.join(F.broadcast(by_point), "point_id", "left")
        .groupBy("document_id")
        .agg(*(F.min(name).alias(name) for name in ("kind", "year", "periods")), F.collect_list(place).alias("places"))
    )
    each = gathered.withColumn("own", F.explode(F.array_distinct(F.flatten("places.owns")))).select("*", "own.*")
    told = each.withColumns({"inside": F.filter("places", _is_inside), "outside": F.filter("places", lambda place: ~_is_inside(place))})
    return told.withColumns(
        {
            "units": _sum("units"),
            "listings_count": _sum("listings_count"),
            "is_shared": F.size("outside") > 0,
            "is_foreign": F.exists("outside", lambda place: ~F.array_contains(F.col("economies"), place["country_code"])),
        }
    ).select(*DOCUMENT_AREAS.column_names)


def _is_inside(place: Column) -> Column:
    return F.exists(place["owns"], lambda own: own["area_id"] == F.col("area_id"))


def _sum(name: str) -> Column:
    return F.aggregate("inside", F.lit(0).cast("bigint"), lambda total, place: total + place[name])
